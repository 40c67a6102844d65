// All steps as a table of text, and what was checked of every run.

const ROWS = 100; // of the table at a time

const table = (headings, rows) => {
  const made = make("table");
  const head = made.createTHead().insertRow();
  for (const heading of headings) {
    const cell = make("th", "", heading);
    cell.scope = "col";
    head.append(cell);
  }
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const words of row) line.insertCell().textContent = words;
  }
  const scroll = make("div", "scroll");
  scroll.tabIndex = 0;
  scroll.append(made);
  return scroll;
};

class StepsTable {
  constructor(racers, clock) {
    Object.assign(this, { racers, clock, number: 0, first: 0 });
    this.details = document.getElementById("table");
    this.bar();
    on(this.details, "toggle", () => {
      this.first = Math.floor(clock.row / ROWS) * ROWS;
      this.fill();
    });
    racers.changed.add(() => this.fill());
    this.fill();
  }

  // Which racer, and which of its rows.
  bar() {
    const bar = make("p", "bar");
    const choice = make("select");
    choice.setAttribute("aria-label", say("racer"));
    this.racers.all.forEach(({ name, number }) => choice.append(new Option(name, number)));
    choice.addEventListener("change", () => { this.number = Number(choice.value); this.fill(); });
    [this.earlier, this.later] = [-1, 1].map((by) => button(say(by < 0 ? "earlier" : "later"), () => { this.first += by * ROWS; this.fill(); }));
    this.range = make("span");
    this.rows = make("div");
    bar.append(choice, this.earlier, this.range, this.later);
    this.details.querySelector("div").replaceChildren(bar, this.rows);
  }

  fill() {
    if (!this.details.open) return;
    const { name, run, letters } = this.racers.all[this.number];
    const last = Math.min(this.first + ROWS, run.steps + 1);
    const held = document.activeElement;
    this.earlier.disabled = this.first <= 0;
    this.later.disabled = last > run.steps;
    if (held === this.earlier && held.disabled) this.later.focus();
    if (held === this.later && held.disabled) this.earlier.focus();
    this.range.textContent = say("rows", { first: this.first, last: last - 1, racer: name });
    const headings = [
      say("step_axis"), ...content.symbols, "L", ...content.symbols.map((symbol) => `∂L/∂${symbol}`),
      ...run.state.flatMap(({ name: state, width }) => {
        const called = letters[state] ? `${letters[state]}: ${state}` : state;
        return width > 1 ? content.symbols.map((symbol) => `${called} ${symbol}`) : [called];
      }),
      say("lr"),
    ];
    const rows = [];
    for (let row = Math.min(this.first, run.steps); row < last; row += 1) {
      const { params, loss, gradient, state, lr } = run.row(row);
      const numbers = [...params, loss, ...gradient, ...state.flatMap(({ values }) => values)];
      rows.push([String(row), ...numbers.map((value) => number(value)), lr === null ? "–" : number(lr)]);
    }
    this.rows.replaceChildren(table(headings, rows));
  }
}

// What was checked of the runs that are shown.
class Proof {
  constructor(racers) {
    this.racers = racers;
    this.details = document.getElementById("proof");
    on(this.details, "toggle", () => this.fill());
    racers.changed.add(() => this.fill());
    this.fill();
  }

  fill() {
    if (!this.details.open) return;
    const parts = this.racers.all.filter(({ isMissing }) => !isMissing).flatMap(({ name, run: { about } }) => [
      make("h3", "", name),
      make("p", "", about.optimizer),
      make("p", "fingerprint", say("fingerprint", { fingerprint: about.fingerprint, torch: about.torch })),
      table(
        [say("check"), say("measured"), say("bound")],
        about.checks.map(([check, measured, bound]) => [check, number(measured, 3), number(bound, 3)]),
      ),
    ]);
    this.details.querySelector("div").replaceChildren(...parts);
  }
}

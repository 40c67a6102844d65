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
    on(this.details, "toggle", () => {
      this.first = Math.floor(clock.row / ROWS) * ROWS;
      this.fill();
    });
    racers.changed.add(() => this.fill());
  }

  fill() {
    if (!this.details.open) return;
    const { name, run } = this.racers.all[this.number];
    const choice = make("select");
    choice.setAttribute("aria-label", say("racer"));
    this.racers.all.forEach((racer) => choice.append(new Option(racer.name, racer.number, false, racer.number === this.number)));
    choice.addEventListener("change", () => { this.number = Number(choice.value); this.fill(); });
    const last = Math.min(this.first + ROWS, run.steps + 1);
    const turn = (by) => button(say(by < 0 ? "earlier" : "later"), () => { this.first += by * ROWS; this.fill(); });
    const [earlier, later] = [turn(-1), turn(1)];
    earlier.disabled = this.first <= 0;
    later.disabled = last > run.steps;
    const bar = make("p", "bar");
    bar.append(choice, earlier, make("span", "", say("rows", { first: this.first, last: last - 1, racer: name })), later);
    const headings = [
      say("step_axis"), ...content.symbols, "L", ...content.symbols.map((symbol) => `∂L/∂${symbol}`),
      ...run.state.flatMap(({ name: state, width }) => (width > 1 ? content.symbols.map((symbol) => `${state} ${symbol}`) : [state])),
      say("lr"),
    ];
    const rows = [];
    for (let row = Math.min(this.first, run.steps); row < last; row += 1) {
      const { params, loss, gradient, state, lr } = run.row(row);
      const numbers = [...params, loss, ...gradient, ...state.flatMap(({ values }) => values)];
      rows.push([String(row), ...numbers.map((value) => number(value)), lr === null ? "–" : number(lr)]);
    }
    this.details.querySelector("div").replaceChildren(bar, table(headings, rows));
  }
}

class Proof {
  constructor(racers) {
    const parts = racers.all.flatMap(({ name, run: { about } }) => [
      make("h3", "", name),
      make("p", "", about.optimizer),
      make("p", "fingerprint", say("fingerprint", { fingerprint: about.fingerprint, torch: about.torch })),
      table(
        [say("check"), say("measured"), say("bound")],
        about.checks.map(([check, measured, bound]) => [check, number(measured, 3), number(bound, 3)]),
      ),
    ]);
    document.querySelector("#proof div").replaceChildren(...parts);
  }
}

// What holds at each racer's step, in numbers.

// What is known of a row of a run: for each a name, what it is called, and how it is written.
const facts = ({ run, letters }, row) => {
  const { params, loss, gradient, state, lr, next } = run.row(row);
  const none = row < content.steps ? say("cut", { step: row }) : say("last");
  return [
    ["params", `θ: ${content.symbols.join(", ")}`, pair(params)],
    ["loss", "L", number(loss)],
    ["gradient", say("gradient"), pair(gradient)],
    ...state.map(({ name, values }) => [`state ${name}`, letters[name] ? `${letters[name]}: ${name}` : name, pair(values)]),
    ["lr", say("lr"), lr === null ? "–" : number(lr)],
    ["next", say("next"), next === null ? none : pair(next)],
  ];
};

// The same as a list, and its cells by name.
const listed = (racer, row) => {
  const list = make("dl");
  const cells = {};
  for (const [name, called, written] of facts(racer, row)) {
    cells[name] = make("dd", "", written);
    cells[name].dataset.name = name;
    list.append(make("dt", "", called), cells[name]);
  }
  return { list, cells };
};

// The rule of a step, a picture of each of its lines in the text's colour; none where it is not known.
const formulas = ({ rule }) => {
  if (rule === null) return [];
  const formula = content.rules[rule];
  const made = make("p", "formula");
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", formula.spoken);
  for (const { picture, width, height } of formula.lines) {
    const line = make("span");
    line.style.maskImage = `url("${picture}")`;
    [line.style.width, line.style.aspectRatio] = [`${width}em`, `${width} / ${height}`];
    made.append(line);
  }
  return [made];
};

class Readouts {
  constructor(racers, clock, looks) {
    Object.assign(this, { racers, clock, looks });
    this.cards = racers.all.map((racer) => this.card(racer));
    this.place();
    clock.moved.add(() => this.read());
    racers.changed.add(() => this.show());
    looks.changed.add(() => this.dress());
    this.dress();
    this.show();
  }

  // All cards; whoever was at a control of one before is at the same one's again.
  place() {
    const all = document.getElementById("racers");
    const held = document.activeElement;
    const number = [...all.children].findIndex((card) => card.contains(held));
    all.replaceChildren(...this.cards.map(({ card }) => card));
    this.cards[number]?.[held.matches(".alone") ? "alone" : "seen"].focus();
  }

  card(racer) {
    const card = make("article");
    card.dataset.racer = racer.slug;
    card.setAttribute("aria-label", racer.name);
    const head = make("header");
    const title = make("h2");
    const shape = document.createElementNS(SVG, "svg");
    shape.setAttribute("viewBox", "-12 -12 24 24");
    shape.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", this.looks.head(racer.number, 9));
    shape.append(path);
    const seen = make("input");
    seen.type = "checkbox";
    seen.addEventListener("change", () => this.racers.toggle(racer.number));
    const label = make("label");
    label.append(seen, shape, make("span", "name", racer.name));
    const alone = button(say("alone"), () => this.racers.alone(racer.number));
    alone.className = "alone";
    alone.setAttribute("aria-label", `${say("alone")}: ${racer.name}`);
    title.append(label);
    head.append(title, alone);
    const setting = make("p", "setting");
    const ends = make("p", "ends");
    const values = make("div");
    card.append(head, setting, ...formulas(racer), values, ends);
    return { card, path, seen, alone, setting, values, ends, cells: {} };
  }

  dress() {
    this.cards.forEach(({ path, card }, number) => {
      path.style.fill = this.looks.colors.racers[number];
      path.style.stroke = this.looks.colors.rim;
      card.style.borderTopColor = this.looks.colors.racers[number];
    });
  }

  show() {
    this.cards.forEach((each, number) => {
      const { card, seen, alone, setting, values, ends } = each;
      const racer = this.racers.all[number];
      const { list, cells } = listed(racer, this.rowOf(racer.run));
      values.replaceChildren(list);
      each.cells = cells;
      seen.checked = racer.seen;
      setting.textContent = [racer.run.about.optimizer, ...racer.marks].join(" · ");
      ends.textContent = racer.isMissing ? say("refused") : say("ends", { outcome: racer.ends });
      card.classList.toggle("off", !seen.checked);
      alone.setAttribute("aria-pressed", String(this.racers.isAlone(number)));
    });
  }

  rowOf(run) { return Math.min(this.clock.row, run.steps); }

  read() {
    this.racers.all.forEach((racer, number) => {
      const { cells } = this.cards[number];
      for (const [name, , written] of facts(racer, this.rowOf(racer.run))) {
        if (cells[name].textContent !== written) cells[name].textContent = written;
      }
    });
  }

  // The same in a few words, for whoever hears the page.
  get spoken() {
    const row = this.clock.row;
    const each = this.racers.seen.map(({ name, run }) => {
      const { params, loss } = run.row(this.rowOf(run));
      return `${name}: ${content.symbols.join(", ")} = ${pair(params, 4)}, L = ${number(loss, 4)}`;
    });
    return [say("of_steps", { step: row, steps: content.steps }), ...each].join(". ");
  }
}

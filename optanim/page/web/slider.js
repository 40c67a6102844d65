// One hyperparameter: at each position of its slider stand proven runs, made with that value.

const ROW = 18; // pixels: height of a racer's row of the track
const NAMES = 120; // pixels for the racers' names, at most
const INSET = 8; // pixels: from the slider's end to where its thumb stands first

class Slider {
  constructor(racers, looks) {
    Object.assign(this, { racers, looks, ...content.slider, place: null });
    const byId = (name) => document.getElementById(name);
    this.input = byId("value");
    this.section = byId("sweep");
    this.section.hidden = false;
    byId("value-name").textContent = this.name;
    byId("value-about").textContent = this.about;
    byId("becomes").textContent = say(content.falls ? "becomes_escapes" : "becomes");
    this.input.max = this.values.length - 1;
    this.home = this.own ?? Math.floor(this.values.length / 2); // where the thumb stands for the race itself
    this.input.value = this.home;
    on(this.input, "input", () => this.put(Number(this.input.value)));
    this.back = byId("as-raced");
    on(this.back, "click", () => this.put(null));
    this.track = this.section.querySelector("svg");
    for (const change of [racers.changed, looks.changed]) change.add(() => this.draw());
    on(window, "resize", () => this.draw());
    this.fill();
    this.show();
    this.draw();
  }

  // Everyone at the value number `place`; or, where it is null, as they were raced.
  put(place) {
    this.place = place;
    this.input.value = place ?? this.home;
    this.racers.all.forEach((racer) => {
      const cells = this.cells[racer.number];
      const cell = place === null || cells === null ? null : cells[place];
      racer.isMissing = cell !== null && cell.run === null;
      racer.run = this.racers.runs[cell?.run ?? racer.number];
      racer.ends = cell?.ends ?? content.racers[racer.number].ends;
    });
    this.show();
    this.racers.changed.tell();
  }

  // The value as it stands in the page's address, and the other way round.
  get written() { return this.place === null ? null : this.values[this.place]; }

  read(text) {
    const exact = this.values.indexOf(text);
    const wanted = Number(text) > 0 ? Number(text) : NaN;
    const near = this.numbers.map((value) => Math.abs(Math.log(value / wanted)));
    const nearest = near.indexOf(Math.min(...near.filter((away) => !Number.isNaN(away))));
    if (exact >= 0) this.put(exact); // else the nearest; of what is no such number, none
    else if (nearest >= 0) this.put(nearest);
  }

  show() {
    const value = this.place === null ? say("as_raced") : this.values[this.place];
    document.getElementById("value-now").textContent = value;
    this.section.classList.toggle("raced", this.place === null);
    this.input.setAttribute("aria-valuetext", value);
  }

  // What becomes of every value: a disc arrives, a ring does not, a cross diverges. Below, the values.
  draw() {
    const wide = this.track.parentElement.clientWidth;
    const gutter = Math.min(NAMES, 0.3 * wide);
    this.section.style.setProperty("--gutter", `${gutter}px`);
    const rows = this.racers.all.filter(({ number, seen }) => seen && this.cells[number] !== null);
    const high = rows.length * ROW;
    this.track.setAttribute("viewBox", `0 0 ${wide} ${high + ROW}`);
    this.track.style.height = `${high + ROW}px`;
    const across = (place) => gutter + INSET + (wide - gutter - 2 * INSET) * place / Math.max(this.values.length - 1, 1);
    this.radius = Math.min(5.5, 0.42 * (across(1) - across(0))); // so that neighbours do not touch
    const marks = rows.flatMap(({ number, name }, row) => {
      const [y, color] = [(row + 0.5) * ROW, this.looks.colors.racers[number]];
      const cells = this.cells[number].map(({ kind }, place) => this.mark(kind, across(place), y, color));
      return [this.head(number, y, color), this.words(name, 20, y + 4.5, "start", gutter - 24), ...cells];
    });
    let last = -Infinity;
    this.values.forEach((value, place) => {
      if (across(place) - last < 9 * Math.max(value.length, 4)) return;
      last = across(place);
      marks.push(this.words(value, Math.min(last, wide - 4.5 * value.length), high + 13, "middle"));
    });
    this.track.replaceChildren(...marks);
  }

  head(number, y, color) {
    const head = document.createElementNS(SVG, "path");
    head.setAttribute("d", this.looks.head(number, 6));
    head.setAttribute("transform", `translate(8 ${y})`);
    head.style.fill = color;
    return head;
  }

  // Words of the track, cut off with dots where they are longer than `most` pixels, about.
  words(text, x, y, anchor, most = Infinity) {
    const made = document.createElementNS(SVG, "text");
    const fits = Math.floor(most / 7.5);
    made.textContent = text.length > fits ? `${text.slice(0, fits - 1)}…` : text;
    made.setAttribute("x", x);
    made.setAttribute("y", y);
    made.setAttribute("text-anchor", anchor);
    return made;
  }

  mark(kind, x, y, color) {
    const mark = document.createElementNS(SVG, kind === "diverges" ? "path" : "circle");
    if (kind === "diverges") mark.setAttribute("d", `M${x - 0.73 * this.radius} ${y - 0.73 * this.radius}l${1.46 * this.radius} ${1.46 * this.radius}m0 ${-1.46 * this.radius}l${-1.46 * this.radius} ${1.46 * this.radius}`);
    else Object.entries({ cx: x, cy: y, r: (kind === "arrives" ? 1 : 0.73) * this.radius }).forEach(([name, value]) => mark.setAttribute(name, value));
    mark.style.stroke = color;
    mark.style.strokeWidth = "2px";
    mark.style.fill = kind === "arrives" ? color : "none";
    mark.dataset.kind = kind;
    return mark;
  }

  // The same as a table.
  fill() {
    const some = this.racers.all.filter(({ number }) => this.cells[number] !== null);
    const rows = this.values.map((value, place) => [value, ...some.map(({ number }) => this.cells[number][place].ends)]);
    document.querySelector("#sweep details div").replaceChildren(table([this.name, ...some.map(({ name }) => name)], rows));
  }
}

// One hyperparameter: at each position of its slider stand proven runs, made with that value.

const ROW = 18; // pixels: height of a racer's row of the track
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
    this.input.max = this.values.length - 1;
    this.input.value = this.own ?? Math.floor(this.values.length / 2);
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
    if (place !== null) this.input.value = place;
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
    const near = this.numbers.map((value) => Math.abs(Math.log(value / Number(text))));
    const nearest = near.indexOf(Math.min(...near.filter((away) => !Number.isNaN(away))));
    if (exact >= 0) this.put(exact);
    else if (nearest >= 0) this.put(nearest);
  }

  show() {
    const value = this.place === null ? say("as_raced") : this.values[this.place];
    document.getElementById("value-now").textContent = value;
    this.input.setAttribute("aria-valuetext", value);
    this.back.disabled = this.place === null;
  }

  // What becomes of every value: a disc arrives, a ring does not, a cross diverges.
  draw() {
    const wide = this.track.parentElement.clientWidth;
    const rows = this.racers.all.filter(({ number, seen }) => seen && this.cells[number] !== null);
    const high = Math.max(rows.length, 1) * ROW;
    this.track.setAttribute("viewBox", `0 0 ${wide} ${high}`);
    this.track.style.height = `${high}px`;
    const across = (place) => INSET + (wide - 2 * INSET) * place / Math.max(this.values.length - 1, 1);
    const marks = rows.flatMap(({ number }, row) =>
      this.cells[number].map(({ kind }, place) => this.mark(kind, across(place), (row + 0.5) * ROW, this.looks.colors.racers[number])));
    this.track.replaceChildren(...marks);
  }

  mark(kind, x, y, color) {
    const mark = document.createElementNS(SVG, kind === "diverges" ? "path" : "circle");
    if (kind === "diverges") mark.setAttribute("d", `M${x - 4} ${y - 4}l8 8m0 -8l-8 8`);
    else Object.entries({ cx: x, cy: y, r: kind === "arrives" ? 5.5 : 4 }).forEach(([name, value]) => mark.setAttribute(name, value));
    mark.style.stroke = color;
    mark.style.strokeWidth = "2px";
    mark.style.fill = kind === "arrives" ? color : "none";
    mark.dataset.kind = kind;
    return mark;
  }

  // The same as a table.
  fill() {
    const some = this.racers.all.filter(({ number }) => this.cells[number] !== null);
    const rows = this.values.map((value, place) => [value, ...some.map(({ number }) => this.cells[number][place].note)]);
    document.querySelector("#sweep details div").replaceChildren(table([this.name, ...some.map(({ name }) => name)], rows));
  }
}

// What the page was told: its words, its races, and the runs of the one that is shown.

const told = JSON.parse(document.getElementById("content").textContent);
let content = told.races[0]; // the race that is shown
let shown = new AbortController(); // of all that listens for it

const on = (target, event, act) => target.addEventListener(event, act, { signal: shown.signal });

// An array as it was packed: its bytes, the lowest first.
const unpacked = ({ type, bytes }) => {
  const raw = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  return type === "f4" ? new Float32Array(raw.buffer) : new Float64Array(raw.buffer);
};

// One run: row k of its arrays is what holds before step k, row 0 the start.
class Run {
  constructor(packed) {
    for (const name of ["params", "losses", "gradients", "lrs"]) this[name] = unpacked(packed[name]);
    this.moves = packed.moves && unpacked(packed.moves);
    this.state = Object.entries(packed.state).map(([name, array]) => ({
      name, values: unpacked(array), width: array.shape.length,
    }));
    this.about = packed;
    this.steps = this.losses.length - 1;
  }

  // The parameters at `step`, on the straight line between two rows; the ends beyond.
  at(step) {
    const here = Math.min(Math.max(step, 0), this.steps);
    const row = Math.min(Math.floor(here), Math.max(this.steps - 1, 0));
    const after = Math.min(row + 1, this.steps);
    const part = here - row;
    return [0, 1].map((axis) => {
      const from = this.params[2 * row + axis];
      return part ? from + part * (this.params[2 * after + axis] - from) : from;
    });
  }

  pair(values, row) {
    return [values[2 * row], values[2 * row + 1]];
  }

  // From row number `row` to the next.
  move(row) {
    if (this.moves) return this.pair(this.moves, row);
    return [0, 1].map((axis) => this.params[2 * row + 2 + axis] - this.params[2 * row + axis]);
  }

  // What row number `row` holds, and what the step after it does; that is null behind the last.
  row(row) {
    const last = row >= this.steps;
    return {
      params: this.pair(this.params, row),
      loss: this.losses[row],
      gradient: this.pair(this.gradients, row),
      state: this.state.map(({ name, values, width }) => ({
        name, values: width > 1 ? this.pair(values, row) : [values[row]],
      })),
      lr: last ? null : this.lrs[row],
      next: last ? null : this.move(row),
    };
  }
}

// Several functions that are called one after the other.
class Listeners {
  constructor() { this.all = []; }
  add(listener) { this.all.push(listener); }
  tell() { for (const listener of this.all) listener(); }
}

// The racers, which of them are seen, and which run each of them shows.
class Racers {
  constructor() {
    this.runs = content.runs.map((packed) => new Run(packed));
    const taken = new Map();
    this.all = content.racers.map((racer, number) => {
      const plain = racer.name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "racer";
      taken.set(plain, (taken.get(plain) ?? 0) + 1);
      const times = taken.get(plain);
      return { ...racer, number, run: this.runs[number], seen: true, isMissing: false, slug: times > 1 ? `${plain}-${times}` : plain };
    });
    this.changed = new Listeners();
  }

  get seen() { return this.all.filter((racer) => this.isSeen(racer)); }

  // Whether it is to be drawn: not where its optimizer refuses the slider's value.
  isSeen(racer) { return racer.seen && !racer.isMissing; }

  show(numbers) {
    for (const racer of this.all) racer.seen = numbers.includes(racer.number);
    this.changed.tell();
  }

  toggle(number) {
    this.all[number].seen = !this.all[number].seen;
    this.changed.tell();
  }

  isAlone(number) { return this.all.every((racer) => racer.seen === (racer.number === number)); }

  // Only this one; or all again, where it is the only one already.
  alone(number) {
    this.show(this.isAlone(number) ? this.all.map((racer) => racer.number) : [number]);
  }
}

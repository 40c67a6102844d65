// The losses against the step.

const MARKS = 4; // along a curve, of its racer's shape
const CORNERS = 2000; // of a curve: of longer ones the lowest and the highest of each part are kept

class Losses {
  constructor(racers, clock, looks) {
    Object.assign(this, { racers, clock, looks });
    document.querySelector("#losses figcaption").textContent = say(content.axis.title);
    const { low, high, even } = content.axis;
    const window = [[0, content.steps], [low, high]];
    this.axes = new Axes("losses", [say("step_axis"), ""], window, { log: !even });
    this.overlay = new Overlay(this.axes, racers, looks, (brush) => this.paint(brush), (brush) => this.paintStill(brush));
    const stepAt = (...pixel) => Math.round(this.axes.place(...pixel)[0]);
    this.pointer = new Pointer(this.overlay, racers, clock, (run, row) => this.pixelOf(run, row), stepAt);
    this.overlay.drawAll();
    clock.moved.add(() => this.overlay.draw());
  }

  // Where a loss lies on the axis, in its units: powers of ten, or the loss itself.
  measure(loss) {
    if (content.axis.even) return loss;
    const above = loss - content.axis.floor;
    return above > 0 ? Math.log10(above) : -Infinity;
  }

  pixelOf(run, row) { return this.axes.pixel(row, this.measure(run.losses[row])); }

  paintStill(brush) {
    const { overlay, looks: { colors } } = this;
    brush.lineWidth = 2;
    for (const { run, number } of this.racers.seen) {
      const rows = thinned(run.losses);
      brush.strokeStyle = colors.racers[number];
      overlay.line(brush, rows.length, (k) => this.pixelOf(run, rows[k]));
      this.marks(brush, run, number);
    }
    if (content.axis.goal === null) return;
    const goal = this.measure(content.axis.goal);
    brush.strokeStyle = colors.limit;
    brush.lineWidth = 1.5;
    brush.setLineDash([6, 5]);
    brush.beginPath();
    brush.moveTo(...this.axes.pixel(0, goal));
    brush.lineTo(...this.axes.pixel(content.steps, goal));
    brush.stroke();
  }

  // Small heads along a curve, so that it is told from the others without its colour.
  marks(brush, run, number) {
    const apart = content.steps / MARKS;
    for (let k = 0; k < MARKS; k += 1) {
      const row = Math.round((k + (number + 0.5) / this.racers.all.length) * apart);
      if (row <= run.steps) this.overlay.mark(brush, number, ...this.pixelOf(run, row));
    }
  }

  paint(brush) {
    const { overlay, clock, looks: { colors } } = this;
    const { top, height } = this.axes.frame;
    const [across] = this.axes.pixel(clock.step, content.axis.low);
    brush.strokeStyle = colors.muted;
    brush.lineWidth = 1;
    brush.beginPath();
    brush.moveTo(across, top);
    brush.lineTo(across, top + height);
    brush.stroke();
    for (const { run, number } of this.racers.all) {
      const step = Math.min(clock.step, run.steps);
      const row = Math.floor(step + 1e-9);
      const [from, to] = [row, Math.min(row + 1, run.steps)].map((k) => this.measure(run.losses[k]));
      const tall = step > row ? from + (step - row) * (to - from) : from;
      const [x, y] = this.axes.pixel(step, Math.max(Math.min(tall, 400), -400));
      overlay.put(number, x, y);
    }
    this.pointer.paint(brush);
  }
}

// The numbers of the rows that a curve needs.
const thinned = (values) => {
  const count = values.length;
  const rows = Array.from({ length: count }, (_, k) => k);
  if (count <= CORNERS) return rows;
  const part = Math.ceil(2 * count / CORNERS);
  const kept = new Set([0, count - 1]);
  for (let start = 0; start < count; start += part) {
    let [low, high] = [start, start];
    for (let k = start; k < Math.min(start + part, count); k += 1) {
      if (values[k] < values[low]) low = k;
      if (values[k] > values[high]) high = k;
    }
    kept.add(low).add(high);
  }
  return rows.filter((k) => kept.has(k));
};

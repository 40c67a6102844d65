// The losses against the step.

const CORNERS = 2000; // of a curve: of longer ones the lowest and the highest of each part are kept

class Losses {
  constructor(racers, clock, looks) {
    Object.assign(this, { racers, clock, looks });
    document.querySelector("#losses figcaption").textContent = say(content.axis.title);
    this.plot = plotIn("losses", [say("step_axis"), ""]);
    Plotly.newPlot(this.plot, this.traces(), this.layout(), BASE);
    this.overlay = new Overlay(this.plot, racers, looks, (brush) => this.paint(brush), (brush) => this.paintGoal(brush));
    const stepAt = (...pixel) => Math.round(this.overlay.place(...pixel)[0]);
    this.pointer = new Pointer(this.overlay, racers, clock, (run, row) => this.pixelOf(run, row), stepAt);
    this.overlay.drawAll();
    clock.moved.add(() => this.overlay.draw());
    racers.changed.add(() => this.redraw());
    looks.changed.add(() => { this.overlay.dress(); this.redraw(); });
  }

  redraw() { Plotly.react(this.plot, this.traces(), this.layout(), BASE); }

  // What stands on the axis for a loss; nothing where it has no logarithm.
  height(loss) {
    if (content.axis.even) return loss;
    const above = loss - content.axis.floor;
    return above > 0 ? above : null;
  }

  traces() {
    return this.racers.seen.map(({ run, number }) => {
      const rows = thinned(run.losses);
      return {
        type: "scatter", mode: "lines", x: rows, y: Array.from(rows, (k) => this.height(run.losses[k])),
        line: { color: this.looks.colors.racers[number], width: 2 }, hoverinfo: "skip",
      };
    });
  }

  layout() {
    const { colors } = this.looks;
    const { low, high, even } = content.axis;
    const power = { type: "log", dtick: Math.max(1, Math.ceil((high - low) / 6)), exponentformat: "power" };
    return {
      ...bareLayout(colors, { l: 62, r: 12, t: 8, b: 44 }), dragmode: false,
      xaxis: { ...bareAxis(colors), range: [0, content.steps], fixedrange: true },
      yaxis: { ...bareAxis(colors), range: [low, high], fixedrange: true, ...(even ? {} : power) },
    };
  }

  // Where a loss lies on the axis, in its units: powers of ten, or the loss itself.
  measure(loss) {
    const tall = this.height(loss);
    return content.axis.even ? tall : tall === null ? -Infinity : Math.log10(tall);
  }

  pixelOf(run, row) { return this.overlay.pixel(row, this.measure(run.losses[row])); }

  paintGoal(brush) {
    const { overlay, looks: { colors } } = this;
    if (content.axis.goal === null) return;
    const goal = this.measure(content.axis.goal);
    brush.strokeStyle = colors.limit;
    brush.lineWidth = 1.5;
    brush.setLineDash([6, 5]);
    brush.beginPath();
    brush.moveTo(...overlay.pixel(0, goal));
    brush.lineTo(...overlay.pixel(content.steps, goal));
    brush.stroke();
  }

  paint(brush) {
    const { overlay, clock, looks: { colors } } = this;
    const { top, height } = overlay.now;
    const [across] = overlay.pixel(clock.step, content.axis.low);
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
      const [x, y] = overlay.pixel(step, Math.max(Math.min(tall, 400), -400));
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

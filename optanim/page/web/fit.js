// The data, and the line that each racer has come to.

class Fit {
  constructor(racers, clock, looks) {
    Object.assign(this, { racers, clock, looks });
    const { data } = content;
    [this.x, this.y] = [unpacked(data.x), unpacked(data.y)];
    document.querySelector("#fit figcaption").textContent = say("fit", { shown: this.x.length, all: data.all });
    this.plot = plotIn("fit", data.names);
    Plotly.newPlot(this.plot, this.traces(), this.layout(), BASE);
    this.overlay = new Overlay(this.plot, racers, looks, (brush) => this.paint(brush));
    this.overlay.drawAll();
    clock.moved.add(() => this.overlay.draw());
    looks.changed.add(() => Plotly.react(this.plot, this.traces(), this.layout(), BASE));
  }

  traces() {
    const marker = { size: 5, color: this.looks.colors.text, opacity: 0.75 };
    return [{ type: "scatter", mode: "markers", x: this.x, y: this.y, marker, hoverinfo: "skip" }];
  }

  layout() {
    const { colors } = this.looks;
    const axis = (values) => ({ ...bareAxis(colors), range: roomy(values), fixedrange: true });
    return {
      ...bareLayout(colors, { l: 62, r: 12, t: 8, b: 44 }), dragmode: false,
      xaxis: axis(this.x), yaxis: axis(this.y),
    };
  }

  paint(brush) {
    const { overlay, clock, looks: { colors } } = this;
    const [[left, right]] = overlay.now.span;
    for (const { number } of this.racers.all) overlay.put(number, NaN, NaN);
    for (const { run, number } of this.racers.seen) {
      const [a, b] = run.at(clock.step);
      for (const [color, width] of [[colors.rim, 5], [colors.racers[number], 3]]) {
        brush.strokeStyle = color;
        brush.lineWidth = width;
        brush.beginPath();
        brush.moveTo(...overlay.pixel(left, a + b * left));
        brush.lineTo(...overlay.pixel(right, a + b * right));
        brush.stroke();
      }
    }
  }
}

// The span of `values`, and a tenth more on either side.
const roomy = (values) => {
  const [low, high] = values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  const air = 0.1 * (high - low) || 1;
  return [low - air, high + air];
};

// The data, and the line that each racer has come to.

class Fit {
  constructor(racers, clock, looks) {
    Object.assign(this, { racers, clock, looks });
    const { data } = content;
    [this.x, this.y] = [unpacked(data.x), unpacked(data.y)];
    document.querySelector("#fit figcaption").textContent = say("fit", { shown: this.x.length, all: data.all });
    this.axes = new Axes("fit", data.names, [roomy(this.x), roomy(this.y)]);
    this.overlay = new Overlay(this.axes, racers, looks, (brush) => this.paint(brush), (brush) => this.points(brush));
    this.overlay.drawAll();
    clock.moved.add(() => this.overlay.draw());
  }

  points(brush) {
    brush.fillStyle = fadedBy(this.looks.colors.text, 0.75);
    this.x.forEach((x, k) => {
      brush.beginPath();
      brush.arc(...this.axes.pixel(x, this.y[k]), 2.5, 0, 2 * Math.PI);
      brush.fill();
    });
  }

  paint(brush) {
    const { overlay, clock, looks: { colors } } = this;
    const [[left, right]] = this.axes.span;
    for (const { number } of this.racers.all) overlay.put(number, NaN, NaN);
    for (const { run, number } of this.racers.seen) {
      const [a, b] = run.at(clock.step);
      for (const [color, width] of [[colors.rim, 5], [colors.racers[number], 3]]) {
        brush.strokeStyle = color;
        brush.lineWidth = width;
        brush.beginPath();
        brush.moveTo(...this.axes.pixel(left, a + b * left));
        brush.lineTo(...this.axes.pixel(right, a + b * right));
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

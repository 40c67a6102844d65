// The data, and the line that each racer has come to.

class Fit {
  constructor(racers, clock, looks) {
    Object.assign(this, { racers, clock, looks });
    const { data } = content;
    [this.x, this.y] = [unpacked(data.x), unpacked(data.y)];
    document.querySelector("#fit figcaption").textContent = say("fit", { shown: this.x.length, all: data.all });
    this.axes = new Axes("fit", data.names, [roomy(this.x), roomy(this.y)]);
    this.overlay = new Overlay(this.axes, racers, looks, (brush) => this.paint(brush), () => {});
    this.overlay.drawAll();
    clock.moved.add(() => this.overlay.draw());
  }

  // Over the lines, which may lie on all of them; with rims, to be seen there.
  points(brush) {
    brush.fillStyle = this.looks.colors.text;
    brush.strokeStyle = this.looks.colors.rim;
    brush.lineWidth = 0.75;
    this.x.forEach((x, k) => {
      brush.beginPath();
      brush.arc(...this.axes.pixel(x, this.y[k]), 2.5, 0, 2 * Math.PI);
      brush.fill();
      brush.stroke();
    });
  }

  paint(brush) {
    const { overlay, clock, looks: { colors } } = this;
    for (const { number } of this.racers.all) overlay.put(number, NaN, NaN);
    const lines = this.racers.seen.flatMap(({ run, number }) => this.line(number, ...run.at(clock.step)));
    for (const { number, ends } of lines) {
      for (const [color, width] of [[colors.rim, 5], [colors.racers[number], 3]]) {
        brush.strokeStyle = color;
        brush.lineWidth = width;
        overlay.line(brush, 2, (k) => ends[k]);
      }
    }
    this.points(brush);
    for (const { number, ends } of lines) {
      overlay.mark(brush, number, ...between(...ends, (number + 0.5) / this.racers.all.length));
    }
  }

  // The ends, in pixels, of a racer's line as far as it is in sight; none where it is not. Where it is
  // so steep that its heights are beyond all numbers, from where it is low to where it is high.
  line(number, a, b) {
    const [[left, right], [low, high]] = this.axes.span;
    const at = (x) => [x, a + b * x];
    const reaching = (y) => {
      const x = (y - a) / b;
      return x < left ? at(left) : x > right ? at(right) : [x, y];
    };
    const ends = b ? [reaching(low), reaching(high)] : [at(left), at(right)];
    const isSeen = ends.every(([, y]) => y >= low && y <= high);
    return isSeen ? [{ number, ends: ends.map((end) => this.axes.pixel(...end)) }] : [];
  }
}

// The span of `values`, and a tenth more on either side.
const roomy = (values) => {
  const [low, high] = values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  const air = 0.1 * (high - low) || 1;
  return [low - air, high + air];
};

// The map: colours and level lines of the loss, and the racers' ways on it.

const COLUMNS = [0.86, 0.72, 0.94, 0.5, 0.28]; // of the map's width: where names of levels stand
class RaceMap {
  constructor(racers, clock, looks, ground) {
    Object.assign(this, { racers, clock, looks, ground });
    [this.gradients, this.nextSteps] = ["gradients", "next-steps"].map((name) => document.getElementById(name).checked);
    this.axes = new Axes("map", content.axes, ground.window, { equal: true, moves: true });
    this.overlay = new Overlay(this.axes, racers, looks, (brush) => this.paint(brush), (brush) => this.paintStill(brush));
    this.pointer = new Pointer(this.overlay, racers, clock, (run, row) => this.pixelOf(run, row));
    this.overlay.drawAll();
    clock.moved.add(() => this.overlay.draw());
  }

  reset() { this.axes.put(this.ground.window); }

  // Closer, or farther, about the middle.
  zoom(factor) {
    const { left, top, width, height } = this.axes.frame;
    this.axes.zoom([left + width / 2, top + height / 2], factor);
  }

  pixelOf(run, row) { return this.axes.pixel(run.params[2 * row], run.params[2 * row + 1]); }

  // The loss in colours and level lines, the minima, and everyone's whole way.
  paintStill(brush) {
    const { overlay, looks: { colors } } = this;
    this.land(brush);
    this.levels(brush);
    this.levelNames(brush);
    this.minima(brush);
    for (const { run, number } of this.racers.seen) {
      brush.strokeStyle = fadedBy(colors.racers[number], 0.28);
      brush.lineWidth = 1.25;
      overlay.line(brush, run.steps + 1, (k) => this.pixelOf(run, k));
    }
  }

  paint(brush) {
    const { overlay, clock, looks: { colors } } = this;
    for (const { run, number } of this.racers.seen) this.walked(brush, run, colors.racers[number]);
    if (this.gradients || this.nextSteps) this.arrows(brush);
    for (const { run, number } of this.racers.all) {
      overlay.put(number, ...this.axes.pixel(...run.at(clock.step)), true);
    }
    this.pointer.paint(brush);
  }

  land(brush) {
    const { ground, looks } = this;
    const [[west, east], [south, north]] = ground.grid;
    const [x, y] = this.axes.pixel(west, north);
    const [u, v] = this.axes.pixel(east, south);
    brush.imageSmoothingQuality = "high";
    brush.drawImage(ground.picture(looks.colors.map), x, y, u - x, v - y);
  }

  levels(brush) {
    brush.strokeStyle = fadedBy(this.looks.colors.level, 0.45);
    brush.lineWidth = 1;
    for (const line of this.ground.levels.flatMap(({ lines }) => lines)) {
      this.overlay.line(brush, line.length / 2, (k) => this.axes.pixel(line[2 * k], line[2 * k + 1]));
    }
  }

  // The way up to the present, and a dot for every step where there is room for them.
  walked(brush, run, color) {
    const step = Math.min(this.clock.step, run.steps);
    const row = Math.floor(step + 1e-9);
    const here = this.axes.pixel(...run.at(step));
    const corner = (k) => (k <= row ? this.pixelOf(run, k) : here);
    for (const [paint, width] of [[this.looks.colors.rim, 4.5], [color, 2.5]]) {
      brush.strokeStyle = paint;
      brush.lineWidth = width;
      this.overlay.line(brush, row + 2, corner);
    }
    const { left, top, width, height } = this.axes.frame;
    const sides = [[left, left + width], [top, top + height]];
    brush.fillStyle = color;
    let [x, y] = [NaN, NaN];
    for (let k = 0; k <= row; k += 1) {
      const [across, down] = this.pixelOf(run, k);
      if (Math.hypot(across - x, down - y) < 5 || !isWithin([across, down], sides)) continue;
      [x, y] = [across, down];
      brush.beginPath();
      brush.arc(x, y, 3, 0, 2 * Math.PI);
      brush.fill();
    }
  }

  arrows(brush) {
    const { colors } = this.looks;
    for (const { run, number } of this.racers.seen) {
      const row = Math.min(this.clock.row, run.steps);
      const { params, gradient, lr, next } = run.row(row);
      if (next === null) continue;
      const from = this.axes.pixel(...params);
      const to = (way) => this.axes.pixel(params[0] + way[0], params[1] + way[1]);
      if (this.gradients) this.arrow(brush, from, to(gradient.map((part) => -lr * part)), colors.gradient, [7, 5]);
      if (this.nextSteps) this.arrow(brush, from, to(next), colors.racers[number], []);
    }
  }

  arrow(brush, from, to, color, dashes) {
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (!(length > 2)) return;
    const [along, aside] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
    const tip = Math.min(11, length);
    for (const [paint, width] of [[this.looks.colors.rim, 6], [color, 3]]) {
      brush.strokeStyle = brush.fillStyle = paint;
      brush.lineWidth = width;
      brush.setLineDash(dashes);
      brush.beginPath();
      brush.moveTo(...from);
      brush.lineTo(to[0] - tip * along, to[1] - tip * aside);
      brush.stroke();
      brush.setLineDash([]);
    }
    brush.beginPath();
    brush.moveTo(...to);
    brush.lineTo(to[0] - tip * along - 0.5 * tip * aside, to[1] - tip * aside + 0.5 * tip * along);
    brush.lineTo(to[0] - tip * along + 0.5 * tip * aside, to[1] - tip * aside - 0.5 * tip * along);
    brush.fill();
  }

  minima(brush) {
    const { colors } = this.looks;
    const cross = (x, y, reach) => {
      brush.beginPath();
      for (const way of [1, -1]) {
        brush.moveTo(x - reach, y - way * reach);
        brush.lineTo(x + reach, y + way * reach);
      }
      brush.stroke();
    };
    for (const [color, width] of [[colors.rim, 6], [colors.minimum, 3]]) {
      brush.strokeStyle = color;
      brush.lineWidth = width;
      for (const [a, b] of this.ground.lowest) {
        brush.beginPath();
        brush.moveTo(...this.axes.pixel(...a));
        brush.lineTo(...this.axes.pixel(...b));
        brush.stroke();
      }
      for (const place of this.ground.minimizers) cross(...this.axes.pixel(...place), 8);
    }
  }

  // The loss of each level line, where it first crosses a column of the map and there is room.
  levelNames(brush) {
    const { colors } = this.looks;
    const { left, top, width, height } = this.axes.frame;
    const taken = [];
    brush.font = `600 12px ${getComputedStyle(document.body).fontFamily}`;
    brush.textAlign = "center";
    brush.textBaseline = "middle";
    const free = ([x, y], half) => y > top + 12 && y < top + height - 12
      && taken.every(([u, v, other]) => Math.abs(u - x) > half + other + 6 || Math.abs(v - y) > 20);
    for (const { label, lines } of this.ground.levels) {
      const half = brush.measureText(label).width / 2 + 4;
      const places = COLUMNS.flatMap((share) => this.crossings(lines, left + share * width));
      const place = places.find((each) => free(each, half));
      if (!place) continue;
      const [x, y] = place;
      taken.push([x, y, half]);
      brush.fillStyle = fadedBy(colors.panel, 0.85);
      brush.fillRect(x - half, y - 9, 2 * half, 18);
      brush.fillStyle = colors.text;
      brush.fillText(label, x, y);
    }
  }

  crossings(lines, column) {
    const found = [];
    for (const line of lines) {
      for (let k = 2; k < line.length; k += 2) {
        const [x, y] = this.axes.pixel(line[k - 2], line[k - 1]);
        const [u, v] = this.axes.pixel(line[k], line[k + 1]);
        if ((x - column) * (u - column) <= 0 && x !== u) found.push([column, y + (column - x) / (u - x) * (v - y)]);
      }
    }
    return found;
  }
}

// The layers between two axes. What moves has its own, so that nothing else is drawn anew for it.

const MARK = 5; // pixels: radius of a small head
const MARGINAL = 20; // pixels beyond the axes up to which ways are drawn

// The brush of an empty canvas of so many pixels. One that was cleared would be white on paper.
const brushOn = (canvas, wide, high, printing) => {
  const sharp = devicePixelRatio || 1;
  const size = [wide, high].map((pixels) => Math.round(pixels * sharp));
  const brush = canvas.getContext("2d", { willReadFrequently: true }); // quicker without a graphics card
  if (printing || canvas.width !== size[0] || canvas.height !== size[1]) {
    [canvas.width, canvas.height] = size;
    brush.setTransform(sharp, 0, 0, sharp, 0, 0);
  } else {
    brush.clearRect(0, 0, wide, high);
  }
  return brush;
};

class Overlay extends Heads {
  // `paint` draws what moves, `paintStill` what does not while the axes, the racers and the looks stay.
  constructor(axes, racers, looks, paint, paintStill) {
    super(axes, racers, looks);
    Object.assign(this, { paint, paintStill });
    this.still = make("canvas", "overlay");
    this.canvas = make("canvas", "overlay");
    axes.svg.before(this.still);
    axes.svg.after(this.canvas, this.svg);
    for (const layer of [this.still, this.canvas]) layer.setAttribute("aria-hidden", "true");
    for (const change of [axes.changed, racers.changed, looks.changed]) change.add(() => this.drawAll());
  }

  drawAll() {
    if (this.fresh(this.still, this.paintStill)) this.draw();
  }

  draw() {
    this.begin();
    if (this.fresh(this.canvas, this.paint)) this.part();
  }

  // Paint a canvas anew, within the axes; false where there is nothing to see.
  fresh(canvas, paint) {
    const { axes } = this;
    if (!axes.isSeen) return false;
    const { left, top, width, height } = axes.frame;
    const brush = brushOn(canvas, ...axes.size, this.looks.printing);
    brush.save();
    brush.beginPath();
    brush.rect(left, top, width, height);
    brush.clip();
    brush.lineJoin = brush.lineCap = "round";
    paint(brush);
    brush.restore();
    return true;
  }

  // A small head, where a line has none and only its colour would tell it from others.
  mark(brush, number, x, y) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    const shape = new Path2D();
    shape.addPath(new Path2D(this.looks.head(number, MARK)), new DOMMatrix([1, 0, 0, 1, x, y]));
    brush.save();
    [brush.fillStyle, brush.strokeStyle] = [this.looks.colors.racers[number], this.looks.colors.rim];
    brush.lineWidth = 1.5;
    brush.setLineDash([]);
    brush.fill(shape);
    brush.stroke(shape);
    brush.restore();
  }

  // A way: its corners a good half pixel from the one before, as far as they lie in sight. Numbers
  // of who diverges are too large for a canvas.
  line(brush, count, corner) {
    const { left, top, width, height } = this.axes.frame;
    const sides = [[left - MARGINAL, left + width + MARGINAL], [top - MARGINAL, top + height + MARGINAL]];
    let [before, isJoined] = [null, false];
    brush.beginPath();
    for (let k = 0; k < count; k += 1) {
      const here = corner(k);
      if (!Number.isFinite(here[0]) || !Number.isFinite(here[1])) { before = null; continue; }
      if (before && Math.abs(here[0] - before[0]) + Math.abs(here[1] - before[1]) < 0.6 && k < count - 1) continue;
      const seen = before && (isWithin(before, sides) && isWithin(here, sides) ? [0, 1] : within(before, here, sides));
      if (seen) {
        if (!isJoined) brush.moveTo(...between(before, here, seen[0]));
        brush.lineTo(...between(before, here, seen[1]));
      }
      isJoined = Boolean(seen) && seen[1] === 1;
      before = here;
    }
    brush.stroke();
  }
}

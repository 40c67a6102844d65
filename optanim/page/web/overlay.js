// The layers between two axes. What moves has its own, so that nothing else is drawn anew for it.

const HEAD = 9; // pixels: a head's radius
const LINE = 17; // pixels from one racer's name to another below it

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

class Overlay {
  // `paint` draws what moves, `paintStill` what does not while the axes, the racers and the looks stay.
  constructor(axes, racers, looks, paint, paintStill) {
    Object.assign(this, { axes, racers, looks, paint, paintStill });
    this.still = make("canvas", "overlay");
    this.canvas = make("canvas", "overlay");
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.classList.add("overlay");
    axes.svg.before(this.still);
    axes.svg.after(this.canvas, this.svg);
    for (const layer of [this.still, this.canvas, this.svg]) layer.setAttribute("aria-hidden", "true");
    this.heads = racers.all.map((racer) => {
      const group = document.createElementNS(SVG, "g");
      const shape = document.createElementNS(SVG, "path");
      const name = document.createElementNS(SVG, "text");
      name.textContent = racer.name;
      group.append(shape, name);
      group.dataset.racer = racer.slug;
      this.svg.append(group);
      return { group, shape, name };
    });
    this.dress();
    for (const change of [axes.changed, racers.changed]) change.add(() => this.drawAll());
    looks.changed.add(() => { this.dress(); this.drawAll(); });
  }

  dress() {
    const { colors } = this.looks;
    this.heads.forEach(({ shape, name }, number) => {
      shape.setAttribute("d", this.looks.head(number, HEAD));
      shape.style.fill = colors.racers[number];
      shape.style.stroke = colors.rim;
      name.style.fill = colors.racers[number];
      name.style.stroke = colors.rim;
    });
  }

  drawAll() {
    if (this.fresh(this.still, this.paintStill)) this.draw();
  }

  draw() {
    this.names = [];
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

  // Where names lie on each other, the later one goes below the earlier.
  part() {
    const taken = [];
    for (const { name, x, y, before } of this.names) {
      const wide = name.getComputedTextLength();
      const left = before ? x - wide : x;
      let line = y;
      const isTaken = () => taken.find((other) =>
        Math.abs(other.line - line) < LINE - 1 && left < other.right + 4 && left + wide > other.left - 4);
      for (let other = isTaken(); other; other = isTaken()) line = other.line + LINE;
      taken.push({ left, right: left + wide, line });
      name.setAttribute("y", line - y + Number(name.getAttribute("y")));
    }
  }

  // Put a racer's head at a pixel; at the edge, and hollow, where that is outside.
  put(number, across, down, named = false) {
    const { left, top, width, height } = this.axes.frame;
    const { group, shape, name } = this.heads[number];
    const known = Number.isFinite(across) && Number.isFinite(down);
    group.style.display = this.racers.isSeen(this.racers.all[number]) && known ? "" : "none";
    if (!known) return;
    const x = Math.min(Math.max(across, left), left + width);
    const y = Math.min(Math.max(down, top), top + height);
    const outside = Math.abs(x - across) + Math.abs(y - down) > 0.5;
    group.setAttribute("transform", `translate(${x} ${y})`);
    shape.style.fillOpacity = outside ? 0 : 1;
    shape.style.stroke = outside ? this.looks.colors.racers[number] : this.looks.colors.rim;
    name.style.display = named ? "" : "none";
    if (named) {
      const before = x > left + width - 110;
      const [aside, up] = [before ? -HEAD - 5 : HEAD + 5, y < top + 20 ? 14 : -6];
      name.setAttribute("x", aside);
      name.setAttribute("text-anchor", before ? "end" : "start");
      name.setAttribute("y", up);
      if (group.style.display === "") this.names.push({ name, x: x + aside, y: y + up, before });
    }
  }

  // Corners of a way that a drawing needs: those a good half pixel from the one before.
  line(brush, count, corner) {
    let [x, y] = [NaN, NaN];
    let broken = true;
    brush.beginPath();
    for (let k = 0; k < count; k += 1) {
      const [across, down] = corner(k);
      if (!Number.isFinite(across) || !Number.isFinite(down)) { broken = true; continue; }
      if (broken) brush.moveTo(across, down);
      else if (Math.abs(across - x) + Math.abs(down - y) < 0.6 && k < count - 1) continue;
      else brush.lineTo(across, down);
      broken = false;
      [x, y] = [across, down];
    }
    brush.stroke();
  }
}

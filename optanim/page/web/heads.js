// The heads of all racers and their names, in a layer of their own.

const HEAD = 9; // pixels: a head's radius
const LINE = 17; // pixels from one racer's name to another below it

class Heads {
  constructor(axes, racers, looks) {
    Object.assign(this, { axes, racers, looks });
    this.begin();
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.classList.add("overlay");
    this.svg.setAttribute("aria-hidden", "true");
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
    looks.changed.add(() => this.dress());
  }

  // Before all heads are put anew.
  begin() { [this.names, this.edge] = [[], []]; }

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

  // Put a racer's head at a pixel; at the edge, and paler, where that is outside.
  put(number, across, down, named = false) {
    const { left, top, width, height } = this.axes.frame;
    const { group, shape, name } = this.heads[number];
    const known = Number.isFinite(across) && Number.isFinite(down);
    group.style.display = this.racers.isSeen(this.racers.all[number]) && known ? "" : "none";
    if (!known) return;
    const x = Math.min(Math.max(across, left), left + width);
    let y = Math.min(Math.max(down, top), top + height);
    const outside = Math.abs(x - across) + Math.abs(y - down) > 0.5;
    const way = y > top + height / 2 ? -1 : 1; // towards the middle, where another is at that place
    while (outside && this.edge.some(([u, v]) => Math.hypot(u - x, v - y) < 2 * HEAD)) y += 2 * way * (HEAD + 1);
    if (outside && group.style.display === "") this.edge.push([x, y]);
    group.setAttribute("transform", `translate(${x} ${y})`);
    shape.style.fillOpacity = outside ? 0.4 : 1;
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
}

// The step under the pointer: what holds there is told, and a click goes to it.

const NEAR = 14; // pixels within which the pointer means a step
const STILL = 5; // pixels: a pointer that moved farther while it was down has dragged the map
const GAP = 16; // pixels between a step and what is told of it

class Pointer {
  // `pixelOf` says where a run's row is drawn; `stepAt` which step a pixel means that is near none.
  constructor(overlay, racers, clock, pixelOf, stepAt = () => null) {
    Object.assign(this, { overlay, racers, pixelOf, pointed: null, down: [0, 0] });
    const { picture } = overlay.axes;
    this.tip = make("div", "tip");
    this.tip.hidden = true;
    picture.append(this.tip);
    on(picture, "pointermove", (event) => this.point(event));
    on(picture, "pointerleave", () => this.point(null));
    on(picture, "pointerdown", (event) => { this.down = this.overlay.axes.under(event); });
    on(picture, "click", (event) => {
      const [x, y] = this.overlay.axes.under(event);
      if (Math.hypot(x - this.down[0], y - this.down[1]) > STILL) return;
      this.point(event);
      const step = this.pointed?.row ?? stepAt(...this.overlay.axes.under(event));
      if (step !== null) clock.seek(step);
    });
  }

  point(event) {
    const before = this.pointed;
    this.pointed = event && this.nearest(event);
    this.tip.hidden = !this.pointed;
    if (this.pointed?.racer === before?.racer && this.pointed?.row === before?.row) return;
    if (this.pointed) this.say(this.pointed);
    this.overlay.draw();
  }

  nearest(event) {
    const [x, y] = this.overlay.axes.under(event);
    let [least, found] = [NEAR, null];
    for (const racer of this.racers.seen) {
      for (let row = 0; row <= racer.run.steps; row += 1) {
        const [across, down] = this.pixelOf(racer.run, row);
        const away = Math.hypot(across - x, down - y);
        if (away < least) [least, found] = [away, { racer, row }];
      }
    }
    return found;
  }

  say({ racer, row }) {
    const head = make("strong", "", `${racer.name}: ${say("at_step", { step: row })}`);
    this.tip.replaceChildren(head, listed(racer.run, row).list);
    const [x, y] = this.pixelOf(racer.run, row);
    const beside = (place, size, room) => {
      const after = place + GAP + size <= room ? place + GAP : place - GAP - size;
      return `${Math.max(Math.min(after, room - size), 0)}px`;
    };
    const [clientWidth, clientHeight] = this.overlay.axes.size;
    this.tip.style.left = beside(x, this.tip.offsetWidth, clientWidth);
    this.tip.style.top = beside(y, this.tip.offsetHeight, clientHeight);
  }

  paint(brush) {
    if (!this.pointed) return;
    const [x, y] = this.pixelOf(this.pointed.racer.run, this.pointed.row);
    brush.strokeStyle = this.overlay.looks.colors.focus;
    brush.lineWidth = 2.5;
    brush.beginPath();
    brush.arc(x, y, 8, 0, 2 * Math.PI);
    brush.stroke();
  }
}

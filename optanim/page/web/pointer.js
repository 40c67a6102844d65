// The step under the pointer: what holds there is told, and a click goes to it.

const NEAR = 14; // pixels within which the pointer means a step
const STILL = 5; // pixels: a pointer that moved farther while it was down has dragged the map
const SAME = 4; // pixels: racers as near as this are at the same place
const GAP = 16; // pixels between a step and what is told of it

class Pointer {
  // `pixelOf` says where a run's row is drawn; `stepAt` which step a pixel means that is near none.
  constructor(overlay, racers, clock, pixelOf, stepAt = () => null) {
    Object.assign(this, { overlay, racers, pixelOf, stepAt, pointed: null, down: [0, 0] });
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
      if (this.pointed) clock.seek(this.pointed.row);
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
    return found ?? this.below(x, y);
  }

  // On the chart of losses, the racer next above or below, at the step there.
  below(x, y) {
    const row = this.stepAt(x, y);
    if (row === null) return null;
    const away = ({ run }) => Math.abs(this.pixelOf(run, row)[1] - y);
    const there = this.racers.seen.filter(({ run }) => row >= 0 && row <= run.steps && Number.isFinite(this.pixelOf(run, row)[1]));
    const [racer] = there.sort((one, other) => away(one) - away(other));
    return racer ? { racer, row } : null;
  }

  say({ racer, row }) {
    const [x, y] = this.pixelOf(racer.run, row);
    const isThere = ({ run }) => row <= run.steps && Math.hypot(...this.pixelOf(run, row).map((part, axis) => part - [x, y][axis])) < SAME;
    const others = this.racers.seen.filter((each) => each !== racer && isThere(each)).map(({ name }) => name);
    const head = make("strong", "", `${racer.name}: ${say("at_step", { step: row })}`);
    const also = others.length ? [make("p", "", say("also", { racers: others.join(", ") }))] : [];
    this.tip.replaceChildren(head, ...also, listed(racer, row).list);
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

// Two axes of a picture: frame, ticks and their names. What lies between them is painted in layers.

const MARGIN = { left: 62, right: 12, top: 8, bottom: 46 };
const APART = { x: 72, y: 44 }; // pixels from one tick to the next, about
const CLOSEST = 1e-6; // of the width at first: no one needs to look closer
const FARTHEST = 2;

// Round numbers between two, `most` of them at most.
const ticks = (low, high, most) => {
  const least = (high - low) / Math.max(most, 1);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= least * 0.999999) ?? 10 * power;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  const digits = Math.max(-Math.floor(Math.log10(step)), 0);
  return Array.from({ length: count }, (_, k) => Number(((first + k) * step).toFixed(Math.min(digits, 100))));
};

// A picture is told by its caption to whoever does not see it; its numbers stand elsewhere as text.
const called = (picture) => {
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", picture.parentElement.querySelector("figcaption").textContent);
};

class Axes {
  // The figure called `name` shows `window`, [[left, right], [low, high]]; on an axis that is
  // `log`, the second only, these are powers of ten. One that is `equal` has the same units on
  // both, and one that `moves` is dragged and zoomed.
  constructor(name, titles, window, { log = false, equal = false, moves = false } = {}) {
    Object.assign(this, { log, equal, home: window });
    this.changed = new Listeners();
    this.picture = document.querySelector(`#${name} .picture`);
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.classList.add("axes");
    this.svg.setAttribute("aria-hidden", "true");
    const named = titles.map((title, axis) => make("span", axis ? "upward" : "across", title));
    this.picture.replaceChildren(this.svg, ...named);
    this.picture.classList.toggle("moves", moves);
    called(this.picture);
    this.put(window);
    const fitted = new ResizeObserver(() => { if (!looks.printing) this.put(this.window); });
    fitted.observe(this.picture);
    shown.signal.addEventListener("abort", () => fitted.disconnect());
    if (moves) this.listen();
  }

  // Show this window: as it is, or so much more that units are equal.
  put(window) {
    this.window = window;
    const { clientWidth, clientHeight } = this.picture;
    this.size = [clientWidth, clientHeight];
    const width = Math.max(clientWidth - MARGIN.left - MARGIN.right, 1);
    const height = Math.max(clientHeight - MARGIN.top - MARGIN.bottom, 1);
    this.frame = { left: MARGIN.left, top: MARGIN.top, width, height };
    this.span = window;
    if (this.equal) {
      const unit = Math.max((window[0][1] - window[0][0]) / width, (window[1][1] - window[1][0]) / height);
      this.span = window.map(([low, high], axis) => {
        const half = unit * (axis ? height : width) / 2;
        return [(low + high) / 2 - half, (low + high) / 2 + half];
      });
    }
    this.draw();
    this.changed.tell();
  }

  get isSeen() { return this.size[0] > 0; }

  // The pixel of a place.
  pixel(x, y) {
    const { frame: { left, top, width, height }, span } = this;
    return [
      left + width * (x - span[0][0]) / (span[0][1] - span[0][0]),
      top + height * (span[1][1] - y) / (span[1][1] - span[1][0]),
    ];
  }

  // The place of a pixel.
  place(across, down) {
    const { frame: { left, top, width, height }, span } = this;
    return [
      span[0][0] + (span[0][1] - span[0][0]) * (across - left) / width,
      span[1][1] - (span[1][1] - span[1][0]) * (down - top) / height,
    ];
  }

  // The pixel under the pointer.
  under(event) {
    const { left, top } = this.picture.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  draw() {
    const { frame: { left, top, width, height }, span } = this;
    const drawn = document.createDocumentFragment();
    const path = (name, way) => {
      const made = document.createElementNS(SVG, "path");
      made.setAttribute("class", name);
      made.setAttribute("d", way);
      drawn.append(made);
    };
    const words = (name, x, y, text) => {
      const made = document.createElementNS(SVG, "text");
      made.setAttribute("class", name);
      made.setAttribute("x", x);
      made.setAttribute("y", y);
      made.textContent = text;
      drawn.append(made);
    };
    for (const value of ticks(...span[0], width / APART.x)) {
      const [x] = this.pixel(value, span[1][0]);
      path("grid", `M${x} ${top}v${height}`);
      path("xtick", `M${x} ${top + height}v5`);
      words("xtick", x, top + height + 19, number(value));
    }
    for (const value of this.upward(height / APART.y)) {
      const [, y] = this.pixel(span[0][0], value);
      path("grid", `M${left} ${y}h${width}`);
      path("ytick", `M${left} ${y}h-5`);
      words("ytick", left - 9, y + 4.5, this.log ? this.power(value) : number(value));
    }
    path("frame", `M${left} ${top}h${width}v${height}h${-width}z`);
    this.svg.replaceChildren(drawn);
  }

  upward(most) {
    if (!this.log) return ticks(...this.span[1], most);
    return ticks(...this.span[1], most).filter(Number.isInteger);
  }

  power(exponent) { return exponent === 0 ? "1" : exponent === 1 ? "10" : `10${raised(exponent)}`; }

  // A finger moves the page, and two zoom.
  listen() {
    const { picture } = this;
    const held = new Map();
    on(picture, "wheel", (event) => {
      event.preventDefault();
      this.zoom(this.under(event), 1.0015 ** event.deltaY);
    });
    on(picture, "pointerdown", (event) => {
      held.set(event.pointerId, this.under(event));
      picture.setPointerCapture(event.pointerId);
    });
    on(picture, "pointermove", (event) => {
      const before = held.get(event.pointerId);
      if (!before) return;
      const now = this.under(event);
      held.set(event.pointerId, now);
      const other = [...held].find(([pointer]) => pointer !== event.pointerId)?.[1];
      const far = ([x, y]) => Math.hypot(x - other[0], y - other[1]) || 1;
      if (other) this.zoom(other, far(before) / far(now));
      else if (event.pointerType !== "touch") this.drag(before, now);
    });
    for (const end of ["pointerup", "pointercancel"]) on(picture, end, (event) => held.delete(event.pointerId));
  }

  zoom(pixel, factor) {
    const about = this.place(...pixel);
    const window = this.span.map((ends, axis) => ends.map((end) => about[axis] + factor * (end - about[axis])));
    const wide = Math.min(...window.map(([low, high], axis) => (high - low) / (this.home[axis][1] - this.home[axis][0])));
    if (wide > CLOSEST && wide < FARTHEST) this.put(window);
  }

  drag(before, now) {
    const [from, to] = [this.place(...before), this.place(...now)];
    this.put(this.span.map((ends, axis) => ends.map((end) => end + from[axis] - to[axis])));
  }
}

// The loss in space, drawn only when it is asked for. Heads follow the clock, ways as it rests.

const TURN = Math.PI / 12; // by a button

const LOWEST = 0.1; // height of the eye above the land's middle
const WIDE = 1.5; // width over height of what the eye sees from its usual place

const EYE = { eye: { x: -0.95, y: -1.05, z: 0.75 }, center: { x: 0, y: 0, z: -0.12 }, up: { x: 0, y: 0, z: 1 } };
const BASE = { displayModeBar: false, scrollZoom: true, doubleClick: false, showTips: false };

// plotly.js lies within the page as text, and is read only now: that takes a second or two.
const ready = () => {
  if (window.Plotly) return;
  const script = make("script");
  script.textContent = document.getElementById("plotly").textContent;
  document.head.append(script);
  script.remove();
};

class Surface {
  constructor(racers, clock, looks, ground) {
    Object.assign(this, { racers, clock, looks, land: new Land(ground, racers, clock, looks), space: null });
    this.signal = shown.signal; // of this race, after which it draws no more
    const byId = (name) => document.getElementById(name);
    [this.figure, this.shower] = ["surface", "show-surface"].map(byId);
    this.picture = this.figure.querySelector(".picture");
    this.picture.replaceChildren();
    called(this.picture);
    if (!this.figure.hidden) setTimeout(() => { if (!this.signal.aborted) this.build(); }); // open as another race is shown
    on(this.shower, "click", () => (this.figure.hidden ? this.open() : this.reveal(false)));
    on(byId("hide-surface"), "click", () => { this.reveal(false); this.shower.focus(); });
    on(byId("turn-left"), "click", () => this.turn(-TURN));
    on(byId("turn-right"), "click", () => this.turn(TURN));
    on(byId("upright"), "click", () => this.look(this.first));
    clock.moved.add(() => this.draw());
    clock.rested.add(() => this.follow());
    racers.changed.add(() => { clearTimeout(this.waiting); this.waiting = setTimeout(() => this.redraw(), REST); });
    looks.changed.add(() => this.redraw());
  }

  get isOpen() { return this.space !== null && !this.figure.hidden && !this.signal.aborted; }

  reveal(isShown) {
    this.figure.hidden = !isShown;
    this.shower.setAttribute("aria-expanded", String(isShown));
  }

  open() {
    this.reveal(true);
    this.build();
    this.figure.scrollIntoView({ block: "nearest" });
  }

  build() {
    if (this.space) { this.redraw(); return; }
    ready();
    this.plot = make("div", "plot");
    this.picture.append(this.plot);
    this.space = new Space(this.plot);
    this.heads = new Heads(this.space, this.racers, this.looks);
    this.picture.append(this.heads.svg);
    Plotly.newPlot(this.plot, this.land.traces(), this.land.layout(this.first), BASE);
    this.plot.on("plotly_relayout", () => this.rise());
    const fitted = new ResizeObserver(() => { if (this.plot.clientWidth && !looks.printing) Plotly.Plots.resize(this.plot); });
    fitted.observe(this.plot);
    this.signal.addEventListener("abort", () => { fitted.disconnect(); Plotly.purge(this.plot); });
    const watch = () => {
      if (this.signal.aborted) return;
      if (this.isOpen && this.space.hasTurned()) this.draw();
      requestAnimationFrame(watch);
    };
    watch();
  }

  redraw() {
    if (!this.isOpen) return;
    const { camera } = this.plot.layout.scene;
    Plotly.react(this.plot, this.land.traces(), this.land.layout(camera), BASE).then(() => this.draw());
  }

  // The heads, at once.
  draw() {
    if (!this.isOpen || !this.space.isSeen) return;
    this.heads.begin();
    const beyond = this.racers.seen.filter(({ run }) => Number.isNaN(this.land.height(...run.at(this.clock.step))));
    const words = beyond.length ? say("beyond", { racers: beyond.map(({ name }) => name).join(", ") }) : "";
    const hint = document.getElementById("beyond");
    if (hint.textContent !== words) hint.textContent = words;
    for (const { run, number } of this.racers.all) {
      const place = run.at(this.clock.step);
      this.heads.put(number, ...this.space.pixel(...place, this.land.height(...place)), true);
    }
    this.heads.part();
  }

  // The ways up to the present, which take longer.
  follow() {
    if (!this.isOpen) return;
    const { seen } = this.racers;
    const ways = seen.map(({ run }) => this.land.way(run, this.clock.row));
    const places = ways.map((_, k) => 1 + seen.length + k);
    const all = (axis) => ways.map((way) => way[axis]);
    if (places.length) Plotly.restyle(this.plot, { x: all("x"), y: all("y"), z: all("z") }, places);
    this.draw();
  }

  // Up again from below the land.
  rise() {
    const { eye, ...rest } = this.plot.layout.scene.camera;
    if (eye.z < LOWEST) this.look({ ...rest, eye: { ...eye, z: LOWEST } });
  }

  // The camera at first: farther away where there is little room from side to side.
  get first() {
    const [wide, high] = this.space.size;
    const away = Math.max(1, WIDE * high / wide);
    return { ...EYE, eye: Object.fromEntries(Object.entries(EYE.eye).map(([axis, part]) => [axis, away * part])) };
  }

  look(camera) { if (this.isOpen) Plotly.relayout(this.plot, { "scene.camera": camera }); }

  turn(angle) {
    const { eye, ...rest } = this.plot.layout.scene.camera;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    this.look({ ...rest, eye: { x: c * eye.x - s * eye.y, y: s * eye.x + c * eye.y, z: eye.z } });
  }
}

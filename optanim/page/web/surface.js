// The loss in space, drawn only when it is asked for; the racers on it follow as the clock rests.

const LIFT = 0.006; // of the surface's height: so far ways and heads lie above it
const PIECES = 24; // of a step, at most, that follow the land between two rows
const FACES = 2; // every so many rows and columns of the grid are a corner of the surface

const BASE = { displayModeBar: false, scrollZoom: true, doubleClick: "reset", showTips: false };

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
    Object.assign(this, { racers, clock, looks, ground, plot: null });
    const ask = button(say("show_surface"), () => this.open());
    document.querySelector("#surface .picture").replaceChildren(ask);
    clock.rested.add(() => this.follow());
    racers.changed.add(() => { clearTimeout(this.waiting); this.waiting = setTimeout(() => this.redraw(), REST); });
    looks.changed.add(() => this.redraw());
  }

  get isOpen() { return this.plot !== null; }

  open() {
    if (this.isOpen) return;
    ready();
    this.plot = make("div", "plot");
    document.querySelector("#surface .picture").replaceChildren(this.plot);
    Plotly.newPlot(this.plot, this.traces(), this.layout(), BASE);
    const fitted = new ResizeObserver(() => { if (this.plot.clientWidth && !looks.printing) Plotly.Plots.resize(this.plot); });
    fitted.observe(this.plot);
    shown.signal.addEventListener("abort", () => { fitted.disconnect(); Plotly.purge(this.plot); });
  }

  redraw() {
    if (this.isOpen) Plotly.react(this.plot, this.traces(), this.layout(), BASE);
  }

  follow() {
    if (!this.isOpen) return;
    const heads = this.heads();
    Plotly.restyle(this.plot, { x: [heads.x], y: [heads.y], z: [heads.z] }, [this.plot.data.length - 1]);
  }

  get lift() { return LIFT * (this.ground.top - this.ground.low); }

  traces() {
    const { colors } = this.looks;
    const { ground } = this;
    const inside = (places, [low, high]) => [...places.keys()].filter((k) => k % FACES === 0 && places[k] >= low && places[k] <= high);
    const [columns, rows] = [inside(ground.across, ground.usual[0]), inside(ground.upward, ground.usual[1])];
    const across = columns.map((k) => ground.across[k]);
    const upward = rows.map((k) => ground.upward[k]);
    const table = rows.map((row) => columns.map((k) => this.shown(ground.table[row][k])));
    return [
      {
        type: "surface", x: across, y: upward, z: table, cmin: ground.low, cmax: ground.top,
        colorscale: colors.map, showscale: false, hoverinfo: "skip",
        lighting: { ambient: 0.7, diffuse: 0.6, specular: 0.1, roughness: 0.9 },
        contours: { z: { show: false } },
      },
      ...this.racers.seen.map(({ run, number }) => ({
        type: "scatter3d", mode: "lines", ...this.way(run), hoverinfo: "skip",
        line: { color: colors.racers[number], width: 5 },
      })),
      {
        type: "scatter3d", mode: "markers+text", ...this.heads(), hoverinfo: "skip",
        marker: { size: 6, color: this.racers.seen.map(({ number }) => colors.racers[number]), line: { color: colors.rim, width: 1 } },
      },
    ];
  }

  layout() {
    const { colors } = this.looks;
    const [x, y] = this.ground.usual;
    const wide = x[1] - x[0];
    const deep = y[1] - y[0];
    const size = Math.max(wide, deep);
    const axis = { color: colors.muted, gridcolor: fadedBy(colors.frame, 0.35), zeroline: false, showbackground: false, title: { text: "" }, showspikes: false };
    return {
      margin: { l: 0, r: 0, t: 0, b: 0 }, showlegend: false, hovermode: false, dragmode: "turntable",
      paper_bgcolor: "rgba(0,0,0,0)", font: { family: getComputedStyle(document.body).fontFamily, size: 13, color: colors.muted },
      scene: {
        xaxis: axis, yaxis: axis, zaxis: { ...axis, showticklabels: false, showgrid: false, showline: false },
        aspectmode: "manual", aspectratio: { x: 1.4 * wide / size, y: 1.4 * deep / size, z: 0.55 },
        camera: this.plot?.layout?.scene?.camera ?? { eye: { x: -0.95, y: -1.05, z: 0.75 }, center: { x: 0, y: 0, z: -0.12 } },
      },
    };
  }

  // Heights at poles of the loss are cut off, as on the map.
  shown(height) { return Math.min(height, this.ground.top); }

  isInside(x, y) {
    const [[left, right], [low, high]] = this.ground.usual;
    return x >= left && x <= right && y >= low && y <= high;
  }

  // A run's way over the land: straight on the map, and as high as the land between two steps.
  way(run) {
    const [x, y, z] = [[], [], []];
    const [wide, deep] = this.ground.grid.map(([low, high]) => high - low);
    const put = (across, upward) => {
      const height = this.ground.at(across, upward);
      x.push(across);
      y.push(upward);
      z.push(this.isInside(across, upward) ? this.shown(height) + this.lift : null);
    };
    for (const k of thinned(run.losses)) {
      const [from, to] = [run.at(k), run.at(k + 1)];
      const long = Math.hypot((to[0] - from[0]) / wide, (to[1] - from[1]) / deep);
      const pieces = Math.min(Math.max(Math.ceil(60 * long), 1), PIECES);
      for (let piece = 0; piece < pieces; piece += 1) {
        const part = piece / pieces;
        put(from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1]));
      }
    }
    return { x, y, z };
  }

  heads() {
    const places = this.racers.seen.map(({ run }) => run.at(this.clock.step));
    return {
      x: places.map(([x]) => x),
      y: places.map(([, y]) => y),
      z: places.map(([x, y]) => (this.isInside(x, y) ? this.shown(this.ground.at(x, y)) + 2 * this.lift : null)),
    };
  }
}

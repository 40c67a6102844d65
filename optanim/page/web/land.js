// The loss as a surface with everybody's way on it, as plotly.js is told of it.

const LIFT = 0.006; // of the surface's height: so far ways and heads lie above it
const PIECES = 24; // of a step, at most, that follow the land between two rows
const FACES = 2; // every so many rows and columns of the grid are a corner of the surface

class Land {
  constructor(ground, racers, clock, looks) { Object.assign(this, { ground, racers, clock, looks }); }

  get lift() { return LIFT * (this.ground.top - this.ground.low); }

  traces() {
    const { colors } = this.looks;
    const { ground } = this;
    const inside = (places, [low, high]) => [...places.keys()].filter((k) => k % FACES === 0 && places[k] >= low && places[k] <= high);
    const [columns, rows] = [inside(ground.across, ground.usual[0]), inside(ground.upward, ground.usual[1])];
    const across = columns.map((k) => ground.across[k]);
    const upward = rows.map((k) => ground.upward[k]);
    const table = rows.map((row) => columns.map((k) => Math.min(ground.table[row][k], ground.top)));
    const line = (last, opacity, width) => ({ run, number }) => ({
      type: "scatter3d", mode: "lines", ...this.way(run, last(run)), hoverinfo: "skip", opacity,
      line: { color: colors.racers[number], width },
    });
    const lowest = ground.minimizers.filter((place) => isWithin(place, ground.usual));
    return [
      {
        type: "surface", x: across, y: upward, z: table, cmin: ground.low, cmax: ground.top,
        colorscale: colors.map, showscale: false, hoverinfo: "skip",
        lighting: { ambient: 0.7, diffuse: 0.6, specular: 0.1, roughness: 0.9 },
        contours: { z: { show: false } },
      },
      ...this.racers.seen.map(line((run) => run.steps, 0.35, 3)),
      ...this.racers.seen.map(line(() => this.clock.row, 1, 6)),
      {
        type: "scatter3d", mode: "markers", hoverinfo: "skip",
        x: lowest.map(([x]) => x), y: lowest.map(([, y]) => y),
        z: lowest.map(([x, y]) => this.height(x, y) + 2 * this.lift),
        marker: { symbol: "x", size: 5, color: colors.minimum },
      },
    ];
  }

  layout(camera) {
    const { colors } = this.looks;
    const [x, y] = this.ground.usual;
    const wide = x[1] - x[0];
    const deep = y[1] - y[0];
    const size = Math.max(wide, deep);
    const axis = { color: colors.muted, gridcolor: fadedBy(colors.frame, 0.35), zeroline: false, showbackground: false, showspikes: false };
    const titles = content.symbols.map((text) => ({ text, font: { size: 15 } }));
    return {
      margin: { l: 0, r: 0, t: 0, b: 0 }, showlegend: false, hovermode: false, dragmode: "turntable",
      paper_bgcolor: "rgba(0,0,0,0)", font: { family: getComputedStyle(document.body).fontFamily, size: 13, color: colors.muted },
      scene: {
        xaxis: { ...axis, range: x, title: titles[0] }, yaxis: { ...axis, range: y, title: titles[1] },
        zaxis: { ...axis, range: [this.ground.low, this.ground.top + 3 * this.lift], title: { text: "" }, showticklabels: false, showgrid: false, showline: false },
        aspectmode: "manual", aspectratio: { x: 1.4 * wide / size, y: 1.4 * deep / size, z: 0.55 },
        camera,
      },
    };
  }

  // The height at a place, NaN where that is not on the surface. At poles of the loss it is cut off, as on the map.
  height(x, y) { return isWithin([x, y], this.ground.usual) ? Math.min(this.ground.at(x, y), this.ground.top) : NaN; }

  // A run's way over the land up to row `last`: straight on the map, and as high as the land between two steps.
  way(run, last) {
    const [x, y, z] = [[], [], []];
    const [wide, deep] = this.ground.grid.map(([low, high]) => high - low);
    const put = (across, upward) => {
      x.push(across);
      y.push(upward);
      z.push(Math.min(this.ground.at(across, upward), this.ground.top) + this.lift);
    };
    const rows = thinned(run.losses).filter((k) => k <= last);
    rows.forEach((k, place) => {
      const [from, to] = [run.at(k), run.at(rows[place + 1] ?? k)];
      const inside = within(from, to, this.ground.usual);
      if (inside === null) { [x, y, z].forEach((axis) => axis.push(null)); return; }
      const [begin, end] = inside;
      const long = (end - begin) * Math.hypot((to[0] - from[0]) / wide, (to[1] - from[1]) / deep);
      const pieces = Math.min(Math.max(Math.ceil(60 * long), 1), PIECES);
      for (let piece = 0; piece <= pieces; piece += 1) {
        put(...between(from, to, begin + piece / pieces * (end - begin)));
      }
      if (end < 1) [x, y, z].forEach((axis) => axis.push(null));
    });
    return { x, y, z };
  }
}

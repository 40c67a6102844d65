// The loss over the parameter plane, as heights on a grid.

class Ground {
  constructor(land) {
    [this.rows, this.columns] = land.heights.shape;
    this.heights = unpacked(land.heights);
    this.grid = land.grid;
    [this.window, this.usual] = [land.window, land.usual];
    this.minimizers = land.minimizers;
    this.lowest = land.lowest;
    [this.low, this.top] = [land.low, land.top];
    this.levels = land.levels.map(({ label, lines }) => ({ label, lines: lines.map(unpacked) }));
    [this.across, this.upward] = [this.columns, this.rows].map((count, axis) => {
      const [low, high] = this.grid[axis];
      return Float64Array.from({ length: count }, (_, k) => low + (k + 0.5) * (high - low) / count);
    });
    this.table = Array.from({ length: this.rows }, (_, row) =>
      this.heights.subarray(row * this.columns, (row + 1) * this.columns));
  }

  // The heights as a picture, a pixel a cell, in the colours of a theme.
  picture(scale) {
    if (this.painted?.scale === scale) return this.painted.canvas;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [this.columns, this.rows];
    const shades = scale.map(([, color]) => [1, 3, 5].map((place) => parseInt(color.slice(place, place + 2), 16)));
    const brush = canvas.getContext("2d");
    const cells = brush.createImageData(this.columns, this.rows);
    for (let row = 0; row < this.rows; row += 1) {
      const up = this.table[this.rows - 1 - row];
      for (let column = 0; column < this.columns; column += 1) {
        const share = (up[column] - this.low) / (this.top - this.low);
        const place = (share < 1 ? Math.max(share, 0) : 1) * (shades.length - 1); // at a pole 1, too
        const first = Math.min(Math.floor(place), shades.length - 2);
        const [from, to] = [shades[first], shades[first + 1]];
        const color = from.map((part, k) => part + (place - first) * (to[k] - part));
        cells.data.set([...color, 255], 4 * (row * this.columns + column));
      }
    }
    brush.putImageData(cells, 0, 0);
    this.painted = { scale, canvas };
    return canvas;
  }

  // The height at a place, between the four cells around it; NaN beyond the grid.
  at(x, y) {
    const across = this.cell(x, 0, this.columns);
    const upward = this.cell(y, 1, this.rows);
    if (across === null || upward === null) return NaN;
    const [i, s] = across;
    const [j, t] = upward;
    const row = (k) => (1 - s) * this.table[k][i] + s * this.table[k][i + 1];
    return (1 - t) * row(j) + t * row(j + 1);
  }

  cell(value, axis, count) {
    const [low, high] = this.grid[axis];
    const place = (value - low) / (high - low) * count - 0.5;
    if (!(place >= 0 && place <= count - 1)) return null;
    const first = Math.min(Math.floor(place), count - 2);
    return [first, place - first];
  }
}

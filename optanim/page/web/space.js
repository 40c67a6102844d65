// Where a place in space is on the screen, as plotly's camera sees it: axes for the heads.

class Space {
  constructor(plot) {
    this.plot = plot;
    this.seen = "";
  }

  // plotly tells nobody what its camera sees, not even in its events.
  get scene() { return this.plot._fullLayout?.scene?._scene; }

  get size() { return [this.plot.clientWidth, this.plot.clientHeight]; }

  get frame() { return { left: 0, top: 0, width: this.size[0], height: this.size[1] }; }

  get isSeen() { return this.size[0] > 0 && Boolean(this.scene?.glplot); }

  // Whether the view is another than when this was last asked.
  hasTurned() {
    const now = this.isSeen ? [this.size, ...Object.values(this.scene.glplot.cameraParams)].map((part) => Array.from(part)).join() : "";
    const before = this.seen;
    this.seen = now;
    return now !== before;
  }

  pixel(...place) {
    const { glplot: { cameraParams: { model, view, projection } }, dataScale } = this.scene;
    const times = (matrix, from) => [0, 1, 2, 3].map((row) =>
      from.reduce((sum, part, column) => sum + matrix[4 * column + row] * part, 0));
    const at = [...place.map((part, axis) => part * dataScale[axis]), 1];
    const [x, y, , w] = times(projection, times(view, times(model, at)));
    const [width, height] = this.size;
    return w > 0 ? [(1 + x / w) * width / 2, (1 - y / w) * height / 2] : [NaN, NaN];
  }
}

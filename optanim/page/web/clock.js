// The one clock that all views follow. A step may lie between two rows while it plays.

const REST = 160; // milliseconds without a change, after which what is slow follows too
const LASTING = 20; // seconds that a whole run takes, about
const SLOWEST = 1.6; // steps a second at its beginning, where most is to be seen

class Clock {
  constructor(steps) {
    this.steps = steps;
    this.step = 0;
    this.speed = 1;
    this.playing = false;
    this.moved = new Listeners(); // before each picture
    this.sought = new Listeners(); // as the viewer asks for a step
    this.rested = new Listeners();
    this.started = new Listeners(); // as it begins to play, and as it stops
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.asked = false;
    this.film = null; // where there is one, it is what plays
  }

  get isPlaying() { return this.playing || Boolean(this.film?.isPlaying); }

  // The last step that has been taken.
  get row() { return Math.floor(this.step + 1e-9); }

  // Go to a step, as the viewer asks.
  seek(step) {
    this.pause();
    this.follow(step);
    this.sought.tell();
  }

  // Show a step, as the film does that is playing.
  follow(step) {
    this.step = Math.min(Math.max(step, 0), this.steps);
    this.tell();
  }

  by(steps) {
    this.seek(Math.round(this.step) === this.step ? this.step + steps : steps > 0 ? Math.ceil(this.step) : Math.floor(this.step));
  }

  tell() {
    clearTimeout(this.resting);
    if (!this.playing) this.resting = setTimeout(() => this.rested.tell(), REST);
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.moved.tell();
    });
  }

  toggle() {
    if (this.film) this.film.toggle();
    else if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.step >= this.steps) this.step = 0;
    this.playing = true;
    this.started.tell();
    let before = null;
    let exact = this.step;
    const go = (now) => {
      if (!this.playing) return;
      const passed = before === null ? 0 : Math.min(now - before, 100) / 1000;
      before = now;
      exact = Math.min(exact + passed * this.pace(exact), this.steps);
      this.step = this.calm.matches ? Math.floor(exact) : exact;
      this.moved.tell();
      if (exact >= this.steps) this.pause();
      else requestAnimationFrame(go);
    };
    requestAnimationFrame(go);
  }

  // Steps a second: few at first, then ever more.
  pace(step) {
    const fastest = Math.max(this.steps / LASTING, SLOWEST);
    return this.speed * Math.min(SLOWEST * (1 + step / 4), 2 * fastest);
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.step = this.row;
    this.started.tell();
    this.tell();
  }
}

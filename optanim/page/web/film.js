// The film: playing it moves the clock, moving the clock seeks it.

const NEAREST = 0.02; // steps: frames as near as that show the same

class Film {
  constructor(looksAt) {
    this.looksAt = looksAt; // shows a race, by its number
    this.clock = null;
    this.sought = null; // the frame that the clock has asked for, until it is shown
    this.race = 0;
    this.linked = null; // the step that a link has asked for besides, until it is shown
    this.shownPart = document.getElementById("part");
    this.player = new Player((seconds) => this.open(seconds));
    const { video } = this.player;
    video.addEventListener("play", () => { this.clock.started.tell(); this.go(); });
    video.addEventListener("pause", () => { this.clock.started.tell(); this.lead(); });
    video.addEventListener("seeked", () => this.arrive());
  }

  // The clock of the race that is shown from now on.
  follow(clock) {
    this.clock = clock;
    const mine = told.film.acts.filter(([, , race]) => race === this.race);
    const within = ([, start, end]) => mine.some(([first]) => start <= first / told.film.fps && first / told.film.fps < end);
    const chapters = told.film.chapters.filter(within).map(([title]) => title);
    this.part = say("part", { chapters: chapters.join(", ") });
    this.note();
    clock.film = this;
    this.player.video.playbackRate = clock.speed;
    clock.sought.add(() => this.seek());
  }

  get isPlaying() { return this.player.isPlaying; }

  toggle() { this.player.toggle(); }

  // Go to a second of the film; the clock follows.
  open(seconds, linked = null) {
    [this.sought, this.linked] = [null, linked];
    this.player.go(seconds);
  }

  go() {
    if (!this.isPlaying) return;
    this.lead();
    requestAnimationFrame(() => this.go());
  }

  // A frame is shown: one that the clock has asked for, or one that the viewer has.
  arrive() {
    if (this.sought === null) { this.lead(); return; }
    this.sought = null;
    this.player.mark();
    if (!this.isPlaying) this.seek(); // where the clock has gone on meanwhile
  }

  // The act that holds a frame; for one between two acts the next of its chapter, or else the one before.
  actAt(frame) {
    const { acts, chapters, fps } = told.film;
    const chapter = chapters.find(([, start, end]) => start <= (frame + 0.5) / fps && (frame + 0.5) / fps < end);
    const isNext = ([first]) => first > frame && chapter && first / fps < chapter[2];
    return acts.find(([first, last]) => first <= frame && frame < last)
      ?? acts.find(isNext) ?? acts.findLast(([, last]) => last <= frame) ?? acts[0];
  }

  // Move the clock to what the film shows; where it shows no step, to the nearest of its act.
  lead() {
    this.player.mark();
    const { steps } = told.film;
    const here = this.player.frame;
    const [first, last, race] = this.actAt(here);
    const mine = steps.slice(first, last);
    const step = here < first ? mine.find((each) => each !== null)
      : here < last ? steps[here] : mine.findLast((each) => each !== null);
    const { linked } = this;
    if (race !== this.race) {
      this.race = race;
      this.looksAt(this.race, linked !== null);
    }
    this.linked = null;
    if (linked !== null && linked >= 0) this.clock.follow(linked);
    else if (step !== null && step !== undefined) this.clock.follow(step);
    this.note(linked === null || step === null ? null : here);
  }

  // How far a frame's step is from the clock's: first of all it should print the same number.
  away(step) {
    const isSame = Math.floor(step + 1e-6) === this.clock.row;
    return [isSame ? 0 : 1, Math.round(Math.abs(step - this.clock.step) / NEAREST)];
  }

  // Go to the frame that shows the clock's step of this race: of several one in this act, or the nearest.
  seek() {
    if (this.sought !== null) return;
    const { steps, fps } = told.film;
    const here = this.player.frame;
    let [least, found] = [[Infinity], null];
    for (const [first, last, race] of told.film.acts) {
      if (race !== this.race) continue;
      const isOn = first <= here && here < last;
      for (let frame = first; frame < last; frame += 1) {
        if (steps[frame] === null) continue;
        const away = [...this.away(steps[frame]), isOn ? 0 : 1, Math.abs(frame - here)];
        const differs = away.findIndex((part, place) => part !== least[place]);
        if (differs >= 0 && away[differs] < least[differs]) [least, found] = [away, frame];
      }
    }
    this.note(found);
    if (found === null || found === here) return;
    this.sought = found;
    this.player.go((found + 0.5) / fps);
  }

  // Which race this is; and which step the film is at, where that is another than the page's.
  note(frame = null) {
    const parts = [this.part];
    const step = frame === null ? null : Math.floor(told.film.steps[frame] + 1e-6);
    if (step !== null && step !== this.clock.row) parts.push(say("elsewhere", { step }));
    const words = parts.join(" ");
    if (this.shownPart.textContent !== words) this.shownPart.textContent = words;
  }
}

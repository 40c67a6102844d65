// The film: playing it moves the clock, moving the clock seeks it; chapters and sentences are links.

const NEAREST = 0.02; // steps: frames as near as that show the same

class Film {
  constructor(looksAt) {
    this.looksAt = looksAt; // shows a race, by its number
    this.clock = null;
    this.sought = null; // the frame that the clock has asked for, until it is shown
    this.race = 0;
    this.video = document.querySelector("#film video");
    const packed = document.getElementById("film-file").textContent;
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    this.video.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
    this.video.addEventListener("play", () => { this.clock.pause(); this.go(); });
    this.video.addEventListener("pause", () => { if (!this.clock.playing) this.lead(); });
    this.video.addEventListener("seeked", () => this.arrive());
    this.chapters = this.list("chapters", told.film.chapters);
    this.sentences = this.list("sentences", told.film.captions);
    this.mark();
  }

  list(name, rows) {
    const items = rows.map(([words, start, end]) => {
      const link = button(words, () => {
        this.sought = null;
        this.video.currentTime = start + 0.5 / told.film.fps;
      });
      const item = make("li");
      item.append(link);
      return { item, link, start, end };
    });
    document.getElementById(name).replaceChildren(...items.map(({ item }) => item));
    return items;
  }

  // The clock of the race that is shown from now on.
  follow(clock) {
    this.clock = clock;
    const mine = told.film.acts.filter(([, , race]) => race === this.race);
    const within = ([, start, end]) => mine.some(([first]) => start <= first / told.film.fps && first / told.film.fps < end);
    const chapters = told.film.chapters.filter(within).map(([title]) => title);
    document.getElementById("part").textContent = say("part", { chapters: chapters.join(", ") });
    clock.sought.add(() => this.seek());
    clock.moved.add(() => { if (clock.playing) this.seek(); });
    clock.started.add(() => { if (clock.playing) this.video.pause(); else this.seek(); });
  }

  get frame() {
    return Math.min(Math.floor(this.video.currentTime * told.film.fps + 1e-3), told.film.steps.length - 1);
  }

  go() {
    if (this.video.paused) return;
    this.lead();
    requestAnimationFrame(() => this.go());
  }

  // A frame is shown: one that the clock has asked for, or one that the viewer has.
  arrive() {
    if (this.sought === null) { this.lead(); return; }
    this.sought = null;
    this.mark();
    if (this.video.paused) this.seek(); // where the clock has gone on meanwhile
  }

  // Move the clock to what the film shows; where it shows no race, the clock stays.
  lead() {
    this.mark();
    const here = this.frame;
    const act = told.film.acts.find(([first, last]) => first <= here && here < last);
    const step = told.film.steps[here];
    if (!act || step === null) return;
    if (act[2] !== this.race) {
      this.race = act[2];
      this.looksAt(this.race);
    }
    this.clock.follow(step);
  }

  // How far a frame's step is from the clock's, in whole numbers; one before it is farther.
  away(step) {
    const after = step - this.clock.step;
    return Math.round(Math.abs(after) / NEAREST) + (after < -1e-6 ? 1 : 0);
  }

  // Go to the frame that shows the clock's step of this race: of several the nearest.
  seek() {
    if (this.sought !== null) return;
    const { steps, fps } = told.film;
    const here = this.frame;
    let [least, found] = [[Infinity, Infinity], null];
    for (const [first, last, race] of told.film.acts) {
      if (race !== this.race) continue;
      for (let frame = first; frame < last; frame += 1) {
        if (steps[frame] === null) continue;
        const away = [this.away(steps[frame]), Math.abs(frame - here)];
        if (away[0] < least[0] || (away[0] === least[0] && away[1] < least[1])) [least, found] = [away, frame];
      }
    }
    if (found === null || found === here) return;
    this.sought = found;
    this.video.currentTime = (found + 0.5) / fps;
  }

  mark() {
    const now = this.video.currentTime;
    for (const { link, start, end } of [...this.chapters, ...this.sentences]) {
      if (start <= now && now < end) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
}

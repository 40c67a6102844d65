// The film's picture, bar, chapters and sentences; who seeks by them asks for a second.

// Seconds as a clock shows them: 1:05.
const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

const DISSOLVING = 2; // seconds, at most, from a chapter's beginning until its race is seen

class Player {
  // `asked` is called with the second that the viewer asks for.
  constructor(asked) {
    this.asked = asked;
    this.video = document.querySelector("#film video");
    const packed = document.getElementById("film-file").textContent;
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    this.video.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
    this.bar();
    this.chapters = this.list("chapters", told.film.chapters, (start) => this.begin(start));
    this.sentences = this.list("sentences", told.film.captions);
    this.mark();
  }

  get isPlaying() { return !this.video.paused; }

  toggle() { if (this.isPlaying) this.video.pause(); else this.video.play(); }

  go(seconds) { this.video.currentTime = Math.min(seconds, told.film.steps.length / told.film.fps); }

  get frame() {
    return Math.min(Math.floor(this.video.currentTime * told.film.fps + 1e-3), told.film.steps.length - 1);
  }

  // What a film has in its player: the browser's own would cover what it says.
  bar() {
    const byId = (name) => document.getElementById(name);
    [this.second, this.time] = ["second", "time"].map(byId);
    this.second.max = told.film.steps.length / told.film.fps;
    this.second.addEventListener("input", () => this.asked(Number(this.second.value)));
    this.video.addEventListener("click", () => this.toggle());
    const sound = byId("sound");
    const tell = () => { sound.textContent = say(this.video.muted ? "sound_on" : "sound_off"); };
    sound.addEventListener("click", () => { this.video.muted = !this.video.muted; });
    this.video.addEventListener("volumechange", tell);
    tell();
    byId("full").addEventListener("click", () => (this.video.requestFullscreen ?? this.video.webkitEnterFullscreen).call(this.video));
    document.addEventListener("fullscreenchange", () => {
      this.video.controls = document.fullscreenElement === this.video;
      if (!this.video.controls) byId("full").focus();
    });
  }

  // Rows of words, start and end, each a link to the `place` of its start.
  list(name, rows, place = (start) => start) {
    const items = rows.map(([words, start, end]) => {
      const link = button(words, () => this.asked(place(start) + 0.5 / told.film.fps));
      const item = make("li");
      item.append(link);
      return { item, link, start, end };
    });
    document.getElementById(name).replaceChildren(...items.map(({ item }) => item));
    return items;
  }

  // The second to go to for a chapter that begins at `start`: behind the picture that dissolves into its race.
  begin(start) {
    const { acts, fps } = told.film;
    const isNext = ([first]) => first / fps >= start && first / fps < start + DISSOLVING;
    const isOn = ([first, last]) => first / fps <= start && start < last / fps;
    const next = acts.some(isOn) ? null : acts.find(isNext);
    return next ? next[0] / fps : start;
  }

  // What is said, and which chapter it is.
  mark() {
    const now = this.video.currentTime;
    const written = say("time", { now: minutes(now), last: minutes(told.film.steps.length / told.film.fps) });
    this.second.value = now;
    if (this.time.textContent !== written) {
      this.time.textContent = written;
      this.second.setAttribute("aria-valuetext", written);
    }
    for (const { item, link, start, end } of [...this.chapters, ...this.sentences]) {
      const isNow = start <= now && now < end;
      if (isNow === link.hasAttribute("aria-current")) continue;
      if (isNow) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      const list = item.parentElement;
      if (isNow && !list.matches(":hover")) list.scrollTo(item.offsetLeft, item.offsetTop - list.clientHeight / 3);
    }
  }
}

// The slider, the buttons and the keys.

const ZOOM = 1.5;

class Controls {
  constructor(racers, clock, looks, map) {
    Object.assign(this, { racers, clock, looks, map });
    const byId = (name) => document.getElementById(name);
    [this.step, this.now, this.play, this.theme] = ["step", "now", "play", "theme"].map(byId);
    this.step.max = clock.steps;
    clock.speed = Number(byId("speed").value);
    on(this.step, "input", () => clock.seek(Number(this.step.value)));
    on(this.play, "click", () => clock.toggle());
    on(byId("back"), "click", () => clock.by(-1));
    on(byId("on"), "click", () => clock.by(1));
    on(byId("speed"), "change", (event) => {
      clock.speed = Number(event.target.value);
      if (clock.film) clock.film.player.video.playbackRate = clock.speed;
    });
    on(byId("reset"), "click", () => map.reset());
    on(byId("closer"), "click", () => map.zoom(1 / ZOOM));
    on(byId("farther"), "click", () => map.zoom(ZOOM));
    on(this.theme, "click", () => looks.next());
    for (const [name, arrows] of [["gradients", "gradients"], ["next-steps", "nextSteps"]]) {
      const box = byId(name);
      on(box, "change", () => { map[arrows] = box.checked; map.overlay.draw(); });
    }
    clock.moved.add(() => this.show());
    clock.started.add(() => this.show());
    looks.changed.add(() => this.show());
    on(document, "keydown", (event) => this.press(event));
    this.show();
  }

  show() {
    const { clock } = this;
    const told = say("of_steps", { step: clock.row, steps: clock.steps });
    if (this.now.textContent !== told) {
      this.step.value = clock.row;
      this.step.setAttribute("aria-valuetext", told);
      this.now.textContent = told;
    }
    this.play.textContent = say(clock.isPlaying ? "pause" : "play");
    this.theme.textContent = say(`theme_${this.looks.choice}`);
  }

  // Whether a key means what has the focus, and not the page.
  isFor(target, key) {
    const moves = key.startsWith("Arrow") || key === "Home" || key === "End";
    if (target.matches("select, video")) return true;
    if (target.matches("button, summary, a, input[type=checkbox]")) return key === " ";
    return moves && (target.matches("#value, #second") || target.closest(".scroll") !== null);
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event;
    const { clock } = this;
    const far = event.shiftKey ? 10 : 1;
    const keys = {
      ArrowLeft: () => clock.by(-far),
      ArrowRight: () => clock.by(far),
      Home: () => clock.seek(0),
      End: () => clock.seek(clock.steps),
      " ": () => clock.toggle(),
      a: () => document.getElementById("next-steps").click(),
      g: () => document.getElementById("gradients").click(),
      r: () => this.map.reset(),
      "+": () => this.map.zoom(1 / ZOOM),
      "-": () => this.map.zoom(ZOOM),
      0: () => this.racers.show(this.racers.all.map(({ number }) => number)),
    };
    for (const { number } of this.racers.all) keys[number + 1] = () => this.racers.alone(number);
    const act = keys[key.length === 1 ? key.toLowerCase() : key];
    if (!act || this.isFor(target, key)) return;
    event.preventDefault();
    act();
  }
}

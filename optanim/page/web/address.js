// The state in the page's address: #step=22&racers=adam,gd&lr=0.3, and the film's second, t=12.5.

let asked = location.hash; // by who opened the page, or changed its address

class Address {
  // What is asked for is done as the page is opened, and for the race that a film shows then.
  constructor(racers, clock, slider, isAsked) {
    Object.assign(this, { racers, clock, slider });
    if (isAsked) this.read();
    for (const change of [clock.rested, racers.changed]) change.add(() => this.write());
    on(window, "hashchange", () => {
      asked = location.hash;
      racers.show(racers.all.map(({ number }) => number));
      slider?.put(null);
      this.read();
    });
  }

  read() {
    const values = new URLSearchParams(asked.slice(1));
    const named = (name) => (values.get(name) ? Number(values.get(name)) : NaN);
    const { clock: { film }, slider } = this;
    const slugs = values.get("racers")?.split(",") ?? [];
    const numbers = this.racers.all.filter(({ slug }) => slugs.includes(slug)).map(({ number }) => number);
    if (numbers.length) this.racers.show(numbers);
    if (slider && values.get(slider.keyword)) slider.read(values.get(slider.keyword));
    if (film && Number.isFinite(named("t")) && named("t") >= 0) film.open(named("t"), named("step"));
    else if (Number.isFinite(named("step"))) this.clock.seek(Math.round(named("step")));
  }

  write() {
    const parts = [`step=${this.clock.row}`];
    const { seen, all } = this.racers;
    if (seen.length < all.length) parts.push(`racers=${seen.map(({ slug }) => encodeURIComponent(slug)).join(",")}`);
    if (this.clock.film) parts.push(`t=${this.clock.film.player.video.currentTime.toFixed(2)}`);
    const value = this.slider?.written;
    if (value) parts.push(`${this.slider.keyword}=${value}`);
    const hash = `#${parts.join("&")}`;
    if (hash !== location.hash) history.replaceState(null, "", hash);
  }
}

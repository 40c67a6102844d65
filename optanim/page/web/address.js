// The state in the page's address: #step=22&racers=adam,gd&lr=0.3

class Address {
  constructor(racers, clock, slider) {
    Object.assign(this, { racers, clock, slider });
    this.read();
    for (const change of [clock.rested, racers.changed]) change.add(() => this.write());
    on(window, "hashchange", () => this.read());
  }

  read() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const step = Number(asked.get("step"));
    if (asked.has("step") && Number.isFinite(step)) this.clock.seek(Math.round(step));
    const named = asked.get("racers")?.split(",") ?? [];
    const numbers = this.racers.all.filter(({ slug }) => named.includes(slug)).map(({ number }) => number);
    if (numbers.length) this.racers.show(numbers);
    const value = this.slider && asked.get(this.slider.keyword);
    if (value) this.slider.read(value);
  }

  write() {
    const parts = [`step=${this.clock.row}`];
    const { seen, all } = this.racers;
    if (seen.length < all.length) parts.push(`racers=${seen.map(({ slug }) => encodeURIComponent(slug)).join(",")}`);
    const value = this.slider?.written;
    if (value) parts.push(`${this.slider.keyword}=${value}`);
    const hash = `#${parts.join("&")}`;
    if (hash !== location.hash) history.replaceState(null, "", hash);
  }
}

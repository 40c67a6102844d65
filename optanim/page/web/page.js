// All parts together, for one race; a page of a film has several, and shows one at a time.

const looks = new Looks();

const show = (race, isAsked = false) => {
  shown.abort();
  shown = new AbortController();
  content = told.races[race];
  looks.changed = new Listeners();
  looks.put();
  const racers = new Racers();
  const clock = new Clock(content.steps);
  shown.signal.addEventListener("abort", () => clock.pause());
  document.getElementById("fit").hidden = !content.data;
  const ground = new Ground(content.ground);
  const map = new RaceMap(racers, clock, looks, ground);
  new Losses(racers, clock, looks);
  if (content.data) new Fit(racers, clock, looks);
  new Surface(racers, clock, looks, ground);
  const readouts = new Readouts(racers, clock, looks);
  document.getElementById("meaning").textContent = [
    content.minimum === null ? "" : say("arrived", { tolerance: number(content.tolerance) }), say("before"),
  ].join(" ");
  new StepsTable(racers, clock);
  new Proof(racers);
  new Controls(racers, clock, looks, map);
  for (const change of [clock.rested, racers.changed]) {
    change.add(() => { document.getElementById("status").textContent = readouts.spoken; });
  }
  document.getElementById("sweep").hidden = !content.slider;
  const slider = content.slider && new Slider(racers, looks);
  film?.follow(clock);
  new Address(racers, clock, slider, isAsked);
};

// What was checked is opened by the link to it.
const proof = document.getElementById("proof");
document.querySelector(".about a").addEventListener("click", (event) => {
  event.preventDefault(); // the address keeps the state
  proof.open = true;
  proof.scrollIntoView();
});

const film = told.film && new Film(show);
show(0, true);

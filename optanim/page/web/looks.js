// Colours: as the system asks, or as the viewer has chosen; on paper always the light ones.

const THEMES = ["system", "dark", "light"];

class Looks {
  constructor() {
    this.choice = "system";
    this.asked = matchMedia("(prefers-color-scheme: light)");
    this.printing = false;
    this.changed = new Listeners(); // of the race that is shown
    this.asked.addEventListener("change", () => this.put());
    addEventListener("beforeprint", () => this.print(true));
    addEventListener("afterprint", () => this.print(false));
    this.put();
  }

  get name() {
    if (this.printing) return "light";
    if (this.choice !== "system") return this.choice;
    return this.asked.matches ? "light" : "dark";
  }

  get colors() { return content.look.themes[this.name]; }

  next() {
    this.choice = THEMES[(THEMES.indexOf(this.choice) + 1) % THEMES.length];
    this.put();
  }

  // Paper gets the light colours, and pictures as large as on the screen, made to fit.
  print(printing) {
    this.printing = printing;
    this.put();
    const pictures = [...document.querySelectorAll(".picture:has(svg.axes)")];
    const sizes = pictures.map(({ clientWidth, clientHeight }) => [clientWidth, clientHeight]);
    pictures.forEach((picture, number) => {
      const [wide, high] = sizes[number];
      picture.style.aspectRatio = printing ? `${wide} / ${high}` : "";
      for (const layer of picture.querySelectorAll("svg.axes, svg.overlay")) {
        layer.setAttribute("preserveAspectRatio", "none");
        if (printing) layer.setAttribute("viewBox", `0 0 ${wide} ${high}`);
        else layer.removeAttribute("viewBox");
      }
    });
  }

  put() {
    const root = document.documentElement;
    root.dataset.theme = this.name;
    for (const [name, value] of Object.entries(this.colors)) {
      if (typeof value === "string") root.style.setProperty(`--${name}`, value);
    }
    this.colors.racers.forEach((color, place) => root.style.setProperty(`--racer-${place}`, color));
    this.changed.tell();
  }

  // The outline of a racer's head as an SVG path, `size` pixels in radius, about its middle.
  head(number, size) {
    const corners = content.look.shapes[number].map(([x, y]) => `${(x * size).toFixed(2)} ${(-y * size).toFixed(2)}`);
    return `M${corners.join("L")}Z`;
  }
}

const fadedBy = (color, share) => `${color}${Math.round(255 * share).toString(16).padStart(2, "0")}`;

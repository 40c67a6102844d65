// How numbers and words are written, and the elements that hold them.

const SVG = "http://www.w3.org/2000/svg";
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const DIGITS = 7; // enough to read a number to less than a millionth of it

// A whole number as an exponent.
const raised = (exponent) => [...String(exponent)].map((letter) => (letter === "-" ? "⁻" : RAISED[letter])).join("");

const number = (value, digits = DIGITS) => {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size && (size < 1e-4 || size >= 1e7)) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
    return `${Number(mantissa)}\u00a0×\u00a010${raised(Number(exponent))}`.replace("-", "−");
  }
  return String(Number(value.toPrecision(digits)) + 0).replace("-", "−");
};

const pair = (values, digits) => values.map((value) => number(value, digits)).join(", ");

// The text of that name, its {fields} filled.
const say = (name, values = {}) =>
  told.words[name].replace(/\{(\w+)\}/g, (field, key) => String(values[key] ?? field));

const make = (tag, className = "", words = "") => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (words) element.textContent = words;
  return element;
};

const button = (words, act) => {
  const made = make("button", "", words);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};

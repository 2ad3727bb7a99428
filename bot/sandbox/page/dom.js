/** Small helpers that build the page. Foreign text only ever becomes a text node. */

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (`class`, `hidden`, `onclick` …) and children: nodes, texts, or nothing. */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A button that does something when it is pressed. */
export function pressable(onclick, attributes = {}, ...children) {
  return make("button", { type: "button", onclick, ...attributes }, ...children);
}

/** A drawing of icons.svg; the words beside it or its button's label say what it means. */
export function icon(name) {
  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("class", "icon");
  node.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/page/icons.svg#${name}`);
  node.append(use);
  return node;
}

/** Does the person ask for less movement? */
export function stillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** The first letters of a name, for the round picture beside it. */
export function initials(name) {
  const letters = name.split(/[\s-]+/).filter(Boolean).map((part) => [...part][0]);
  return letters.slice(0, 2).join("").toUpperCase();
}

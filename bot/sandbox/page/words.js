/** The words of the page in the language chosen, and their change on the spot. */

import { phrases } from "./phrases.js";

const KEY = "companion.page.language";
const WORDED = new WeakMap();
const LOCALES = { fr: "fr-FR", en: "en-GB" };

let chosen = localStorage.getItem(KEY) === "en" ? "en" : "fr";

/** "fr" or "en". */
export const language = () => chosen;

/** The same for dates and times. */
export const locale = () => LOCALES[chosen];

/** A phrase by its name; `values` fill its {places} and may be functions, asked anew at each change of language. */
export function phrase(name, values = {}) {
  return phrases[chosen][name].replace(/\{(\w+)\}/g, (_, place) => {
    const value = values[place];
    return typeof value === "function" ? value() : String(value);
  });
}

/** Let a node say a phrase, now and after every change of language. `where` is "text" or an attribute. */
export function worded(node, name, values = {}, where = "text") {
  const known = (WORDED.get(node) ?? []).filter((one) => one.where !== where);
  WORDED.set(node, [...known, { name, values, where }]);
  node.dataset.worded = "";
  apply(node);
  return node;
}

/** A button, field or region whose name is this phrase. */
export function labelled(node, name, values = {}) {
  return worded(node, name, values, "aria-label");
}

/** A button whose name is this phrase and that shows it when it is pointed at. */
export function hinted(node, name, values = {}) {
  return worded(labelled(node, name, values), name, values, "title");
}

function apply(node) {
  for (const { name, values, where } of WORDED.get(node) ?? []) {
    const words = phrase(name, values);
    if (where === "text") node.textContent = words;
    else node.setAttribute(where, words);
  }
}

/** Let every node of index.html that names a phrase say it. */
export function adoptPage() {
  for (const node of document.querySelectorAll("[data-words]")) worded(node, node.dataset.words);
  for (const node of document.querySelectorAll("[data-label]")) labelled(node, node.dataset.label);
  for (const node of document.querySelectorAll("button[data-label]")) hinted(node, node.dataset.label);
  dress();
}

/** The other language, everywhere, at once. */
export function switchLanguage() {
  chosen = chosen === "fr" ? "en" : "fr";
  localStorage.setItem(KEY, chosen);
  for (const node of document.querySelectorAll("[data-worded]")) apply(node);
  dress();
}

function dress() {
  document.documentElement.lang = chosen;
  document.title = `${phrase("title")} · ${phrase("subtitle")}`;
}

/** A text of the server that may come as one string or as {fr, en}. */
export function inWords(text) {
  if (text === null || text === undefined) return "";
  return typeof text === "string" ? text : (text[chosen] ?? text.fr ?? "");
}

/** The two dialogs of the page, as questions that wait for their answer. */

import { phrase } from "./words.js";

/** Open a dialog; gives its form when it was submitted, null when it was left. */
function opened(dialog) {
  const form = dialog.querySelector("form");
  return new Promise((resolve) => {
    const listening = new AbortController();
    const once = { signal: listening.signal };
    let given = null;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      given = form;
      dialog.close();
    }, once);
    form.querySelector("[value=cancel]").addEventListener("click", () => dialog.close(), once);
    dialog.addEventListener("close", () => {
      listening.abort();
      resolve(given);
    }, once);
    dialog.showModal();
  });
}

/** A new person's {name, language, start}; null when nobody is to be added. */
export async function askPerson(start) {
  const dialog = document.getElementById("add-dialog");
  const form = dialog.querySelector("form");
  form.reset();
  form.elements.namedItem("start").value = start;
  if ((await opened(dialog)) === null) return null;
  const field = (name) => form.elements.namedItem(name).value.trim();
  return { name: field("name"), language: field("language"), start: field("start") };
}

/** A yes or no; the phrases by their names. */
export async function ask(title, question, yes, values = {}) {
  return show(phrase(title, values), phrase(question, values), phrase(yes), false);
}

/** Something that must be read before going on: words of the bot, on one person's phone. */
export async function tell(title, text) {
  return show(title, text, phrase("close"), true);
}

async function show(title, text, yes, alone) {
  const dialog = document.getElementById("ask-dialog");
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector(".question").textContent = text;
  dialog.querySelector("[type=submit]").textContent = yes;
  dialog.querySelector("[value=cancel]").hidden = alone;
  return (await opened(dialog)) !== null;
}

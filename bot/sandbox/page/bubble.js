/** One message as a bubble. */

import { attachment } from "./attachment.js";
import { icon, make, pressable } from "./dom.js";
import { richText, startCode } from "./rich.js";
import { timeOf } from "./time.js";
import { hinted, worded } from "./words.js";

const QUOTE = 90;

/** The beginning of a message, or what it is where it has no words. */
export function gist(message) {
  const words = message.text || message.contact?.first_name || message.file?.name || message.kind;
  return words.length > QUOTE ? `${words.slice(0, QUOTE).trimEnd()}…` : words;
}

/**
 * The node of a message. `phone` knows the names and does what is pressed:
 * `tap(message, data, button)`, `start(code)`, `say(text)`, `answer(message)`, `correct(message)`, `find(id)`,
 * `show(id)`.
 */
export function bubble(message, phone) {
  const mine = message.from === "person";
  const name = mine ? phone.person.first_name : phone.botTitle;
  const who = worded(make("span", { class: "hidden" }), "messageBy", { name });
  const parts = [who, quote(message, phone), attachment(message), words(message, phone), foot(message)];
  const body = make("div", { class: "bubble" }, ...parts);
  const node = make("article", { class: `message ${mine ? "mine" : "theirs"}`, tabindex: "-1" }, body);
  node.dataset.id = message.message_id;
  if (message.buttons.length > 0) node.append(keyboard(message, phone));
  if (message.reactions.length > 0) node.append(reactions(message));
  node.append(actions(message, phone, mine));
  return node;
}

function quote(message, phone) {
  if (message.reply_to === null) return null;
  const quoted = phone.find(message.reply_to);
  const box = pressable(() => phone.show(message.reply_to), { class: "quote" });
  if (quoted === undefined) {
    box.disabled = true;
    return worded(box, "goneQuote");
  }
  const name = quoted.from === "person" ? phone.person.first_name : phone.botTitle;
  box.append(make("strong", {}, name), make("span", {}, gist(quoted)));
  worded(box, "quoted", { name, text: gist(quoted) }, "aria-label");
  return box;
}

function words(message, phone) {
  if (!message.text) return null;
  const box = make("div", { class: "words", lang: phone.person.language_code || null, dir: "auto" });
  box.append(richText(message.text, message.entities, phone));
  return box;
}

function foot(message) {
  const box = make("div", { class: "foot" });
  if (message.silent) box.append(mark("silent", "silent"));
  if (message.protected) box.append(mark("lock", "protected"));
  if (message.edited) box.append(worded(make("span", { class: "edited" }), "edited"));
  const date = new Date(message.date * 1000);
  box.append(make("time", { datetime: date.toISOString() }, timeOf(date)));
  return box;
}

function mark(drawing, name) {
  return hinted(make("span", { class: "mark-of", role: "img" }, icon(drawing)), name);
}

function keyboard(message, phone) {
  const rows = make("div", { class: "inline" });
  for (const row of message.buttons) {
    const line = make("div", { class: "row" });
    for (const button of row) line.append(key(message, button, phone));
    rows.append(line);
  }
  return rows;
}

function key(message, button, phone) {
  if (button.url !== undefined) return linkKey(button, phone);
  const node = make("button", { type: "button", class: "key", lang: phone.person.language_code || null }, button.text);
  if (button.data === undefined) node.disabled = true;
  else node.addEventListener("click", () => phone.tap(message, button.data, node));
  return node;
}

function linkKey(button, phone) {
  const code = startCode(button.url, phone.botName);
  if (code !== null) return pressable(() => phone.start(code), { class: "key" }, button.text);
  const attributes = { class: "key", href: button.url, target: "_blank", rel: "noreferrer noopener" };
  return make("a", attributes, button.text, icon("link"));
}

function reactions(message) {
  const list = message.reactions.join(" ");
  return worded(make("span", { class: "reactions", role: "img" }, list), "reactions", { list }, "aria-label");
}

function actions(message, phone, mine) {
  const box = make("div", { class: "actions" });
  box.append(hinted(pressable(() => phone.answer(message), {}, icon("reply")), "reply"));
  if (mine && message.kind === "text") {
    box.append(hinted(pressable(() => phone.correct(message), {}, icon("edit")), "edit"));
  }
  return box;
}

/** The lower part of a phone: keys of the bot, commands, other things to send, the text box. */

import { landscape } from "./attachment.js";
import { gist } from "./bubble.js";
import { hinted, labelled, phrase, worded } from "./words.js";
import { icon, make, pressable } from "./dom.js";
import { attachMenu } from "./menu.js";

const PLAIN = ["voice", "video_note", "sticker", "document", "location", "poll"];

export class Composer {
  constructor(phone) {
    this.phone = phone;
    const name = phone.person.first_name;
    this.commands = [];
    this.aim = null; // what the text is for: {kind: "reply" | "edit", message}, or a new message
    this.keys = labelled(make("div", { class: "keys", role: "group", hidden: true }), "keys");
    this.aimed = make("div", { class: "aim", hidden: true });
    this.box = make("textarea", { rows: "1", autocomplete: "off", enterkeyhint: "send", dir: "auto" });
    worded(labelled(this.box, "box", { name }), "boxHint", {}, "placeholder");
    this.box.lang = phone.person.language_code;
    this.box.addEventListener("keydown", (event) => this.#type(event));
    this.form = make("form", { class: "write", onsubmit: (event) => this.#submit(event) });
    this.form.append(
      ...this.#menu("commands", "commands", () => this.#commandItems()),
      ...this.#menu("attach", "attach", () => this.#mediaItems()),
      this.box,
      hinted(make("button", { type: "submit", class: "send" }, icon("send")), "send"),
    );
    this.instead = make("div", { class: "instead", hidden: true });
    this.node = make("div", { class: "composer" }, this.keys, this.aimed, this.form, this.instead);
  }

  /** Show the keys and commands that the bot offers now. */
  update({ keyboard, commands }) {
    this.commands = commands;
    const state = JSON.stringify(keyboard);
    if (state === this.shownKeys) return;
    this.shownKeys = state;
    const held = this.keys.contains(document.activeElement);
    const rows = (keyboard ?? []).map((row) => make("div", { class: "row" }, ...row.map((key) => this.#key(key))));
    this.keys.replaceChildren(...rows);
    this.keys.hidden = keyboard === null;
    if (held) this.box.focus();
  }

  /** Let the box stand, or a sentence with a button in its place: {name, values, action, press}. */
  replace(instead) {
    const held = this.node.contains(document.activeElement);
    this.form.hidden = instead !== null;
    this.instead.hidden = instead === null;
    const state = instead === null ? "" : instead.name;
    if (state === this.shownInstead) return;
    this.shownInstead = state;
    this.instead.replaceChildren();
    if (instead === null) {
      if (held) this.box.focus();
      return;
    }
    this.instead.append(worded(make("p"), instead.name, instead.values));
    if (instead.action === undefined) return;
    const button = pressable(instead.press, { class: "strong" });
    this.instead.append(worded(button, instead.action));
  }

  /** Put the focus where this person can go on: the text box, or the button in its place. */
  focus() {
    (this.form.hidden ? this.instead.querySelector("button") : this.box)?.focus({ preventScroll: true });
  }

  /** What is written next answers this message. */
  answer(message) {
    this.#aimAt({ kind: "reply", message }, worded(make("span"), "replying", { text: gist(message) }));
  }

  /** What is written next takes the place of this message. */
  correct(message) {
    this.box.value = message.text;
    this.#aimAt({ kind: "edit", message }, worded(make("span"), "editing"));
  }

  #aimAt(aim, words) {
    this.aim = aim;
    const away = hinted(pressable(() => this.#letGo(), { class: "quiet" }, icon("close")), "cancel");
    this.aimed.replaceChildren(icon(aim.kind === "reply" ? "reply" : "edit"), words, away);
    this.aimed.hidden = false;
    this.box.focus();
    this.#grow();
  }

  #letGo() {
    if (this.aim?.kind === "edit") this.box.value = "";
    this.aim = null;
    this.aimed.hidden = true;
    this.box.focus();
    this.#grow();
  }

  #type(event) {
    if (event.key === "Escape" && this.aim !== null) this.#letGo();
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
    else requestAnimationFrame(() => this.#grow());
  }

  #grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight + 2}px`;
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.box.value.trim();
    if (text === "") return;
    const { aim } = this;
    this.box.value = "";
    if (aim !== null) this.#letGo();
    this.#grow();
    if (aim?.kind === "edit") await this.phone.act("edit", { message_id: aim.message.message_id, text });
    else await this.phone.say(text, aim?.message.message_id ?? null);
  }

  #key(key) {
    const press = () => this.phone.act("press", { text: key.text });
    const node = pressable(press, { class: "key", lang: this.phone.person.language_code || null });
    if (key.request_contact) {
      node.append(icon("phone"));
      labelled(node, "sharesNumber", { text: key.text });
    }
    node.append(key.text);
    return node;
  }

  #menu(name, drawing, fill) {
    const button = hinted(make("button", { type: "button", class: `quiet open-${name}` }, icon(drawing)), name);
    const panel = labelled(make("div", { class: "menu above", role: "group" }), name);
    attachMenu(button, panel, fill);
    return [button, panel];
  }

  #commandItems() {
    if (this.commands.length === 0) return [worded(make("p"), "noCommands")];
    return this.commands.map(({ command, description }) => {
      const press = () => this.phone.say(`/${command}`);
      const words = [make("code", {}, `/${command}`), make("span", {}, description)];
      return pressable(press, { lang: this.phone.person.language_code || null }, ...words);
    });
  }

  #mediaItems() {
    const item = (name, press) => worded(pressable(press), name);
    const { phone } = this;
    return [
      item("photo", () => phone.act("media", { kind: "photo", file_name: "paysage.png", data: landscape() })),
      item("album", () => phone.act("album")),
      ...PLAIN.map((kind) => item(kind, () => phone.act("media", { kind }))),
      item("ownContact", () => phone.act("contact", { own: true })),
      item("otherContact", () => phone.act("media", { kind: "contact", first_name: "Camille" })),
      item("forwarded", () => phone.act("forward", { text: phrase("forwardedWords") })),
    ];
  }
}

/** One phone: its person above, the conversation, and what that person can do. */

import { Composer } from "./composer.js";
import { icon, initials, make, pressable } from "./dom.js";
import { Log } from "./log.js";
import { attachMenu } from "./menu.js";
import { act, readChat } from "./sandbox.js";
import { hinted, inWords, labelled, worded } from "./words.js";

const TOAST_MS = 5000;
const SPIN_MS = 10_000;
const COLOURS = 6;

export class Phone {
  /**
   * `person` is the server's, `part` their {name, role, note, start} in this demonstration;
   * `house` gives `bot`, `attempt(promise)`, `ask(title, question, yes, values)`, `tell(name, text)`, `unread()`.
   */
  constructor(person, part, house, number) {
    this.person = person;
    this.part = part;
    this.house = house;
    this.seq = 0;
    this.filled = false;
    this.unread = 0;
    this.taps = new Map();
    this.log = new Log(this);
    this.composer = new Composer(this);
    this.typing = make("span", { class: "typing" });
    this.toast = make("p", { class: "toast", role: "status" });
    this.badge = make("span", { class: "badge", role: "img", hidden: true });
    this.node = this.#build(number);
    for (const kind of ["pointerdown", "focusin", "keydown"]) this.node.addEventListener(kind, () => this.read());
    this.update(person);
  }

  get botName() {
    return this.house.bot.username;
  }

  get botTitle() {
    return this.house.bot.first_name;
  }

  /** The person's standing with the bot as the server sees it now. */
  update(person) {
    this.person = person;
    this.#stand();
  }

  /** Fetch what changed; while one fetch runs, further calls make one more after it. */
  async refresh() {
    this.stale = true;
    if (this.fetching) return;
    this.fetching = true;
    try {
      while (this.stale) {
        this.stale = false;
        this.#take(await readChat(this.person.id, this.seq));
      }
    } finally {
      this.fetching = false;
    }
  }

  /** Begin again from nothing, as after a restart of the server. */
  async rebuild() {
    this.seq = 0;
    this.filled = false;
    this.log.clear();
    this.read();
    await this.refresh();
  }

  /** Something this person does; a refusal is told, not thrown. */
  act(name, body = {}) {
    return this.house.attempt(act(this.person.id, name, body));
  }

  say(text, replyTo = null) {
    return this.act("text", { text, reply_to: replyTo });
  }

  /** Open the bot, with the code of an invitation or without. */
  start(code = "") {
    return this.say(code ? `/start ${code}` : "/start");
  }

  /** Press an inline button; it spins until the bot has answered. */
  async tap(message, data, button) {
    button.classList.add("waits");
    const query = await this.act("tap", { message_id: message.message_id, data });
    if (query === null) button.classList.remove("waits");
    else if (!this.#answered.delete(query.callback_query_id)) this.taps.set(query.callback_query_id, button);
    setTimeout(() => button.classList.remove("waits"), SPIN_MS);
  }

  answer(message) {
    this.composer.answer(message);
  }

  correct(message) {
    this.composer.correct(message);
  }

  find(id) {
    return this.log.messages.get(id);
  }

  show(id) {
    this.log.show(id);
  }

  /** Everything on this phone has been seen. */
  read() {
    if (this.unread === 0) return;
    this.#count(0);
  }

  #answered = new Set();

  #take(chat) {
    const first = !this.filled;
    this.filled = true;
    this.seq = chat.seq;
    const fresh = this.log.update(chat.messages);
    this.person = { ...this.person, blocked: chat.blocked, started: this.person.started || this.log.messages.size > 0 };
    this.composer.update(chat);
    this.#stand();
    this.node.classList.toggle("is-typing", chat.typing);
    worded(this.typing, chat.typing ? "typing" : "bot");
    if (first) return this.log.speak();
    for (const answer of chat.answers) this.#hear(answer);
    if (fresh.length > 0 && !this.node.contains(document.activeElement)) this.#count(this.unread + fresh.length);
  }

  #hear({ callback_query_id: query, text, show_alert: alert }) {
    const button = this.taps.get(query);
    if (button === undefined) this.#answered.add(query);
    button?.classList.remove("waits");
    this.taps.delete(query);
    if (!text) return;
    if (alert) return this.house.tell(this.person.first_name, text);
    this.toast.textContent = text;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => (this.toast.textContent = ""), TOAST_MS);
  }

  #count(unread) {
    this.unread = unread;
    this.badge.hidden = unread === 0;
    this.badge.textContent = unread;
    worded(this.badge, unread > 1 ? "unreadMany" : "unread", { count: unread }, "aria-label");
    this.house.unread();
  }

  #stand() {
    const { person } = this;
    const values = { name: person.first_name };
    if (person.deactivated) this.composer.replace({ name: "goneNote", values });
    else if (person.blocked) {
      this.composer.replace({ name: "blockedNote", values, action: "unblock", press: () => this.#change("unblock") });
    } else if (!person.started) {
      this.composer.replace({ name: "startNote", values, action: "start", press: () => this.start(this.part.start) });
    } else this.composer.replace(null);
    this.node.classList.toggle("is-away", person.deactivated || person.blocked);
    const code = person.language_code || "?";
    this.tongue.textContent = code.toUpperCase();
    hinted(this.tongue, { fr: "languageFr", en: "languageEn" }[code] ?? "languageOther", { code });
  }

  #build(number) {
    const { person } = this;
    const name = { name: person.first_name };
    this.title = make("h2");
    this.role = make("p", { class: "role" });
    this.note = make("p", { class: "note" });
    this.tongue = make("span", { class: "tongue", role: "img" });
    const colour = `round colour-${number % COLOURS}`;
    const round = make("span", { class: colour, "aria-hidden": "true" }, initials(person.first_name));
    const skip = worded(pressable(() => this.composer.focus(), { class: "skip" }), "skipToBox", name);
    const line = make("div", { class: "line" }, this.title, this.tongue, this.badge);
    const words = make("div", { class: "name" }, line, this.role, this.note);
    const head = make("header", { class: "who" }, round, words, ...this.#options(name));
    const bar = make("div", { class: "chat-bar" }, make("strong", {}, this.botTitle), worded(this.typing, "bot"));
    const screen = make("div", { class: "screen" }, bar, this.log.node, this.toast, this.composer.node);
    const node = labelled(make("section", { class: "phone" }, skip, head, screen), "phoneOf", name);
    this.dress();
    return node;
  }

  /** Name, role and note in the language of the page. */
  dress() {
    this.title.textContent = inWords(this.part.name) || this.person.first_name;
    this.role.textContent = inWords(this.part.role);
    this.note.textContent = inWords(this.part.note);
  }

  #options(name) {
    const button = hinted(make("button", { type: "button", class: "quiet options" }, icon("more")), "options", name);
    const panel = labelled(make("div", { class: "menu below", role: "group" }), "options", name);
    attachMenu(button, panel, () => {
      const item = (name, press) => worded(pressable(press), name);
      const [words, code] = this.person.language_code === "fr" ? ["toEnglish", "en"] : ["toFrench", "fr"];
      const way = this.person.blocked ? "unblock" : "block";
      const leave = item("leave", () => this.#leave());
      leave.className = "grave";
      const speak = () => this.#change("language", { language_code: code });
      return [item(words, speak), item(way, () => this.#change(way)), leave];
    });
    return [button, panel];
  }

  async #leave() {
    const values = { name: this.person.first_name };
    if (!(await this.house.ask("leaveTitle", "leaveQuestion", "leaveYes", values))) return;
    await this.#change("leave");
  }

  /** Something that changes the person, and not only what they have said. */
  async #change(name, body = {}) {
    const person = await this.act(name, body);
    if (person !== null) this.update(person);
  }
}

/** The messages of one phone, in order, with the days between them. */

import { bubble } from "./bubble.js";
import { icon, make, pressable, stillness } from "./dom.js";
import { dayKey, dayOf } from "./time.js";
import { hinted, labelled, worded } from "./words.js";

const NEAR = 80; // pixels from the end that still count as "at the end"

export class Log {
  constructor(phone) {
    this.phone = phone;
    this.messages = new Map();
    this.list = make("div", { class: "log", role: "log", tabindex: "0", "aria-live": "off" });
    labelled(this.list, "conversationOf", { name: phone.person.first_name });
    this.empty = worded(make("p", { class: "empty" }), "noMessages");
    this.down = hinted(pressable(() => this.toEnd(), { class: "down", hidden: true }, icon("down")), "toBottom");
    this.node = make("div", { class: "logbox" }, this.list, this.down);
    this.list.append(this.empty);
    this.list.addEventListener("scroll", () => this.#watchEnd(), { passive: true });
    this.list.addEventListener("keydown", (event) => this.#walk(event));
    this.height = 0;
    new ResizeObserver(() => this.#keepEnd()).observe(this.list);
    this.atEnd = true;
  }

  /** Show what changed; gives the messages of the bot that are new. The first time is no news, and not read aloud. */
  update(changed) {
    const stay = this.atEnd;
    const fresh = [];
    for (const message of changed.sort((one, other) => one.message_id - other.message_id)) {
      const known = this.messages.has(message.message_id);
      if (message.deleted) this.#remove(message);
      else if (known) this.#replace(message);
      else {
        this.#add(message);
        fresh.push(message);
      }
    }
    this.empty.hidden = this.messages.size > 0;
    if (stay || fresh.some((message) => message.from === "person")) this.toEnd();
    this.#watchEnd();
    return fresh.filter((message) => message.from === "bot");
  }

  /** From now on additions are read aloud. */
  speak() {
    this.list.setAttribute("aria-live", "polite");
  }

  /** Forget everything: the server began anew. */
  clear() {
    this.messages.clear();
    this.list.setAttribute("aria-live", "off");
    this.list.replaceChildren(this.empty);
    this.empty.hidden = false;
  }

  /** Scroll to the newest message. */
  toEnd() {
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: "instant" });
    this.atEnd = true;
    this.down.hidden = true;
  }

  /** Bring a message into view and point it out. */
  show(id) {
    const node = this.#node(id);
    if (node === null) return;
    node.scrollIntoView({ block: "center", behavior: stillness() ? "instant" : "smooth" });
    node.focus({ preventScroll: true });
  }

  #node(id) {
    return this.list.querySelector(`[data-id="${id}"]`);
  }

  #add(message) {
    const date = new Date(message.date * 1000);
    const day = dayKey(date);
    if (this.list.querySelector(".day:last-of-type")?.dataset.day !== day) {
      const label = worded(make("span"), "day", { day: () => dayOf(date) });
      const line = make("p", { class: "day" }, label);
      line.dataset.day = day;
      this.list.append(line);
    }
    this.messages.set(message.message_id, message);
    this.list.append(bubble(message, this.phone));
  }

  #replace(message) {
    const before = this.#node(message.message_id);
    const place = [...before.querySelectorAll(".key")].indexOf(document.activeElement);
    const held = before.contains(document.activeElement);
    this.messages.set(message.message_id, message);
    const after = bubble(message, this.phone);
    before.replaceWith(after);
    // Who was on a button stays on the button in its place, or else on the message.
    if (held) (after.querySelectorAll(".key")[place] ?? after).focus({ preventScroll: true });
  }

  #remove(message) {
    this.messages.delete(message.message_id);
    const node = this.#node(message.message_id);
    if (node === null) return;
    if (node.contains(document.activeElement)) this.list.focus({ preventScroll: true });
    const line = node.previousElementSibling;
    node.remove();
    const next = line?.nextElementSibling;
    if (line?.matches(".day") && (!next || next.matches(".day"))) line.remove();
  }

  #watchEnd() {
    // A list that has just shrunk, below a keyboard for one, was not scrolled by anybody.
    if (this.list.clientHeight !== this.height) return;
    this.atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR;
    this.down.hidden = this.atEnd;
  }

  #keepEnd() {
    this.height = this.list.clientHeight;
    if (this.atEnd) this.toEnd();
  }

  /** Arrow keys walk from message to message; each then offers its actions to the Tab key. */
  #walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || !event.target.matches(".log, .message")) return;
    const nodes = [...this.list.querySelectorAll(".message")];
    if (nodes.length === 0) return;
    event.preventDefault();
    const here = event.target.matches(".message") ? nodes.indexOf(event.target) : nodes.length;
    nodes[Math.max(0, Math.min(nodes.length - 1, here + step))].focus();
  }
}

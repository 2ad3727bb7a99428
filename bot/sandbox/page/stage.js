/** All phones side by side: who comes first, the tabs above them, what is unread. */

import { make, pressable, stillness } from "./dom.js";
import { Phone } from "./phone.js";
import { readPeople } from "./sandbox.js";
import { labelled } from "./words.js";

const MOSTLY = 0.6; // the part of a phone that must be in sight for its tab to be the current one

export class Stage {
  /** `house` as a Phone needs it, `cast` the people of the demonstration, `scroller` and `tabs` of the page. */
  constructor(house, cast, scroller, tabs) {
    this.house = { ...house, unread: () => this.#label() };
    this.cast = cast;
    this.scroller = scroller;
    this.tabs = tabs;
    this.phones = new Map();
    this.tabOf = new Map();
    this.sight = new IntersectionObserver((seen) => this.#see(seen), { root: scroller, threshold: MOSTLY });
    new ResizeObserver(() => this.#fit()).observe(scroller);
  }

  /** Give everybody a phone, take away those that are gone, and learn how each stands. */
  async sync() {
    const people = await readPeople();
    const here = new Set(people.map((person) => person.id));
    for (const [id, phone] of this.phones) {
      if (!here.has(id)) this.#drop(id, phone);
    }
    const fresh = [];
    for (const person of this.#inOrder(people)) {
      const phone = this.phones.get(person.id);
      if (phone === undefined) fresh.push(this.#place(person));
      else phone.update(person);
    }
    this.#fit();
    await Promise.all(fresh.map((phone) => phone.refresh()));
  }

  /** After the line was lost: everything anew. */
  async rebuild() {
    await this.sync();
    await Promise.all([...this.phones.values()].map((phone) => phone.rebuild()));
  }

  /** A chat changed; of somebody new, too. */
  async refresh(id) {
    const phone = this.phones.get(id);
    if (phone === undefined) await this.sync();
    else await phone.refresh();
  }

  /** Say roles, notes and tabs in the language of the page. */
  dress() {
    for (const phone of this.phones.values()) phone.dress();
    this.#label();
  }

  /** Bring a phone into sight. */
  show(id) {
    const { node } = this.phones.get(id);
    const left = node.offsetLeft - this.scroller.offsetLeft - (this.scroller.clientWidth - node.offsetWidth) / 2;
    this.scroller.scrollTo({ left, behavior: stillness() ? "instant" : "smooth" });
  }

  #inOrder(people) {
    const rank = new Map(this.cast.map((part, place) => [part.id, place]));
    const place = (person) => rank.get(person.id) ?? this.cast.length + person.id;
    return people.sort((one, other) => place(one) - place(other));
  }

  #place(person) {
    const nobody = { role: this.cast.length > 0 ? this.house.addedRole : "" };
    const part = this.cast.find((one) => one.id === person.id) ?? nobody;
    const phone = new Phone(person, part, this.house, this.phones.size);
    this.phones.set(person.id, phone);
    this.scroller.append(phone.node);
    const tab = pressable(() => this.show(person.id));
    this.tabOf.set(phone.node, tab);
    this.tabs.append(tab);
    this.sight.observe(phone.node);
    this.#label();
    return phone;
  }

  #drop(id, phone) {
    this.phones.delete(id);
    this.sight.unobserve(phone.node);
    this.tabOf.get(phone.node).remove();
    this.tabOf.delete(phone.node);
    phone.node.remove();
  }

  /** The tabs are there when not all phones are in sight. */
  #fit() {
    this.scroller.style.setProperty("--people", this.phones.size);
    this.tabs.hidden = this.scroller.scrollWidth <= this.scroller.clientWidth + 1;
  }

  #see(seen) {
    for (const { target, isIntersecting } of seen) {
      const tab = this.tabOf.get(target);
      if (tab === undefined) continue;
      tab.toggleAttribute("data-seen", isIntersecting);
      tab.setAttribute("aria-current", String(isIntersecting));
      if (isIntersecting) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  #label() {
    for (const phone of this.phones.values()) {
      const tab = this.tabOf.get(phone.node);
      if (tab === undefined) continue;
      const count = make("span", { class: "badge", role: "img" }, phone.unread);
      labelled(count, phone.unread > 1 ? "unreadMany" : "unread", { count: phone.unread });
      tab.replaceChildren(phone.title.textContent, ...(phone.unread > 0 ? [count] : []));
    }
  }
}

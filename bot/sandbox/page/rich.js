/** A text with its entities as nodes. Offsets count UTF-16 units, as the strings of this language do. */

import { make, pressable } from "./dom.js";
import { labelled } from "./words.js";

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/** Where a link of the bot's own address leads: the code of its `start`, "" without one, null for other links. */
export function startCode(address, username) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || url.hostname !== "t.me" || url.pathname.slice(1) !== username) return null;
  return url.searchParams.get("start") ?? "";
}

/**
 * Nodes for a text. `phone` says what a press does: `phone.say(text)` for a command,
 * `phone.botName` and `phone.start(code)` for links that open this very bot.
 */
export function richText(text, entities, phone) {
  const inside = entities
    .map(({ offset, length, ...rest }) => ({ ...rest, begin: offset, end: Math.min(text.length, offset + length) }))
    .filter((entity) => entity.end > entity.begin);
  return nodes(text, 0, text.length, inside, phone);
}

/** The nodes between two places: plain pieces, and entities that hold those within them. */
function nodes(text, begin, end, entities, phone) {
  const found = document.createDocumentFragment();
  const waiting = [...entities].sort((one, other) => one.begin - other.begin || other.end - one.end);
  let place = begin;
  while (waiting.length > 0) {
    const entity = waiting.shift();
    found.append(text.slice(place, entity.begin));
    const within = [];
    const after = [];
    for (const other of waiting) {
      if (other.begin >= entity.end) after.push(other);
      else within.push({ ...other, end: Math.min(other.end, entity.end) });
      if (other.begin < entity.end && other.end > entity.end) after.push({ ...other, begin: entity.end });
    }
    const words = text.slice(entity.begin, entity.end);
    const child = wrapped(entity, words, phone);
    child.append(nodes(text, entity.begin, entity.end, within, phone));
    found.append(child);
    waiting.splice(0, waiting.length, ...after.sort((one, other) => one.begin - other.begin || other.end - one.end));
    place = entity.end;
  }
  found.append(text.slice(place, end));
  return found;
}

function wrapped(entity, words, phone) {
  if (entity.type in TAGS) return make(TAGS[entity.type]);
  if (entity.type === "spoiler") return spoiler();
  if (entity.type === "bot_command") return pressable(() => phone.say(words), { class: "command" });
  if (entity.type === "text_link") return link(entity.url, phone);
  if (entity.type === "url") return link(words.includes("://") ? words : `https://${words}`, phone);
  return make("span", { class: entity.type === "mention" || entity.type === "hashtag" ? "tag" : null });
}

/** A link to the bot itself acts on this phone; another opens beside this page; an address of no use stays text. */
function link(address, phone) {
  const code = startCode(address, phone.botName);
  if (code !== null) return pressable(() => phone.start(code), { class: "command" });
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !["http:", "https:", "mailto:"].includes(url.protocol)) return make("span");
  return make("a", { href: url.href, target: "_blank", rel: "noreferrer noopener" });
}

function spoiler() {
  const cover = make("button", { type: "button", class: "spoiler", "aria-expanded": "false" });
  labelled(cover, "spoiler");
  cover.addEventListener("click", () => {
    const shown = make("span", { tabindex: "-1" });
    shown.append(...cover.childNodes);
    cover.replaceWith(shown);
    shown.focus();
  });
  return cover;
}

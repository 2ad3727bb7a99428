/** What a message holds besides text: pictures, voices, files, contacts, places. */

import { icon, initials, make } from "./dom.js";
import { hinted, labelled, worded } from "./words.js";

const BARS = [5, 9, 14, 8, 17, 11, 20, 13, 7, 16, 22, 12, 18, 9, 14, 6, 11, 17, 8, 5];
const ICONS = {
  voice: "voice",
  audio: "voice",
  document: "file",
  photo: "picture",
  location: "place",
  venue: "place",
  video: "video",
  video_note: "video",
  animation: "video",
};
const HILLS = [
  ["#7fa89f", 190, 26, 150],
  ["#4f857c", 225, 20, 105],
  ["#2f665f", 260, 14, 75],
];
const DOT = 8; // pixels: smaller than this, a picture only stands for one
const NAMED = new Set(["photo", "location", "venue", "poll", "dice", "video", "video_note", "animation", "audio"]);

/** The node for a message's attachment; null for a text. */
export function attachment(message) {
  if (message.kind === "text") return null;
  if (message.kind === "photo" && message.file) return picture(message);
  if (message.kind === "sticker") return labelled(make("div", { class: "sticker", role: "img" }, "🙂"), "sticker");
  if (message.kind === "contact" && message.contact) return contact(message.contact);
  if (message.kind === "voice") return voice(message);
  if (message.kind === "document" && message.file) return file(message.file);
  return other(message.kind);
}

function picture(message) {
  const image = make("img", { class: "picture", src: message.file.url, alt: "" });
  worded(image, "photo", {}, "alt");
  image.addEventListener("load", () => image.naturalWidth < DOT && image.replaceWith(other("photo")));
  return image;
}

function contact({ first_name: first, last_name: last, phone_number: number }) {
  const name = [first, last].filter(Boolean).join(" ");
  const words = make("div", {}, make("strong", {}, name), make("span", { class: "number" }, number));
  return make("div", { class: "card" }, make("span", { class: "round", "aria-hidden": "true" }, initials(name)), words);
}

function voice(message) {
  const wave = make("span", { class: "wave", "aria-hidden": "true" });
  for (const height of BARS) {
    const bar = make("i");
    bar.style.height = `${height}px`;
    wave.append(bar);
  }
  const name = worded(make("span", { class: "hidden" }), "voice");
  const node = make("div", { class: "card" }, make("span", { class: "round" }, icon("voice")), name, wave);
  if (message.file) node.append(save(message.file));
  return node;
}

function file(stored) {
  const size = worded(make("span"), "size", { size: Math.max(1, Math.round(stored.size / 1024)) });
  const words = make("div", {}, make("strong", {}, stored.name), size);
  return make("div", { class: "card" }, make("span", { class: "round" }, icon("file")), words, save(stored));
}

/** Saved and never opened in this page's own name, whatever somebody put into it. */
function save(stored) {
  const address = make("a", { class: "save", href: stored.url, download: stored.name }, icon("save"));
  return hinted(address, "download", { name: stored.name });
}

function other(kind) {
  const name = make("strong");
  if (NAMED.has(kind)) worded(name, kind);
  else worded(name, "otherKind", { kind });
  return make("div", { class: "card" }, make("span", { class: "round" }, icon(ICONS[kind] ?? "other")), name);
}

/** A small landscape to send as a photo, as base64 of a PNG. */
export function landscape() {
  const canvas = make("canvas", { width: 480, height: 300 });
  const draw = canvas.getContext("2d");
  const sky = draw.createLinearGradient(0, 0, 0, 220);
  sky.addColorStop(0, "#9ec6c9");
  sky.addColorStop(1, "#f6dcc0");
  draw.fillStyle = sky;
  draw.fillRect(0, 0, 480, 300);
  draw.fillStyle = "#f3b994";
  draw.beginPath();
  draw.arc(345, 120, 38, 0, 2 * Math.PI);
  draw.fill();
  for (const [colour, base, height, length] of HILLS) {
    draw.fillStyle = colour;
    draw.beginPath();
    draw.moveTo(0, 300);
    for (let x = 0; x <= 480; x += 4) draw.lineTo(x, base - height * Math.sin(x / length * Math.PI + base));
    draw.lineTo(480, 300);
    draw.fill();
  }
  return canvas.toDataURL("image/png").split(",")[1];
}

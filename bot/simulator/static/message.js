// One bubble: words, picture, file, buttons, time.

import { clock, element } from "./dom.js";
import { formatted } from "./text.js";

const SPOKEN = { url: "opens a link", copy: "copies text", unsupported: "not available here", disabled: "disabled" };
const NAMES = { sticker: "Sticker", voice: "Voice message", video: "Video", animation: "GIF", video_note: "Video message" };

export function bubble(message, on) {
  const side = message.from_bot || message.letter ? "in" : "out";
  const photo = message.file?.kind === "photo";
  const kind = [side, message.letter && "letter", photo && "with-photo", message.album && "of-album"].filter(Boolean);
  const body = element("div", { class: "bubble" }, ...content(message, on));
  const item = element("li", { class: `message ${kind.join(" ")}`, "data-id": message.id, tabindex: "-1" }, body);
  if (message.buttons.length) item.append(buttons(message, on));
  item.append(more(message, on));
  return item;
}

function content(message, on) {
  const parts = [element("span", { class: "visually-hidden" }, `${speaker(message)}: `)];
  if (message.letter) parts.push(element("p", { class: "note" }, `${message.author}, in another chat`));
  if (message.forwarded_from) parts.push(element("p", { class: "note" }, `Forwarded from ${message.forwarded_from}`));
  if (message.reply_to) parts.push(element("p", { class: "quoted" }, message.reply_to));
  if (message.file) parts.push(file(message, on));
  if (message.contact) parts.push(contact(message.contact));
  const text = message.text && element("div", { class: "text" }, ...formatted(message.text, message.entities, on));
  parts.push(element("div", { class: "words", dir: "auto" }, text || null, foot(message)));
  return parts;
}

const speaker = (message) => (message.from_bot || message.letter ? message.author : "You");

function more(message, on) {
  const menu = { "aria-label": "Message menu", "aria-haspopup": "dialog", onclick: () => on.menu(message) };
  return element("button", { type: "button", class: "more", ...menu }, "⋯");
}

function foot(message) {
  const time = element("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date));
  const marks = ["pinned", "edited"].filter((mark) => message[mark]).map((mark) => element("span", {}, mark));
  return element("div", { class: "meta" }, ...marks, time);
}

function file(message, on) {
  const given = message.file;
  if (given.kind === "photo") return photo(message, on);
  if (given.kind !== "document") return element("p", { class: "attached" }, NAMES[given.kind] ?? given.kind);
  const icon = element("span", { class: "attached-icon", "aria-hidden": "true" }, ending(given.name));
  const words = element("span", { class: "attached-name" }, given.name, element("small", {}, size(given.file_size)));
  return element("a", { class: "attached", href: given.address, download: given.name }, icon, words);
}

const ending = (name) => (name.includes(".") ? name.split(".").pop().slice(0, 4).toUpperCase() : "FILE");
const size = (bytes) => (bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(Math.round(bytes / 1e3), 1)} kB`);

function photo(message, on) {
  const { address, width, height } = message.file;
  const alt = "Picture"; // its words stand right under it
  const image = element("img", { src: address, width, height, alt, loading: "lazy" });
  image.addEventListener("load", on.grown);
  const look = { type: "button", class: "photo", "aria-label": "Open the picture large", "aria-haspopup": "dialog" };
  return element("button", { ...look, onclick: () => on.picture(address, alt) }, image);
}

function contact(card) {
  const icon = element("span", { class: "attached-icon", "aria-hidden": "true" }, "☏");
  return element("p", { class: "attached" }, icon, element("span", { class: "attached-name" }, card.first_name, element("small", {}, card.phone_number)));
}

function buttons(message, on) {
  const rows = message.buttons.map((row) => element("div", { class: "row" }, ...row.map((given) => button(message, given, on))));
  return element("div", { class: "buttons", role: "group", "aria-label": "Buttons under the message" }, ...rows);
}

function button(message, given, on) {
  const mark = SPOKEN[given.kind] ? element("span", { class: `mark ${given.kind}`, "aria-hidden": "true" }) : null;
  const hint = SPOKEN[given.kind] ? element("span", { class: "visually-hidden" }, `, ${SPOKEN[given.kind]}`) : null;
  const press = (event) => on.press(message, given, event.currentTarget);
  const idle = given.kind === "unsupported" || given.kind === "disabled";
  return element("button", { type: "button", class: `key ${given.style}`, disabled: idle, onclick: press }, given.text, hint, mark);
}

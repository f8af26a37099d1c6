// Text with Telegram's entities, as nodes. Offsets are UTF-16 units, which is what JavaScript's strings count in.

import { element } from "./dom.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const QUOTES = new Set(["blockquote", "expandable_blockquote"]);

export function formatted(text, entities, on) {
  return build(text, 0, text.length, entities, on);
}

function build(text, start, end, entities, on) {
  const nodes = [];
  let position = start;
  for (let index = 0; index < entities.length; index++) {
    const entity = entities[index];
    const last = Math.min(entity.offset + entity.length, end);
    if (entity.offset < position || entity.offset >= end) continue;
    const inside = entities.slice(index + 1).filter((other) => other.offset >= entity.offset && other.offset < last);
    nodes.push(text.slice(position, entity.offset));
    nodes.push(wrap(entity, text.slice(entity.offset, last), build(text, entity.offset, last, inside, on), on));
    position = last;
  }
  nodes.push(text.slice(position, end));
  return nodes.filter((node) => node !== "");
}

function wrap(entity, raw, nodes, on) {
  if (TAGS[entity.type]) return element(TAGS[entity.type], {}, ...nodes);
  if (QUOTES.has(entity.type)) return element("blockquote", {}, ...nodes);
  switch (entity.type) {
    case "url":
    case "text_link":
      return link(entity.url ?? raw, nodes, on);
    case "bot_command":
      return element("button", { type: "button", class: "inline", onclick: () => on.command(raw) }, ...nodes);
    case "spoiler":
      return spoiler(nodes);
    case "date_time":
      return element("time", { datetime: new Date(entity.unix_time * 1000).toISOString() }, ...nodes);
    default:
      return element("span", {}, ...nodes);
  }
}

function link(address, nodes, on) {
  const href = /^[a-z]+:\/\//i.test(address) ? address : `https://${address}`;
  if (!/^(https?|tg):\/\//i.test(href)) return element("span", {}, ...nodes);
  const open = (event) => {
    if (on.link(href)) event.preventDefault();
  };
  return element("a", { href, target: "_blank", rel: "noopener noreferrer", onclick: open }, ...nodes);
}

function spoiler(nodes) {
  const reveal = (event) => event.currentTarget.classList.add("shown");
  return element("button", { type: "button", class: "inline spoiler", title: "Show", onclick: reveal }, ...nodes);
}

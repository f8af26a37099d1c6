// One phone: keeps what the server last said of it and shows that.

import * as api from "./api.js";
import { day, element } from "./dom.js";
import { shared, startsBot } from "./links.js";
import { bubble } from "./message.js";
import * as ask from "./questions.js";
import { settings } from "./settings.js";
import { sheet } from "./sheet.js";

const TOAST = 3200;
const TYPING = 5000;
const NEAR = 80; // pixels from the bottom that still count as reading the newest
const GAP = 8; // pixels above a message too tall for the screen

function deed({ type }) {
  if (type === "image/gif") return "animation";
  return type.startsWith("video/") ? "video" : "photo";
}

export class Phone {
  constructor(town, state, role) {
    this.town = town;
    this.id = state.id;
    this.role = role;
    this.node = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.find = (selector) => this.node.querySelector(selector);
    this.log = this.find(".log");
    this.list = this.find(".messages");
    this.field = this.find("textarea");
    this.on = this.reactions();
    this.wire();
    this.show(state);
  }

  get title() {
    return `${this.state.person.first_name} (${this.role.toLowerCase()})`;
  }

  get others() {
    return this.town.phones.filter((phone) => phone !== this);
  }

  reactions() {
    return {
      link: (address) => this.follow(address),
      command: (text) => this.send(text),
      picture: (address, alt) => this.town.picture(address, alt),
      press: (message, button, node) => this.press(message, button, node),
      menu: (message) => ask.menu(this, message),
      grown: () => this.following && this.toNewest(),
    };
  }

  wire() {
    this.find(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(this.field.value);
      this.clear();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.find(".composer").requestSubmit();
      }
    });
    this.field.addEventListener("input", () => this.fit());
    this.field.addEventListener("paste", (event) => this.pasted(event));
    this.find(".start").addEventListener("click", () => this.act("start"));
    this.find(".unblock").addEventListener("click", () => this.act("unblock"));
    this.find(".commands").addEventListener("click", () => ask.commands(this));
    this.find(".papers").addEventListener("click", () => ask.papers(this));
    this.find(".attach").addEventListener("click", () => ask.attach(this));
    this.find(".keys").addEventListener("click", () => this.fold());
    this.find(".phone-owner").addEventListener("click", () => settings(this));
    this.find(".newest").addEventListener("click", () => this.toBottom());
    this.find(".pick-photo").addEventListener("change", (event) => this.picked(event, (files) => this.pictures(files)));
    this.find(".pick-file").addEventListener("change", (event) => this.picked(event, (files) => this.files(files)));
    this.log.addEventListener("scroll", () => this.scrolled());
    for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) this.log.addEventListener(kind, () => (this.unseen = null), { passive: true });
    this.following = true;
    new ResizeObserver(() => this.following && this.toNewest()).observe(this.log);
  }

  // ---- what the server says

  show(state) {
    this.state = state;
    this.messages = new Map(state.messages.map((message) => [message.id, message]));
    this.names();
    this.list.replaceChildren(...state.messages.map((message) => bubble(message, this.on)));
    this.days();
    this.keyboard(state.keyboard);
    this.stage();
    this.toNewest();
  }

  /** Names, language and commands may have changed; the messages are as they were. */
  refresh(state) {
    this.state = state;
    this.names();
    this.stage();
  }

  names() {
    const { name, description, person } = this.state;
    this.node.setAttribute("aria-label", `Phone of ${this.title}`);
    this.node.querySelectorAll(".avatar").forEach((avatar) => (avatar.textContent = [...name][0] ?? "?"));
    this.find(".phone-bot").textContent = this.find(".welcome-name").textContent = name;
    this.find(".welcome-text").textContent = description || "Press Start to begin.";
    this.log.setAttribute("aria-label", `Messages of ${this.title}`);
    const words = element("span", {}, element("strong", {}, this.role), ` ${person.first_name}`);
    const language = element("span", { class: "tag" }, person.language_code || "–");
    this.find(".phone-owner").replaceChildren(words, language);
    this.find(".phone-owner").setAttribute("aria-label", `Settings of ${this.title}, language ${person.language_code}`);
    this.find(".commands").hidden = !this.state.commands.length;
    this.find(".papers").hidden = !this.state.papers.length;
    this.calm();
  }

  stage() {
    const { started, blocked } = this.state;
    const empty = this.messages.size === 0;
    const pressed = this.find(".foot > .big:focus");
    this.find(".welcome").hidden = !empty;
    this.find(".start").hidden = started || blocked;
    this.find(".unblock").hidden = !blocked;
    this.find(".composer").hidden = !started || blocked;
    this.find(".keyboard").hidden = !started || blocked || this.folded || !this.keys;
    if (pressed?.hidden) this.log.focus({ preventScroll: true });
    if (this.arriving && !this.find(".composer").hidden && document.activeElement === this.log) this.arrive();
  }

  receive(message) {
    const reading = this.following || (!message.from_bot && !message.letter);
    const old = this.list.querySelector(`[data-id="${message.id}"]`);
    const node = bubble(message, this.on);
    if (!old) this.unseen = message.from_bot || message.letter ? (this.unseen ?? message.id) : null;
    this.messages.set(message.id, message);
    if (old) this.swap(old, node);
    else this.list.append(node);
    if (!message.from_bot) this.state.started ||= !message.letter;
    else this.calm();
    this.days();
    this.stage();
    if (reading) this.toNewest();
    else this.find(".newest").hidden = false;
  }

  /** Who stands on a button of an edited message stays on it, or on the message if it is gone: never on another button. */
  swap(old, node) {
    const stood = old.contains(document.activeElement) ? document.activeElement : null;
    node.classList.add("still");
    old.replaceWith(node);
    if (!stood) return;
    const same = [...node.querySelectorAll("button, a")].find((other) => other.textContent === stood.textContent);
    (same ?? node).focus({ preventScroll: true });
  }

  forget(ids) {
    for (const id of ids) {
      this.messages.delete(id);
      this.list.querySelector(`[data-id="${id}"]`)?.remove();
    }
    this.days();
    this.stage();
  }

  days() {
    this.list.querySelectorAll(".day").forEach((node) => node.remove());
    let last = "";
    for (const message of this.messages.values()) {
      const today = day(message.date);
      const node = this.list.querySelector(`[data-id="${message.id}"]`);
      if (today !== last) node?.before(element("li", { class: "day", role: "presentation" }, element("span", {}, today)));
      last = today;
    }
  }

  typing(action) {
    const words = { upload_photo: "sending a picture…", upload_document: "sending a file…" };
    this.find(".phone-status").textContent = words[action] ?? "typing…";
    this.find(".phone-status").classList.add("busy");
    clearTimeout(this.typingEnds);
    this.typingEnds = setTimeout(() => this.calm(), TYPING);
  }

  calm() {
    this.find(".phone-status").textContent = this.state.blocked ? "blocked" : "bot";
    this.find(".phone-status").classList.remove("busy");
  }

  answered({ message_id, text, show_alert, url }) {
    this.list.querySelectorAll(`[data-id="${message_id}"] .key.waiting`).forEach((key) => key.classList.remove("waiting"));
    if (url) this.follow(url);
    if (!text) return;
    if (show_alert) sheet(this.node, { title: this.state.name, text, role: "alertdialog", choices: [{ label: "OK", style: "primary" }] });
    else this.toast(text);
  }

  keyboard(keyboard) {
    this.keys = keyboard;
    this.field.placeholder = keyboard?.placeholder || "Message";
    this.find(".keys").hidden = !keyboard?.rows.length;
    const rows = (keyboard?.rows ?? []).map((row) => element("div", { class: "row" }, ...row.map((key) => this.key(key))));
    const stood = this.find(".keyboard :focus");
    this.find(".keyboard").replaceChildren(...rows);
    if (stood) this.field.focus({ preventScroll: true });
    this.folded = false;
    this.find(".keys").setAttribute("aria-expanded", "true");
    this.stage();
    if (this.following) this.toNewest();
  }

  key(given) {
    const press = () => (given.contact ? ask.contact(this, given.text) : this.act("tap", { button: given.text }));
    const mark = given.contact ? element("span", { class: "mark contact", "aria-hidden": "true" }) : null;
    return element("button", { type: "button", class: `key ${given.style}`, onclick: press }, given.text, mark);
  }

  // ---- what the person does

  async act(deed, body = {}) {
    this.unseen = null;
    try {
      return await api.act(this.id, deed, body);
    } catch (fault) {
      this.toast(fault.message);
      return null;
    }
  }

  send(text) {
    if (text.trim()) this.act("send", { text });
    this.following = true;
  }

  async press(message, button, node) {
    if (button.kind === "callback") {
      node.classList.add("waiting");
      setTimeout(() => node.classList.remove("waiting"), TYPING);
      await this.act("tap", { button: button.value, message: message.id });
    } else if (button.kind === "copy") {
      this.act("tap", { button: button.text, message: message.id });
      this.copied(button.value);
    } else if (!this.follow(button.value)) {
      window.open(button.value, "_blank", "noopener,noreferrer");
    }
  }

  copied(text) {
    if (startsBot(text, this.town.username)) ask.openIn(this, text);
    else ask.copyText(this, text);
  }

  /** True if the link is one of Telegram's own and was taken care of here. */
  follow(address) {
    const text = shared(address);
    if (text !== null) ask.share(this, text);
    else if (startsBot(address, this.town.username)) ask.openIn(this, address);
    else return false;
    return true;
  }

  picked(event, deliver) {
    const files = [...event.target.files];
    event.target.value = "";
    if (files.length) deliver(files);
  }

  pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
    if (!files.length) return;
    event.preventDefault();
    this.pictures(files);
  }

  /** Several photos at once are an album; a film and a moving picture go by themselves, as Telegram sends them. */
  async pictures(files) {
    const alone = files.filter((file) => deed(file) !== "photo");
    await this.deliver("photo", "album", files.filter((file) => !alone.includes(file)));
    for (const file of alone) await this.deliver(deed(file), "", [file]);
  }

  files(files) {
    return this.deliver("document", "files", files);
  }

  /** What stands in the field goes along as the caption. */
  async deliver(one, together, files) {
    if (!files.length) return;
    const caption = this.field.value.trim();
    this.following = true;
    this.unseen = null;
    try {
      if (files.length === 1) await api.upload(this.id, one, files[0], caption);
      else await api.uploadTogether(this.id, together, files, caption);
      if (caption) this.clear();
    } catch (fault) {
      this.toast(fault.message);
    }
  }

  // ---- the screen itself

  fold() {
    this.folded = !this.folded;
    this.find(".keys").setAttribute("aria-expanded", String(!this.folded));
    this.stage();
  }

  /** Put words into the field for the person to look at and send. */
  take(text) {
    this.field.value = text;
    this.fit();
    this.field.focus();
  }

  /** The person turns to this phone; the field that only comes with the first message takes the focus then. */
  arrive() {
    this.arriving = this.find(".composer").hidden;
    this.town.choose(this);
    (this.arriving ? this.log : this.field).focus({ preventScroll: true });
  }

  clear() {
    this.field.value = "";
    this.fit();
  }

  fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 140)}px`;
  }

  scrolled() {
    this.following = this.newestAt() - this.log.scrollTop < NEAR;
    this.find(".newest").hidden = this.bottom - this.log.scrollTop < NEAR;
  }

  toNewest() {
    this.following = true;
    this.log.scrollTop = this.newestAt();
    this.scrolled();
  }

  toBottom() {
    this.unseen = null;
    this.log.scrollTop = this.bottom;
  }

  get bottom() {
    return this.log.scrollHeight - this.log.clientHeight;
  }

  /** The bottom, unless that would push out of sight where the news since the person's last deed begins. */
  newestAt() {
    const first = this.list.querySelector(`[data-id="${this.unseen}"]`) ?? this.list.lastElementChild;
    return first ? Math.min(this.bottom, first.offsetTop - GAP) : this.bottom;
  }

  toast(text) {
    const node = this.find(".toast");
    node.textContent = text;
    node.hidden = false;
    clearTimeout(this.toastEnds);
    this.toastEnds = setTimeout(() => (node.hidden = true), TOAST);
  }
}

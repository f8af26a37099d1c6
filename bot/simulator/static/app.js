// The town: every phone, the live feed, the tabs of a narrow screen and the large picture.

import * as api from "./api.js";
import { element } from "./dom.js";
import { Phone } from "./phone.js";

const ROLES = ["Guest", "Host"];
const NEWCOMERS = [
  { user_id: 1001, first_name: "Aziza", last_name: "Karimova", language_code: "uz", phone: "+998901234567" },
  { user_id: 2002, first_name: "Daniyar", last_name: "Akhmetov", language_code: "kk", phone: "+77011234567" },
  { user_id: 3003, first_name: "Li", last_name: "Wei", language_code: "en", phone: "+8613800138000" },
];

const town = {
  phones: [],
  username: "",
  choose,
  picture,
};

const main = document.getElementById("phones");
const tabs = document.getElementById("tabs");
const state = document.getElementById("state");
const large = document.getElementById("picture");

async function load() {
  let everything = await api.everything();
  for (const person of NEWCOMERS.slice(everything.phones.length, ROLES.length)) await api.addPhone(person);
  everything = await api.everything();
  town.username = everything.bot.username;
  for (const screen of everything.phones) settle(screen);
  document.title = document.getElementById("bot-name").textContent = everything.phones[0]?.name ?? town.username;
}

function settle(screen) {
  const known = town.phones.find((phone) => phone.id === screen.id);
  if (known) return known.show(screen);
  const role = ROLES[town.phones.length] ?? `Phone ${town.phones.length + 1}`;
  const phone = new Phone(town, screen, role);
  town.phones.push(phone);
  phone.node.id = `phone-${phone.id}`;
  main.append(phone.node);
  addTab(phone);
  phone.toNewest();
  if (town.phones.length === 1) choose(phone);
}

function addTab(phone) {
  const show = () => choose(phone);
  phone.tab = element("button", { type: "button", role: "tab", "aria-controls": phone.node.id, onclick: show }, phone.role);
  phone.tab.addEventListener("keydown", (event) => step(event, phone));
  tabs.append(phone.tab);
  choose(town.phones[0]);
}

function step(event, phone) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const next = town.phones.at((town.phones.indexOf(phone) + by) % town.phones.length);
  choose(next);
  next.tab.focus();
}

function choose(chosen) {
  for (const phone of town.phones) {
    phone.node.classList.toggle("chosen", phone === chosen);
    phone.tab?.setAttribute("aria-selected", String(phone === chosen));
    phone.tab?.setAttribute("tabindex", phone === chosen ? "0" : "-1");
  }
  chosen.tab?.classList.remove("news");
  chosen.toNewest();
}

function picture(address, alt) {
  const image = large.querySelector("img");
  image.src = address;
  image.alt = alt;
  magnify(false);
  large.showModal();
  large.querySelector(".close").focus();
}

function magnify(actual = !large.classList.contains("actual")) {
  large.classList.toggle("actual", actual);
  large.querySelector(".zoom").setAttribute("aria-pressed", String(actual));
}

async function hear(event) {
  const phone = town.phones.find(({ id }) => id === event.phone);
  if (!phone) return event.kind === "phone" && settle(await api.phone(event.phone));
  switch (event.kind) {
    case "message":
      if (!phone.node.classList.contains("chosen")) phone.tab.classList.add("news");
      return phone.receive(event.message);
    case "deleted":
      return phone.forget(event.ids);
    case "keyboard":
      return phone.keyboard(event.keyboard);
    case "typing":
      return phone.typing(event.action);
    case "answer":
      return phone.answered(event);
    default:
      return phone.refresh(await api.phone(event.phone));
  }
}

document.getElementById("add").addEventListener("click", async () => {
  const next = NEWCOMERS[town.phones.length] ?? { user_id: 1000 * town.phones.length + 4, first_name: `Person ${town.phones.length + 1}` };
  await api.addPhone(next);
});
large.addEventListener("click", (event) => (event.target.closest("img, .zoom") ? magnify() : large.close()));

api.listen({
  onEvent: hear,
  onOpen: () => load().then(() => (state.textContent = "")),
  onLost: () => (state.textContent = "The simulator is not running; waiting for it…"),
});

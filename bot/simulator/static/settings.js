// Whose phone it is: name, language, number, and whether the bot is blocked.

import * as api from "./api.js";
import { element } from "./dom.js";
import { sheet } from "./sheet.js";

const LANGUAGES = { kk: "Қазақша", ru: "Русский", en: "English", uz: "Oʻzbekcha", ky: "Кыргызча", tg: "Тоҷикӣ", tr: "Türkçe", zh: "中文", "": "not set" };

export function settings(phone) {
  const { person, blocked } = phone.state;
  const form = element(
    "form",
    { class: "fields" },
    field("First name", "first_name", person.first_name, { required: true }),
    field("Last name", "last_name", person.last_name ?? ""),
    languages(person.language_code ?? ""),
    field("Phone number", "phone", person.phone, { inputmode: "tel" }),
    element("button", { type: "submit", class: "choice primary" }, "Save"),
  );
  const deed = blocked ? "unblock" : "block";
  const choices = [{ label: blocked ? "Unblock the bot" : "Block the bot", style: blocked ? "quiet" : "danger quiet", run: () => phone.act(deed) }];
  const dialog = sheet(phone.node, { title: `${phone.role}: whose phone it is`, body: form, choices });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await api.addPhone({ user_id: phone.id, ...Object.fromEntries(new FormData(form)) });
    dialog.close();
  });
}

function field(label, name, value, extra = {}) {
  return element("label", {}, label, element("input", { name, value, autocomplete: "off", ...extra }));
}

function languages(chosen) {
  const known = chosen in LANGUAGES ? LANGUAGES : { ...LANGUAGES, [chosen]: chosen };
  const options = Object.entries(known).map(([value, label]) => element("option", { value, selected: value === chosen }, label));
  return element("label", {}, "Telegram's language", element("select", { name: "language_code" }, ...options));
}

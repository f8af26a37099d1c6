// A sheet rises over one phone: a question, a list of choices or a form. Esc, or a tap beside it, closes it.

import { element } from "./dom.js";

export function sheet(phone, { title, text = "", body = null, choices = [], role = "dialog" }) {
  const heading = element("h2", {}, title);
  const list = element("div", { class: "choices" });
  const dialog = element("dialog", { class: "sheet", "aria-label": title, role }, heading);
  if (text) dialog.append(element("p", { class: "sheet-text" }, text));
  if (body) dialog.append(body);
  for (const choice of choices) list.append(choiceButton(dialog, choice));
  if (choices.length) dialog.append(list);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  place(dialog, phone);
  dialog.showModal();
  return dialog;
}

function choiceButton(dialog, { label, hint = "", style = "", run }) {
  const choose = () => {
    dialog.close();
    run?.();
  };
  const words = [element("span", {}, label), hint ? element("small", {}, hint) : null];
  return element("button", { type: "button", class: `choice ${style}`, onclick: choose }, ...words);
}

function place(dialog, phone) {
  const box = phone.getBoundingClientRect();
  dialog.style.setProperty("--left", `${box.left}px`);
  dialog.style.setProperty("--width", `${box.width}px`);
  dialog.style.setProperty("--bottom", `${Math.max(window.innerHeight - box.bottom, 0)}px`);
  dialog.style.setProperty("--height", `${box.height}px`);
}

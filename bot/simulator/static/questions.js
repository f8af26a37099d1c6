// The sheets a phone puts before its owner: where to open a link, whom to send it, what to attach.

import { copy } from "./dom.js";
import { sheet } from "./sheet.js";

export async function copyText(phone, text) {
  if (await copy(text)) phone.toast("Copied");
  else sheet(phone.node, { title: "Copy this", text });
}

export function openIn(phone, address) {
  const open = async (chosen) => {
    await chosen.act("open_link", { url: address });
    chosen.arrive();
  };
  const choices = phone.town.phones.map((other) => ({
    label: other.title,
    hint: other === phone ? "this phone" : "",
    run: () => open(other),
  }));
  choices.push({ label: "Copy the link", style: "quiet", run: () => copyText(phone, address) });
  sheet(phone.node, { title: "Open the link in", text: address, choices });
}

export function share(phone, text) {
  const deliver = async (other) => {
    if (await phone.act("letter", { to: other.id, text })) phone.toast(`Sent to ${other.title}`);
  };
  const choices = phone.others.map((other) => ({ label: `Send to ${other.title}`, style: "primary", run: () => deliver(other) }));
  choices.push({ label: "Copy", style: "quiet", run: () => copyText(phone, text) });
  sheet(phone.node, { title: "Share", text, choices });
}

export function contact(phone, label) {
  const { name, person } = phone.state;
  const text = `${name} will know your phone number ${person.phone}.`;
  const choices = [
    { label: "Share", style: "primary", run: () => phone.act("tap", { button: label }) },
    { label: "Cancel", style: "quiet" },
  ];
  sheet(phone.node, { title: "Share your phone number?", text, choices });
}

export function commands(phone) {
  const choices = phone.state.commands.map(({ command, description }) => ({
    label: `/${command}`,
    hint: description,
    run: () => phone.send(`/${command}`),
  }));
  sheet(phone.node, { title: "Commands", choices });
}

export function papers(phone) {
  const choices = phone.state.papers.map(([label, words]) => ({ label, hint: words, run: () => phone.take(words) }));
  sheet(phone.node, { title: `What ${phone.state.person.first_name} has at hand`, text: "Tap a line to put it into the message field.", choices });
}

export function attach(phone) {
  const choices = [
    { label: "Photo or album", hint: "compressed, as phones do", run: () => phone.find(".pick-photo").click() },
    { label: "File", hint: "as it is", run: () => phone.find(".pick-file").click() },
    { label: "My contact", hint: phone.state.person.phone, run: () => phone.act("contact") },
    { label: "Someone else's contact", run: () => phone.act("contact", { own: false }) },
    { label: "Sticker", run: () => phone.act("sticker") },
    { label: "Voice message", run: () => phone.act("voice") },
    { label: "Video message", run: () => phone.act("video_note") },
  ];
  sheet(phone.node, { title: "Attach", choices });
}

export function menu(phone, message) {
  const choices = [
    message.text && { label: "Copy the text", run: () => copyText(phone, message.text) },
    ...(message.letter ? [] : forwards(phone, message)),
    { label: "Delete", style: "danger", run: () => phone.act("delete", { message: message.id }) },
  ];
  sheet(phone.node, { title: "Message", choices: choices.filter(Boolean) });
}

function forwards(phone, message) {
  const body = { message: message.id, phone: phone.id };
  const elsewhere = phone.others.filter((other) => other.state.started);
  return [
    { label: "Forward to the bot", run: () => phone.act("forward", body) },
    ...elsewhere.map((other) => ({ label: `Forward to the bot from ${other.title}`, run: () => other.act("forward", body) })),
  ];
}

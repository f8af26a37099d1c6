// The phones' API: JSON over HTTP, changes over server-sent events.

export class Refused extends Error {}

async function ask(address, options) {
  const answer = await fetch(address, options);
  const body = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
  if (!answer.ok) throw new Refused(body.error ?? `The simulator answered ${answer.status}.`);
  return body;
}

const post = (address, body) =>
  ask(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const everything = () => ask("/phones");
export const phone = (id) => ask(`/phones/${id}`);
export const addPhone = (person) => post("/phones", person);
export const act = (id, deed, body = {}) => post(`/phones/${id}/${deed}`, body);

export function upload(id, deed, file, caption) {
  const headers = { "Content-Type": file.type || "application/octet-stream" };
  const query = new URLSearchParams({ name: file.name, caption });
  return ask(`/phones/${id}/${deed}?${query}`, { method: "POST", headers, body: file });
}

export function uploadTogether(id, deed, files, caption) {
  const body = new FormData();
  for (const file of files) body.append("file", file, file.name);
  return ask(`/phones/${id}/${deed}?${new URLSearchParams({ caption })}`, { method: "POST", body });
}

export function listen({ onEvent, onOpen, onLost }) {
  const source = new EventSource("/phones/events");
  source.onmessage = (event) => onEvent(JSON.parse(event.data));
  source.onopen = onOpen;
  source.onerror = onLost;
}

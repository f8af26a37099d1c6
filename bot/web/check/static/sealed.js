// The personal half, opened by both printed numbers: the twin of bot/certificate/sealed.py. The costly derivation runs in
// a worker, so that the page stays alive.

import { decodeCanonical, joined } from "./cbor.js";

const NUMBER = /^[A-Z0-9][A-Z0-9/.-]{0,31}$/;
const [RAW, DEFLATED] = [0, 1];
const KEY_BYTES = 32;
const MOST_INFLATED = 4096;
const DAY = 86_400;
const dictionary = fetch(new URL("seal_dictionary_v1.txt", import.meta.url));

/** {names, citizenship, address, from, last4, host}, or null where the numbers open nothing. */
export async function unseal(claims, application, document) {
  const numbers = [application, document].map((number) => number.replace(/\s/g, "").toUpperCase());
  if (!numbers.every((number) => NUMBER.test(number))) return null;
  const derived = await derive(numbers.join("|"), claims.cti);
  const key = await crypto.subtle.importKey("raw", derived.subarray(0, KEY_BYTES), "AES-GCM", false, ["decrypt"]);
  const how = { name: "AES-GCM", iv: derived.subarray(KEY_BYTES), additionalData: claims.cti };
  let encoded;
  try {
    encoded = new Uint8Array(await crypto.subtle.decrypt(how, key, claims.sealed));
  } catch {
    return null;
  }
  return fields(decodeCanonical(await decoded(encoded)));
}

function derive(password, salt) {
  const worker = new Worker(new URL("derive.js", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
    worker.postMessage({ password, salt });
  }).finally(() => worker.terminate());
}

async function decoded(encoded) {
  const content = encoded.subarray(1);
  if (encoded[0] === RAW) return content;
  if (encoded[0] !== DEFLATED) throw new Error("unknown codec");
  return inflated(content, new Uint8Array(await (await dictionary).clone().arrayBuffer()));
}

/** Browsers inflate without a preset dictionary; a stored block with its bytes in front of the stream is the same. */
async function inflated(content, known) {
  const [low, high] = [known.length & 255, known.length >> 8];
  const stream = joined([0, low, high, low ^ 255, high ^ 255], known, content);
  const unpacked = new Blob([stream]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const parts = [];
  let length = 0;
  for (const reader = unpacked.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return joined(...parts).subarray(known.length);
    length += value.length;
    if (length > known.length + MOST_INFLATED) throw new Error("longer than the fields can be");
    parts.push(value);
  }
}

function fields(item) {
  const [surname, given, citizenship, address, day, last4, host] = item;
  return { names: `${surname} ${given}`.trim(), citizenship, address, from: day * DAY, last4, host };
}

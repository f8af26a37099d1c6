// The key list, signed by the offline root whose public half came with the page: the twin of bot/certificate/keys.py.

import { hex, importKey } from "./cose.js";

const LIST_TYPE = "tirkeu-keys-1";
const KID_BYTES = 8;

export const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

/** The ring of a signed list. Throws where another root signed it, or it is older than one seen before. */
export async function readList(document, root, leastSequence = 0) {
  const { signature, ...body } = JSON.parse(document);
  const rootKey = await importKey(fromBase64(root));
  const signed = new TextEncoder().encode(canonical(body));
  const holds = await crypto.subtle.verify(
    { name: "ECDSA", hash: "SHA-256" }, rootKey, plainSignature(fromBase64(signature)), signed);
  if (!holds) throw new Error("another root");
  if (body.type !== LIST_TYPE || !Number.isSafeInteger(body.sequence)) throw new Error("not a list");
  if (body.sequence < leastSequence) throw new Error("rolled back");
  return { issuer: body.issuer, sequence: body.sequence, keys: await Promise.all(body.keys.map(readKey)) };
}

export const find = (ring, kid, use) => ring.keys.filter((key) => key.use === use && key.kid === hex(kid));

async function readKey(entry) {
  const spki = fromBase64(entry.spki);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", spki));
  if (entry.kid !== hex(digest.subarray(0, KID_BYTES))) throw new Error("kid of another key");
  return {
    kid: entry.kid,
    use: entry.use,
    key: await importKey(spki),
    notBefore: seconds(entry.not_before),
    signUntil: seconds(entry.sign_until),
    exp: seconds(entry.exp),
    isRevoked: "revoked_at" in entry,
  };
}

function seconds(text) {
  const moment = Date.parse(text) / 1000;
  if (Number.isNaN(moment)) throw new Error("not a moment");
  return moment;
}

/** What the root signs: keys sorted, no spaces, ASCII, as Python's json.dumps writes it. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.keys(value).sort().map((key) => `${canonical(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  return JSON.stringify(value).replace(/[^ -~]/g, (sign) => `\\u${hex([sign.charCodeAt(0) >> 8, sign.charCodeAt(0) & 255])}`);
}

/** r and s of 32 bytes each, which WebCrypto takes, from the DER that the list bears: SEQUENCE of two INTEGERs. */
function plainSignature(der) {
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || der[2] !== 0x02) throw new Error("not a signature");
  const second = 4 + der[3];
  if (der[second] !== 0x02 || second + 2 + der[second + 1] !== der.length) throw new Error("not a signature");
  const plain = new Uint8Array(64);
  for (const [number, end] of [[der.subarray(4, second), 32], [der.subarray(second + 2), 64]]) {
    const digits = number[0] === 0 ? number.subarray(1) : number;
    if (digits.length > 32) throw new Error("not a signature");
    plain.set(digits, end - digits.length);
  }
  return plain;
}

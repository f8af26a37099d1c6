// COSE_Sign1 with ES256, matched byte for byte before its signature is checked: the twin of bot/certificate/cose.py.

import { byteString, joined, sameBytes, textString } from "./cbor.js";

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const KID_BYTES = 8;
const SIGNATURE_BYTES = 64;
const TAGGED_ARRAY_OF_FOUR = [0xd2, 0x84];
const EMPTY_MAP = [0xa0];
const SIGNATURE_HEAD = [0x58, 0x40];

/** {1: -7, 4: kid} and perhaps {16: type}: the only header there is. */
function protectedHeader(kid, type) {
  const start = [type ? 0xa3 : 0xa2, 0x01, 0x26, 0x04];
  return joined(start, byteString(kid), ...(type ? [[0x10], textString(type)] : []));
}

/** The envelope, or null unless these bytes are exactly what the issuer writes for this type of token. */
export function parse(raw, type = "") {
  const before = TAGGED_ARRAY_OF_FOUR.length + byteString(protectedHeader(new Uint8Array(KID_BYTES), type)).length;
  const kidAt = before - protectedHeader(new Uint8Array(KID_BYTES), type).length + 5;
  const header = protectedHeader(raw.subarray(kidAt, kidAt + KID_BYTES), type);
  const start = joined(TAGGED_ARRAY_OF_FOUR, byteString(header), EMPTY_MAP);
  const end = raw.length - SIGNATURE_BYTES;
  if (end < start.length + 3 || !sameBytes(raw.subarray(0, start.length), start)) return null;
  if (!sameBytes(raw.subarray(end - 2, end), SIGNATURE_HEAD)) return null;
  const payload = contentOf(raw.subarray(start.length, end - 2));
  return payload && { header, kid: raw.slice(kidAt, kidAt + KID_BYTES), payload, signature: raw.subarray(end) };
}

/** The content of a byte string of the shortest spelling, or null. */
function contentOf(encoded) {
  for (const head of [1, 2, 3, 5]) {
    const content = encoded.subarray(head);
    if (content.length < 65536 && sameBytes(byteString(content), encoded)) return content;
  }
  return null;
}

/** Whether the signature holds and is the low-s one; (r, n-s) would be a second text of the same certificate. */
export async function isSignedBy(envelope, key) {
  const r = asNumber(envelope.signature.subarray(0, 32));
  const s = asNumber(envelope.signature.subarray(32));
  if (r <= 0n || r >= ORDER || s <= 0n || s > ORDER / 2n) return false;
  const signed = joined(
    [0x84], textString("Signature1"), byteString(envelope.header), byteString([]), byteString(envelope.payload));
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, envelope.signature, signed);
}

export const importKey = (spki) =>
  crypto.subtle.importKey("spki", spki, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const asNumber = (bytes) => BigInt("0x" + hex(bytes));

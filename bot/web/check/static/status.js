// The status list, two bits a certificate: the twin of bot/certificate/status_list.py.

import { decodeCanonical } from "./cbor.js";
import { isSignedBy, parse } from "./cose.js";
import { find } from "./keys.js";

const CONTENT_TYPE = "application/statuslist+cwt";
const SLOTS_A_BYTE = 4;
const CLOCKS_APART = 300; // seconds: a phone whose clock is slow may still rely on a list made a moment ago
const MOST_BYTES = 131_072 / SLOTS_A_BYTE;
const [SUB, EXP, IAT, LIST, TTL] = [2, 4, 6, 65533, 65534];

/** The list in a token. Throws: not signed by a living status key, of another address, from the future, or broken. */
export async function readStatusList(token, ring, uri, now) {
  const envelope = parse(token, CONTENT_TYPE);
  if (!envelope || !(await isVouchedFor(envelope, ring))) throw new Error("not vouched for");
  const listed = listIn(decodeCanonical(envelope.payload), uri);
  if (listed.issuedAt > now + CLOCKS_APART) throw new Error("from the future");
  return { ...listed, bits: await inflated(listed.packed) };
}

/** The status of a certificate, or null where its slot is not in the list. */
export function lookup(list, claims) {
  if (!list || claims.statusIndex >= list.bits.length * SLOTS_A_BYTE) return null;
  const byte = list.bits[Math.floor(claims.statusIndex / SLOTS_A_BYTE)];
  const status = (byte >> ((claims.statusIndex % SLOTS_A_BYTE) * 2)) & 3;
  return { status, asOf: list.issuedAt, freshUntil: list.freshUntil };
}

async function isVouchedFor(envelope, ring) {
  for (const candidate of find(ring, envelope.kid, "status")) {
    if (!candidate.isRevoked && (await isSignedBy(envelope, candidate.key))) return true;
  }
  return false;
}

function listIn(payload, uri) {
  const [sub, exp, iat, list, ttl] = [SUB, EXP, IAT, LIST, TTL].map((key) => payload.get(key));
  const packed = list.get("lst");
  const isWell = [exp, iat, ttl].every(Number.isInteger) && list.get("bits") === 2 && packed instanceof Uint8Array;
  if (sub !== uri || !isWell) throw new Error("not our list");
  return { issuedAt: iat, freshUntil: Math.min(exp, iat + ttl), packed };
}

/** Unpacked, and given up as soon as it grows longer than a list can be. */
async function inflated(packed) {
  const bits = new Uint8Array(MOST_BYTES);
  let length = 0;
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  for (const reader = unpacked.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return bits.subarray(0, length);
    if (length + value.length > MOST_BYTES) {
      await reader.cancel();
      throw new Error("longer than a list can be");
    }
    bits.set(value, length);
    length += value.length;
  }
}

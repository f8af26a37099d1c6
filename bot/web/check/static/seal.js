// The text of a certificate's code, read strictly, and the verdict on it: the twin of bot/certificate/seal.py and
// verdict.py. Moments are seconds since 1970.

import { decodeCanonical } from "./cbor.js";
import { isSignedBy, parse } from "./cose.js";
import { find } from "./keys.js";

const LONGEST_TEXT = 2048;
const VERSION = 0x01;
const [ISS, EXP, IAT, CTI, BODY] = [1, 4, 6, 7, -70001];
const CTI_BYTES = 12;
const STATUS_SLOTS = 131_072;
const [EARLIEST, LATEST] = [-62_135_596_800, 253_402_300_799]; // what the issuer's calendar can say: years 1 to 9999
const AFTER_LINK = /^\?start=r([A-Za-z0-9_-]{16})&c(?:#([1-9][0-9]{99,1399}))?$/;
const PROOF_AFTER_LINK = /^\?start=x[1-9][0-9]{0,15}-[A-Za-z0-9_-]{22}&c(?:#[1-9][0-9]{99,1399})?$/;
const DIGITS = /^[1-9][0-9]{99,1399}$/;
const OF_STATUS = ["valid", "revoked", "suspended", "superseded"];

class Refused extends Error {}

/** The verdict: {verdict, reason, claims, asOf}. Never throws, whatever the text is. `lookup` tells a known status. */
export async function openText(text, ring, base, now, lookup = () => null) {
  try {
    const { claims, key } = await genuine(text, ring, base);
    if (key.isRevoked) return { verdict: "key_withdrawn", claims };
    const known = lookup(claims);
    return { verdict: judge(claims, known, now), claims, asOf: known?.asOf };
  } catch (refused) {
    if (refused instanceof Refused) return { verdict: "not_genuine", reason: refused.message };
    throw refused;
  }
}

/** Expiry outranks every stored status; a stale list may still take a certificate away, but no longer speak for it. */
export function judge(claims, known, now) {
  if (now < claims.issuedAt) return "not_yet_valid";
  if (Math.floor(now) > claims.expiresAt) return "expired";
  if (!known) return "valid_offline_status_unknown";
  if (known.status === 0 && now > known.freshUntil) return "stale_list";
  return OF_STATUS[known.status];
}

/** The whole text where only the digits are at hand, as in a link to this page: they name the certificate themselves. */
export function wholeText(text, base) {
  if (!DIGITS.test(text)) return text;
  const envelope = envelopeIn(text);
  try {
    const cti = envelope && publicClaims(envelope.payload).cti;
    return cti ? `${base}?start=r${idText(cti)}&c#${text}` : text;
  } catch {
    return text;
  }
}

/** Whether a text is written like a proof that a request was sent, which is no certificate and is checked in the bot. */
export const isProof = (text, base) => text.startsWith(base) && PROOF_AFTER_LINK.test(text.slice(base.length));

export const idText = (cti) => btoa(String.fromCharCode(...cti)).replaceAll("+", "-").replaceAll("/", "_");

async function genuine(text, ring, base) {
  const { id, envelope } = parts(text, base);
  const key = await signer(envelope, ring);
  const claims = publicClaims(envelope.payload);
  if (idText(claims.cti) !== id) throw new Refused("other_id");
  if (claims.issuer !== ring.issuer) throw new Refused("other_issuer");
  if (claims.issuedAt < key.notBefore || claims.issuedAt > key.signUntil) throw new Refused("outside_signing_window");
  if (claims.expiresAt > key.exp) throw new Refused("outlives_key");
  return { claims, key };
}

function parts(text, base) {
  if ([...text].length > LONGEST_TEXT) throw new Refused("too_long");
  const found = text.startsWith(base) && AFTER_LINK.exec(text.slice(base.length));
  if (!found) throw new Refused("not_our_text");
  if (found[2] === undefined) throw new Refused("link_only");
  const envelope = envelopeIn(found[2]);
  if (!envelope) throw new Refused("not_our_envelope");
  return { id: found[1], envelope };
}

function envelopeIn(digits) {
  const written = BigInt(digits).toString(16);
  const even = written.padStart(written.length + (written.length % 2), "0");
  const raw = Uint8Array.from(even.match(/../g), (pair) => parseInt(pair, 16));
  return raw[0] === VERSION ? parse(raw.subarray(1)) : null;
}

async function signer(envelope, ring) {
  const candidates = find(ring, envelope.kid, "seal");
  if (!candidates.length) throw new Refused("unknown_key");
  for (const candidate of candidates) if (await isSignedBy(envelope, candidate.key)) return candidate;
  throw new Refused("bad_signature");
}

function publicClaims(payload) {
  let item;
  try {
    item = decodeCanonical(payload);
  } catch {
    throw new Refused("bad_claims");
  }
  const keys = item instanceof Map ? [...item.keys()] : [];
  if (keys.join() !== [ISS, EXP, IAT, CTI, BODY].join()) throw new Refused("bad_claims");
  const [issuer, expiresAt, issuedAt, cti, body] = keys.map((key) => item.get(key));
  const [statusIndex, sealed] = Array.isArray(body) && body.length === 2 ? body : [];
  const isWell =
    typeof issuer === "string" && [expiresAt, issuedAt].every(isMoment) && isBytes(cti) && cti.length === CTI_BYTES &&
    Number.isInteger(statusIndex) && statusIndex >= 0 && statusIndex < STATUS_SLOTS && isBytes(sealed);
  if (!isWell) throw new Refused("bad_claims");
  return { issuer, issuedAt, expiresAt, cti, statusIndex, sealed };
}

const isBytes = (item) => item instanceof Uint8Array;
const isMoment = (item) => Number.isInteger(item) && item >= EARLIEST && item <= LATEST;

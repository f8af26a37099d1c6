// A second implementation of the seal, from its specification alone: Node's own crypto and zlib, and twenty lines of CBOR.
import { createDecipheriv, createPublicKey, scryptSync, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

function decoder(bytes) {
  let at = 0;
  const number = (info) => {
    if (info < 24) return info;
    const size = 2 ** (info - 24);
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + bytes[at++];
    return value;
  };
  const item = () => {
    const [major, info] = [bytes[at] >> 5, bytes[at++] & 31];
    const n = number(info);
    switch (major) {
      case 0: return n;
      case 1: return -1 - n;
      case 2: return bytes.subarray(at, (at += n));
      case 3: return bytes.subarray(at, (at += n)).toString("utf8");
      case 4: return Array.from({ length: n }, item);
      case 5: return new Map(Array.from({ length: n }, () => [item(), item()]));
      case 6: return { tag: n, value: item() };
      default: throw new Error("not in the specification");
    }
  };
  return item;
}

const byteString = (b) => Buffer.concat([
  b.length < 24 ? Buffer.from([0x40 + b.length])
    : b.length < 256 ? Buffer.from([0x58, b.length])
    : Buffer.from([0x59, b.length >> 8, b.length & 255]), b]);

function open(sealed, cti, application, passport, dictionary) {
  const norm = (text) => text.replace(/\s/g, "").toUpperCase();
  const derived = scryptSync(`${norm(application)}|${norm(passport)}`, cti, 44, { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 });
  const cipher = createDecipheriv("aes-256-gcm", derived.subarray(0, 32), derived.subarray(32));
  cipher.setAAD(cti);
  cipher.setAuthTag(sealed.subarray(-16));
  try {
    const coded = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
    const body = coded[0] === 0 ? coded.subarray(1) : inflateRawSync(coded.subarray(1), { dictionary });
    return decoder(body)();
  } catch {
    return null;
  }
}

const asked = JSON.parse(readFileSync(0, "utf8"));
const hex = BigInt(asked.text.split("#")[1]).toString(16);
const raw = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
const { tag, value: [header, unprotected, payload, signature] } = decoder(raw.subarray(1))();
const toBeSigned = Buffer.concat([
  Buffer.from([0x84, 0x6a]), Buffer.from("Signature1"), byteString(header), byteString(Buffer.alloc(0)), byteString(payload)]);
const key = createPublicKey({ key: Buffer.from(asked.spki, "hex"), format: "der", type: "spki" });
const holds = verify("sha256", toBeSigned, { key, dsaEncoding: "ieee-p1363" }, signature);
const claims = decoder(payload)();
const [idx, sealed] = claims.get(-70001);
const cti = claims.get(7);
const dictionary = readFileSync(asked.dictionary);

console.log(JSON.stringify({
  signed: raw[0] === 1 && tag === 18 && unprotected.size === 0 && holds,
  public: { iss: claims.get(1), iat: claims.get(6), exp: claims.get(4), cti: cti.toString("hex"), idx },
  opened: asked.passports.map((passport) => open(sealed, cti, asked.application, passport, dictionary)),
}));

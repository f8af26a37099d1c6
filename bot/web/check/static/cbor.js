// CBOR (RFC 8949), only what certificates and status lists are made of, and only its canonical form. A library reads far
// more than that and says nothing of how an item was written; here whatever is not the one right spelling is refused.

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const sameBytes = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

/** The head of an item in its shortest form; no item of ours is longer than 65,535. */
function head(major, number) {
  if (number < 24) return [(major << 5) | number];
  return number < 256 ? [(major << 5) | 24, number] : [(major << 5) | 25, number >> 8, number & 255];
}

export const byteString = (bytes) => joined(head(2, bytes.length), bytes);

export function textString(text) {
  const bytes = new TextEncoder().encode(text);
  return joined(head(3, bytes.length), bytes);
}

/** The one item in these bytes: a number, bytes, text, an array or a Map. Throws whatever else it is. */
export function decodeCanonical(bytes) {
  const reader = new Reader(bytes);
  const item = reader.item();
  if (reader.at !== bytes.length) throw new Error("more than one item");
  return item;
}

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  item() {
    const first = this.take(1)[0];
    const number = this.number(first & 31);
    switch (first >> 5) {
      case 0: return number;
      case 1: return -1 - number;
      case 2: return this.take(number);
      case 3: return utf8.decode(this.take(number));
      case 4: return this.array(number);
      case 5: return this.map(number);
      default: throw new Error("not in our tokens");
    }
  }

  take(length) {
    if (length > this.bytes.length - this.at) throw new Error("too short");
    return this.bytes.subarray(this.at, (this.at += length));
  }

  /** The number after a head, refused where a shorter head could have held it. */
  number(info) {
    if (info < 24) return info;
    if (info > 27) throw new Error("no length");
    const size = 2 ** (info - 24);
    const number = this.take(size).reduce((sum, byte) => sum * 256 + byte, 0);
    const least = size === 1 ? 24 : 2 ** (4 * size);
    if (number < least || !Number.isSafeInteger(number)) throw new Error("not the shortest head");
    return number;
  }

  array(length) {
    const items = [];
    while (items.length < length) items.push(this.item());
    return items;
  }

  map(length) {
    const map = new Map();
    let before = null;
    for (let pairs = 0; pairs < length; pairs += 1) {
      const start = this.at;
      const key = this.item();
      const written = this.bytes.subarray(start, this.at);
      if (before && !isBefore(before, written)) throw new Error("keys out of order");
      before = written;
      map.set(key, this.item());
    }
    return map;
  }
}

/** The order in which the issuer writes keys: shorter ones first, then byte by byte. */
function isBefore(one, other) {
  if (one.length !== other.length) return one.length < other.length;
  const at = one.findIndex((byte, index) => byte !== other[index]);
  return at >= 0 && one[at] < other[at];
}

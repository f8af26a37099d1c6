// The key list and the status list: fetched, kept on this device once they have proved true, and never taken back to
// older ones.

import { readList } from "./keys.js";
import { readStatusList } from "./status.js";

const KEPT = "check-lists";
const PATIENCE = 4000; // milliseconds for one list: whoever stands at a door does not wait longer
const FRESH = 60_000; // milliseconds for which lists just fetched are not asked for again

export class Lists {
  /** `page` names the root key, where the lists are, and the status list's own name. */
  constructor(page) {
    this.page = page;
    this.ring = null;
    this.status = null;
    this.fetchedAt = -Infinity;
    this.refreshing = null;
  }

  /** What was kept, then what the server has: whichever is true and newer. Several at once share one go. */
  refresh(now) {
    if (performance.now() - this.fetchedAt < FRESH) return Promise.resolve();
    this.refreshing ??= this.renew(now).finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  async renew(now) {
    await this.take(now, (address) => kept(address));
    if (!navigator.onLine) return;
    const fetched = new Map();
    await Promise.all([this.page.keys, this.page.status].map(async (address) => fetched.set(address, await get(address))));
    if ([...fetched.values()].every(Boolean)) this.fetchedAt = performance.now();
    await this.take(now, (address) => fetched.get(address), keep);
  }

  /** Keys first: the status list is believed on their word. */
  async take(now, from, then = async () => {}) {
    await this.takeKeys(await from(this.page.keys), then);
    if (this.ring) await this.takeStatus(await from(this.page.status), now, then);
  }

  async takeKeys(bytes, then) {
    try {
      if (!bytes) return;
      this.ring = await readList(new TextDecoder().decode(bytes), this.page.root, this.ring?.sequence ?? 0);
      await then(this.page.keys, bytes);
    } catch {
      // not the operator's, or older than what is kept: what is kept stays
    }
  }

  async takeStatus(bytes, now, then) {
    try {
      if (!bytes) return;
      const read = await readStatusList(bytes, this.ring, this.page.uri, now);
      if (this.status && read.issuedAt < this.status.issuedAt) return;
      this.status = read;
      await then(this.page.status, bytes);
    } catch {
      // the same
    }
  }
}

async function get(address) {
  try {
    const answer = await fetch(address, {
      cache: "no-cache", credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

async function kept(address) {
  const answer = await (await caches.open(KEPT)).match(address);
  return answer ? new Uint8Array(await answer.arrayBuffer()) : null;
}

const keep = async (address, bytes) => (await caches.open(KEPT)).put(address, new Response(bytes));

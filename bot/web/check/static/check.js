// The page: takes a picture, a pasted code or what stands after # in the address, and shows the verdict.
// Nothing that was given leaves the device: the only requests are for the page's own files and the two public lists.

import { Lists } from "./lists.js";
import { readCodes } from "./picture.js";
import { idText, isProof, openText, wholeText } from "./seal.js";
import { lookup } from "./status.js";
import { Who } from "./who.js";
import { Speech } from "./words.js";

const page = JSON.parse(document.getElementById("page").textContent);
const [speech, lists] = [new Speech(page), new Lists(page)];
const the = (id) => document.getElementById(id);
const now = () => Date.now() / 1000;
const MARKS = { good: "✓", care: "!", bad: "✗" };
const NO_VERDICT = { link_only: "link_only" }; // reasons of which more can be said than that it is not genuine
const who = new Who(the("who"), speech);
let newest = 0; // only the newest check is shown, however long an older one takes

function isAble() {
  return isSecureContext && crypto.subtle && "serviceWorker" in navigator && "caches" in window && "DecompressionStream" in window;
}

/** The verdict on one text. */
async function opened(text) {
  const whole = wholeText(text.trim(), page.base);
  if (isProof(whole, page.base)) return { verdict: "proof", link: whole.split("#")[0] };
  await lists.refresh(now());
  if (!lists.ring) return { verdict: "no_keys" };
  const result = await openText(whole, lists.ring, page.base, now(), (claims) => lookup(lists.status, claims));
  const note = NO_VERDICT[result.reason];
  return note ? { verdict: note, link: whole } : result;
}

/** Of several codes in one picture the one that is ours. */
async function best(texts) {
  const results = [];
  for (const text of texts) results.push(await opened(text));
  return results.find((result) => result.verdict !== "not_genuine") ?? results[0];
}

async function show(work) {
  const turn = (newest += 1);
  draw({ verdict: "reading" });
  let result;
  try {
    result = await work();
  } catch {
    result = { verdict: "failed" };
  }
  if (turn === newest) draw(result);
  if (turn === newest) tellReady();
}

function draw(result) {
  const { tone, heading, advice } = page.verdicts[result.verdict];
  const box = the("verdict");
  box.className = `verdict ${tone}`;
  const title = element("h2", heading);
  const mark = element("span", MARKS[tone], "mark");
  mark.setAttribute("aria-hidden", "true");
  title.prepend(mark, " ");
  box.replaceChildren(title, ...[advice, ...facts(result)].filter(Boolean).map((line) => element("p", line)));
  if (result.link) box.append(link(result.link));
  box.hidden = false;
  who.offer(result.claims);
  if (result.verdict !== "reading") box.scrollIntoView({ block: "nearest" });
}

function facts({ claims, asOf, verdict }) {
  if (!claims) return [];
  const dates = speech.say("dates", { issued: speech.day(claims.issuedAt), until: speech.day(claims.expiresAt) });
  const isOver = ["expired", "not_yet_valid"].includes(verdict);
  const status = asOf && !isOver
    ? [speech.say("as_of", { as_of: speech.moment(asOf) }), speech.say("age", { age: speech.age(Math.max(0, now() - asOf)) })]
    : [];
  return [dates, ...status, speech.say("clock", { clock: speech.moment(now()) })];
}

function link(address) {
  const node = element("a", page.openBot);
  node.href = address;
  node.rel = "noreferrer";
  return node;
}

function element(name, text, look = "") {
  const node = document.createElement(name);
  node.textContent = text;
  if (look) node.className = look;
  return node;
}

async function fromPicture(file) {
  let texts;
  try {
    texts = await readCodes(file);
  } catch {
    return { verdict: "no_picture" };
  }
  return texts.length ? best(texts) : { verdict: "no_code" };
}

/** What follows # is taken out of the address at once, so that no history and no shared link keeps it. */
function fromAddress() {
  let given = location.hash.slice(1);
  if (!given || given === "main") return;
  history.replaceState(null, "", location.pathname + location.search);
  try {
    given = decodeURIComponent(given);
  } catch {
    // a % that stands for itself: read as it is
  }
  show(() => opened(given));
}

function tellReady() {
  const isControlled = Boolean(navigator.serviceWorker.controller);
  const name = !lists.ring ? "not_ready" : lists.status ? "ready" : "ready_no_list";
  if (name === "not_ready" || isControlled) {
    the("ready").textContent = speech.say(name, { as_of: lists.status ? speech.moment(lists.status.issuedAt) : "" });
  }
}

async function getReady() {
  navigator.serviceWorker.addEventListener("controllerchange", tellReady);
  await navigator.serviceWorker.register(page.worker, { scope: page.scope }).catch(() => {});
  await lists.refresh(now());
  tellReady();
}

function begin() {
  if (!isAble()) {
    document.documentElement.classList.remove("able");
    return;
  }
  the("app").hidden = false;
  for (const id of ["camera", "picture"]) {
    the(id).addEventListener("change", ({ target }) => {
      const [file] = target.files;
      if (file) show(() => fromPicture(file));
      target.value = ""; // the same picture may be chosen again
    });
  }
  the("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = the("code").value;
    show(async () => (text.trim() ? opened(text) : { verdict: "nothing_typed" }));
  });
  addEventListener("hashchange", fromAddress);
  addEventListener("online", () => lists.refresh(now()).then(tellReady));
  fromAddress();
  getReady();
}

begin();

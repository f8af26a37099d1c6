// Whose certificate it is, for who holds the paper and the person's document: both numbers are typed and stay here.

import { unseal } from "./sealed.js";

export class Who {
  constructor(box, speech) {
    this.box = box;
    this.speech = speech;
    this.form = box.querySelector("form");
    this.told = box.querySelector("[role=status]");
    this.claims = null;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.open();
    });
  }

  /** Another certificate, or none: what was typed and shown for the one before goes. */
  offer(claims) {
    this.claims = claims;
    this.form.reset();
    this.told.replaceChildren();
    this.box.hidden = !claims;
  }

  async open() {
    const { claims, speech } = this;
    const [application, document] = ["application", "document"].map((name) => this.form.elements[name].value);
    this.tell([speech.say("opening")]);
    const person = await unseal(claims, application, document).catch(() => null);
    if (claims !== this.claims) return;
    this.tell(person ? this.lines(person) : [speech.say("wrong_numbers")]);
  }

  lines(person) {
    const { speech } = this;
    return [
      speech.say("names"),
      `${person.names} (${person.citizenship})`,
      person.address,
      speech.say("from_day", { from_day: speech.day(person.from - speech.page.offset * 60) }),
      speech.say("host", { host: person.host, last4: person.last4 }),
      speech.say("compare"),
    ];
  }

  tell(lines) {
    this.told.replaceChildren(...lines.map((line) => {
      const node = document.createElement("p");
      node.textContent = line;
      return node;
    }));
  }
}

// The words came with the page, in its language; here only their gaps are filled.

const MINUTE = 60;
const UNITS = { day: 86_400, hour: 3600, minute: MINUTE }; // two of one before it is used

export class Speech {
  constructor(page) {
    this.page = page;
  }

  /** The sentence of this name, its gaps filled. */
  say(name, gaps = {}) {
    return filled(this.page.said[name], gaps);
  }

  /** A day where the certificate counts its days, whatever zone this device is in. */
  day(seconds) {
    const there = new Date((seconds + this.page.offset * 60) * 1000);
    return filled(this.page.months[there.getUTCMonth()], { y: there.getUTCFullYear(), d: there.getUTCDate() });
  }

  moment(seconds) {
    return `${this.day(seconds)}, ${new Date((seconds + this.page.offset * 60) * 1000).toISOString().slice(11, 16)}`;
  }

  /** In minutes, hours or days, as one says it in this language. */
  age(seconds) {
    const [unit, long] = Object.entries(UNITS).find(([, long]) => seconds >= 2 * long) ?? ["minute", MINUTE];
    const n = Math.floor(seconds / long);
    const forms = this.page.ages[unit];
    return filled(forms[new Intl.PluralRules(this.page.language).select(n)] ?? forms.other ?? forms.many, { n });
  }
}

const filled = (sentence, gaps) => sentence.replace(/\{(\w+)\}/g, (gap, name) => (name in gaps ? String(gaps[name]) : gap));

"""What the modules of the acts are made of: a sentence for a finding, a reading for a code, and what both read.

Values in a finding's data are dates, counts and codes; a module asks for them by name with the functions below.
"""

from collections.abc import Callable
from datetime import date

from bot.law.assessment import Finding
from bot.texts.countries import STATELESS, country_name
from bot.texts.words import Words

Sentence = Callable[[Words, Finding], str]
"""One to three plain sentences for whatever outcome and data one rule can yield, without the citation."""

Reading = Callable[[Words], str]
"""One way in which an unclear rule can be read, as a whole sentence."""

CITIZENSHIP = "citizenship"
"""Under this name the reader's citizenship is put beside the finding's own data, "" when it is not told."""


def about(finding: Finding, citizenship: str) -> Finding:
    """The finding with the citizenship of the person it speaks of."""
    return finding._replace(data={**finding.data, CITIZENSHIP: citizenship})


def country(words: Words, finding: Finding) -> str:
    """The person's country by name, or words for it."""
    citizenship = code(finding, CITIZENSHIP)
    return country_name(words, citizenship) if citizenship else words.say("your country")


def is_stateless(finding: Finding) -> bool:
    """Whether the person has no country that could be named."""
    return code(finding, CITIZENSHIP) == STATELESS


def date_of(finding: Finding, name: str) -> date | None:
    """A date in the data, where the rule has put one."""
    value = finding.data.get(name)
    return value if isinstance(value, date) else None


def day(words: Words, finding: Finding, name: str) -> str:
    """A date in the data, in words; "" where there is none."""
    found = date_of(finding, name)
    return words.day(found) if found else ""


def last_day(words: Words, finding: Finding) -> str:
    """The day by which something was due, and the day by the other count where the two differ."""
    due, last_arguable = (day(words, finding, name) for name in ("due", "last_arguable"))
    if due == last_arguable:
        return due
    return words.say("{due} (counted another way {last_arguable})", due=due, last_arguable=last_arguable)


def number(finding: Finding, name: str) -> int:
    """A count in the data; 0 where there is none."""
    value = finding.data.get(name)
    return value if isinstance(value, int) else 0


def code(finding: Finding, name: str) -> str:
    """A code in the data; "" where there is none."""
    return str(finding.data.get(name) or "")


def codes(finding: Finding, name: str) -> tuple[str, ...]:
    """A list of codes in the data; empty where there is none."""
    value = finding.data.get(name)
    return tuple(map(str, value)) if isinstance(value, tuple | list) else ()

"""Rules read the facts they say they read."""

from collections import defaultdict
from dataclasses import fields
from datetime import date, timedelta
from itertools import islice

from law_cases import persons

from bot.law.engine import RULES, rules_in_force
from bot.law.facts import Facts, Visa

EVERY_DAY_TO_LOOK = [rule.span.since for rule in RULES] + [date(2026, 12, 11), date(2027, 2, 10)]


class Watched:
    """Facts that note which of them are looked at."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> object:
        self.read.add(name)
        value = getattr(self._facts, name)
        return WatchedVisa(value, self.read) if isinstance(value, Visa) else value


class WatchedVisa:
    """A visa that notes which of its days are looked at, as `visa.since`."""

    def __init__(self, visa: Visa, read: set[str]) -> None:
        self._visa = visa
        self._read = read

    def __getattr__(self, name: str) -> object:
        self._read.add(f"visa.{name}")
        return getattr(self._visa, name)


def test_every_rule_reads_what_it_declares() -> None:
    """Over a third of the grid, in turn, the facts read by a rule are exactly those declared, and a visa's days too."""
    read: dict[tuple[str, int], set[str]] = defaultdict(set)
    for nth, day in enumerate(sorted({day + timedelta(days=n) for day in EVERY_DAY_TO_LOOK for n in (0, 40)})):
        for facts in islice(persons(day), nth % 3, None, 3):
            for rule in rules_in_force(day):
                watched = Watched(facts)
                rule.apply(watched)  # type: ignore[arg-type]  # it answers to the same names
                read[rule.name, rule.version] |= watched.read

    parts = {name for names in read.values() for name in names if "." in name}
    assert {rule: names - parts for rule, names in read.items()} == {
        (rule.name, rule.version): set(rule.reads) for rule in RULES
    }
    assert parts == {f"visa.{name}" for name in Visa._fields}


def test_every_fact_is_read_by_some_rule() -> None:
    """No question is asked that no rule reads."""
    assert {field.name for field in fields(Facts)} == {name for rule in RULES for name in rule.reads}

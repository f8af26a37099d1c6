"""Rules read the facts they say they read."""

from collections import defaultdict
from dataclasses import fields
from datetime import date, timedelta
from itertools import islice

from law_cases import persons

from bot.law.engine import RULES, rules_in_force
from bot.law.facts import Facts

EVERY_DAY_TO_LOOK = [rule.span.since for rule in RULES] + [date(2026, 12, 11), date(2027, 2, 10)]


class Watched:
    """Facts that note which of them are looked at."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> object:
        self.read.add(name)
        return getattr(self._facts, name)


def test_every_rule_reads_what_it_declares() -> None:
    """Over a third of the grid, in turn, the facts read by a rule are exactly those declared."""
    read: dict[tuple[str, int], set[str]] = defaultdict(set)
    for nth, day in enumerate(sorted({day + timedelta(days=n) for day in EVERY_DAY_TO_LOOK for n in (0, 40)})):
        for facts in islice(persons(day), nth % 3, None, 3):
            for rule in rules_in_force(day):
                watched = Watched(facts)
                rule.apply(watched)  # type: ignore[arg-type]  # it answers to the same names
                read[rule.name, rule.version] |= watched.read

    assert read == {(rule.name, rule.version): set(rule.reads) for rule in RULES}


def test_every_fact_is_read_by_some_rule() -> None:
    """No question is asked that no rule reads."""
    assert {field.name for field in fields(Facts)} == {name for rule in RULES for name in rule.reads}

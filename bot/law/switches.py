"""Rules that a later act ended: a row of `ends.csv` with its day and source, and no line of code, switches one off.

So the host's notice beside Order 923, whose repeal was not found, ends on the day that a source will show.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.law.rule import Rule, Span


def with_ends(rules: Sequence[Rule], rows: Iterable[Mapping[str, str]]) -> tuple[Rule, ...]:
    """The rules, those named in the rows in force only until their day.

    Raises:
        ValueError: a row names no rule, or a day on which the rule had not begun or was over.
    """
    ends = {row["rule"]: date.fromisoformat(row["until"]) for row in rows}
    ended = tuple(_ended(rule, ends.get(rule.name)) for rule in rules)
    changed = {after.name for before, after in zip(rules, ended, strict=True) if after is not before}
    if idle := ends.keys() - changed:
        raise ValueError(f"ends.csv: nothing in force to end: {', '.join(sorted(idle))}")
    return ended


def _ended(rule: Rule, until: date | None) -> Rule:
    since, end = rule.span
    if until is None or (end is not None and end <= until):
        return rule
    if until <= since:
        raise ValueError(f"ends.csv: {rule.name} has not begun on {until}")
    return replace(rule, span=Span(since, until))

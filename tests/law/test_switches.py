"""Ending a rule by a row of a table."""

from datetime import date

import pytest

from bot.law.engine import RULES
from bot.law.rule import in_force
from bot.law.switches import with_ends

NOTICE = "P148-9-beside-O923"


def row(rule: str = NOTICE, until: str = "2027-03-01") -> dict[str, str]:
    """One row, as the table has it."""
    return {"rule": rule, "until": until}


def test_a_row_ends_its_rule_on_its_day_and_no_other() -> None:
    """The notice beside Order 923 holds until the day before the row's, and every other rule as it did."""
    ended = {rule.name: rule for rule in with_ends(RULES, [row()]) if rule.name == NOTICE}[NOTICE]

    assert ended.span.covers(date(2027, 2, 28))
    assert not ended.span.covers(date(2027, 3, 1))
    assert [rule for rule in with_ends(RULES, [row()]) if rule.name != NOTICE] == [
        rule for rule in RULES if rule.name != NOTICE
    ]


@pytest.mark.parametrize("wrong", [row(rule="P148-999"), row(until="2026-07-01"), row("P148-9", "2026-07-02")])
def test_a_row_that_ends_nothing_is_refused(wrong: dict[str, str]) -> None:
    """A rule that does not exist, has not begun or is over cannot be ended: the table has a mistake."""
    with pytest.raises(ValueError, match=r"ends\.csv"):
        with_ends(RULES, [wrong])


def test_a_rule_that_needs_an_ended_one_ends_with_it() -> None:
    """What a late notice costs is told only while some rule asks for a notice."""
    ended = with_ends(RULES, [row()])

    assert [
        {rule.name for rule in in_force(ended, day)} & {NOTICE, "K235-518"}
        for day in (date(2027, 2, 28), date(2027, 3, 1))
    ] == [{NOTICE, "K235-518"}, set()]

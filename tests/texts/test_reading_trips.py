"""Earlier stays as people type them: both days in a line, in any form of a date, with anything sensible between."""

from datetime import date

import pytest

from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.travel import Stay
from bot.texts.reading_trips import read_trips

TODAY = date(2026, 11, 22)
SPRING = Stay(date(2026, 3, 1), date(2026, 4, 20))


@pytest.mark.parametrize(
    "text",
    [
        "01.03.2026 - 20.04.2026",
        "01.03.2026-20.04.2026",
        "01-03-2026 - 20-04-2026",
        "01-03-2026-20-04-2026",
        "2026-03-01 2026-04-20",
        "1/3/26 — 20/4/26",
        "01.03.2026, 20.04.2026",
        "01.03.2026\n20.04.2026",
        "  From 1 March 2026 to 20 April 2026 ",
        "с 1 марта 2026 по 20 апреля 2026",
        "2026 ж. 1 наурыз – 2026 ж. 20 сәуір",
        "2026 ж. 1 наурыздан бастап 2026 ж. 20 сәуірге дейін",
    ],
)
def test_both_days_are_found_wherever_the_line_is_cut(text: str) -> None:
    """A dash, a comma, a word, a new line or a space: the line is cut where both halves are dates."""
    assert read_trips(text, latest=TODAY) == [SPRING]


def test_one_day_alone_is_a_stay_whose_end_is_still_to_be_told() -> None:
    """The second day may come in a second message."""
    assert read_trips("1 March 2026", latest=TODAY) == [Stay(date(2026, 3, 1))]


def test_a_list_has_a_stay_in_each_line() -> None:
    """Several lines are several stays, empty ones are passed over; a day alone among them is not understood."""
    rows = ["01.03.2026 - 20.04.2026", "", "01.05.2026 - 02.05.2026", "01.06.2026 - 02.06.2026"]

    assert [stay.entered.month for stay in read_trips("\n".join(rows), latest=TODAY)] == [3, 5, 6]
    with pytest.raises(Refusal) as refused:
        read_trips("\n".join([*rows, "01.07.2026"]), latest=TODAY)
    assert refused.value.code is RefusalCode.DATE_UNREAD


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", RefusalCode.DATE_UNREAD),
        (" \n \n", RefusalCode.DATE_UNREAD),
        ("in spring", RefusalCode.DATE_UNREAD),
        ("31.02.2026 - 01.03.2026", RefusalCode.DATE_IMPOSSIBLE),
        ("01.03.2026 - 31.04.2026", RefusalCode.DATE_IMPOSSIBLE),
        ("1.3", RefusalCode.DATE_NO_YEAR),
        ("- " * 10_000, RefusalCode.DATE_UNREAD),
        ("1.3.2026 " * 2_000, RefusalCode.DATE_UNREAD),
    ],
)
def test_what_is_no_stay_is_refused(text: str, code: RefusalCode) -> None:
    """No days, impossible days, days without a year and novels are refused, each by its name."""
    with pytest.raises(Refusal) as refused:
        read_trips(text, latest=TODAY)

    assert refused.value.code is code

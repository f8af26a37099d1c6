"""Two days as people type them in one line: "01.03.2026 - 20.04.2026", "с 1 марта 2026 по 20 апреля 2026"."""

import re
from datetime import date

from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.travel import Stay
from bot.texts.reading_dates import read_date

_BETWEEN = re.compile(r"\s*(?:[-–—,;/\n]|\.{2,}|\s(?:to|till|until|and|по|до|и|және)\s)\s*|\s+")
_OPENING = re.compile(r"^(?:from|since|с|со|от)\s+")
_CLOSING = re.compile(r"(?<=\w)\s+(?:бастап|дейін)\b")
_LONGEST_LINE = 100
_MOST_LINES = 120


def read_trips(text: str, *, latest: date) -> list[Stay]:
    """The stays that a person typed, one in each line; one day alone is a stay whose end is still to be told.

    Raises:
        Refusal: DATE_UNREAD, DATE_NO_YEAR or DATE_IMPOSSIBLE.
    """
    rows = [row for row in text.strip().splitlines() if row.strip()][:_MOST_LINES]
    if len(rows) == 2 and (days := _days(" - ".join(rows), latest)) is not None:
        return [days]  # entry and departure, each in a line of its own
    if not rows:
        raise Refusal(RefusalCode.DATE_UNREAD)
    stays = [_trip(row, latest) for row in rows]
    if len(stays) > 1 and any(stay.left is None for stay in stays):
        raise Refusal(RefusalCode.DATE_UNREAD)
    return stays


def _trip(row: str, latest: date) -> Stay:
    return _days(row, latest) or Stay(read_date(row, latest=latest))


def _days(row: str, latest: date) -> Stay | None:
    """Both days, wherever the line can be cut so that each half is a date; None where it cannot.

    Raises:
        Refusal: DATE_IMPOSSIBLE, where a half looks like a date and there is no such day.
    """
    if len(row) > _LONGEST_LINE:
        return None
    line = _OPENING.sub("", _CLOSING.sub("", " ".join(row.casefold().split())))
    impossible: Refusal | None = None
    for cut in _BETWEEN.finditer(line):
        try:
            entered = read_date(line[: cut.start()], latest=latest)
            return Stay(entered, read_date(line[cut.end() :], latest=latest))
        except Refusal as no:
            impossible = no if no.code is RefusalCode.DATE_IMPOSSIBLE else impossible
    if impossible is not None:
        raise impossible
    return None

"""The table of penalties, and what the monthly index makes of them in tenge: nothing where no source gives a sum."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache

from bot.law.assessment import Citation
from bot.law.tables import sourced_rows_of


class Breach(StrEnum):
    """What is punished."""

    HOST_NOTICE_LATE = "host_notice_late"
    OVERSTAY = "overstay"


class Measure(StrEnum):
    """What the punishment is; `least` and `most` are indices, days or years."""

    WARNING = "warning"
    FINE = "fine"
    ARREST = "arrest"
    EXPULSION = "expulsion"
    ENTRY_BAN = "entry_ban"
    NO_INVITATIONS = "no_invitations"


@dataclass(frozen=True, slots=True, eq=False)  # a row is itself and no other, which makes it a cheap key
class Penalty:
    """One rung: for whom, for how many days over (None: any), which measure, between which bounds, since which day."""

    breach: Breach
    who: str
    repeated: bool
    over_from: int | None
    over_to: int | None
    measure: Measure
    least: int | None
    most: int | None
    cite: Citation
    since: date
    confidence: str


@lru_cache(maxsize=1024)
def penalties(breach: Breach, on: date) -> tuple[Penalty, ...]:
    """The rungs that are known to have stood on the day."""
    return tuple(penalty for penalty in _table() if penalty.breach is breach and penalty.since <= on)


@lru_cache(maxsize=1024)
def in_words_of_data(penalty: Penalty, year: int) -> dict[str, object]:
    """The rung as a finding's data; `tenge` are its bounds in the year's money, None where its index is unknown."""
    return {
        "who": penalty.who,
        "measure": penalty.measure.value,
        "least": penalty.least,
        "most": penalty.most,
        "tenge": _tenge(penalty, year),
        "confidence": penalty.confidence,
    }


def _tenge(penalty: Penalty, year: int) -> tuple[int | None, int | None] | None:
    index = monthly_index(year)
    if penalty.measure is not Measure.FINE or index is None:
        return None
    least, most = (None if bound is None else bound * index for bound in (penalty.least, penalty.most))
    return least, most


def monthly_index(year: int) -> int | None:
    """The monthly calculation index of a year in tenge, where a source tells it."""
    return _indices().get(year)


@cache
def _indices() -> dict[int, int]:
    return {int(row["year"]): int(row["tenge"]) for row in sourced_rows_of("mrp.csv")}


@cache
def _table() -> tuple[Penalty, ...]:
    return tuple(_penalty(row) for row in sourced_rows_of("penalties.csv"))


def _penalty(row: dict[str, str]) -> Penalty:
    return Penalty(
        breach=Breach(row["breach"]),
        who=row["who"],
        repeated={"yes": True, "no": False}[row["repeat"]],
        over_from=_number(row["over_from"]),
        over_to=_number(row["over_to"]),
        measure=Measure(row["measure"]),
        least=_number(row["least"]),
        most=_number(row["most"]),
        cite=Citation(row["act"], row["paragraph"]),
        since=date.fromisoformat(row["since"]),
        confidence=row["confidence"],
    )


def _number(text: str) -> int | None:
    return int(text) if text else None

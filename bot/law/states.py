"""The tables of states: how long citizens may stay, what Order 923 says of them, what a treaty says of registration."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Generic, Protocol, TypeVar

from bot.law.assessment import Citation, Registration
from bot.law.rule import Span
from bot.law.tables import rows_of, text_of

CONFIDENCES = frozenset("HML")
SOURCES = re.compile(r"S\d+( S\d+)*", re.ASCII)


class Effect(StrEnum):
    """What a treaty says of registration."""

    REGISTER_AFTER = "register_after"
    RESIDENCE_AFTER = "residence_after"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class StayOrder:
    """One state's order of stay in a span of entries, and whether paragraph 3 of Order 923 names such a state."""

    state: str
    span: Span
    entry_days: int
    window_days: int
    window: int
    order_923: Registration
    why: str
    cite: Citation
    sources: str
    confidence: str


@dataclass(frozen=True, slots=True)
class TreatyClause:
    """One treaty's clause on registration. `ratified` is False where only the government approved it."""

    state: str
    span: Span
    effect: Effect
    days: int
    ratified: bool
    cite: Citation
    sources: str
    confidence: str


class _Row(Protocol):
    @property
    def state(self) -> str: ...
    @property
    def span(self) -> Span: ...


RowT = TypeVar("RowT", bound=_Row)


class Table(Generic[RowT]):
    """Rows by state, at most one in force on any day."""

    def __init__(self, rows: Iterator[RowT]) -> None:
        """Take the rows in order of time.

        Raises:
            ValueError: two rows of one state overlap.
        """
        self.by_state: dict[str, tuple[RowT, ...]] = {}
        for row in rows:
            earlier = self.by_state.get(row.state, ())
            if earlier and (earlier[-1].span.until is None or earlier[-1].span.until > row.span.since):
                raise ValueError(f"{row.state}: two rows on {row.span.since}")
            self.by_state[row.state] = (*earlier, row)

    def on(self, state: str, day: date) -> RowT | None:
        """The row in force for the state on the day."""
        for row in self.by_state.get(state, ()):
            if row.span.covers(day):
                return row
        return None


@lru_cache(maxsize=4096)  # the rules of one assessment ask this again and again
def stay_order(state: str, day: date) -> StayOrder | None:
    """The state's order of stay for an entry on the day."""
    return stay_orders().on(state, day)


@lru_cache(maxsize=4096)  # the same
def treaty_clause(state: str, day: date) -> TreatyClause | None:
    """The clause on registration that binds the state's citizens on the day."""
    return treaty_clauses().on(state, day)


@cache
def stay_orders() -> Table[StayOrder]:
    """The table of states and stays, by day of entry."""
    return Table(_read("states.csv", _stay_order))


@cache
def treaty_clauses() -> Table[TreatyClause]:
    """The treaties' clauses on registration."""
    return Table(_read("treaties.csv", _treaty_clause))


@cache
def countries() -> frozenset[str]:
    """The ISO 3166-1 alpha-3 codes."""
    return frozenset(text_of("iso3166.txt").split())


def _read(name: str, parse: Callable[[dict[str, str]], RowT]) -> Iterator[RowT]:
    for line, row in enumerate(rows_of(name), start=2):
        try:
            _check_origin(row)
            yield parse(row)
        except (KeyError, ValueError) as error:
            raise ValueError(f"{name}, line {line}: {error}") from error


def _check_origin(row: dict[str, str]) -> None:
    if not SOURCES.fullmatch(row["sources"]):
        raise ValueError("no source")
    if row["confidence"] not in CONFIDENCES:
        raise ValueError("confidence is H, M or L")
    if row["iso3"] not in countries():
        raise ValueError("not a country")


def _span(row: dict[str, str]) -> Span:
    return Span(date.fromisoformat(row["since"]), date.fromisoformat(row["until"]) if row["until"] else None)


def _stay_order(row: dict[str, str]) -> StayOrder:
    order = StayOrder(
        state=row["iso3"],
        span=_span(row),
        entry_days=int(row["entry_days"]),
        window_days=int(row["window_days"]),
        window=int(row["window"]),
        order_923=Registration(row["order_923"]),
        why=row["why"],
        cite=Citation(row["act"], row["paragraph"] or None),
        sources=row["sources"],
        confidence=row["confidence"],
    )
    if not 0 < order.entry_days <= order.window_days < order.window:
        raise ValueError("days an entry <= days in the window < the window")
    return order


def _treaty_clause(row: dict[str, str]) -> TreatyClause:
    return TreatyClause(
        state=row["iso3"],
        span=_span(row),
        effect=Effect(row["effect"]),
        days=int(row["days"]),
        ratified={"yes": True, "approved": False}[row["ratified"]],
        cite=Citation(row["act"], row["paragraph"] or None),
        sources=row["sources"],
        confidence=row["confidence"],
    )

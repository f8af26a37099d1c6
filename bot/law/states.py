"""The tables of states: how long citizens may stay, what Order 923 says of them, what a treaty says of registration."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Generic, Protocol, TypeVar

from bot.law.assessment import Citation, Registration
from bot.law.rule import Span
from bot.law.stays import WINDOW_SINCE
from bot.law.tables import sourced_rows_of, text_of


class Effect(StrEnum):
    """What a treaty says of registration."""

    REGISTER_AFTER = "register_after"
    RESIDENCE_AFTER = "residence_after"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class StayOrder:
    """One state's order of stay in a span of entries, and whether paragraph 3 of Order 923 names such a state.

    `window_days` and `window` are None where only the one entry is limited; entries before `counts_since` do not count.
    """

    state: str
    span: Span
    entry_days: int
    window_days: int | None
    window: int | None
    counts_since: date
    order_923: Registration
    why: str
    cite: Citation
    sources: str
    confidence: str


@dataclass(frozen=True, slots=True)
class TreatyClause:
    """One treaty's clause on registration: its days are of each `window`, or (None) from the entry.

    `ratified` is False where only the government approved it.
    """

    state: str
    span: Span
    effect: Effect
    days: int
    window: int | None
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
    for line, row in enumerate(sourced_rows_of(name), start=2):
        try:
            _check_country(row)
            yield parse(row)
        except (KeyError, ValueError) as error:
            raise ValueError(f"{name}, line {line}: {error}") from error


def _check_country(row: dict[str, str]) -> None:
    if row["iso3"] not in countries():
        raise ValueError("not a country")


def _span(row: dict[str, str]) -> Span:
    return Span(date.fromisoformat(row["since"]), date.fromisoformat(row["until"]) if row["until"] else None)


def _stay_order(row: dict[str, str]) -> StayOrder:
    order = StayOrder(
        state=row["iso3"],
        span=_span(row),
        entry_days=int(row["entry_days"]),
        window_days=_number_or_none(row["window_days"]),
        window=_number_or_none(row["window"]),
        counts_since=date.fromisoformat(row["counts_since"]) if row["counts_since"] else WINDOW_SINCE,
        order_923=Registration(row["order_923"]),
        why=row["why"],
        cite=Citation(row["act"], row["paragraph"] or None),
        sources=row["sources"],
        confidence=row["confidence"],
    )
    _check_days(order)
    return order


def _number_or_none(cell: str) -> int | None:
    return None if cell == "none" else int(cell)


def _check_days(order: StayOrder) -> None:
    days = [order.entry_days, order.window_days or order.entry_days, order.window or order.entry_days + 1]
    if (order.window is None) is not (order.window_days is None) or not 0 < days[0] <= days[1] < days[2]:
        raise ValueError("days an entry <= days in the window < the window, or neither window nor its days")


def _treaty_clause(row: dict[str, str]) -> TreatyClause:
    return TreatyClause(
        state=row["iso3"],
        span=_span(row),
        effect=Effect(row["effect"]),
        days=int(row["days"]),
        window=int(row["window"]) if row["window"] else None,
        ratified={"yes": True, "approved": False}[row["ratified"]],
        cite=Citation(row["act"], row["paragraph"] or None),
        sources=row["sources"],
        confidence=row["confidence"],
    )

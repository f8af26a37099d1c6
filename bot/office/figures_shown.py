"""Figures as they are shown, without anybody being found in them (`bot.office.hiding`).

A sum over several days is the sum of what is shown of each: it tells nothing that the days do not tell. Sums of what
is hidden would: two reports of thirty days, one a day later than the other, differ by one day.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.case import EventKind
from bot.office.figures import AT_A_MOMENT, Figure, Table, Tables
from bot.office.hiding import FEWEST, NOTHING, Row, rounded, shown, shown_of

ENOUGH_FOR_P90 = 2 * FEWEST  # with fewer answers it is the slowest one or two hosts'
_OF_THE_DAY = (Figure.ASKED, Figure.ENDED, Figure.LIFE, Figure.ACTS, Figure.CAME, Figure.DECISIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    """What may be shown of one day."""

    day: date
    rows: Mapping[Figure, Row]
    answered_within: Mapping[str, int] = field(default_factory=dict)  # `p50`, `p90` in seconds, where there are enough
    oldest_days: int | None = None

    def row(self, figure: Figure) -> Row:
        """A table; nothing where it was not counted."""
        return self.rows.get(figure, NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The last whole day, and the thirty that end with it, oldest first."""

    days: tuple[DayShown, ...]

    @property
    def last(self) -> DayShown:
        """The newest."""
        return self.days[-1]

    def sum_of(self, figure: Figure) -> Table:
        """Over all days, of the cells that are shown."""
        summed: Counter[str] = Counter()
        for day in self.days:
            summed.update({key: number for key, number in day.row(figure).cells.items() if number is not None})
        return dict(summed)

    def days_hiding(self, figure: Figure) -> int:
        """On how many days something of this table is hidden."""
        return sum(day.row(figure).has_hidden for day in self.days)


def day_shown(day: date, tables: Tables) -> DayShown:
    """What of a counted day may be shown."""
    rows = {figure: shown(tables.get(figure, {})) for figure in _OF_THE_DAY}
    rows[Figure.REGION] = shown_of(tables.get(Figure.REGION, {}), _granted(rows[Figure.ENDED]))
    stands = {figure: rounded(shown(tables[figure])) for figure in AT_A_MOMENT if figure in tables}
    return DayShown(
        day=day,
        rows=rows | stands,
        answered_within=_enough(tables.get(Figure.ANSWER_TIME, {})),
        oldest_days=tables.get(Figure.OLDEST, {}).get("days"),
    )


def _granted(ended: Row) -> int | None:
    """Nought where nobody's was granted: such a cell is left out, unless the whole row is hidden."""
    return None if ended.total is None else ended.cells.get(EventKind.GRANTED, 0)


def _enough(times: Table) -> Table:
    many = times.get("n", 0)
    least = {"p50": FEWEST, "p90": ENOUGH_FOR_P90}
    return {name: times[name] for name, needed in least.items() if many >= needed}

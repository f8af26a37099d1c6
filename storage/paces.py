"""A pace that all workers over one PostgreSQL database keep together: the generic cell rate algorithm in one row.

The row says from when on the next message may go. A worker that wants to send moves it forward by one statement, for
several messages at once, and may send at the moments it has passed over; one that dies loses only those. The clock is
the database's: those of the machines may differ. Where a process is alone (SQLite) it needs no row
(`bot.telegram.pace`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Interval, bindparam, case, extract, func, literal
from sqlalchemy.dialects.postgresql import insert

from storage.columns import Moment
from storage.database import Database
from storage.tables import paces

EARLIER = timedelta(seconds=0.2)  # what was not used so shortly before may be made up for: a late worker loses nothing
FARTHEST = timedelta(seconds=60)  # a row farther ahead was written before the clock stepped back

_CLOCK: ColumnElement[datetime] = func.clock_timestamp(
    type_=Moment
)  # not `now()`: who waits for the row must not see the time before waiting
_SPAN = bindparam("span", type_=Interval())
_STOOD = case(
    (paces.c.next_at > _CLOCK + literal(FARTHEST, Interval()), _CLOCK),
    else_=func.greatest(paces.c.next_at, _CLOCK - literal(EARLIER, Interval())),
)
_RESERVE = (
    insert(paces)
    .values(name=bindparam("wanted"), next_at=_CLOCK + _SPAN)
    .on_conflict_do_update(index_elements=[paces.c.name], set_={"next_at": _STOOD + _SPAN})
    .returning(extract("epoch", paces.c.next_at - _SPAN - _CLOCK))
)


@dataclass(frozen=True, slots=True)
class SharedPace:
    """So many messages a second in all, under one name."""

    database: Database
    name: str
    a_second: int

    async def __call__(self, most: int) -> Sequence[float]:
        """Reserve the next moments for so many messages: in how many seconds each may go."""
        between = timedelta(seconds=1) / self.a_second
        async with self.database.writing() as connection:
            wanted = {"wanted": self.name, "span": between * most}
            first = float((await connection.execute(_RESERVE, wanted)).scalar_one())
            await connection.commit()
        return [max(first + turn * between.total_seconds(), 0.0) for turn in range(most)]

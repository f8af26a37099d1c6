"""The border's record, as requests are compared with it: by the blind index of the document alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import AuditAction
from bot.domain.crossing import Coverage, Crossing, Direction, Span
from bot.registration.repositories.officers import ComparedUntil
from storage.tables import audit, cases, crossing_files, crossings

_WANTED: BindParameter[Any] = bindparam("wanted")
_IS_RECORDED = exists().where(crossings.c.document_index == cases.c.document_index).correlate(cases)
_SAME_DOCUMENT = crossings.c.document_index == cases.c.document_index
_OF_REQUEST = (
    select(crossings.c.on, crossings.c.direction, crossings.c.citizenship, crossings.c.checkpoint)
    .join_from(cases, crossings, _SAME_DOCUMENT)
    .where(cases.c.number == _WANTED)
    .order_by(crossings.c.on)
)
_NEWEST = select(cases.c.number).where(_IS_RECORDED).order_by(cases.c.number.desc()).limit(bindparam("most"))
_BEFORE = _NEWEST.where(cases.c.number < _WANTED)
_IN_RECORD = exists().where(cases.c.number == audit.c.case, _IS_RECORDED).correlate(audit)
_CHANGED = (
    select(audit.c.case)
    .where(audit.c.at >= bindparam("since", type_=audit.c.at.type), audit.c.action == AuditAction.REQUEST.value)
    .where(_IN_RECORD)
)  # in no order: for one, SQLite would walk through the whole record by request
_IS_FINISHED = crossing_files.c.finished_at.is_not(None)
_SPANS = select(crossing_files.c.first_on, crossing_files.c.last_on).where(
    _IS_FINISHED, crossing_files.c.first_on.is_not(None)
)
_REFUSED = select(func.coalesce(func.sum(crossing_files.c.refused), 0)).where(_IS_FINISHED)
_COMPARED = select(
    func.count().label("files"),
    func.count(crossing_files.c.matched_at).label("compared"),
    func.min(crossing_files.c.matched_at).label("at"),
).where(_IS_FINISHED)
_AT = bindparam("at", type_=crossing_files.c.matched_at.type)
_NOTE = update(crossing_files).where(crossing_files.c.finished_at <= _AT).values(matched_at=_AT)


@dataclass(slots=True)
class SqlCrossings:
    """`ports.Crossings` over the tables of crossings and of their files."""

    connection: AsyncConnection
    _coverage: Coverage | None = None  # of one unit of work: it does not change meanwhile

    async def coverage(self) -> Coverage:
        """Of which days files have come whole."""
        if self._coverage is None:
            rows = (await self.connection.execute(_SPANS)).all()
            self._coverage = Coverage.of(Span(row.first_on, row.last_on) for row in rows)
        return self._coverage

    async def of_request(self, number: int) -> Sequence[Crossing]:
        """The crossings under the number of this request's document, whatever the citizenship; oldest first."""
        rows = (await self.connection.execute(_OF_REQUEST, {"wanted": number})).all()
        return [Crossing(on, Direction(way), citizenship, post) for on, way, citizenship, post in rows]

    async def refused(self) -> int:
        """How many bad lines the files had."""
        return int((await self.connection.execute(_REFUSED)).scalar_one())

    async def requests_before(self, number: int | None, most: int) -> Sequence[int]:
        """The numbers of requests whose document the record knows, below this one; the newest first."""
        if number is None:
            return list((await self.connection.execute(_NEWEST, {"most": most})).scalars())
        return list((await self.connection.execute(_BEFORE, {"wanted": number, "most": most})).scalars())

    async def changed_since(self, moment: datetime) -> Sequence[int]:
        """Those to which something has happened since; the newest first."""
        return sorted(set((await self.connection.execute(_CHANGED, {"since": moment})).scalars()), reverse=True)

    async def compared_until(self) -> ComparedUntil | None:
        """Until when requests were compared with every file that is here; None where there is no file."""
        row = (await self.connection.execute(_COMPARED)).one()
        if not row.files:
            return None
        return ComparedUntil(row.at, row.compared < row.files)

    async def compared(self, at: datetime) -> None:
        """Requests were compared at this moment with what had come by then."""
        await self.connection.execute(_NOTE, {"at": at})

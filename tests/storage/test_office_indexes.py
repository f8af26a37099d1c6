"""What the office counts and lists is found by its index, and counts those who live somewhere."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import event
from storage_samples import ANSWERS, GUEST, HOST, NOW, certificate, request

from bot.domain.case import Event, EventKind
from bot.domain.certificate import COUNTED, CertificateStatus
from bot.domain.document import DocumentNumber
from bot.domain.matter import MatterKind
from bot.domain.officer import Right, Role
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.machine.roster import SettingsRoster
from bot.office.figures import DAYS, ONE_DAY, CountDays
from bot.office.reports import OweReports, ReadStatistics
from bot.office.rights import Rights
from storage.database import Database
from storage.figures import Counts, DayBook


def run_by(database: Database) -> list[tuple[str, object]]:
    """The statements that are run from now on, with what they were given."""
    seen: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, given: object, *_: object) -> None:
        seen.append((statement, given))

    event.listen(database._engine.sync_engine, "before_cursor_execute", note)
    return seen


async def plan(database: Database, statement: str, given: object) -> str:
    """How SQLite goes about it."""
    async with database.reading() as connection:
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)  # type: ignore[arg-type]
        return "; ".join(row[3] for row in rows)


async def test_open_matters_are_found_by_their_index_in_a_migrated_file(sqlite: Database) -> None:
    """The card, the number of open ones and the figures: of a million settled ones none is read."""
    ran = run_by(sqlite)
    async with sqlite.begin() as work:
        await work.matters.waiting([MatterKind.APPEAL], 0, 9)
        await work.matters.count_open()
    await Counts(sqlite).queue(NOW)
    plans = [await plan(sqlite, *each) for each in tuple(ran) if "is_open" in each[0]]
    assert ["ix_matters_open" in one and "SCAN matter_events" not in one for one in plans] == [True] * 3, plans


async def test_what_changed_since_is_found_by_its_day(sqlite: Database) -> None:
    """The daily comparison with the border's record reads a day of the record of acts, not all years of it."""
    ran = run_by(sqlite)
    async with sqlite.begin() as work:
        assert await work.crossings.changed_since(NOW) == []
    [changed] = [await plan(sqlite, *each) for each in tuple(ran) if "FROM audit" in each[0]]
    assert "SEARCH audit USING INDEX ix_audit_at" in changed


@pytest.mark.parametrize("status", CertificateStatus)
async def test_who_lives_there_is_counted_among_the_crowd(sqlite: Database, status: CertificateStatus) -> None:
    """One whose certificate is suspended lives there still, as one without a passport does; one who has left does not.

    Two live at one address, where one may; the second of them holds this certificate.
    """
    async with sqlite.begin() as work:
        for place, held in enumerate((CertificateStatus.VALID, status), start=1):
            answers = replace(ANSWERS, document_number=DocumentNumber(f"FA765432{place}"))
            case = await work.cases.add(request(f"token-{place}", answers=answers))
            await work.certificates.add(replace(certificate(case.number, place), status=held))
        await work.commit()
    assert await Counts(sqlite).crowded(1, NOW) == (1 if status in COUNTED else 0)


async def test_who_asks_first_waits_for_one_day_alone(sqlite: Database) -> None:
    """`/stats` counts the last day where it is not counted; the daily work counts the thirty, though nobody is an
    officer yet, and no day twice.
    """
    await happened(sqlite, NOW - DAYS * ONE_DAY)
    ran = run_by(sqlite)
    named = dict[ChatId, Role]()
    roster = SettingsRoster(lambda: named, None)
    rights, book = Rights(roster=roster), DayBook(sqlite)
    count = CountDays(counting=Counts(sqlite), book=book, most_at_a_dwelling=9)
    owe = OweReports(begin=sqlite.begin, clock=Still(), roster=roster, rights=rights, count=count)  # type: ignore[arg-type]
    read = ReadStatistics(begin=sqlite.begin, clock=Still(), rights=rights, count=count, book=book)  # type: ignore[arg-type]

    named[HOST] = Role.READER
    assert len((await read(HOST, Right.COUNT)).days) == days_counted(ran) == 1
    named.clear()
    assert await owe() == 0
    assert days_counted(ran) == DAYS
    named[HOST] = Role.READER
    assert len((await read(HOST, Right.COUNT)).days) == days_counted(ran) == DAYS
    with pytest.raises(Refusal, match=RefusalCode.ROLE_TOO_LOW):
        await read(HOST, Right.WATCH)


@pytest.mark.parametrize(("days_ago", "counted"), [(None, 1), (0, 1), (1, 1), (3, 3)])
async def test_no_day_is_counted_before_anything_happened(sqlite: Database, days_ago: int | None, counted: int) -> None:
    """But for the last one: that nothing happened on it is worth a report."""
    if days_ago is not None:
        await happened(sqlite, NOW - days_ago * ONE_DAY)
    ran, book = run_by(sqlite), DayBook(sqlite)
    count = CountDays(counting=Counts(sqlite), book=book, most_at_a_dwelling=9)
    last = await count(NOW)
    assert last == (NOW - ONE_DAY).date()
    assert (
        sorted(await book.days(last - DAYS * ONE_DAY, last)) == [last - back * ONE_DAY for back in range(counted)][::-1]
    )
    assert days_counted(ran) == counted


async def happened(sqlite: Database, at: datetime) -> None:
    """Somebody has sent a request then."""
    async with sqlite.begin() as work:
        await work.cases.add(request(events=(Event(kind=EventKind.ASKED, at=at, chat=GUEST),)))
        await work.commit()


class Still:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW


def days_counted(ran: list[tuple[str, object]]) -> int:
    """How often the events of a day were gone through."""
    return sum("events.reason" in statement and "count(*)" in statement for statement, _ in ran)

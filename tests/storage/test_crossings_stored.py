"""The border's record as it is stored: every crossing once, under the index of a request's document, batch by batch."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from storage_samples import ANSWERS, HOUR, NOW, request

from bot.commands.crossing_rows import Block, Fault, Layout, RowReader, layout_of
from bot.domain.audit import OPERATOR, AuditAction, AuditEntry
from bot.domain.crossing import Coverage, Crossing, CrossingFault, Direction, Span
from bot.domain.document import DocumentNumber
from storage.audit import SqlAudit
from storage.crossing_files import Batch, CrossingFiles, FileProgress, TakenElsewhereError
from storage.database import Database
from storage.tables import audit, crossings

DIGEST, OTHER = b"d" * 32, b"o" * 32
HEADING = "document;citizenship;direction;date;checkpoint"
DAY = date(2026, 11, 12)


def reader(database: Database, heading: str = HEADING) -> RowReader:
    layout = layout_of(heading)
    assert isinstance(layout, Layout)
    return RowReader(database.vault, layout, DAY + timedelta(days=10))


def batch(database: Database, *lines: str) -> Batch:
    text = "".join(f"{line}\n" for line in lines).encode()
    read = reader(database).read(Block(text, 2))
    return Batch(read.rows, len(text), read.lines, len(read.faults))


def taken(at: datetime) -> AuditEntry:
    return AuditEntry(action=AuditAction.IMPORTED, at=at, by=OPERATOR)


async def kept(database: Database) -> int:
    async with database.reading() as connection:
        return int((await connection.execute(select(func.count()).select_from(crossings))).scalar_one())


async def test_a_crossing_is_kept_once_and_found_by_a_requests_document(database: Database) -> None:
    """However its number is written; twice in one batch, in another file, or in the same one taken in again."""
    files = CrossingFiles(database)
    come = await files.begin(DIGEST, 10, NOW)
    lines = (
        "fa 7654321;UZB;in;2026-11-12;Korday",
        "FA-7654321;uzb;IN;12.11.2026;Korday",
        "FA7654321;D;out;2026-11-20;",
    )
    come = await files.take(DIGEST, come, batch(database, *lines))
    again = await files.begin(OTHER, 10, NOW)
    again = await files.take(OTHER, again, batch(database, *lines))

    assert (come.added, come.rows, come.first_on, come.last_on) == (2, 3, DAY, DAY + timedelta(days=8))
    assert (again.added, again.rows) == (0, 3)
    assert await kept(database) == 2
    async with database.begin() as work:
        case = await work.cases.add(request())
        other = replace(ANSWERS, document_number=DocumentNumber("FA7654322"))
        await work.cases.add(request("token-2", answers=other))
        found = await work.crossings.of_request(case.number)
        assert await work.crossings.requests_before(None, 9) == [case.number]
        assert await work.crossings.requests_before(case.number, 9) == []
    assert found == [
        Crossing(DAY, Direction.IN, "UZB", "Korday"),
        Crossing(DAY + timedelta(days=8), Direction.OUT, "DEU", ""),
    ]


async def test_a_file_goes_on_where_its_last_batch_ended(database: Database) -> None:
    """Bytes, lines and days are those of the batch that was written; who comes second with an old account is told."""
    files = CrossingFiles(database)
    begun = await files.begin(DIGEST, 10, NOW)
    first = batch(database, "FA7654321;UZB;in;2026-11-12;Korday", "bad")

    come = await files.take(DIGEST, begun, first)

    assert await files.begin(DIGEST, 10, NOW) == come
    assert (come.done, come.rows, come.refused) == (10 + first.size, 2, 1)
    with pytest.raises(TakenElsewhereError):
        await files.take(DIGEST, begun, batch(database, "FA7654329;UZB;in;2026-11-12;Korday"))
    assert await kept(database) == 1


async def test_only_a_whole_file_covers_its_days(database: Database) -> None:
    """And requests are compared with it from then on."""
    files = CrossingFiles(database)
    for digest, day in ((DIGEST, "2026-11-12"), (OTHER, "2026-11-13")):
        come = await files.begin(digest, 10, NOW)
        await files.take(digest, come, batch(database, f"FA7654321;UZB;in;{day};Korday", "bad"))
    assert await files.finish(DIGEST, taken(NOW))
    assert not await files.finish(DIGEST, taken(NOW))

    async with database.begin() as work:
        assert await work.crossings.coverage() == Coverage((Span(DAY, DAY),))
        assert await work.crossings.refused() == 1
        behind = await work.crossings.compared_until()
        assert behind is not None
        assert behind.is_behind
        await work.crossings.compared(NOW + HOUR)
        assert await work.crossings.compared_until() == (NOW + HOUR, False)
        await work.commit()
    await files.finish(OTHER, taken(NOW + 2 * HOUR))
    async with database.begin() as work:
        await work.crossings.compared(NOW + HOUR)  # a comparison that had begun before the file was whole
        await work.commit()
    async with database.look() as seen:
        assert await seen.crossings.compared_until() == (NOW + HOUR, True)
        assert await seen.crossings.coverage() == Coverage((Span(DAY, DAY + timedelta(days=1)),))


async def test_a_file_is_whole_with_its_line_or_not_at_all(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before the record has it, the file is not finished: run again, it is, and has one line."""
    files = CrossingFiles(sqlite)
    come = await files.begin(DIGEST, 10, NOW)
    await files.take(DIGEST, come, batch(sqlite, "FA7654321;UZB;in;2026-11-12;Korday"))

    async def killed(_: SqlAudit, *_more: object) -> None:
        raise KeyError

    with monkeypatch.context() as broken:
        broken.setattr(SqlAudit, "append", killed)
        with pytest.raises(KeyError):
            await files.finish(DIGEST, taken(NOW))
    async with sqlite.look() as seen:
        assert await seen.crossings.coverage() == Coverage()
    assert await files.finish(DIGEST, taken(NOW))
    assert not await files.finish(DIGEST, taken(NOW))
    async with sqlite.reading() as connection:
        assert (await connection.execute(select(audit.c.action))).scalars().all() == ["imported"]


GOOD = "FA7654321;UZB;in;2026-11-12;Korday"
BAD = {
    "FA7654321;UZB;in;2026-11-12": CrossingFault.FIELDS,
    'FA7654321;UZB;in;2026-11-12;"Korday': CrossingFault.FIELDS,
    "АЖ7654321;UZB;in;2026-11-12;Korday": CrossingFault.DOCUMENT,
    ";UZB;in;2026-11-12;Korday": CrossingFault.DOCUMENT,
    "FA7654321;UZ;in;2026-11-12;Korday": CrossingFault.CITIZENSHIP,
    "FA7654321;UZB;across;2026-11-12;Korday": CrossingFault.DIRECTION,
    "FA7654321;UZB;in;2026-13-12;Korday": CrossingFault.DATE,
    "FA7654321;UZB;in;31.02.2026;Korday": CrossingFault.DATE,
    "FA7654321;UZB;in;2026-11-23;Korday": CrossingFault.DATE_TO_COME,
    "FA7654321;UZB;in;2014-12-31;Korday": CrossingFault.DATE_TOO_OLD,
    f"FA7654321;UZB;in;2026-11-12;{'x' * 65}": CrossingFault.CHECKPOINT,
    "FA7654321;UZB;in;2026-11-12;Kor\tday": CrossingFault.CHECKPOINT,
}


def test_each_bad_line_is_named_with_its_reason(sqlite: Database) -> None:
    """And the lines beside it are read; an empty one is no fault."""
    text = "\r\n".join((GOOD, *BAD, "", GOOD)).encode()

    read = reader(sqlite).read(Block(text, 2))

    assert read.faults == [Fault(line, why) for line, why in enumerate(BAD.values(), 3)]
    assert (len(read.rows), read.lines) == (2, len(BAD) + 3)


def test_columns_stand_in_any_order_between_either_mark(sqlite: Database) -> None:
    """Commas or semicolons, quotation marks or none, other columns beside."""
    row = 'Korday;"FA7654321";in;12.11.2026;Smith;UZB'
    headings = (
        "Checkpoint;document;direction;DATE;name;citizenship",
        '"checkpoint",document,direction,date,x,citizenship',
    )
    [first], [second], [third] = (
        reader(sqlite, heading).read(Block(line.encode(), 2)).rows
        for heading, line in zip((*headings, HEADING), (row, row.replace(";", ","), GOOD), strict=True)
    )

    assert first == second == third


async def test_nothing_of_a_block_shows_when_it_is_printed(sqlite: Database) -> None:
    """Neither in a traceback nor in a log."""
    printed = f"{Block(GOOD.encode(), 2)!r}{batch(sqlite, GOOD)!r}{FileProgress()!r}"

    assert "7654321" not in printed

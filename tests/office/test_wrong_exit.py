"""An exit that the border's record has, and that was none: an officer gives the registration back, once for all."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from office_acts_ground import DAY, NOON, OFFICER, Office

from bot.domain.acts import Deed
from bot.domain.audit import OPERATOR, AuditAction, AuditEntry
from bot.domain.case import Case
from bot.domain.life import is_registered, left_on
from bot.office.crossings import MatchCrossings
from storage.crossing_files import Batch, CrossingFiles
from storage.database import Database
from storage.tables import cases

EXIT = NOON.date() - DAY
FILE = b"f" * 32


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """An empty database and the office over it."""
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'exits.db'}", "a secret of tests")
    yield Office(database)
    await database.close()


async def border(office: Office, *rows: tuple[Case, str, str, date]) -> None:
    """A file of the border's: whose document, of which state, which way, when."""
    files, vault = CrossingFiles(office.database), office.database.vault
    written = []
    for case, citizenship, way, day in rows:
        assert case.answers.document_number is not None
        index = vault.index(cases.c.document_index, case.answers.document_number.reveal())
        written.append((index, citizenship, way, day, "Syrym"))
    await files.take(FILE, await files.begin(FILE, 10, NOON), Batch(written, 10, len(written), 0))
    await files.finish(FILE, AuditEntry(action=AuditAction.IMPORTED, at=NOON, by=OPERATOR))


async def test_what_was_given_back_is_not_ended_by_the_same_exit_again(office: Office) -> None:
    """However often the record is compared; and the stay is on the list of earlier ones no more."""
    case = await office.add("valid")
    await border(office, (case, "RUS", "out", EXIT))
    match = MatchCrossings(look=office.database.look, begin=office.database.begin, clock=office.clock)
    assert (await match.all_of_them()).ended == 1
    ended = await office.case(case.number)
    assert left_on(ended) == EXIT
    assert [stay.left for stay in await earlier(office, case.guest)] == [EXIT]

    await office.do(OFFICER, office.order(ended, Deed.REINSTATE))

    assert (await match.all_of_them()).ended == 0
    assert is_registered(await office.case(case.number), NOON)
    assert await earlier(office, case.guest) == []


async def test_crossings_that_were_let_go_are_not_missing(office: Office) -> None:
    """Of an entry of more than two years ago the record tells nothing any more: nobody is put before an officer."""
    case, other = await office.add("valid"), await office.add("sent")
    entered = NOON.date() - 800 * DAY
    async with office.database.begin() as work:
        told = await work.cases.add(replace(case, token="long here", answers=case.answers.with_(entered=entered)))
        await work.commit()
    await border(office, (told, "DEU", "in", NOON.date() - 300 * DAY), (other, "RUS", "in", entered - DAY))
    match = MatchCrossings(look=office.database.look, begin=office.database.begin, clock=office.clock)

    await match.all_of_them()

    async with office.database.look() as work:
        assert await work.matters.of_case(told.number) == []


async def earlier(office: Office, guest: int) -> list[object]:
    """The stays before this one, as they are kept for the reckoning of days."""
    async with office.database.look() as work:
        told = await work.travels.get(guest)
    return [] if told is None else list(told.earlier)

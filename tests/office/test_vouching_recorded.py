"""Vouching for a host, not vouching, and ending it: each is on record with who did it, once."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from office_acts_ground import HEAD, HOST, OFFICER, Office
from sqlalchemy import select

from bot.domain.matter import Decision, MatterKind
from bot.domain.officer import Role
from bot.domain.people import Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.deciding import Decide
from bot.office.vouching import EndVouching
from storage.database import Database
from storage.tables import audit


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The office over a database in which there is a host for whom an officer has vouched."""
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'office.db'}", "a secret of tests")
    office = Office(database)
    now = office.clock.now()
    async with database.begin() as work:
        host = Host(chat=HOST, phone="+77011234567", consented_at=now, consent_version="1", checked_at=now)
        await work.hosts.save(host)
        await work.commit()
    yield office
    await database.close()


async def recorded(office: Office) -> list[tuple[str, str]]:
    """Who has said what about hosts."""
    query = select(audit.c.actor, audit.c.detail).where(audit.c.action == "host").order_by(audit.c.seq)
    async with office.database.reading() as connection:
        return [(row.actor, json.loads(row.detail)["decision"]) for row in await connection.execute(query)]


@pytest.mark.parametrize("decision", [Decision.VOUCHED, Decision.NOT_VOUCHED])
async def test_what_is_said_of_a_host_is_on_record(office: Office, decision: Decision) -> None:
    """The decision, under the officer's name; the same tap twice leaves one line."""
    number = await office.in_hand(MatterKind.HOST)

    for _ in range(2):
        await Decide(**office.needs)(OFFICER, number, decision, 2)

    assert await recorded(office) == [(f"officer:{OFFICER}", decision.value)]


async def test_ending_it_is_on_record_once(office: Office) -> None:
    """A head who taps twice has ended it once; a head who is the host, or the guest, ends nothing."""
    case = await office.add("valid")
    end = EndVouching(**office.needs)
    office.desk.roles |= {HOST: Role.HEAD, case.guest: Role.HEAD}
    for own in (HOST, case.guest):
        with pytest.raises(Refusal) as no:
            await end(own, case.number)
        assert no.value.code is RefusalCode.ACT_ON_OWN

    for _ in range(2):
        assert (await end(HEAD, case.number)).checked_at is None

    assert await recorded(office) == [(f"officer:{HEAD}", "ended")]

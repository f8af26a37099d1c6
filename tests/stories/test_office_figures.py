"""Figures for officers: `/stats`, and the heads' report every morning."""

import asyncio
import csv
import io
import json
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select

from bot.domain.address import Address
from bot.domain.case import Case, EventKind
from bot.domain.matter import Matter, MatterKind
from bot.domain.people import ChatId
from storage.tables import audit, notices
from tests.people import Person
from tests.town import ALL_ANSWERED, ALMATY, FIRST_AFTER, NOON, Town, known_to_the_bot

_tokens = count(1)
HEAD_ID, READER_ID = 7001, 7002
PICTURE = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9cc\0\1\0\0\5\0\1\r\n-\xb4"
    b"\0\0\0\0IEND\xaeB`\x82"
)


@pytest.fixture
def town_settings(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A town with a head and a reader; pictures are drawn elsewhere (`test_figures_charts`)."""
    monkeypatch.setattr("bot.machine.charts._drawn", lambda _description: PICTURE)
    monkeypatch.setattr(FIRST_AFTER, 0)
    return {"officers": {HEAD_ID: "head", READER_ID: "reader"}}


@pytest.fixture
def office(town: Town) -> Town:
    """That town."""
    return town


async def ended(town: Town, many: int, kind: EventKind, reason: str | None = None, address: str = "") -> None:
    """So many requests that were sent two hours before they ended, at noon of the 21st."""
    answers = ALL_ANSWERED.with_(address=Address.parse(address)) if address else ALL_ANSWERED
    async with town.running.database.begin() as work:
        for _ in range(many):
            asked = Case(number=0, guest=ChatId(1), answers=answers, token=f"figures-{next(_tokens)}", events=())
            asked = asked.happened(EventKind.ASKED, NOON - timedelta(hours=2), ChatId(1))
            await work.cases.add(asked.happened(kind, NOON, ChatId(2), reason))
        await work.commit()


async def table(person: Person) -> list[dict[str, str]]:
    """The newest table that this person got."""
    message = next(m for m in reversed(person.messages) if (m["file"] or {}).get("kind") == "document")
    return list(csv.DictReader(io.StringIO((await person.file(message)).decode())))


@pytest.mark.both_databases
async def test_stats_are_yesterdays_numbers_in_words_pictures_and_a_table(office: Town) -> None:
    """Registrations by region, refusals by ground, hosts' time, the queue; cells under five are hidden; and that they
    were read is recorded.
    """
    await ended(office, 6, EventKind.GRANTED)
    await ended(office, 5, EventKind.GRANTED, address="Astana, Abay 1")
    await ended(office, 7, EventKind.REFUSED, "dates")
    await ended(office, 3, EventKind.DENIED, "O923-4-2")
    await ended(office, 2, EventKind.EXPIRED)
    await office.time_passes(days=1)
    await office.running.daily["count the day"]()
    reader = await office.person(READER_ID, "Dana")
    await reader.send("/stats")
    page = reader.hears()
    assert page.startswith("Figures of 21 November 2026")
    assert "Requests sent: 23" in page
    assert "Requests that ended: 23 (the host agreed 11, the host refused: The dates are wrong 7" in page
    assert "ended without an answer <5" in page
    assert "Registered, by region: 11 (Almaty 6, Astana 5)" in page
    assert "Half of the hosts answered within 2 h, nine of ten within 2 h" in page
    assert (
        "Registrations by day, 20 November 2026 to 21 November 2026: 11 in all, most on 21 November 2026 (11)" in page
    )
    assert "Refusals by ground, 20 November 2026 to 21 November 2026: the host refused: The dates are wrong 7" in page
    cells = {(row["table"], row["key"]): row["value"] for row in await table(reader) if row["day"] == "2026-11-21"}
    assert cells["ended", "denied:O923-4-2"] == cells["ended", "expired"] == "<5"
    assert cells["region", "71"] == "5"
    async with office.running.database.reading() as connection:
        query = select(audit.c.actor, audit.c.detail).where(audit.c.action == "statistics")
        [(actor, detail)] = (await connection.execute(query)).all()
    assert (actor, json.loads(detail)) == (f"officer:{READER_ID}", {"day": "2026-11-21"})


async def test_the_queue_is_counted_by_kind_and_age(office: Town) -> None:
    """Overstays and crowded addresses are matters; what stands now is told to the nearest five."""
    async with office.running.database.begin() as work:
        for _ in range(8):
            at = NOON - timedelta(days=1)
            await work.matters.add(Matter.received(MatterKind.OVERSTAY, at=at, chat=ChatId(1), by=None, case=1))
        await work.commit()
    await office.time_passes(days=1)
    reader = await office.person(READER_ID, "Dana")
    await reader.send("/stats")
    page = reader.hears()
    assert "Open matters: 10 (overstays 10)" in page
    assert "The oldest open matter has waited 2 days" in page


async def test_a_head_gets_the_report_at_eight_once_a_day(office: Town) -> None:
    """One each morning, however often the daily work is done; the reader, who is no head, gets none."""
    head, reader = await office.person(HEAD_ID, "Marat"), await office.person(READER_ID, "Dana")
    for one in (head, reader):
        await known_to_the_bot(office, one)
        await one.start()
    for _ in range(2):
        await office.running.daily["count the day"]()
    await office.time_comes(datetime(2026, 11, 22, 8, 0, tzinfo=ALMATY))
    await head.wait_for("Figures of 21 November 2026")
    await office.time_passes(hours=1)
    await head.quiet()
    assert head.hears().count("Figures of") == 1
    assert "Figures of" not in reader.hears()


async def test_who_is_no_head_any_more_gets_no_report(office: Town) -> None:
    """A report that was owed is dropped when its reader has lost the role."""
    head = await office.person(HEAD_ID, "Marat")
    await known_to_the_bot(office, head)
    await head.start()
    await office.running.daily["count the day"]()
    office.settings["officers"] = {HEAD_ID: "reader"}
    await office.restart_bot()
    await office.time_comes(datetime(2026, 11, 22, 8, 0, tzinfo=ALMATY))
    await head.quiet()
    async with asyncio.timeout(10):  # nothing on a screen tells that it was dropped
        while await why_dropped(office) is None:  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.05)
    assert await why_dropped(office) == "role_too_low"
    assert "Figures of" not in head.hears()


async def why_dropped(town: Town) -> str | None:
    """Why the report of the 22nd was not sent."""
    query = select(notices.c.last_error).where(notices.c.due_at == datetime(2026, 11, 22, 3, tzinfo=UTC))
    async with town.running.database.reading() as connection:
        return (await connection.execute(query)).scalar_one()


async def test_a_day_is_counted_once(office: Town) -> None:
    """What happens to a day's rows later, such as a deletion, does not change what was counted."""
    await ended(office, 6, EventKind.GRANTED)
    await office.time_passes(days=1)
    reader = await office.person(READER_ID, "Dana")
    await reader.send("/stats")
    await ended(office, 6, EventKind.GRANTED)
    await reader.send("/stats")
    assert reader.hears().count("Registered, by region: 6 (Almaty 6)") == 2


async def test_guests_know_of_no_stats(office: Town) -> None:
    """The command does not exist for them, nor does the button."""
    guest = await office.guest()
    await known_to_the_bot(office, guest)
    await guest.start()
    await guest.send("/stats")
    await guest.forge_tap("of:figures")
    assert "Figures" not in guest.hears()

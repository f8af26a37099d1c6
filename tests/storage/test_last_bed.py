"""Two guests for the last bed at once: exactly one passes, on every database."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storage_samples import ANSWERS, HOST, NOW, certificate, request

from bot.domain.case import Case, EventKind
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.matter import MatterKind
from bot.domain.notice import NoticeKind
from bot.domain.people import ChatId
from bot.domain.place import Place, PlaceDeed, PlaceEvent, PlaceId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.crowding import check_room, tell_if_full
from storage.database import Database
from storage.invariants import offences

MOST, OPERATORS_LIMIT = 2, 10
LATER = NOW + timedelta(hours=1)
LAST_SECOND = datetime(2027, 1, 31, 23, 59, 59, tzinfo=UTC)


async def settle(database: Database, most: int = MOST) -> list[Case]:
    """A place with one bed taken, and three guests who ask for it."""
    opened = PlaceEvent(kind=PlaceDeed.OPENED, at=NOW, chat=HOST, token="place-1")
    async with database.begin() as work:
        assert ANSWERS.address is not None
        assert ANSWERS.premises is not None
        place = await work.places.add(
            Place(
                id=PlaceId(0),
                owner=HOST,
                address=ANSWERS.address,
                premises=ANSWERS.premises,
                most=most,
                language="kk",
                events=(opened,),
            )
        )
        made = [await work.cases.add(_asking(place.id, number)) for number in range(4)]
        await _grant_one(work, made[0])
        await work.commit()
    return made[1:]


def _asking(place: PlaceId, number: int) -> Case:
    document = DocumentNumber.parse(f"70{number:07d}", DocumentKind.PASSPORT)
    answers = ANSWERS.with_(place=place, document_number=document, follows=None)
    return replace(request(f"link-{number}", answers=answers, host=HOST), guest=ChatId(100 + number))


async def _grant_one(work: object, case: Case) -> Case:
    granted = case.happened(EventKind.GRANTED, NOW, HOST)
    await work.cases.save(granted)  # type: ignore[attr-defined]
    await work.certificates.add(  # type: ignore[attr-defined]
        replace(certificate(case.number, 1000 + case.number), valid_until=LAST_SECOND)
    )
    return granted


async def grant(database: Database, case: Case) -> bool:
    """Grant as the use case does: look at the room, grant, tell; whether it passed."""
    async with database.begin() as work:
        held = await work.cases.get(case.number, lock=True)
        assert held is not None
        try:
            await check_room(work, [held], OPERATORS_LIMIT, LATER)
        except Refusal as no:
            if no.code is not RefusalCode.PLACE_FULL:
                raise
            return False
        await asyncio.sleep(0)
        await tell_if_full(work, [await _grant_one(work, held)], OPERATORS_LIMIT, LATER)
        await work.commit()
    return True


async def test_of_three_at_once_one_gets_the_last_bed(database: Database) -> None:
    """However they are mixed, the limit holds, the host is told once, and the officers' list has one entry."""
    asking = await settle(database)
    passed = await asyncio.gather(*(grant(database, case) for case in asking))

    assert sorted(passed) == [False, False, True]
    assert await offences(database, [case.number for case in asking]) == []
    async with database.look() as work:
        assert ANSWERS.address is not None
        assert len(await work.cases.living_at(ANSWERS.address, LATER)) == MOST
        matters = await work.matters.of_chat(HOST)
        told = await work.notices.waiting([HOST], NoticeKind.PLACE_CROWDED)
    assert [matter.kind for matter in matters] == [MatterKind.CROWDED]
    assert len(told) == 1
    assert dict(told[0].data) == {"most": "2"}


async def test_a_place_with_a_bed_left_rings_no_alarm(database: Database) -> None:
    """The alarm is for the last bed, not for the one before it."""
    asking = await settle(database, most=3)

    assert await grant(database, asking[0])
    async with database.look() as work:
        assert await work.matters.of_chat(HOST) == []
        assert await work.notices.waiting([HOST], NoticeKind.PLACE_CROWDED) == []

"""What is left of a person's notices when the person goes, and when their term is over."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from storage_samples import ANSWERS, GUEST, HOST, HOUR, NOW, certificate, notice, request

from bot.domain.case import EventKind
from bot.domain.guest_import import GuestEntry, GuestImport
from bot.domain.ids import PlaceId
from bot.domain.matter import Matter, MatterEvent, MatterKind, MatterState
from bot.domain.people import Chat, Draft
from bot.domain.terms import KEPT_AFTER_END
from bot.registration import retention
from bot.registration.deleting import WithdrawConsent
from bot.registration.expire_request import ExpireRequest
from bot.registration.imports import WAITS_FOR
from bot.registration.retention import ForgetEnded, Kind
from storage.database import Database
from storage.outbox import Outbox
from storage.profiles import SqlProfiles
from storage.tables import notices

LATER = NOW + KEPT_AFTER_END + HOUR


class Clock:
    """Stands where it is put."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


async def keys_left(database: Database) -> list[str]:
    """The keys of all notices."""
    async with database.reading() as connection:
        return sorted((await connection.execute(select(notices.c.key))).scalars())


async def test_who_withdraws_leaves_no_notice_sent_or_not(database: Database) -> None:
    """What was sent, dropped or still waits for this person goes; what was sent to others stays."""
    async with database.begin() as work:
        await work.chats.save(Chat(id=GUEST, language="en"))
        await work.notices.owe(*map(notice, ("sent", "dropped", "waiting")), notice("another's", chat=HOST))
        await work.commit()
    outbox = Outbox(database)
    taken = {owed.key: number for number, owed in await outbox.due(NOW, 9)}
    await outbox.sent(taken["sent"], NOW)
    await outbox.sent(taken["another's"], NOW)
    await outbox.drop(taken["dropped"], NOW, "400")

    await WithdrawConsent(begin=database.begin, clock=Clock(NOW), scrub=database.scrub)(GUEST)  # type: ignore[arg-type]

    assert await keys_left(database) == ["another's"]


async def test_what_is_over_goes_thirty_days_later_save_what_keeps_a_request_from_owing_twice(
    database: Database,
) -> None:
    """Sent and dropped notices go after their term; those of a request that is kept stay, and so does what waits."""
    async with database.begin() as work:
        kept, ended = await work.cases.add(request("kept")), await work.cases.add(request("ended"))
        await work.cases.save(ended.happened(EventKind.CANCELLED, NOW))
        for name, case in (("kept", kept.number), ("ended", ended.number), ("nobody's", None)):
            for fate in ("sent", "dropped", "waiting"):
                await work.notices.owe(notice(f"{name} {fate}", case=case))
        await work.notices.owe(notice("fresh sent", case=None))
        await work.commit()
    outbox = Outbox(database)
    for number, owed in await outbox.due(NOW, 99):
        if owed.key.endswith("sent"):
            await outbox.sent(number, LATER if owed.key.startswith("fresh") else NOW)
        elif owed.key.endswith("dropped"):
            await outbox.drop(number, NOW, "400")

    clock = Clock(NOW + timedelta(days=30) - HOUR)
    expire = ExpireRequest(begin=database.begin, clock=clock)  # type: ignore[arg-type]
    await ForgetEnded(look=database.look, begin=database.begin, clock=clock, expire_request=expire)()  # type: ignore[arg-type]
    assert len(await keys_left(database)) == 10

    expire = ExpireRequest(begin=database.begin, clock=Clock(NOW))  # type: ignore[arg-type]
    await ForgetEnded(look=database.look, begin=database.begin, clock=Clock(LATER), expire_request=expire)()  # type: ignore[arg-type]

    waiting = ["ended waiting", "kept waiting", "nobody's waiting"]
    assert await keys_left(database) == sorted([*waiting, "fresh sent", "kept dropped", "kept sent"])


async def forget(database: Database, moment: datetime) -> int:
    """The purge at this moment; how much went, but for what names nobody."""
    clock = Clock(moment)
    expire = ExpireRequest(begin=database.begin, clock=clock)  # type: ignore[arg-type]
    went = await ForgetEnded(look=database.look, begin=database.begin, clock=clock, expire_request=expire)()  # type: ignore[arg-type]
    return went.total() - went[Kind.PLACES] - went[Kind.TIES]


async def test_every_place_in_the_status_list_is_free_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many have expired, and however few go at once."""
    monkeypatch.setattr(retention, "PLACES_AT_ONCE", 2)
    async with database.begin() as work:
        for place in range(5):
            number = (await work.cases.add(request(f"token-{place}"))).number
            await work.certificates.add(replace(certificate(number, place), valid_until=NOW))
        await work.commit()

    await forget(database, NOW + timedelta(days=1))
    async with database.look() as work:
        assert await work.certificates.free_status_index(0) == 5
    await forget(database, NOW + timedelta(days=1) + HOUR)
    async with database.look() as work:
        assert [await work.certificates.free_status_index(place) for place in range(5)] == [0, 1, 2, 3, 4]


async def test_what_fails_to_go_brings_back_nothing_that_went(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each kind goes for itself, so that nobody waits for all of them: drafts are gone though profiles fail."""
    async with database.begin() as work:
        await work.drafts.save(Draft(chat=GUEST, answers=ANSWERS, saved_at=NOW))
        await work.commit()
    monkeypatch.setattr(SqlProfiles, "forget_untouched", _fails)

    with pytest.raises(OSError, match="disk"):
        await forget(database, LATER)

    async with database.look() as work:
        assert await work.drafts.get(GUEST) is None


async def _fails(*_: object) -> int:
    raise OSError("the disk is full")


async def test_guests_of_a_spreadsheet_go_when_nobody_tapped(database: Database) -> None:
    """A week to the moment they wait; then they go, filed or not."""
    entry = GuestEntry(2, ANSWERS)
    async with database.begin() as work:
        prepared = GuestImport(id=0, owner=HOST, place=PlaceId(7), prepared_at=NOW, prepared_by=HOST, entries=(entry,))
        waiting, settled = await work.imports.add(prepared), await work.imports.add(prepared)
        await work.imports.settle(settled.id, NOW)
        await work.commit()

    assert await forget(database, NOW + WAITS_FOR) == 0
    async with database.look() as work:
        assert await work.imports.get(waiting.id) is not None
    assert await forget(database, NOW + WAITS_FOR + HOUR) == 2
    async with database.look() as work:
        assert [await work.imports.get(one.id) for one in (waiting, settled)] == [None, None]


def matter(case: int | None, state: MatterState, at: datetime = NOW) -> Matter:
    """An appeal with words, pictures and a note that came to this state."""
    events = tuple(
        MatterEvent(kind=kind, at=moment, chat=GUEST, note="note")
        for kind, moment in ((MatterState.RECEIVED, NOW), (state, at))
    )
    return Matter(number=0, kind=MatterKind.APPEAL, chat=GUEST, events=events, case=case, text="w", pictures=("p",))


async def test_words_and_pictures_of_an_appeal_go_with_its_request(database: Database) -> None:
    """Of what is over number and states stay; whatever still has its request, or was answered lately, is whole."""
    async with database.begin() as work:
        kept, ended = await work.cases.add(request("kept")), await work.cases.add(request("ended"))
        await work.cases.save(kept.happened(EventKind.GRANTED, NOW))
        await work.certificates.add(certificate(kept.number))
        await work.cases.save(ended.happened(EventKind.CANCELLED, NOW))
        over = [
            await work.matters.add(each)
            for each in (matter(ended.number, MatterState.IN_WORK), matter(None, MatterState.ANSWERED))
        ]
        whole = [
            await work.matters.add(each)
            for each in (matter(kept.number, MatterState.ANSWERED), matter(ended.number, MatterState.ANSWERED, LATER))
        ]
        await work.commit()

    assert await forget(database, LATER) == 3  # the request and two appeals

    async with database.look() as work:
        found = {one.number: one for one in await work.matters.of_chat(GUEST)}
    assert [found[one.number] for one in whole] == whole
    for one in over:
        wiped = found[one.number]
        assert (wiped.kind, wiped.state, wiped.text, wiped.pictures) == (one.kind, one.state, "", ())
        assert [event.note for event in wiped.events] == [None, None]
    assert await forget(database, LATER) == 0

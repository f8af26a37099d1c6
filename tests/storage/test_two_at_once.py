"""Two who act for one person at one instant: exactly one outcome holds, on every database."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from storage_samples import GUEST, HOST, LANDLORD, STRANGER, certificate

from bot.domain.address import Address
from bot.domain.case import Case, Event, EventKind, StayEnd
from bot.domain.life import is_registered
from bot.domain.organisation import Bin, StaffDeed, StaffEvent
from bot.domain.people import Chat, ChatId
from bot.domain.refusals import Refusal
from bot.registration.consent import CONSENT_VERSION
from bot.registration.ending_stays import RestoreStay
from bot.registration.granting import Granting, Yes
from bot.registration.leaving import TakeBackLeaving
from bot.registration.staff import JoinStaff
from storage.database import Database
from tests.held_work import Held
from tests.town import ALL_ANSWERED

NOW = datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=5)))
OTHER_HOST = ChatId(7_000_000_004)


class Names:
    """A clock that stands, and names of certificates and links."""

    def now(self) -> datetime:
        return NOW

    def today(self) -> date:
        return NOW.date()

    def token(self) -> str:
        return "a new link"

    def status_index(self) -> int:
        return 40

    def cti(self, number: int) -> bytes:
        return number.to_bytes(12, "little")

    def current(self, _: datetime) -> bytes:
        return b"\x01\x02\x03"


async def settle(database: Database, ended: Event) -> tuple[Case, Case]:
    """A guest whose stay has ended just now, and who asks another host."""
    asked = Event(kind=EventKind.ASKED, at=NOW, chat=GUEST)
    granted = Event(kind=EventKind.GRANTED, at=NOW, chat=HOST)
    new = ALL_ANSWERED.with_(address=Address.parse("Almaty, Satpaev street 5"))
    asks = Case(number=0, guest=GUEST, answers=ALL_ANSWERED, token="one", events=(asked,), host=HOST)
    async with database.begin() as work:
        for chat in (GUEST, HOST, OTHER_HOST):
            await work.chats.save(Chat(id=chat, language="en", consented_at=NOW, consent_version=CONSENT_VERSION))
        await work.hosts.save(replace(LANDLORD, consented_at=NOW))
        old = await work.cases.add(replace(asks, events=(asked, granted, ended)))
        await work.certificates.add(replace(certificate(old.number), valid_until=NOW + timedelta(days=60)))
        waits = await work.cases.add(replace(asks, answers=new, token="two", host=OTHER_HOST))
        await work.commit()
    return old, waits


@pytest.mark.parametrize("who", ["host", "guest"])
async def test_a_stay_is_not_restored_beside_a_new_registration(database: Database, who: str) -> None:
    """The end is taken back while another host agrees: the guest is registered with the other host alone."""
    held, names = Held(database), Names()
    is_host = who == "host"
    ended = Event(kind=EventKind.HOST_ENDED, at=NOW, chat=HOST, reason=StayEnd.HAS_LEFT.value)
    left = Event(kind=EventKind.LEFT, at=NOW, chat=GUEST, reason="2026-11-21")
    old, waits = await settle(database, ended if is_host else left)
    take_back = (RestoreStay if is_host else TakeBackLeaving)(begin=held.begin, clock=names, most_at_a_dwelling=10)
    granting = Granting(clock=names, names=names, keys=names, most_at_a_dwelling=10)

    async def agree() -> None:
        async with database.begin() as work:
            party = await work.cases.party(waits.number, lock=True)
            await granting(work, party, Yes(chat=OTHER_HOST, host_name="Dana"))
            await work.commit()

    answers = await held.before(take_back(HOST if is_host else GUEST, old.number), agree)

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    async with database.look() as work:
        holding = [case.number for case in await work.cases.of_guest(GUEST) if is_registered(case, NOW)]
    assert holding == [waits.number]


async def test_of_two_who_join_by_one_link_one_does(database: Database) -> None:
    """A link for staff is for one person, also where the owner's talk is kept no more."""
    held, names = Held(database), Names()
    async with database.begin() as work:
        await work.hosts.save(replace(LANDLORD, number=Bin("240440012343")))
        invited = StaffEvent(owner=HOST, kind=StaffDeed.INVITED, at=NOW, by=HOST, token="link")
        await work.staff.add(invited)
        await work.commit()
    first = JoinStaff(begin=held.begin, clock=names, names=names)
    second = JoinStaff(begin=database.begin, clock=names, names=names)

    answers = await held.before(first(GUEST, "link", "A"), lambda: second(STRANGER, "link", "B"))

    assert [isinstance(answer, Refusal) for answer in answers] == [False, True]
    async with database.look() as work:
        assert [member.name for member in await work.staff.of_owner(HOST)] == ["A"]

"""A guest and a host tap at one instant, on two connections of PostgreSQL: both are answered, none is undone."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from storage_samples import GUEST, HOST, IIN, LANDLORD, certificate
from test_two_at_once import NOW, OTHER_HOST, Names

from bot.domain.address import Address
from bot.domain.case import Case, Event, EventKind, StayEnd
from bot.domain.life import end_of_stay, is_registered
from bot.domain.matter import Decision, Matter, MatterKind, MatterState
from bot.domain.people import Chat
from bot.domain.person import Iin
from bot.domain.refusals import Refusal
from bot.office.effects import CarryOut
from bot.registration.answer_consent import AgreeToGuest
from bot.registration.consent import CONSENT_VERSION
from bot.registration.ending_stays import EndStay
from bot.registration.granting import Granting
from bot.registration.leaving import SayLeft
from bot.registration.lost_passport import ReportLost
from bot.registration.ports import Begin
from bot.registration.web_answer import AgreeOnTheWeb, WebPass
from storage.database import Database
from tests.held_work import Held
from tests.town import ALL_ANSWERED, HOST_IIN

pytestmark = pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
Tap = Callable[[Begin, Case], Awaitable[object]]
_HELD = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
_WAITS = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


class Crossroads:
    """Lets no unit of work past its first locked row before the other has one too, or waits for a lock of the first."""

    def __init__(self, database: Database) -> None:
        self.database, self.arrived = database, 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Any]:
        async with self.database.begin() as work:
            yield _Halting(work, cases=_Halting(work.cases, **dict.fromkeys(("get", "party", "by_token"), self._halt)))

    def _halt(self, read: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def halting(*arguments: Any, lock: bool = False) -> Any:
            found = await read(*arguments, lock=lock)
            if lock:
                self.arrived += 1
                await self._until_both()
            return found

        return halting

    async def _until_both(self) -> None:
        async with asyncio.timeout(5), self.database.at_once() as connection:
            while self.arrived < 2 and (await connection.execute(_WAITS)).scalar_one() == 0:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.005)


class _Halting:
    """Something with parts of it replaced, or wrapped by a function of the part."""

    def __init__(self, itself: Any, **instead: Any) -> None:
        self._itself, self._instead = itself, instead

    def __getattr__(self, name: str) -> Any:
        part, instead = getattr(self._itself, name), self._instead.get(name)
        return part if instead is None else instead(part) if callable(instead) else instead


async def settle(database: Database, said: Event | None) -> tuple[Case, Case]:
    """A guest who lives with one host, and asks another one; `said` was said of the new request."""
    asked = Event(kind=EventKind.ASKED, at=NOW, chat=GUEST)
    granted = Event(kind=EventKind.GRANTED, at=NOW, chat=HOST)
    asks = Case(number=0, guest=GUEST, answers=ALL_ANSWERED, token="one", events=(asked, granted), host=HOST)
    is_in_chat = said is None or said.kind is not EventKind.CODE_SHOWN
    waits = replace(
        asks,
        answers=ALL_ANSWERED.with_(address=Address.parse("Almaty, Satpaev street 5"), host=IIN),
        token="two",
        events=(asked,) if said is None else (asked, said),
        host=OTHER_HOST if is_in_chat else None,
    )
    async with database.begin() as work:
        for chat in (GUEST, HOST, OTHER_HOST):
            await work.chats.save(Chat(id=chat, language="en", consented_at=NOW, consent_version=CONSENT_VERSION))
        await work.hosts.save(replace(LANDLORD, chat=OTHER_HOST, consented_at=NOW))
        await work.hosts.save(replace(LANDLORD, number=Iin(HOST_IIN), invitation=None, consented_at=NOW))
        old = await work.cases.add(asks)
        await work.certificates.add(replace(certificate(old.number), valid_until=NOW + timedelta(days=60)))
        waiting = await work.cases.add(waits)
        matter = Matter.received(MatterKind.HOST, at=NOW, chat=OTHER_HOST, by=OTHER_HOST, case=waiting.number)
        matter = (await work.matters.add(matter)).happened(MatterState.IN_WORK, NOW, HOST)
        await work.matters.save(matter.happened(MatterState.ANSWERED, NOW, HOST, decision=Decision.VOUCHED))
        await work.commit()
    return old, waiting


def granting() -> Granting:
    """What follows from a host's yes."""
    return Granting(clock=Names(), names=Names(), keys=Names(), most_at_a_dwelling=10)


async def left(begin: Begin, old: Case) -> object:
    """The guest says that they have left the country."""
    return await SayLeft(begin=begin, clock=Names())(GUEST, old.number, NOW.date())


async def lost(begin: Begin, old: Case) -> object:
    """The guest reports the passport lost."""
    return await ReportLost(begin=begin, clock=Names())(GUEST, old.number)


async def in_the_chat(begin: Begin, waiting: Case) -> object:
    """The next host taps Agree."""
    return await AgreeToGuest(begin=begin, clock=Names(), granting=granting())(OTHER_HOST, waiting.number)


async def on_the_web(begin: Begin, waiting: Case) -> object:
    """The next host agrees on the web page."""
    agree = AgreeOnTheWeb(begin=begin, clock=Names(), granting=granting())
    return await agree(WebPass(token=waiting.token, turn=1), IIN, "Dana Akhmetova")


async def by_an_officer(begin: Begin, waiting: Case) -> object:
    """An officer has vouched for the next host, whose yes counts from now on."""
    return await CarryOut(begin=begin, clock=Names(), granting=granting())(1)


@pytest.mark.parametrize("guest", [left, lost])
@pytest.mark.parametrize(
    ("host", "said"),
    [
        (in_the_chat, None),
        (on_the_web, Event(kind=EventKind.CODE_SHOWN, at=NOW, chat=GUEST)),
        (by_an_officer, Event(kind=EventKind.AWAITS_VOUCHING, at=NOW, chat=OTHER_HOST)),
    ],
)
async def test_a_guest_who_ends_a_stay_and_a_host_who_begins_one(
    database: Database, guest: Tap, host: Tap, said: Event | None
) -> None:
    """Whoever of the two comes second finds what the first has done: the stay over, or the guest registered anew."""
    old, waiting = await settle(database, said)
    crossroads = Crossroads(database)

    answers = await asyncio.gather(
        guest(crossroads.begin, old), host(crossroads.begin, waiting), return_exceptions=True
    )

    assert not [each for each in answers if isinstance(each, Exception) and not isinstance(each, Refusal)]
    async with database.look() as work:
        old, waiting = [await work.cases.get(each.number) or each for each in (old, waiting)]
    ended = end_of_stay(old)
    was_replaced = ended is not None and ended.kind is EventKind.REPLACED
    assert was_replaced == is_registered(waiting, NOW) == isinstance(answers[0], Refusal)
    assert waiting.ending is not None


async def test_a_host_who_ends_a_stay_and_another_who_begins_one(database: Database) -> None:
    """The other one waits for the end, and agrees to what is then: neither tap was in vain."""
    old, waiting = await settle(database, None)
    held = Held(database)
    end = EndStay(begin=held.begin, clock=Names())

    answers = await held.before(end(HOST, old.number, StayEnd.HAS_LEFT), lambda: in_the_chat(database.begin, waiting))

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    async with database.look() as work:
        cases = await work.cases.of_guest(GUEST)
    assert [is_registered(case, NOW) for case in cases] == [True, False]


async def test_a_name_is_locked_anew_after_a_commit(database: Database) -> None:
    """PostgreSQL lets go of it with the commit; whoever goes on in the same unit of work has to wait for it again."""
    async with database.begin() as work:
        await work.cases.lock_people(GUEST)
        await work.commit()
        await work.cases.lock_people(GUEST)
        assert (await work.connection.execute(_HELD)).scalar_one() == 1

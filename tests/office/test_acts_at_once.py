"""An officer's act and somebody else's tap at one instant: one outcome holds, on every database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from office_acts_ground import HEAD, HOST, OFFICER, Office, Pens, answers_of

from bot.domain.acts import Deed
from bot.domain.answers import Purpose
from bot.domain.case import Case, EventKind
from bot.domain.life import is_registered, is_suspended
from bot.domain.matter import Decision, Matter, MatterKind, MatterState
from bot.domain.people import Chat, ChatId, Draft, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.machine.names import RandomNames
from bot.office.deciding import Decide, TakeBack
from bot.office.rights import Rights
from bot.registration.granting import Granting, Yes
from bot.registration.ports import Work
from bot.registration.reissuing import Reissue
from storage.database import Database
from tests.held_work import LONG_ENOUGH, Held


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def office(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Office]:
    """The office over an empty database of each kind."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'office.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    database = await Database.open(url, "a secret of tests")
    yield Office(database)
    await database.close()


def agreeing(
    office: Office, number: int, held: Held | None = None, *, asks_officer: bool = False
) -> Callable[[], Awaitable[None]]:
    """The host of this request taps Agree."""
    begin = office.database.begin if held is None else held.begin
    granting = Granting(
        clock=office.clock, names=RandomNames(), keys=Pens(), most_at_a_dwelling=10, asks_officer=asks_officer
    )

    async def agree() -> None:
        async with begin() as work:
            await granting(work, await work.cases.party(number, lock=True), Yes(chat=HOST, host_name="Dana"))
            await work.commit()

    return agree


@dataclass
class SlowGranting:
    """Grants only when the other one has had time to begin: what its caller has locked stays locked meanwhile."""

    granting: Granting
    has_begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, work: Work, party: Sequence[Case], yes: Yes) -> list[Case]:
        self.has_begun.set()
        await asyncio.sleep(LONG_ENOUGH)
        return await self.granting(work, party, yes)

    async def before(self, first: Awaitable[object], second: Callable[[], Awaitable[object]]) -> list[object]:
        """What both had for an answer, or raised."""

        async def later() -> object:
            await self.has_begun.wait()
            return await second()

        return await asyncio.gather(first, later(), return_exceptions=True)


@pytest.fixture
def slow(office: Office) -> SlowGranting:
    return SlowGranting(Granting(clock=office.clock, names=RandomNames(), keys=Pens(), most_at_a_dwelling=10))


async def test_a_refusal_beside_the_hosts_yes_is_too_late(office: Office, slow: SlowGranting) -> None:
    """Neither waits for the other for ever: the host's answer came first, and the officer's page is stale."""
    case = await office.add("opened")

    async def agree() -> None:
        async with office.database.begin() as work:
            await slow(work, await work.cases.party(case.number, lock=True), Yes(chat=HOST, host_name="Dana"))
            await work.commit()

    granted, no = await slow.before(agree(), lambda: office.do(OFFICER, office.order(case, Deed.REFUSE)))

    assert granted is None
    assert isinstance(no, Refusal)
    assert no.code is RefusalCode.STALE
    assert is_registered(await office.case(case.number), office.clock.now())


async def test_an_act_beside_a_certificate_for_a_new_passport_is_too_late(office: Office, slow: SlowGranting) -> None:
    """Neither waits for the other for ever: the certificate is issued, and the act on the old one is stale."""
    case, now = await office.add("document lost"), office.clock.now()
    answers = case.answers.with_(
        document_number=answers_of(7).document_number, purpose=Purpose.NEW_DOCUMENT, follows=case.number
    )
    async with office.database.begin() as work:
        await work.chats.save(Chat(id=case.guest, language="en", consent_version="1", consented_at=now))
        await work.hosts.save(Host(chat=HOST, phone="+77011234567", consented_at=now, consent_version="1"))
        await work.drafts.save(Draft(chat=case.guest, answers=answers, saved_at=now))
        await work.commit()
    reissue = Reissue(begin=office.database.begin, clock=office.clock, names=RandomNames(), granting=slow)

    renewed, no = await slow.before(
        reissue(case.guest, case.number), lambda: office.do(OFFICER, office.order(case, Deed.REVOKE))
    )

    assert isinstance(renewed, Case)
    assert isinstance(no, Refusal)
    assert no.code is RefusalCode.STALE


@pytest.mark.parametrize("deed", [Deed.REINSTATE, Deed.UNDO])
async def test_nobody_is_given_back_beside_a_new_registration(office: Office, deed: Deed) -> None:
    """While the guest's next host agrees a registration is given back: it is not, for the other one holds."""
    case = await office.add("revoked a moment ago")
    async with office.database.begin() as work:
        asked = replace(case, token="the next host", events=case.events[:1])
        waits = await work.cases.add(asked)
        await work.commit()
    held = Held(office.database)
    order = office.order(case, deed)

    def back() -> Awaitable[Case]:
        return office.undo(OFFICER, case.number) if deed is Deed.UNDO else office.do(OFFICER, order)

    _, no = await held.before(agreeing(office, waits.number, held)(), back)

    assert isinstance(no, Refusal)
    assert no.code is RefusalCode.GUEST_ELSEWHERE
    async with office.database.look() as work:
        holding = [
            one.number for one in await work.cases.of_guest(case.guest) if is_registered(one, office.clock.now())
        ]
    assert holding == [waits.number]


async def test_one_document_is_given_back_to_one_chat(office: Office) -> None:
    """Two chats have registered with the same document; at one instant both are to be given back: one is."""
    case = await office.add("revoked a moment ago")
    async with office.database.begin() as work:
        other = await work.cases.add(replace(case, guest=ChatId(case.guest + 1), token="another chat"))
        await work.commit()
    held = Held(office.database)
    back = replace(office.do, begin=held.begin)(OFFICER, office.order(case, Deed.REINSTATE))

    _, no = await held.before(back, lambda: office.do(HEAD, office.order(other, Deed.REINSTATE)))

    assert isinstance(no, Refusal)
    assert no.code is RefusalCode.GUEST_ELSEWHERE
    now = office.clock.now()
    assert [is_registered(await office.case(one.number), now) for one in (case, other)] == [True, False]


async def test_of_two_officers_one_acts(office: Office) -> None:
    """The other one's page is of before: their tap is stale, and nothing is done twice."""
    case = await office.add("valid")
    held = Held(office.database)
    suspend = replace(office.do, begin=held.begin)(OFFICER, office.order(case, Deed.SUSPEND))

    _, no = await held.before(suspend, lambda: office.do(HEAD, office.order(case, Deed.REVOKE)))

    assert isinstance(no, Refusal)
    assert no.code is RefusalCode.STALE
    kept = await office.case(case.number)
    assert is_suspended(kept)
    assert EventKind.REVOKED not in {event.kind for event in kept.events}


async def test_a_decision_that_is_just_taken_back_ends_nothing(office: Office) -> None:
    """A host who agrees at that moment waits for it, and the guest is registered."""
    case = await office.add("opened")
    now = office.clock.now()
    async with office.database.begin() as work:
        came = Matter.received(MatterKind.CONTRADICTION, at=now, chat=case.guest, by=None, case=case.number)
        matter = (await work.matters.add(came)).happened(MatterState.IN_WORK, now, OFFICER)
        await work.matters.save(matter.happened(MatterState.ANSWERED, now, OFFICER, decision=Decision.UNTRUE))
        await work.commit()
    held = Held(office.database)
    take_back = TakeBack(rights=Rights(roster=office.desk), begin=held.begin, clock=office.clock)

    await held.before(take_back(OFFICER, matter.number), agreeing(office, case.number))

    assert is_registered(await office.case(case.number), now)


async def test_a_host_who_is_just_vouched_for_need_not_wait_again(office: Office) -> None:
    """The host agrees at the moment in which an officer vouches for them: the yes waits for the officer, and counts."""
    number, now = await office.in_hand(MatterKind.HOST), office.clock.now()
    async with office.database.begin() as work:
        matter = await work.matters.get(number)
        await work.hosts.save(Host(chat=HOST, phone="+77011234567", consented_at=now, consent_version="1"))
        await work.commit()
    assert matter is not None
    assert matter.case is not None
    held = Held(office.database)
    decide = Decide(rights=Rights(roster=office.desk), begin=held.begin, clock=office.clock)

    await held.before(
        decide(OFFICER, number, Decision.VOUCHED, seen=2), agreeing(office, matter.case, asks_officer=True)
    )

    assert is_registered(await office.case(matter.case), now)


async def test_nobody_of_a_party_is_registered_past_a_refusal(office: Office) -> None:
    """The one with the link is refused, and the host agrees within the ten minutes: those beside are refused, too."""
    first = await office.add("opened")
    async with office.database.begin() as work:
        beside = replace(first, party=first.number, token="beside", answers=answers_of(7))
        other = await work.cases.add(beside)
        await work.commit()
    await office.do(OFFICER, office.order(first, Deed.REFUSE))

    await agreeing(office, first.number)()

    endings = [(await office.case(number)).ending for number in (first.number, other.number)]
    assert [(ending.kind, ending.reason) for ending in endings if ending is not None] == [
        (EventKind.DENIED, Decision.UNTRUE.value)
    ] * 2

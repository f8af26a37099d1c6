"""Two officers tap at once: one of them has the matter, one of them decides it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.case import Case, EventKind
from bot.domain.matter import Decision, Matter, MatterKind, MatterState
from bot.domain.notice import NoticeKind
from bot.domain.officer import Role
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.deciding import Decide, TakeBack, TakeUp
from bot.office.rights import Rights
from bot.registration.appeals import ReadAnswered
from storage.database import Database
from tests.town import ALL_ANSWERED, SECRET, TownClock

GUEST = ChatId(1001)
OFFICERS = {ChatId(7001): Role.OFFICER, ChatId(7002): Role.OFFICER}
FIRST, SECOND = OFFICERS


@dataclass(frozen=True)
class Named:
    """These officers."""

    def role_of(self, chat: ChatId) -> Role | None:
        return OFFICERS.get(chat)

    def everyone(self) -> dict[ChatId, Role]:
        return OFFICERS


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database of each kind."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'office.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    database = await Database.open(url, SECRET)
    yield database
    await database.close()


async def waiting(database: Database, clock: TownClock) -> Matter:
    """A matter about a live request."""
    case = Case(number=0, guest=GUEST, answers=ALL_ANSWERED, token="t", events=())
    async with database.begin() as work:
        sent = await work.cases.add(case.happened(EventKind.ASKED, clock.now(), GUEST))
        came = Matter.received(
            MatterKind.CONTRADICTION, at=clock.now(), chat=GUEST, by=None, case=sent.number, text="name"
        )
        kept = await work.matters.add(came)
        await work.commit()
    return kept


async def test_of_two_who_take_it_up_at_once_one_has_it(database: Database) -> None:
    """The other is told who has it; of two decisions on it only the holder's counts, and only once."""
    clock, rights = TownClock(), Rights(roster=Named())
    matter = await waiting(database, clock)
    take = TakeUp(rights=rights, begin=database.begin, clock=clock)
    taken = await asyncio.gather(*(take(chat, matter.number) for chat in OFFICERS), return_exceptions=True)
    [no] = [each for each in taken if isinstance(each, Refusal)]
    [held] = [each for each in taken if isinstance(each, Matter)]
    assert (no.code, no.data["officer"]) == (RefusalCode.MATTER_TAKEN, held.in_hand_of)
    assert held.in_hand_of in OFFICERS

    decide = Decide(rights=rights, begin=database.begin, clock=clock)
    seen = len(held.events)
    taps = [(chat, decision) for chat in OFFICERS for decision in (Decision.UNTRUE, Decision.NOTHING)]
    said = await asyncio.gather(
        *(decide(chat, matter.number, decision, seen) for chat, decision in taps), return_exceptions=True
    )
    codes = [each.code for each in said if isinstance(each, Refusal)]
    assert len([each for each in said if isinstance(each, Matter)]) == 1
    assert set(codes) <= {RefusalCode.MATTER_TAKEN, RefusalCode.MATTER_OVER}
    async with database.look() as work:
        kept = await work.matters.get(matter.number)
    assert kept is not None
    assert [event.kind for event in kept.events] == [
        MatterState.RECEIVED,
        MatterState.IN_WORK,
        MatterState.ANSWERED,
    ]


async def test_only_the_one_who_decided_takes_it_back_and_only_in_time(database: Database) -> None:
    """The same tap twice decides once; another officer's taking back, and a late one, are refused with their codes."""
    clock, rights = TownClock(), Rights(roster=Named())
    matter = await waiting(database, clock)
    use = {"rights": rights, "begin": database.begin, "clock": clock}
    await TakeUp(**use)(FIRST, matter.number)
    decide, back = Decide(**use), TakeBack(**use)
    once = await decide(FIRST, matter.number, Decision.UNTRUE, 2)
    assert replace(await decide(FIRST, matter.number, Decision.UNTRUE, 2)) == once
    assert await refused(back(SECOND, matter.number)) is RefusalCode.MATTER_TAKEN
    clock.moment += timedelta(minutes=10)
    assert await refused(back(FIRST, matter.number)) is RefusalCode.MATTER_UNDO_OVER
    assert await refused(decide(FIRST, matter.number, Decision.NOTHING, 3)) is RefusalCode.MATTER_OVER
    assert await refused(back(ChatId(5), matter.number)) is RefusalCode.NOT_AN_OFFICER


async def test_after_half_an_hour_another_officer_may_have_it(database: Database) -> None:
    """Not a minute earlier; who had it then decides nothing any more."""
    clock, rights = TownClock(), Rights(roster=Named())
    matter = await waiting(database, clock)
    use = {"rights": rights, "begin": database.begin, "clock": clock}
    take, decide = TakeUp(**use), Decide(**use)
    await take(FIRST, matter.number)
    clock.moment += timedelta(minutes=29)
    assert await refused(take(SECOND, matter.number)) is RefusalCode.MATTER_TAKEN
    clock.moment += timedelta(minutes=1)
    assert (await take(SECOND, matter.number)).in_hand_of == SECOND
    assert await refused(decide(FIRST, matter.number, Decision.UNTRUE, 2)) is RefusalCode.MATTER_TAKEN


async def test_what_was_never_there_is_stale(database: Database) -> None:
    """A number that no matter has, a decision that is not offered, a button of an earlier state."""
    clock, rights = TownClock(), Rights(roster=Named())
    matter = await waiting(database, clock)
    use = {"rights": rights, "begin": database.begin, "clock": clock}
    take, decide, back = TakeUp(**use), Decide(**use), TakeBack(**use)
    await take(FIRST, matter.number)
    for doing in (
        take(FIRST, 99),
        decide(FIRST, 99, Decision.UNTRUE, 1),
        back(FIRST, 99),
        back(FIRST, matter.number),
        decide(FIRST, matter.number, Decision.VOUCHED, 2),
        decide(FIRST, matter.number, Decision.UNTRUE, 1),
    ):
        assert await refused(doing) is RefusalCode.STALE


async def refused(doing: object) -> RefusalCode | None:
    """With which code."""
    try:
        await doing  # type: ignore[misc]  # a use case at work
    except Refusal as no:
        return no.code
    return None


async def test_taking_one_decision_back_leaves_the_answer_to_another_matter(database: Database) -> None:
    """Of two matters about one request each has its own word: the answer to the appeal still comes, and once."""
    clock, rights = TownClock(), Rights(roster=Named())
    matter = await waiting(database, clock)
    async with database.begin() as work:
        came = Matter.received(
            MatterKind.APPEAL, at=clock.now(), chat=GUEST, by=GUEST, case=matter.case, text="It was another day."
        )
        appeal = await work.matters.add(came)
        await work.commit()
    use = {"rights": rights, "begin": database.begin, "clock": clock}
    for number, decision, said in (
        (appeal.number, Decision.ANSWERED, "Ask your host."),
        (matter.number, Decision.NOTHING, ""),
    ):
        held = await TakeUp(**use)(FIRST, number)
        await Decide(**use)(FIRST, number, decision, len(held.events), said)
    await TakeBack(**use)(FIRST, matter.number)

    async with database.look() as work:
        [owed] = await work.notices.waiting([GUEST], NoticeKind.MATTER_ANSWERED)
    length = int(owed.data["length"])
    answered = await ReadAnswered(begin=database.look)(GUEST, appeal.number, length)
    assert answered.events[-1].note == "Ask your host."
    await TakeBack(**use)(FIRST, appeal.number)
    await Decide(**use)(FIRST, appeal.number, Decision.ANSWERED, length + 1, "Ask another host.")
    assert await refused(ReadAnswered(begin=database.look)(GUEST, appeal.number, length)) is RefusalCode.STALE

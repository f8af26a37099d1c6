"""Every role × what is done in the office beside the acts: done, or refused with exactly this code."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from office_acts_ground import HEAD, HOST, NO_OFFICER, OFFICER, OTHER, READER, Office
from office_acts_ground import Desk as Officers
from sqlalchemy import select

from bot.domain.acts import Deed, Ground
from bot.domain.matter import Decision, Matter, MatterKind, MatterState
from bot.domain.officer import Purpose, Right
from bot.domain.people import ChatId, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.sought import ByNumber, Way
from bot.office.acts import BeginAct, ReadActs
from bot.office.deciding import BeginDecision, Decide, TakeBack, TakeUp
from bot.office.figures import CountDays
from bot.office.finding import Find, FindAlike
from bot.office.look_ups import LookUps
from bot.office.person_card import ReadPerson
from bot.office.queue import OpenMatter, ReadQueue
from bot.office.reports import ReadStatistics
from bot.office.rights import Rights
from bot.office.vouching import EndVouching
from storage.database import Database
from storage.figures import Counts, DayBook
from storage.tables import audit

SECRET = "a secret of tests"
WHO = {"nobody": NO_OFFICER, "reader": READER, "officer": OFFICER, "head": HEAD}
CODES = {
    "+": None,
    "n": RefusalCode.NOT_AN_OFFICER,
    "l": RefusalCode.ROLE_TOO_LOW,
    "t": RefusalCode.MATTER_TAKEN,
}
# nobody, reader, officer, head
TABLE = {
    "list the queue": "n+++",
    "open a matter": "n+++",
    "take up": "nl++",
    "take over at once": "nlt+",
    "begin a decision": "nl++",
    "decide": "nl++",
    "decide what another has in work": "nltt",
    "take back": "nl++",
    "take back what another has decided": "nlt+",
    "end a host's vouching": "nll+",
    "find": "n+++",
    "list who is alike": "n+++",
    "open a person": "n+++",
    "read the page of acts": "nl++",
    "begin an act": "nl++",
    "preview an act": "nl++",
    "read the figures": "n+++",
    "get the morning's report": "nll+",
}
Deeds = dict[str, Callable[[], Awaitable[object]]]


@dataclass
class Desk:
    """One chat that tries everything, each on what is there for it alone."""

    office: Office
    me: ChatId

    def __post_init__(self) -> None:
        begin, clock, rights = self.office.database.begin, self.office.clock, Rights(roster=self.office.desk)
        use = {"begin": begin, "clock": clock, "rights": rights}
        find = {"begin": begin, "rights": rights, "look_ups": LookUps(clock=clock, roster=self.office.desk)}
        book = DayBook(self.office.database)
        count = CountDays(counting=Counts(self.office.database), book=book, most_at_a_dwelling=10)
        self.take, self.decide, self.back = TakeUp(**use), Decide(**use), TakeBack(**use)
        self.queue, self.open = ReadQueue(**use), OpenMatter(**use, most_at_a_dwelling=10)
        self.find, self.person = Find(**find), ReadPerson(**find)
        self.figures = ReadStatistics(**use, count=count, book=book)
        self.alike = FindAlike(**find)
        self.page, self.act, self.begin = ReadActs(**use), BeginAct(**use), BeginDecision(**use)
        self.end_vouching = EndVouching(**use)

    async def deeds(self) -> Deeds:
        """Each deed of the table, ready to be tried."""
        me, case = self.me, (await self.office.add("valid")).number
        await self.host_vouched_for()
        new, mine, theirs = await self.matter(), await self.matter(me), await self.matter(OTHER)
        taken = await self.matter(OTHER)
        decided, by_other = await self.matter(me, Decision.NOTHING), await self.matter(OTHER, Decision.NOTHING)
        return {
            "list the queue": lambda: self.queue(me, 0),
            "open a matter": lambda: self.open(me, new.number),
            "take up": lambda: self.take(me, new.number),
            "take over at once": lambda: self.take(me, taken.number),
            "begin a decision": lambda: self.begin(me, mine.number, Decision.NOTHING, len(mine.events)),
            "decide": lambda: self.decide(me, mine.number, Decision.NOTHING, len(mine.events)),
            "decide what another has in work": lambda: self.decide(
                me, theirs.number, Decision.NOTHING, len(theirs.events)
            ),
            "take back": lambda: self.back(me, decided.number),
            "take back what another has decided": lambda: self.back(me, by_other.number),
            "end a host's vouching": lambda: self.end_vouching(me, case),
            "find": lambda: self.find(me, Purpose.CHECK, [ByNumber(number=case)]),
            "list who is alike": lambda: self.alike(me, Purpose.CHECK, Way.DOCUMENT, case, None),
            "read the page of acts": lambda: self.page(me, case),
            "begin an act": lambda: self.act(me, Deed.REVOKE, case),
            "get the morning's report": lambda: self.figures(me, Right.WATCH),
            "open a person": lambda: self.person(me, Purpose.CHECK, Way.NUMBER, case),
            "preview an act": lambda: self.office.preview(me, Deed.REVOKE, case, Ground.UNTRUE),
            "read the figures": lambda: self.figures(me, Right.COUNT),
        }

    async def host_vouched_for(self) -> None:
        """The host of every request here, for whom an officer has vouched."""
        now = self.office.clock.now()
        async with self.office.database.begin() as work:
            await work.hosts.save(
                Host(chat=HOST, phone="+77011234567", consented_at=now, consent_version="1", checked_at=now)
            )
            await work.commit()

    async def matter(self, holder: ChatId | None = None, decision: Decision | None = None) -> Matter:
        """About a request that waits: just come, in this officer's hand, or decided by this officer."""
        case, now = await self.office.add("sent"), self.office.clock.now()
        matter = Matter.received(
            MatterKind.CONTRADICTION, at=now, chat=case.guest, by=None, case=case.number, text="name"
        )
        async with self.office.database.begin() as work:
            matter = await work.matters.add(matter)
            if holder is not None:
                matter = matter.happened(MatterState.IN_WORK, now, holder)
            if decision is not None:
                matter = matter.happened(MatterState.ANSWERED, now, holder, None, decision)
            await work.matters.save(matter)
            await work.commit()
        return matter

    async def tried(self) -> tuple[dict[str, RefusalCode | None], int]:
        """What became of each, and how many lines about it the record has; whatever else is raised fails the test."""
        deeds = await self.deeds()
        before = await self._traces()
        codes = {name: await _code(deed) for name, deed in deeds.items()}
        return codes, await self._traces() - before

    async def _traces(self) -> int:
        """How many lines of the record name this chat as an officer."""
        async with self.office.database.look() as work:
            rows = await work.audit.connection.execute(select(audit.c.seq).where(audit.c.actor == f"officer:{self.me}"))
        return len(rows.all())


async def _code(deed: Callable[[], Awaitable[object]]) -> RefusalCode | None:
    try:
        await deed()
    except Refusal as no:
        return no.code
    return None


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """An empty database and the office over it."""
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'roles.db'}", SECRET)
    yield Office(database)
    await database.close()


@pytest.mark.parametrize("who", WHO)
async def test_every_role(office: Office, who: str) -> None:
    """Each deed is done or refused as the table says; who may do nothing leaves no line in the record."""
    place = list(WHO).index(who)

    codes, traces = await Desk(office, WHO[who]).tried()

    assert codes == {name: CODES[cells[place]] for name, cells in TABLE.items()}
    assert (traces > 0) is (who != "nobody")


@pytest.mark.parametrize("who", [READER, OFFICER, HEAD])
async def test_a_removed_officer(office: Office, who: ChatId) -> None:
    """Whoever was taken out of the settings finds no office at the next tap, not even for what was in work."""
    desk = Desk(office, who)
    del office.desk.roles[who]

    assert await desk.tried() == (dict.fromkeys(TABLE, RefusalCode.NOT_AN_OFFICER), 0)


@pytest.mark.parametrize("who", WHO)
def test_what_is_shown_is_what_is_allowed(who: str) -> None:
    """Buttons, pictures and reports are for those who would not be refused."""
    rights = Rights(roster=Officers())
    for right in Right:
        try:
            is_allowed = rights.check(WHO[who], right) is not None
        except Refusal:
            is_allowed = False
        assert rights.has(WHO[who], right) is is_allowed

"""After a change of law exactly those are told whose dates have changed, once, whatever the database."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import partial

import pytest
from sqlalchemy import select, update
from storage_samples import HOST, certificate, request

from bot.domain.answers import Answers
from bot.domain.case import Event, EventKind
from bot.domain.document import DocumentKind
from bot.domain.notice import NoticeKind
from bot.domain.people import Chat, ChatId, Draft
from bot.domain.travel import Stay, Travels
from bot.law.assessment import DutyKind
from bot.law.engine import assess
from bot.registration import host_duties, prospects
from bot.registration.host_duties import host_duty
from bot.registration.notices import ReadNotice
from bot.registration.outlook import Outlook
from bot.registration.planning import plan_reminders
from bot.registration.reassessing import Reassess, Tally
from bot.registration.reminders import host_duty_notices
from storage.database import Database
from storage.outbox import Outbox
from storage.tables import drafts, notices

NOW = datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=5)))
TODAY = NOW.date()
WAITS, REGISTERED, GERMAN, LATE, BLOCKED, LET_GO, NEW = map(ChatId, range(1, 8))
RUSSIAN = Answers(
    citizenship="RUS",
    entered=date(2026, 11, 12),
    document_kind=DocumentKind.PASSPORT,
    document_expires=date(2031, 3, 27),
)
LATE_RUSSIAN = RUSSIAN.with_(entered=date(2026, 10, 1))
ALL = ChatId(0), ChatId(99)


class Clock:
    """Stands still."""

    def now(self) -> datetime:
        return NOW

    def today(self) -> date:
        return TODAY


WITHOUT_THE_DEADLINE = partial(assess, without=frozenset({"O923-3"}))


async def settle(database: Database) -> None:
    """Seven people; six of them were told, as the bot does it, what the law asked of them."""
    async with database.begin() as work:
        for chat in (WAITS, REGISTERED, GERMAN, LATE, BLOCKED, LET_GO, NEW):
            await work.chats.save(Chat(id=chat, language="en", consented_at=NOW, consent_version="1"))
        for chat, answers in (
            (WAITS, RUSSIAN),
            (GERMAN, RUSSIAN.with_(citizenship="DEU")),
            (LATE, LATE_RUSSIAN),
            (BLOCKED, RUSSIAN),
            (NEW, RUSSIAN),
        ):
            await work.drafts.save(Draft(chat=chat, answers=answers, saved_at=NOW))
        for chat, kind in ((REGISTERED, EventKind.GRANTED), (LET_GO, EventKind.REFUSED)):
            asked = Event(kind=EventKind.ASKED, at=NOW, chat=chat)
            case = await work.cases.add(request(f"token-{chat}", guest=chat, answers=RUSSIAN, events=(asked,)))
            await work.cases.save(case.happened(kind, NOW))
        await work.travels.save(Travels(chat=WAITS, saved_at=NOW, earlier=(Stay(date(2026, 9, 1), date(2026, 9, 9)),)))
        for chat in (WAITS, REGISTERED, GERMAN, LATE, BLOCKED):
            await plan_reminders(work, chat, NOW)
        await work.chats.save(Chat(id=BLOCKED, language="en", consented_at=NOW, consent_version="1", blocked=True))
        await work.commit()


def reassess(database: Database, on: date = TODAY) -> Reassess:
    """The use case over this database."""
    return Reassess(look=database.look, begin=database.begin, now=NOW, on=on)


async def owed(database: Database, kind: NoticeKind) -> Mapping[int, list[str]]:
    """Keys of what is owed, by chat."""
    async with database.reading() as connection:
        rows = await connection.execute(select(notices.c.chat, notices.c.key).where(notices.c.kind == kind.value))
        found: dict[int, list[str]] = {}
        for chat, key in rows:
            found.setdefault(chat, []).append(key)
    return found


async def test_without_a_change_nobody_is_told(database: Database) -> None:
    """Who was never told is planned for in silence; all others stay as they are, and the second run only reads."""
    await settle(database)

    assert await reassess(database)(*ALL) == Tally(seen=6, changed=1)
    assert await reassess(database)(*ALL) == Tally(seen=6)
    assert await owed(database, NoticeKind.LAW_CHANGED) == {}
    assert set(await owed(database, NoticeKind.DEADLINE)) == {WAITS, REGISTERED, GERMAN, LATE, BLOCKED, NEW}


async def test_a_switched_off_rule_tells_exactly_those_who_had_it_before_them(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No day any more by which to register: not told are the registered, the free, the late, the new, the blocked."""
    await settle(database)
    reminders = await owed(database, NoticeKind.DEADLINE)
    monkeypatch.setattr(prospects, "assess", WITHOUT_THE_DEADLINE)

    assert await reassess(database)(*ALL, is_trial=True) == Tally(seen=6, changed=3, told=1)
    assert await owed(database, NoticeKind.DEADLINE) == reminders
    assert await reassess(database)(*ALL) == Tally(seen=6, changed=3, told=1)
    assert await reassess(database)(*ALL) == Tally(seen=6)

    news = await owed(database, NoticeKind.LAW_CHANGED)
    assert {chat: len(keys) for chat, keys in news.items()} == {WAITS: 1}
    after = await owed(database, NoticeKind.DEADLINE)
    assert len(after[WAITS]) < len(reminders[WAITS])
    assert after[REGISTERED] == reminders[REGISTERED]
    [(_, notice)] = await Outbox(database).due(NOW, 9)
    facts = await ReadNotice(begin=database.look, clock=Clock())(notice)
    assert facts is not None
    was, holds = facts.need_change()
    assert {kind.value for kind in was.duties.keys() - holds.duties.keys()} == {"register"}


async def test_a_change_taken_back_before_it_was_told_is_not_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two changes in a row owe one message, from what the person was told; and none when nothing is left of it."""
    await settle(database)
    await reassess(database)(*ALL)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(prospects, "assess", WITHOUT_THE_DEADLINE)
        assert (await reassess(database)(*ALL)).told == 2  # the new one has been planned for by now

    assert (await reassess(database)(*ALL)).changed == 3

    waiting = await Outbox(database).due(NOW, 9)
    assert len(waiting) == 2
    assert [await ReadNotice(begin=database.look, clock=Clock())(notice) for _, notice in waiting] == [None, None]


async def test_a_row_that_cannot_be_read_holds_up_nobody(database: Database) -> None:
    """A record whose seal is broken is counted, and the others are reassessed."""
    await settle(database)
    async with database.writing() as connection:
        await connection.execute(update(drafts).where(drafts.c.chat == GERMAN).values(answers=b"\x01 broken"))
        await connection.commit()

    assert await reassess(database)(*ALL) == Tally(seen=5, changed=1, unreadable=1)


async def test_people_are_taken_in_slices(database: Database) -> None:
    """Marks cut the people into slices that leave nobody out and take nobody twice."""
    await settle(database)
    async with database.look() as work:
        assert await work.standings.count() == 6
        mark = await work.standings.mark(ChatId(0), 4)
        assert mark is not None
        assert await work.standings.mark(mark, 4) is None
        first = await work.standings.between(ChatId(0), mark)
        second = await work.standings.between(mark, ChatId(99))
    chats = [standing.chat for standing in (*first.standings, *second.standings)]
    assert chats == [WAITS, REGISTERED, GERMAN, LATE, LET_GO, NEW]
    [certificate] = first.standings[1].cases
    assert (certificate.answers, certificate.ending and certificate.ending.kind) == (RUSSIAN, EventKind.GRANTED)


async def test_what_the_bot_planned_meanwhile_stands(database: Database) -> None:
    """Somebody whose answers changed between the two looks keeps what the bot has planned."""
    await settle(database)
    async with database.begin() as work:
        await work.outlooks.save(Outlook(chat=WAITS, told="not_required", assessed_on=TODAY))
        await work.commit()
    async with database.look() as seen:
        shelf = await seen.standings.between(*ALL)
    async with database.begin() as work:
        await plan_reminders(work, WAITS, NOW)
        await work.commit()
    stale = [standing.chat for standing in shelf.standings if standing.chat == WAITS]

    assert await reassess(database)._mend(stale) == Tally()


async def test_a_host_hears_no_more_of_a_notice_that_the_law_asks_no_more(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was planned for a host is judged when it goes out: once the rule has ended nothing is sent."""
    async with database.begin() as work:
        await work.chats.save(Chat(id=HOST, language="en"))
        asked = Event(kind=EventKind.ASKED, at=NOW, chat=WAITS)
        case = await work.cases.add(request(guest=WAITS, host=HOST, answers=RUSSIAN, events=(asked,)))
        case = case.happened(EventKind.GRANTED, NOW)
        await work.cases.save(case)
        await work.certificates.add(certificate(case.number))
        [first, *_] = host_duty_notices(case, host_duty(case, NOW).notice, NOW)
        await work.commit()
    read = ReadNotice(begin=database.look, clock=Clock())
    facts = await read(first)
    assert facts is not None
    assert [duty.duty for duty in facts.duties] == [DutyKind.HOST_NOTICE]

    monkeypatch.setattr(host_duties, "assess", partial(assess, without=frozenset({"P148-9-beside-O923"})))

    assert await read(first) is None

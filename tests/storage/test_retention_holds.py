"""What is held outlives its term and its person's wish, and goes with the next pass after; what goes is recorded."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from full_tables import content
from pydantic import ValidationError
from sqlalchemy import func, insert, select
from storage_samples import GUEST, HOST, HOUR, LANDLORD, NOW, certificate, notice, request

from bot.config import Settings
from bot.domain.audit import BOT, OPERATOR, Actor
from bot.domain.case import EventKind
from bot.domain.ids import NOBODY
from bot.domain.legal_hold import HoldGround, LegalHold
from bot.domain.matter import Matter, MatterEvent, MatterKind, MatterState
from bot.domain.people import Chat, ChatId, Profile
from bot.domain.terms import Terms
from bot.office.legal_holds import HoldCode, HoldError, LiftHold, ListHolds, SetHold
from bot.office.retention import Purge
from bot.registration.deleting import DeleteOwnData, Held, ReadDeletable, WithdrawConsent
from bot.registration.expire_request import ExpireRequest
from bot.registration.retention import ForgetEnded, Kind
from storage.database import Database
from storage.outbox import Outbox
from storage.tables import audit, crossings, legal_holds

LATER = NOW + timedelta(days=200)
LETTER = "letter 17-3 about Қанарейкина"


class Clock:
    """Stands where it is put."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


def hold_of(case: int, until: datetime | None = None, ground: HoldGround = HoldGround.AUTHORITY) -> LegalHold:
    return LegalHold(case=case, set_at=NOW, ground=ground, reason=LETTER, until=until)


async def hold(database: Database, case: int, until: datetime | None = None, **more: HoldGround) -> None:
    await SetHold(begin=database.begin, clock=Clock(NOW))(hold_of(case, until, **more))  # type: ignore[arg-type]


async def lift(database: Database, case: int) -> None:
    await LiftHold(begin=database.begin, clock=Clock(LATER))(case)  # type: ignore[arg-type]


async def forget(database: Database, moment: datetime = LATER, by: Actor = BOT) -> dict[Kind, int]:
    clock = Clock(moment)
    expire = ExpireRequest(begin=database.begin, clock=clock)  # type: ignore[arg-type]
    forget = ForgetEnded(look=database.look, begin=database.begin, clock=clock, expire_request=expire, by=by)  # type: ignore[arg-type]
    return dict(await forget())


def purge(database: Database) -> Purge:
    clock = Clock(LATER)
    return Purge(look=database.look, begin=database.begin, clock=clock, terms=Terms(), scrub=database.scrub)  # type: ignore[arg-type]


async def lived(database: Database, names: str = "held free") -> list[int]:
    """Registrations that ended long before LATER, each with a certificate, an appeal and a message that was sent."""
    numbers = []
    async with database.begin() as work:
        await work.chats.save(Chat(id=GUEST, language="en"))
        await work.chats.save(Chat(id=HOST, language="en"))
        await work.hosts.save(LANDLORD)
        await work.profiles.save(Profile(chat=GUEST, answers=request().answers, saved_at=LATER))
        for place, name in enumerate(names.split()):
            case = await work.cases.add(request(name, host=HOST))
            await work.cases.save(case.happened(EventKind.GRANTED, NOW, chat=HOST))
            await work.certificates.add(certificate(case.number, place))
            await work.certificates.keep_text(case.number, "https://t.me/bot?start=r&c#1")
            await work.matters.add(appeal(case.number))
            await work.notices.owe(notice(name, case=case.number))
            numbers.append(case.number)
        await work.commit()
    outbox = Outbox(database)
    for number, _ in await outbox.due(NOW, 9):
        await outbox.sent(number, NOW)
    return numbers


def appeal(case: int, chat: ChatId = GUEST) -> Matter:
    received = MatterEvent(kind=MatterState.RECEIVED, at=NOW, chat=chat, note="note")
    return Matter(number=0, kind=MatterKind.APPEAL, chat=chat, events=(received,), case=case, text="w", pictures=("p",))


async def is_whole(database: Database, number: int) -> list[bool]:
    """Whether there still are: answers, signed text, words of the appeal."""
    async with database.look() as work:
        case, matters = await work.cases.get(number), await work.matters.of_case(number)
        assert case is not None
        return [
            not case.answers.is_empty,
            await work.certificates.text(number) is not None,
            any(matter.text for matter in matters),
        ]


async def messages(database: Database) -> int:
    from storage.tables import notices

    async with database.reading() as connection:
        return int((await connection.execute(select(func.count()).select_from(notices))).scalar_one())


async def lines(database: Database, action: str) -> list[tuple[str, int | None, dict[str, str]]]:
    """Of the record: who, about which request, what."""
    query = select(audit.c.actor, audit.c["case"], audit.c.detail).where(audit.c.action == action).order_by(audit.c.seq)
    async with database.reading() as connection:
        return [(actor, case, json.loads(detail)) for actor, case, detail in await connection.execute(query)]


async def test_what_is_held_outlives_its_term_and_goes_after(database: Database) -> None:
    """Answers, signed text, appeal and messages of a held request stay whole; of the other they go; then all go."""
    held, free = await lived(database)
    await hold(database, held)
    before = await is_whole(database, held)
    await forget(database)

    assert before == await is_whole(database, held) == [True] * 3
    assert await is_whole(database, free) == [False] * 3
    assert await messages(database) == 1

    await lift(database, held)
    assert await is_whole(database, held) == [True] * 3
    await forget(database)
    assert await is_whole(database, held) == [False] * 3
    assert await messages(database) == 0
    async with database.reading() as connection:
        assert (await connection.execute(select(legal_holds))).all() == []


async def test_a_person_who_deletes_leaves_only_what_is_held(database: Database) -> None:
    """It is said beforehand and afterwards what is held and why; with the hold its last trace goes, by itself."""
    held, _ = await lived(database)
    await hold(database, held, ground=HoldGround.DISPUTE)
    said = [Held(number=f"{held:08d}", ground=HoldGround.DISPUTE)]
    what = await ReadDeletable(begin=database.look, clock=Clock(LATER))(GUEST)  # type: ignore[arg-type]
    left = await DeleteOwnData(begin=database.begin, clock=Clock(LATER), scrub=database.scrub)(GUEST)  # type: ignore[arg-type]

    assert (list(what.held), what.ended) == (said, 1)
    assert (list(left.held), list(left.in_force)) == (said, [])
    assert await is_whole(database, held) == [True] * 3
    assert await messages(database) == 1
    async with database.look() as work:
        assert await work.profiles.get(GUEST) is None
        assert [case.number for case in await work.cases.of_guest(GUEST)] == [held]

    await lift(database, held)
    await forget(database, LATER + HOUR)
    assert await is_whole(database, held) == [False] * 3
    assert await messages(database) == 0
    async with database.look() as work:
        case = await work.cases.get(held)
        assert case is not None
        assert case.guest == NOBODY
        assert GUEST not in {event.chat for event in case.events}
        assert await work.matters.of_case(held) == []


async def test_a_request_without_a_paper_that_is_held_outlives_a_withdrawn_consent(database: Database) -> None:
    """It ends, its words stay; they go when nothing holds them, though its term is not over."""
    async with database.begin() as work:
        await work.chats.save(Chat(id=GUEST, language="en"))
        number = (await work.cases.add(request("asked"))).number
        await work.commit()
    await hold(database, number)
    kept = await WithdrawConsent(begin=database.begin, clock=Clock(NOW), scrub=database.scrub)(GUEST)  # type: ignore[arg-type]
    await forget(database, NOW + HOUR)
    async with database.look() as work:
        case = await work.cases.get(number)
    assert case is not None
    assert (case.ending is not None, case.answers.is_empty) == (True, False)
    assert [each.number for each in kept] == [f"{number:08d}"]

    await lift(database, number)
    await forget(database, NOW + 2 * HOUR)
    async with database.look() as work:
        wiped = await work.cases.get(number)
    assert wiped is not None
    assert wiped.answers.is_empty
    assert wiped.guest == NOBODY


async def test_a_host_who_deletes_stays_on_a_held_request_until_it_is_lifted(database: Database) -> None:
    """Who agreed is part of what is held; afterwards nothing leads to the host."""
    held, free = await lived(database)
    await hold(database, held)
    await DeleteOwnData(begin=database.begin, clock=Clock(NOW), scrub=database.scrub)(HOST)  # type: ignore[arg-type]

    async def hosts() -> list[tuple[ChatId | None, bool]]:
        async with database.look() as work:
            found = [await work.cases.get(number) for number in (held, free)]
        return [(case.host, HOST in {event.chat for event in case.events}) for case in found if case is not None]

    assert await hosts() == [(HOST, True), (None, False)]
    await lift(database, held)
    await forget(database, NOW + HOUR)
    assert await hosts() == [(None, False)] * 2


async def test_a_hold_ends_on_its_day_and_each_step_is_recorded(database: Database) -> None:
    """Of two holds the later counts; set, lapsed and lifted stand in the record, the operator's note does not."""
    held, other = await lived(database)
    await hold(database, held, LATER)
    await hold(database, other, LATER - HOUR)
    await hold(database, other)

    await forget(database, LATER - HOUR / 2)
    assert [await is_whole(database, number) for number in (held, other)] == [[True] * 3] * 2
    await forget(database, LATER)
    assert [await is_whole(database, number) for number in (held, other)] == [[False] * 3, [True] * 3]
    assert [each.case for each in await ListHolds(look=database.look, clock=Clock(LATER))()] == [other]  # type: ignore[arg-type]
    await lift(database, other)
    told = await lines(database, "held")
    assert [(actor, case, detail["deed"]) for actor, case, detail in told] == [
        ("operator", held, "set"),
        ("operator", other, "set"),
        ("operator", other, "set"),
        ("bot", other, "lapsed"),
        ("bot", held, "lapsed"),
        ("operator", other, "lifted"),
    ]
    assert "letter" not in json.dumps(told)


async def test_what_cannot_be_held_is_refused_by_its_code(sqlite: Database) -> None:
    """No such request, nothing left of it, a day that is over; nothing to lift."""
    [number] = await lived(sqlite, "gone")
    codes = []
    for wanted in (hold_of(number + 9), hold_of(number, NOW)):
        with pytest.raises(HoldError) as refused:
            await SetHold(begin=sqlite.begin, clock=Clock(NOW))(wanted)  # type: ignore[arg-type]
        codes.append(refused.value.code)
    await forget(sqlite)
    for deed in (hold(sqlite, number), lift(sqlite, number)):
        with pytest.raises(HoldError) as refused:
            await deed
        codes.append(refused.value.code)

    assert codes == [HoldCode.NO_SUCH_REQUEST, HoldCode.ALREADY_OVER, HoldCode.ALREADY_WIPED, HoldCode.NOT_HELD]


async def test_a_trial_counts_what_would_go_and_changes_nothing(database: Database) -> None:
    """The dry run's numbers are those of the run that follows, kind by kind; each transaction's are in the record."""
    held, free, _ = await lived(database, "held free more")
    await hold(database, held)
    async with database.reading() as connection:
        before = await content(connection)
    tried = await purge(database).rehearse()
    async with database.reading() as connection:
        assert await content(connection) == before
    went = await purge(database)()

    assert tried == went
    assert went[Kind.REQUESTS] == went[Kind.MATTERS] == went[Kind.NOTICES] == 2
    assert await is_whole(database, free) == [False] * 3
    recorded = {detail["kind"]: int(detail["count"]) for _, _, detail in await lines(database, "purged")}
    assert recorded == {kind.name.lower(): count for kind, count in went.items() if kind is not Kind.UNANSWERED}
    assert {actor for actor, _, _ in await lines(database, "purged")} == {OPERATOR.kind.value}
    assert await purge(database)() == {}


async def test_crossings_go_with_their_term_save_those_of_what_is_held(database: Database) -> None:
    """Two years after its day a crossing goes; not while the request of that document is held."""
    held, _ = await lived(database)
    await hold(database, held)
    async with database.begin() as work:
        case = await work.cases.get(held)
        assert case is not None
        other = replace(case.answers, document_number=None)
        await work.cases.add(request("other", answers=other))
        await work.commit()
    from storage.tables import cases

    async with database.writing() as connection:
        document = (await connection.execute(select(cases.c.document_index).where(cases.c.number == held))).scalar_one()
        row = {"citizenship": "UZB", "direction": "in", "checkpoint": "C", "file": b"f", "on": NOW.date()}
        for index, day in ((document, NOW), (b"stranger", NOW), (b"stranger", NOW + timedelta(days=1))):
            await connection.execute(insert(crossings).values(row | {"document_index": index, "on": day.date()}))
        await connection.commit()

    assert Kind.CROSSINGS not in await forget(database, NOW + timedelta(days=730))
    assert (await forget(database, NOW + timedelta(days=731)))[Kind.CROSSINGS] == 1
    await lift(database, held)
    assert (await forget(database, NOW + timedelta(days=731)))[Kind.CROSSINGS] == 1


def test_no_term_is_longer_than_the_consent_promises() -> None:
    """Terms of drafts, appeals and messages follow the promised one or are shorter; a profile goes within a year."""

    def terms(**days: object) -> Terms:
        return Settings(_env_file=None, **days).terms  # type: ignore[arg-type]

    assert terms() == Terms()
    assert terms(keep_days_after_end=7).notices == timedelta(days=7)
    assert terms(keep_days_after_end=7, keep_days_drafts="").drafts == timedelta(days=7)
    assert terms(keep_days_drafts=3) == replace(Terms(), drafts=timedelta(days=3))
    for wrong in ({"keep_days_drafts": 31}, {"keep_days_profiles": 366}, {"keep_days_crossings": 0}):
        with pytest.raises(ValidationError):
            terms(**wrong)

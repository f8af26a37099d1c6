"""Every role × every act × every state of a registration: done, or refused with exactly this code."""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from office_acts_ground import DAY, HEAD, HOST, NO_OFFICER, NOON, OFFICER, READER, STATES, UNTIL, Office, answers_of

from bot.domain.acts import Deed, Ground, appealable, stands
from bot.domain.case import EventKind
from bot.domain.certificate import CertificateStatus as Status
from bot.domain.matter import Decision, Matter, MatterKind, MatterState
from bot.domain.notice import NoticeKind
from bot.domain.officer import Purpose
from bot.domain.people import Chat, ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.orders import Order
from bot.registration.certificates import status_of
from bot.registration.consent import CONSENT_VERSION
from storage.database import Database
from storage.invariants import offences

ACTS = (Deed.REFUSE, Deed.REVOKE, Deed.SUSPEND, Deed.REINSTATE, Deed.SHORTEN, Deed.EXPEL)
WHO = {"nobody": NO_OFFICER, "reader": READER, "officer": OFFICER, "head": HEAD}
LOW, NOT_NOW = RefusalCode.ROLE_TOO_LOW, RefusalCode.ACT_NOT_NOW

# refuse, revoke, suspend, reinstate, shorten, expel (by an officer), undo by an officer; "!" is for a head alone
TABLE = {
    "sent": "+..... n",
    "opened": "+..... n",
    "yes waits for an officer": "+..... n",
    "valid": ".++.++ n",
    "suspended": ".+.+.+ o",
    "revoked": "...!.+ o",
    "revoked by oneself": "...+.+ l",
    "revoked a moment ago": "...+.+ +",
    "shortened": ".++!++ n",
    "expelled": "...!.. o",
    "left": ".+...+ n",
    "left while checked": ".+.+.+ o",
    "ended by host": ".+...+ n",
    "exit recorded": ".+.+.+ n",
    "replaced": "...... n",
    "document lost": ".++..+ n",
    "over": ".....+ n",
    "refused": "...... n",
    "denied": "...... n",
    "denied by an officer": "...... n",
    "expired": "...... n",
    "cancelled": "...... n",
    "closed": "...... n",
    "wiped": "ssssss s",
}
SECRET = "a secret of tests"
MINUTE = DAY / 24 / 60
CODES = {
    ".": RefusalCode.ACT_NOT_NOW,
    "n": RefusalCode.ACT_NOT_NOW,
    "o": RefusalCode.ACT_NOT_YOURS,
    "l": RefusalCode.ACT_UNDO_OVER,
    "s": RefusalCode.STALE,
}
WORTH = {
    Deed.REVOKE: Status.REVOKED,
    Deed.SUSPEND: Status.SUSPENDED,
    Deed.SHORTEN: Status.VALID,
    Deed.EXPEL: Status.REVOKED,
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with its tables, made once."""

    async def make() -> None:
        await (await Database.open(f"sqlite+aiosqlite:///{file}", SECRET)).close()

    file = tmp_path_factory.mktemp("office") / "office.db"
    asyncio.run(make())
    return file


@pytest.fixture
async def office(tmp_path: Path, empty: Path) -> AsyncIterator[Office]:
    """An empty database and the office over it."""
    own = shutil.copy(empty, tmp_path / "office.db")
    database = await Database.open(f"sqlite+aiosqlite:///{own}", SECRET)
    yield Office(database)
    await database.close()


def cell(who: str, state: str, deed: Deed) -> RefusalCode | None:
    """What the table says: None where it is done."""
    if who == "nobody":
        return RefusalCode.NOT_AN_OFFICER
    if who == "reader":
        return LOW
    acts, undo = TABLE[state].split()
    mark = undo if deed is Deed.UNDO else acts[ACTS.index(deed)]
    if who == "head" and deed is Deed.UNDO:
        mark = {"+": "o", "l": "o"}.get(mark, mark)  # the acts are another's
    if who == "head" and deed is Deed.REINSTATE and mark in "!+":
        return None
    if mark == "!":
        return LOW
    return CODES.get(mark)


async def answer(office: Office, chat: ChatId, order: Order) -> RefusalCode | None:
    """The code, or None where it was done; whatever else is raised fails the test."""
    try:
        if order.deed is Deed.UNDO:
            await office.undo(chat, order.number)
        else:
            await office.do(chat, order)
    except Refusal as no:
        return no.code
    return None


@pytest.mark.parametrize("who", WHO)
async def test_every_cell(office: Office, who: str) -> None:
    """Each cell is done or refused as the table says; afterwards no invariant of what is stored is broken."""
    assert set(TABLE) == set(STATES) | {"shortened", "replaced"}
    for state in TABLE:
        case = await office.add(state)
        for deed in (*ACTS, Deed.UNDO):
            expected = cell(who, state, deed)
            before = await office.length(case)
            got = await answer(office, WHO[who], office.order(case, deed))
            assert got == expected, f"{who}, {state}, {deed}"
            after = await office.length(await office.case(case.number))
            assert (after > before) is (expected is None), f"{who}, {state}, {deed}"
            if expected is None:
                case = await office.add(state)

    assert await offences(office.database) == []


@pytest.mark.parametrize("deed", WORTH)
async def test_certificate_goes_along(office: Office, deed: Deed) -> None:
    """After each act the certificate is worth what the chain says; the page offers nothing that is then refused."""
    done = await office.do(OFFICER, office.order(await office.add("valid"), deed))

    issued = await office.certificate(done.number)
    assert issued is not None
    assert issued.status is WORTH[deed] is status_of(done)
    for chat in (OFFICER, HEAD):
        page = await office.page(chat, done.number)
        for offered in page.deeds - {Deed.UNDO}:
            await office.preview(
                chat, offered, done.number, office.order(done, offered).ground, office.order(done, offered).day
            )


@pytest.mark.parametrize("deed", [Deed.REVOKE, Deed.SUSPEND, Deed.SHORTEN, Deed.EXPEL])
@pytest.mark.parametrize("state", ["valid", "shortened"])
async def test_undone_is_as_it_was(office: Office, state: str, deed: Deed) -> None:
    """Undone within ten minutes all is as before: status, who lives there; and no invariant is broken."""
    case = await office.add(state)
    assert case.answers.address is not None
    await office.do(OFFICER, office.order(case, deed))
    office.clock.moment += DAY / 24 / 60 * 9

    undone = await office.undo(OFFICER, case.number)
    twice = await office.undo(OFFICER, case.number)

    issued = await office.certificate(case.number)
    assert twice == undone
    assert issued is not None
    assert issued.status is Status.VALID
    async with office.database.look() as work:
        living = await work.cases.living_at(case.answers.address, office.clock.now())
    assert [one.number for one in living] == [case.number]
    assert await offences(office.database) == []


@pytest.mark.parametrize("state", ["suspended", "revoked", "expelled", "shortened"])
async def test_head_gives_back(office: Office, state: str) -> None:
    """A head reverses what another has done, days later too; the person is registered as before it, once."""
    case = await office.add(state)

    back = await office.do(HEAD, office.order(case, Deed.REINSTATE))

    issued = await office.certificate(back.number)
    assert issued is not None
    assert issued.status is Status.VALID
    assert back.answers.until == UNTIL
    assert await offences(office.database) == []


async def test_a_tap_that_comes_twice(office: Office) -> None:
    """The second of two same taps changes nothing and is answered as the first; a tap on an older page is stale."""
    case = await office.add("valid")
    order = office.order(case, Deed.SUSPEND)

    first = await office.do(OFFICER, order)
    second = await office.do(OFFICER, order)

    assert second == first
    assert await answer(office, HEAD, order) is RefusalCode.STALE  # theirs is not done: another was faster
    assert await answer(office, OFFICER, office.order(case, Deed.REVOKE)) is RefusalCode.STALE


async def test_the_same_tap_after_it_was_undone(office: Office) -> None:
    """It is not taken for done: what was shown then has changed twice since."""
    order = office.order(await office.add("valid"), Deed.SUSPEND)
    await office.do(OFFICER, order)
    await office.undo(OFFICER, order.number)

    assert await answer(office, OFFICER, order) is RefusalCode.STALE


@pytest.mark.parametrize("deed", [Deed.REINSTATE, Deed.UNDO])
async def test_a_person_registered_elsewhere_since(office: Office, deed: Deed) -> None:
    """What was taken is not given back beside another registration of the same person, from whatever chat."""
    case = await office.add("valid")
    await office.do(OFFICER, office.order(case, Deed.REVOKE))
    async with office.database.begin() as work:
        moved = replace(case, guest=ChatId(case.guest + 500_000), token="another chat")
        await work.cases.add(moved)
        await work.commit()

    back = office.order(await office.case(case.number), deed)

    assert await answer(office, OFFICER, back) is RefusalCode.GUEST_ELSEWHERE


@pytest.mark.parametrize("deed", [Deed.REINSTATE, Deed.UNDO])
async def test_nobody_is_given_back_where_there_is_no_room(office: Office, deed: Deed) -> None:
    """Somebody else has the bed by now: the officer is told, and nothing has changed."""
    case = await office.do(OFFICER, office.order(await office.add("valid"), Deed.REVOKE))
    office.do, office.undo = (replace(act, most_at_a_dwelling=0) for act in (office.do, office.undo))

    assert await answer(office, OFFICER, office.order(case, deed)) is RefusalCode.PLACE_FULL
    assert await office.case(case.number) == case


async def test_no_reminder_tells_it_before_the_word(office: Office) -> None:
    """The guest's evening comes within the ten minutes: the reminder to register anew waits for another one."""
    case = await office.add("valid")
    async with office.database.begin() as work:
        chat = Chat(id=case.guest, language="en", consented_at=NOON, consent_version=CONSENT_VERSION)
        await work.chats.save(chat)
        await work.commit()
    office.clock.moment = datetime.combine(NOON.date(), time(17, 55), NOON.tzinfo)

    await office.do(OFFICER, office.order(case, Deed.REVOKE))

    async with office.database.look() as work:
        [word] = await work.notices.waiting([case.guest], NoticeKind.OFFICER_ACT)
        reminders = await work.notices.waiting([case.guest], NoticeKind.DEADLINE)
    assert word.due_at == office.clock.moment + 10 * MINUTE
    assert reminders
    assert min(reminder.due_at for reminder in reminders) > word.due_at


async def test_the_new_certificate_waits_for_the_word(office: Office) -> None:
    """A shortened stay has another certificate at once; its picture is sent when it can be undone no more."""
    case = await office.do(OFFICER, office.order(await office.add("valid"), Deed.SHORTEN))

    async with office.database.look() as work:
        [picture] = await work.notices.waiting([case.guest], NoticeKind.CERTIFICATE_PICTURE)
    assert picture.due_at == NOON + 10 * MINUTE


@pytest.mark.parametrize("deed", [Deed.REINSTATE, Deed.UNDO])
async def test_the_host_is_reminded_again(office: Office, deed: Deed) -> None:
    """Of a registration that is given back the host has the duty to notify the police again, with its reminders."""
    case = await office.add("valid")
    await office.do(OFFICER, office.order(case, Deed.REVOKE))

    assert await answer(office, OFFICER, office.order(await office.case(case.number), deed)) is None

    async with office.database.look() as work:
        reminders = await work.notices.waiting([HOST], NoticeKind.HOST_DUTY)
    assert {reminder.case for reminder in reminders} == {case.number}


async def test_own_registration(office: Office) -> None:
    """Nobody decides about the own registration, or about that of the own guest, whatever the role."""
    case = await office.add("valid")
    assert case.host is not None
    office.desk.roles |= {case.guest: office.desk.roles[HEAD], case.host: office.desk.roles[HEAD]}

    for chat in (case.guest, case.host):
        assert await answer(office, chat, office.order(case, Deed.REVOKE)) is RefusalCode.ACT_ON_OWN


async def test_days_that_cannot_be(office: Office) -> None:
    """A new last day lies between today and the day before the old one; a court's day is not to come, and not of
    another century than the person."""
    case = await office.add("valid")
    days = {
        (Deed.SHORTEN, NOON.date() - DAY): RefusalCode.ACT_SHORTEN_DAY,
        (Deed.SHORTEN, UNTIL): RefusalCode.ACT_SHORTEN_DAY,
        (Deed.SHORTEN, None): RefusalCode.STALE,
        (Deed.EXPEL, NOON.date() + DAY): RefusalCode.ACT_COURT_DAY,
        (Deed.EXPEL, date.min): RefusalCode.ACT_COURT_DAY,
    }
    for (deed, day), code in days.items():
        order = office.order(case, deed)
        with pytest.raises(Refusal) as no:
            await office.do(OFFICER, Order(deed=deed, number=case.number, ground=order.ground, length=2, day=day))
        assert no.value.code is code

    today = Order(deed=Deed.SHORTEN, number=case.number, ground=Ground.SHORTER, length=2, day=NOON.date())
    assert (await office.do(OFFICER, today)).answers.until == NOON.date()


async def test_a_ground_that_does_not_go_with_it(office: Office) -> None:
    """A forged ground is a stale button."""
    case = await office.add("valid")

    assert await answer(office, OFFICER, office.order(case, Deed.REVOKE, Ground.COURT)) is RefusalCode.STALE


async def test_everything_is_recorded(office: Office, tmp_path: Path) -> None:
    """An act leaves in the record who did it, why, and what became of the certificate; a preview, who was seen."""
    case = await office.add("valid")
    order = office.order(case, Deed.REVOKE)
    await office.preview(OFFICER, Deed.REVOKE, case.number, order.ground)
    await office.do(OFFICER, order)

    with closing(sqlite3.connect(tmp_path / "office.db")) as books:
        which = 'SELECT actor, action, detail FROM audit WHERE "case" = ?'
        rows = books.execute(which, (case.number,)).fetchall()
    by_officer = [row[1:] for row in rows if row[0] == f"officer:{OFFICER}"]
    assert [action for action, _ in by_officer].count("looked_up") == 1
    assert ("request", '{"kind":"revoked","reason":"untrue"}') in by_officer
    assert ("certificate", '{"status":"revoked","was":"valid"}') in by_officer
    assert "Ivanov" not in str(rows)


async def test_a_preview_is_on_record_for_each_it_shows(office: Office, tmp_path: Path) -> None:
    """Who is refused along with another is shown by name, and so looked up too; with the purpose that was said."""
    first = await office.add("sent")
    async with office.database.begin() as work:
        other = await work.cases.add(replace(first, party=first.number, token="another", answers=answers_of(7)))
        await work.commit()

    shown = await office.preview(
        OFFICER, Deed.REFUSE, first.number, office.order(first, Deed.REFUSE).ground, purpose=Purpose.AUTHORITY
    )

    assert [one.number for one in shown.others] == [other.number]
    with closing(sqlite3.connect(tmp_path / "office.db")) as books:
        rows = books.execute("SELECT \"case\", detail FROM audit WHERE action = 'looked_up' ORDER BY seq").fetchall()
    detail = {"way": "acts", "deed": "refuse", "purpose": "authority"}
    assert [(number, json.loads(said)) for number, said in rows] == [(first.number, detail), (other.number, detail)]


@pytest.mark.parametrize(("refused", "ended"), [("first", {"first", "other"}), ("other", {"other"})])
async def test_those_who_asked_together(office: Office, refused: str, ended: set[str]) -> None:
    """With the one who has the link all end who go with them, ten minutes later; another one ends alone."""
    first = await office.add("sent")
    async with office.database.begin() as work:
        other = await work.cases.add(replace(first, party=first.number, token="another", answers=answers_of(7)))
        await work.commit()
    party = {"first": first, "other": other}
    order = office.order(party[refused], Deed.REFUSE)
    seen = await office.preview(OFFICER, Deed.REFUSE, order.number, order.ground)
    assert {order.number, *(one.number for one in seen.others)} == {party[name].number for name in ended}

    await office.do(OFFICER, order)
    office.clock.moment += 9 * MINUTE
    await office.carry_out()
    assert [(await office.case(one.number)).ending for one in party.values()] == [None, None]
    office.clock.moment += MINUTE
    await office.carry_out()

    endings = {name: (await office.case(one.number)).ending for name, one in party.items()}
    assert {name for name, how in endings.items() if how is not None} == ended
    assert {(how.kind, how.reason, how.chat) for how in endings.values() if how is not None} == {
        (EventKind.DENIED, Ground.UNTRUE.value, OFFICER)
    }


async def test_a_refusal_is_on_record_under_the_officers_name(office: Office, tmp_path: Path) -> None:
    """It takes effect by itself, ten minutes later: the officer has done it all the same."""
    case = await office.add("sent")
    await office.do(OFFICER, office.order(case, Deed.REFUSE))
    office.clock.moment += 10 * MINUTE
    await office.carry_out()

    with closing(sqlite3.connect(tmp_path / "office.db")) as books:
        which = "SELECT actor FROM audit WHERE action = 'request' AND \"case\" = ? ORDER BY seq DESC LIMIT 1"
        assert books.execute(which, (case.number,)).fetchone() == (f"officer:{OFFICER}",)


@pytest.mark.parametrize("deed", [Deed.EXPEL, Deed.SHORTEN])
async def test_no_day_of_a_stay_is_on_record(office: Office, tmp_path: Path, deed: Deed) -> None:
    """What is recorded never goes, and a person's days go with the person."""
    case = await office.add("valid")
    order = office.order(case, deed)
    assert order.day is not None
    await office.do(OFFICER, order)

    with closing(sqlite3.connect(tmp_path / "office.db")) as books:
        told = [row[0] for row in books.execute("SELECT detail FROM audit")]
    assert not [detail for detail in told if order.day.isoformat() in detail]


async def test_nothing_is_done_to_the_certificate_of_an_act_undone(office: Office) -> None:
    """A shortening was undone: its certificate is worth nothing, and nobody makes it worth something again."""
    newer = await office.do(OFFICER, office.order(await office.add("valid"), Deed.SHORTEN))
    assert newer.answers.follows is not None
    await office.undo(OFFICER, newer.answers.follows)

    gone = await office.case(newer.number)

    assert gone.ending is not None
    assert not stands(gone, gone.events.index(gone.ending))
    assert appealable(gone) is None
    for chat in (OFFICER, HEAD):
        assert (await office.page(chat, gone.number)).deeds == set()


async def test_a_courts_act_is_taken_back_by_a_head_alone(office: Office) -> None:
    """Also by the officer's own hand, once the ten minutes are over."""
    case = await office.do(OFFICER, office.order(await office.add("valid"), Deed.EXPEL))
    back = office.order(case, Deed.REINSTATE)

    assert await answer(office, OFFICER, back) is LOW
    assert await answer(office, HEAD, back) is None


async def test_the_end_of_a_check_gives_no_longer_term(office: Office) -> None:
    """A shortened stay that was suspended goes on as it was, with the certificate that it had."""
    case = await office.do(OFFICER, office.order(await office.add("shortened"), Deed.SUSPEND))

    back = await office.do(OFFICER, office.order(case, Deed.REINSTATE))

    assert (back.number, back.answers.until) == (case.number, case.answers.until)


async def test_what_was_decided_in_the_queue_is_taken_back_there(office: Office) -> None:
    """The page of acts shows it, and offers no undoing that would be refused."""
    case, now = await office.add("sent"), office.clock.now()
    async with office.database.begin() as work:
        came = Matter.received(MatterKind.CONTRADICTION, at=now, chat=case.guest, by=None, case=case.number)
        taken = (await work.matters.add(came)).happened(MatterState.IN_WORK, now, OFFICER)
        await work.matters.save(taken.happened(MatterState.ANSWERED, now, OFFICER, decision=Decision.UNTRUE))
        await work.commit()

    page = await office.page(OFFICER, case.number)

    assert page.act is not None
    assert page.deeds == set()


APPEALABLE = {
    "valid": None,
    "suspended": EventKind.SUSPENDED,
    "revoked": EventKind.REVOKED,
    "shortened": EventKind.GRANTED,
    "expelled": EventKind.EXPELLED,
    "left": None,
    "left while checked": EventKind.SUSPENDED,
    "exit recorded": EventKind.EXIT_CONFIRMED,
}


async def test_what_can_be_appealed_against(office: Office) -> None:
    """What an officer, or the border's record, has taken; not how the guest or the host has ended it."""
    found = {state: appealable(await office.add(state)) for state in APPEALABLE}

    assert {state: act.kind if act is not None else None for state, act in found.items()} == APPEALABLE


async def test_a_refusal_is_undone(office: Office) -> None:
    """Within ten minutes by the same officer; until then nobody refuses it anew, nor does the same tap, come late."""
    case = await office.add("sent")
    order = office.order(case, Deed.REFUSE)
    await office.do(OFFICER, order)
    await office.do(OFFICER, order)
    assert (await office.page(OFFICER, case.number)).deeds == {Deed.UNDO}
    assert (await office.page(HEAD, case.number)).deeds == set()
    undo = office.order(case, Deed.UNDO)
    assert await answer(office, HEAD, undo) is RefusalCode.ACT_NOT_YOURS
    assert await answer(office, HEAD, replace(order, length=await office.length(case))) is RefusalCode.ACT_NOT_NOW

    assert await answer(office, OFFICER, undo) is None
    assert await answer(office, OFFICER, undo) is None
    assert await answer(office, OFFICER, order) is RefusalCode.STALE
    office.clock.moment += 11 * MINUTE
    await office.carry_out()

    assert (await office.case(case.number)).ending is None
    assert (await office.page(OFFICER, case.number)).deeds == {Deed.REFUSE}
    await office.do(OFFICER, replace(order, length=await office.length(case)))
    office.clock.moment += 10 * MINUTE
    assert await answer(office, OFFICER, undo) is RefusalCode.ACT_UNDO_OVER


async def test_what_has_taken_effect_is_not_opened_again(office: Office) -> None:
    """The daily pass looks at decisions about requests that wait still, and at no other."""
    case = await office.add("sent")
    await office.do(OFFICER, office.order(case, Deed.REFUSE))
    async with office.database.look() as work:
        assert len(await work.matters.decided([Decision.UNTRUE], NOON - DAY)) == 1
    office.clock.moment += 10 * MINUTE
    await office.carry_out()

    async with office.database.look() as work:
        assert await work.matters.decided([Decision.UNTRUE], NOON - DAY) == []

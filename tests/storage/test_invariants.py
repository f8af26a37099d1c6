"""What must hold of everything that is stored: legal states keep it, each broken row is found and named by number."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection
from storage_samples import ANSWERS, GUEST, HOST, LANDLORD, NOW, STRANGER, certificate, notice, request

from bot.domain.case import Case, EventKind
from bot.domain.certificate import CertificateStatus
from bot.domain.notice import NoticeKind
from bot.domain.people import Chat, Draft
from bot.domain.place import Place, PlaceDeed, PlaceEvent, PlaceId
from storage.database import Database
from storage.invariants import INVARIANTS, Offence, offences
from storage.tables import cases, certificates, chats, drafts, events, inbox, notices, places
from storage.work import SqlWork

LAST_SECOND = datetime.fromisoformat("2027-01-31T23:59:59+05:00")
NEW = ANSWERS.with_(kinship=None, proof=None, follows=None, place=None)


async def granted(work: SqlWork, link: str, at: datetime = NOW) -> Case:
    """A request with the host's yes, its certificate and its notices."""
    asked = replace(request(link, answers=NEW, host=HOST), guest=GUEST)
    case = await work.cases.add(asked)
    case = case.happened(EventKind.GRANTED, at, HOST)
    await work.cases.save(case)
    issued = replace(certificate(case.number, case.number), issued_at=at.replace(microsecond=0))
    await work.certificates.add(replace(issued, valid_until=LAST_SECOND))
    keys = [f"{kind}:{case.number}" for kind in (NoticeKind.CERTIFICATE_PICTURE, NoticeKind.CERTIFICATE_FILE)]
    owed = [notice(key, case=case.number) for key in keys]
    await work.notices.owe(*owed, notice(f"host_card:{case.number}:2", case=case.number, chat=HOST))
    return case


async def settle(database: Database) -> None:
    """A guest who is registered (1), had asked before and was refused (2); a host with a place; all is well."""
    opened = PlaceEvent(kind=PlaceDeed.OPENED, at=NOW, chat=HOST, token="place-1")
    assert NEW.address is not None
    assert NEW.premises is not None
    home = Place(
        id=PlaceId(0), owner=HOST, address=NEW.address, premises=NEW.premises, most=1, language="kk", events=(opened,)
    )
    async with database.begin() as work:
        for chat in (GUEST, HOST):
            await work.chats.save(Chat(id=chat, language="kk", consent_version="1", consented_at=NOW))
        await work.hosts.save(LANDLORD)
        await work.places.add(home)
        await granted(work, "link-1")
        refused = await work.cases.add(request("link-2", answers=NEW, host=HOST))
        await work.cases.save(refused.happened(EventKind.REFUSED, NOW, HOST, "stranger"))
        await work.notices.owe(notice("guest_refused:2", case=2))
        await work.drafts.save(Draft(chat=GUEST, answers=NEW, saved_at=NOW))
        await work.commit()


async def write(database: Database, *statements: object) -> None:
    """What no use case would write."""
    async with database.writing() as connection:
        await _forget_what_the_database_forbids(connection)
        for statement in statements:
            await connection.execute(statement)  # type: ignore[call-overload]
        await connection.commit()


async def _forget_what_the_database_forbids(connection: AsyncConnection) -> None:
    """A database that was mended by hand, or restored without its constraints."""
    await connection.execute(text("DROP INDEX IF EXISTS uq_events_ending"))


def event(case: int, seq: int, kind: EventKind, **more: object) -> object:
    """One more link of a chain."""
    at = more.pop("at", NOW)
    return insert(events).values(case=case, seq=seq, kind=kind.value, at=at, **more)


def of(case: int) -> object:
    """A request's row."""
    return update(cases).where(cases.c.number == case)


async def test_what_is_well_has_no_offender(database: Database) -> None:
    """A registered and a refused guest, their host, a place and a draft break nothing, as a whole and one by one."""
    await settle(database)

    assert await offences(database) == []
    assert await offences(database, [1, 2, 3]) == []


ONE = update(certificates).where(certificates.c.number == 1)
BROKEN: dict[str, tuple[str, Callable[[], list[object]]]] = {
    "chain": ("case 1", lambda: [event(1, 3, EventKind.STILL_HERE)]),
    "one-ending": ("case 2", lambda: [event(2, 2, EventKind.EXPIRED)]),
    "order": ("case 2", lambda: [event(2, 2, EventKind.STILL_HERE)]),
    "times": ("case 1", lambda: [event(1, 2, EventKind.STILL_HERE, at=NOW - timedelta(days=2))]),
    "certificate": ("case 1", lambda: [delete(certificates).where(certificates.c.number == 1)]),
    "certificate-facts": ("case 1", lambda: [ONE.values(valid_until=LAST_SECOND + timedelta(days=2))]),
    "status": ("case 1", lambda: [ONE.values(status=CertificateStatus.ENDED.value)]),
    "acts": ("case 1", lambda: [ONE.values(status=CertificateStatus.REVOKED.value)]),
    "seals": ("case 2", lambda: [of(2).values(token=b"no seal at all")]),  # type: ignore[attr-defined]
    "indexes": ("case 2", lambda: [of(2).values(document_index=b"another")]),  # type: ignore[attr-defined]
    "wiped": ("case 2", lambda: [of(2).values(answers=None)]),  # type: ignore[attr-defined]
    "guest": ("case 2", lambda: [of(2).values(guest=0)]),  # type: ignore[attr-defined]
    "party": ("case 1", lambda: [of(1).values(party=2)]),  # type: ignore[attr-defined]
    "replaced": ("case 1", lambda: [event(1, 2, EventKind.REPLACED, reason="2")]),
    "consent": ("case 1", lambda: [update(events).where(events.c.kind == "granted").values(chat=STRANGER)]),
    "guest-told": ("case 2", lambda: [delete(notices).where(notices.c.key == "guest_refused:2")]),
    "host-told": ("case 1", lambda: [delete(notices).where(notices.c.key == "host_card:1:2")]),
    "references": ("notice 1", lambda: [update(notices).where(notices.c.id == 1).values(case=99)]),
    "notice-once": ("notice 1", lambda: [update(notices).where(notices.c.id == 1).values(sent_at=NOW)]),
    "inbox-emptied": (
        "inbox 7",
        lambda: [insert(inbox).values(id=7, chat=GUEST, received_at=NOW, body=b"said", tries=1, handled_at=NOW)],
    ),
    "other-chains": ("place 1", lambda: [text("UPDATE place_events SET seq = 1")]),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_what_breaks_it_is_named(database: Database, name: str) -> None:
    """Each invariant finds the row that breaks it, by number; whatever a request breaks is found when it alone is asked
    about as well.
    """
    await settle(database)
    subject, broken = BROKEN[name]
    await write(database, *broken())

    expected = Offence(name, subject)
    assert expected in await offences(database)
    if subject.startswith("case"):
        assert expected in await offences(database, [int(subject.removeprefix("case "))])
        assert await offences(database, [77]) == []


async def test_two_certificates_for_one_stay(database: Database) -> None:
    """A second certificate by the same document in the same chat is the later one's offence, found from either side."""
    await settle(database)
    async with database.begin() as work:
        await granted(work, "link-3", NOW + timedelta(days=1))
        await work.commit()

    assert await offences(database) == [Offence("registered-twice", "case 3")]
    assert await offences(database, [1]) == [Offence("registered-twice", "case 3")]


async def test_one_who_has_left_may_be_registered_again(database: Database) -> None:
    """A stay that ended before the next began is none at the same time."""
    await settle(database)
    async with database.begin() as work:
        case = await work.cases.get(1)
        assert case is not None
        await work.cases.save(case.happened(EventKind.LEFT, NOW + timedelta(hours=2), GUEST, "2026-11-12"))
        await work.certificates.set_status(1, CertificateStatus.ENDED)
        await granted(work, "link-3", NOW + timedelta(days=1))
        await work.commit()

    assert await offences(database) == []


async def test_a_bed_too_many(database: Database) -> None:
    """Where the host has said one bed, the second person there is an offence; who came before is none."""
    await settle(database)
    async with database.begin() as work:
        for number in (3, 4):
            answers = NEW.with_(document_number=replace_digits(number), place=PlaceId(1))
            case = await work.cases.add(replace(request(f"link-{number}", answers=answers, host=HOST), guest=STRANGER))
            await work.cases.save(case.happened(EventKind.GRANTED, NOW + timedelta(hours=number), HOST))
            issued = replace(
                certificate(case.number, number), issued_at=(NOW + timedelta(hours=number)).replace(microsecond=0)
            )
            await work.certificates.add(replace(issued, valid_until=LAST_SECOND))
            await work.notices.owe(notice(f"host_card:{case.number}:2", case=case.number, chat=HOST))
        await work.commit()

    assert await offences(database) == [Offence("room", "case 3"), Offence("room", "case 4")]
    assert await offences(database, [4]) == [Offence("room", "case 4")]


async def test_what_is_owned_by_nobody(database: Database) -> None:
    """A draft of a chat that is forgotten is an offence, and is not called by the chat's number."""
    await settle(database)
    await write(database, delete(chats).where(chats.c.id == GUEST))

    [offence] = [each for each in await offences(database) if each.invariant == "owners"]
    assert offence.subject.startswith("draft ")
    assert str(GUEST) not in offence.subject


async def test_what_lies_sealed_elsewhere_is_tried_too(database: Database) -> None:
    """A draft and a place that do not open are found, whatever their table."""
    await settle(database)
    await write(
        database,
        update(drafts).values(answers=b"no seal at all"),
        update(places).values(details=select(drafts.c.answers).limit(1).scalar_subquery()),
    )

    found = {offence.subject.split()[0] for offence in await offences(database) if offence.invariant == "seals"}
    assert found == {"draft", "place"}


def test_each_has_a_name_of_its_own() -> None:
    """Names are what alarms and tickets are about: none is given twice, and each says one sentence."""
    names = [each.name for each in INVARIANTS]

    assert len(names) == len(set(names))
    assert all(each.sentence.endswith(".") for each in INVARIANTS)


def replace_digits(number: int) -> object:
    """Another person's document."""
    from bot.domain.document import DocumentNumber

    return DocumentNumber(f"FA765432{number}")

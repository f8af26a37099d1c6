"""A database full of stored stays: as many people as asked for, each sealed afresh, a tenth told what holds no more."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Table, insert

from bot.domain.address import Address, Premises
from bot.domain.answers import Answers
from bot.domain.case import Case, Event, EventKind
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.people import ChatId
from bot.domain.person import Iin
from bot.domain.travel import Stay, Travels
from bot.registration.outlook import told_of
from bot.registration.prospects import prospect_of
from storage.answers_json import answers_to_json
from storage.database import Database
from storage.tables import cases, chats, drafts, events, outlooks, travels
from storage.travels_json import travels_to_json

AT_ONCE = 20_000  # people a transaction
KINDS = 4_000  # of people, who differ in country, days and travels
GRANTED, TRAVELLED, OUTDATED = 0.4, 0.1, 0.1  # shares of people
COUNTRIES = ("RUS", "KGZ", "TJK", "UZB", "TUR", "BLR", "AZE", "ARM", "UKR", "CHN", "DEU", "IND", "GEO", "MNG")
_NOBODY = ChatId(0)


class _Kind(NamedTuple):
    """What people of one kind have stored, before it is sealed."""

    answers: str
    is_granted: bool
    travels: str | None
    told: str


async def fill(database: Database, people: int, now: datetime) -> None:
    """Store so many people's stays as they stand at this moment."""
    chance = random.Random(923)  # noqa: S311 - the same people every time
    kinds = [_kind(chance, now) for _ in range(min(KINDS, people))]
    for first in range(1, people + 1, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, people + 1))
        async with database.writing() as connection:
            for table, rows in _rows(database, kinds, numbers, now).items():
                if rows:
                    await connection.execute(insert(table), rows)
            await connection.commit()


def _rows(
    database: Database, kinds: Sequence[_Kind], numbers: range, now: datetime
) -> dict[Table, list[dict[str, object]]]:
    vault = database.vault
    rows: dict[Table, list[dict[str, object]]] = {
        table: [] for table in (chats, drafts, travels, outlooks, cases, events)
    }
    for number in numbers:
        kind = kinds[number % len(kinds)]
        consent = {"consent_version": "1", "consented_at": now, "blocked": False}
        rows[chats].append({"id": number, "language": "ru", **consent})
        sealed = vault.seal(outlooks.c.told, kind.told)
        rows[outlooks].append({"chat": number, "told": sealed, "assessed_on": now.date()})
        if kind.travels is not None:
            record = vault.seal(travels.c.record, kind.travels)
            rows[travels].append({"chat": number, "record": record, "saved_at": now})
        if kind.is_granted:
            rows[cases].append(_case_row(database, kind, number))
            rows[events].extend(_event_rows(number, now))
        else:
            answers = vault.seal(drafts.c.answers, kind.answers)
            rows[drafts].append({"chat": number, "answers": answers, "saved_at": now, "sources": []})
    return rows


def _case_row(database: Database, kind: _Kind, number: int) -> dict[str, object]:
    token = number.to_bytes(16, "big")
    answers = database.vault.seal(cases.c.answers, kind.answers)
    return {"guest": number, "answers": answers, "token": token, "token_index": token, "number": number}


def _event_rows(number: int, now: datetime) -> Iterator[dict[str, object]]:
    for seq, kind in enumerate((EventKind.ASKED, EventKind.OPENED, EventKind.GRANTED)):
        yield {"case": number, "seq": seq, "kind": kind.value, "at": now, "chat": None, "reason": None}


def _kind(chance: random.Random, now: datetime) -> _Kind:
    answers = _answers(chance, now.date())
    travelled = _travels(chance, now, answers) if chance.random() < TRAVELLED else None
    is_granted = chance.random() < GRANTED
    told = told_of(prospect_of(answers, travelled, _granted(answers, now) if is_granted else (), now).assessment)
    if chance.random() < OUTDATED:
        told = f"{told} renew_document={now.date() + timedelta(days=40)}"
    return _Kind(answers_to_json(answers), is_granted, travels_to_json(travelled) if travelled else None, told)


def _answers(chance: random.Random, today: date) -> Answers:
    return Answers(
        citizenship=chance.choice(COUNTRIES),
        entered=today - timedelta(days=chance.randrange(80)),
        family_name="Karimova",
        given_names="Aziza",
        patronymic="Rustamovna",
        born=date(1990, 3, 27),
        document_kind=DocumentKind.PASSPORT,
        document_number=DocumentNumber("FA7654321"),
        document_expires=date(2031, 3, 27),
        host=Iin("850412300006"),
        address=Address("75", ("улица Навои", "дом 12/3", "кв. 45")),
        premises=Premises.FLAT,
        until=today + timedelta(days=9),
    )


def _travels(chance: random.Random, now: datetime, answers: Answers) -> Travels:
    entered = answers.entered or now.date()
    trips = [entered - timedelta(days=30 * back + chance.randrange(20)) for back in (4, 3, 2)]
    earlier = tuple(Stay(day, day + timedelta(days=chance.randrange(9))) for day in trips)
    return Travels(chat=_NOBODY, saved_at=now, earlier=earlier)


def _granted(answers: Answers, now: datetime) -> tuple[Case]:
    asked = Case(
        number=1,
        guest=_NOBODY,
        answers=answers,
        token="",
        events=(Event(kind=EventKind.ASKED, at=now.astimezone(UTC)),),
    )
    return (replace(asked.happened(EventKind.GRANTED, now)),)

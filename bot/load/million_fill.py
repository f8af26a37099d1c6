"""Fills a database with living registrations, past SQLAlchemy: SQLite's executemany, PostgreSQL's COPY.

The rows are those that the bot itself would have written: sealed by the vault, indexed, with the notices that were
sent and those still to come. Only the text of a certificate is not signed: it is a text of the same length.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.case import EventKind
from bot.domain.certificate import CertificateStatus
from bot.domain.spelling import person_key
from bot.load.million_people import (
    IN_A_HOME,
    IN_A_HOTEL,
    ONE_IN_A_HOTEL,
    SEED,
    Home,
    Kind,
    answers_of,
    document_of,
    family_of,
    guest_of,
    home_of,
    lives_in_a_hotel,
    place_name_of,
)
from bot.registration.consent import CONSENT_VERSION
from storage.answers_json import answers_to_json
from storage.database import Database
from storage.notices import data_of
from storage.tables import cases, certificates, chats, events, hosts, notices, outlooks
from storage.vault import Vault

AT_ONCE = 10_000  # people a transaction
CACHE_KILOBYTES = 1_000_000  # of SQLite, while it is filled
OWN_KILOBYTES = 2_000  # afterwards, as SQLite has it by itself and the bot leaves it
SENT = ("guest_card", "certificate_picture", "certificate_file", "deadline")
_TEXT = "KZ923:" + "A0" * 300  # as long as a signed text (its QR code is version 13, which holds some 600 characters)
_KEY_ID = b"\x01" * 8
_TABLES = (chats, hosts, cases, events, certificates, outlooks, notices)  # parents first
_COUNTED = ((cases, "number"), (notices, "id"))
_Rows = dict[Table, list[tuple[Any, ...]]]


@dataclass(slots=True)
class Filling:
    """One filling: people from number 1 on, of these kinds."""

    database: Database
    kinds: Sequence[Kind]
    now: datetime
    _next_notice: int = 1

    async def live(self, people: int) -> None:
        """So many living registrations, in an empty database."""
        await self._fill(range(1, people + 1), self.kinds)

    async def ended(self, first: int, people: int, ended_at: datetime) -> None:
        """So many whose certificate ended at this moment, and whose data are kept still."""
        day = ended_at.date() - timedelta(days=1)
        kinds = [_ended(kind, day, ended_at) for kind in self.kinds]
        await self._fill(range(first, first + people), kinds)

    async def _fill(self, people: range, kinds: Sequence[Kind]) -> None:
        async with self.database.writing() as connection:
            if connection.dialect.name == "sqlite":  # keys come in no order: their pages stay at hand
                await connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")
        for first in range(people.start, people.stop, AT_ONCE):
            rows = self._rows(range(first, min(first + AT_ONCE, people.stop)), kinds)
            async with self.database.writing() as connection:
                for table in _TABLES:
                    await _insert(connection, table, rows[table])
                await connection.commit()
        await self._settle()

    async def _settle(self) -> None:
        """Let the counters go on after what was written, and the planner know how much there is."""
        async with self.database.writing() as connection:
            if connection.dialect.name == "postgresql":
                for table, column in _COUNTED:
                    name = f"pg_get_serial_sequence('{table.name}', '{column}')"
                    await connection.execute(
                        text(f"SELECT setval({name}, (SELECT max({column}) FROM {table.name}))")  # noqa: S608 - own names
                    )
            else:
                await connection.exec_driver_sql(f"PRAGMA cache_size = -{OWN_KILOBYTES}")
            await connection.execute(text("ANALYZE"))
            await connection.commit()

    def _rows(self, people: range, kinds: Sequence[Kind]) -> _Rows:
        rows: _Rows = defaultdict(list)
        plain = _Plain(is_sqlite=self.database.is_alone)
        chance = random.Random(SEED + people.start)  # noqa: S311 - the same people every time
        for person in people:
            self._person(rows, plain, chance, person, kinds[person % len(kinds)])
        return rows

    def _person(self, rows: _Rows, plain: "_Plain", chance: random.Random, person: int, kind: Kind) -> None:
        vault, home, guest = self.database.vault, home_of(person), guest_of(person)
        if _is_first(person):
            _host(rows, plain, vault, home, kind.granted_at)
        rows[chats].append((guest, "ru", CONSENT_VERSION, plain.moment(kind.granted_at), False))
        rows[cases].append(_case(vault, person, kind, home, chance))
        rows[events].extend(_chain(plain, person, kind, home))
        rows[certificates].append(_certificate(vault, plain, person, kind, home, chance))
        told = vault.seal(outlooks.c.told, kind.told)
        rows[outlooks].append((guest, told, plain.day(self.now.date())))
        rows[notices].extend(self._notices(plain, person, kind))

    def _notices(self, plain: "_Plain", person: int, kind: Kind) -> Iterator[tuple[Any, ...]]:
        """As the columns of the table stand."""
        guest, at = guest_of(person), plain.moment(kind.granted_at)
        for what in SENT:
            yield (self._id(), f"{what}:{person}", guest, what, person, None, 2, at, None, None, at, None, 0, None)
        for owed in kind.future:
            key = owed.key.replace(":0:", f":{guest}:")
            due, expires = plain.moment(owed.due_at), plain.moment(owed.expires_at)
            data = data_of(owed, self.database.vault)
            what = owed.kind.value
            yield (self._id(), key, guest, what, None, data, 0, due, expires, None, None, None, 0, None)

    def _id(self) -> int:
        given, self._next_notice = self._next_notice, self._next_notice + 1
        return given


def _is_first(person: int) -> bool:
    """Whether nobody before lives there, so that the host is to be written."""
    if lives_in_a_hotel(person):
        return person // ONE_IN_A_HOTEL % IN_A_HOTEL == 0 or person == ONE_IN_A_HOTEL
    before = [each for each in range(person // IN_A_HOME * IN_A_HOME, person) if not lives_in_a_hotel(each)]
    return not [each for each in before if each > 0]


def _host(rows: _Rows, plain: "_Plain", vault: Vault, home: Home, at: datetime) -> None:
    consented, number = plain.moment(at), home.number.reveal()
    rows[chats].append((home.host, "ru", CONSENT_VERSION, consented, False))
    rows[hosts].append(
        (
            home.host,
            vault.seal(hosts.c.phone, "+77010000000"),
            consented,
            CONSENT_VERSION,
            vault.seal(hosts.c.iin, number),
            vault.index(hosts.c.iin_index, number),
            vault.seal(hosts.c.name, home.name),
            *(True, None, None, None, True),  # vouched, checked_at, invitation and its index, wants_digest
        )
    )


def _case(vault: Vault, person: int, kind: Kind, home: Home, chance: random.Random) -> tuple[Any, ...]:
    token = f"{chance.getrandbits(128):032x}"[:22]
    return (
        *(person, guest_of(person), home.host, 10, 11),  # the last two: the cards
        vault.seal(cases.c.answers, answers_of(kind, person)),
        vault.index(cases.c.document_index, document_of(person).reveal()),
        vault.index(cases.c.host_index, home.number.reveal()),
        vault.index(cases.c.address_index, place_name_of(home)),
        vault.index_optional(cases.c.person_index, person_key(family_of(person), kind.answers.born)),
        None,
        vault.seal(cases.c.token, token),
        vault.index(cases.c.token_index, token),
    )


def _chain(plain: "_Plain", person: int, kind: Kind, home: Home) -> Iterator[tuple[Any, ...]]:
    asked = plain.moment(kind.granted_at - timedelta(hours=2))
    yield (person, 0, EventKind.ASKED.value, asked, guest_of(person), None)
    yield (person, 1, EventKind.OPENED.value, plain.moment(kind.granted_at - timedelta(hours=1)), home.host, None)
    yield (person, 2, EventKind.GRANTED.value, plain.moment(kind.granted_at), home.host, None)


def _certificate(
    vault: Vault, plain: "_Plain", person: int, kind: Kind, home: Home, chance: random.Random
) -> tuple[Any, ...]:
    return (
        *(person, chance.randbytes(12), person, plain.moment(kind.granted_at), plain.moment(kind.valid_until)),
        *(_KEY_ID, CertificateStatus.VALID.value),
        vault.seal(certificates.c.host_name, home.name),
        vault.seal(certificates.c.text, _TEXT),
    )


def _ended(kind: Kind, day: date, ended_at: datetime) -> Kind:
    granted_at = ended_at - timedelta(days=30)
    answers = kind.answers.with_(entered=granted_at.date(), until=day)
    written = answers_to_json(answers)
    return Kind(
        answers=answers, granted_at=granted_at, valid_until=ended_at, told=kind.told, written=written, future=()
    )


@dataclass(frozen=True, slots=True)
class _Plain:
    """Moments and days as the driver takes them; SQLite keeps text, as `storage.columns.Moment` writes it."""

    is_sqlite: bool

    def moment(self, value: datetime | None) -> object:
        """A moment."""
        return None if value is None else _moment(value, self.is_sqlite)

    def day(self, value: date) -> object:
        """A day."""
        return value.isoformat() if self.is_sqlite else value


@lru_cache(maxsize=50_000)
def _moment(value: datetime, is_sqlite: bool) -> object:
    utc = value.astimezone(UTC)
    return utc.strftime("%Y-%m-%d %H:%M:%S.%f") if is_sqlite else utc


async def _insert(connection: AsyncConnection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    columns = [column.name for column in table.c]
    raw: Any = await connection.get_raw_connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT 1"))  # the driver's transaction begins with a statement of SQLAlchemy's
        await raw.driver_connection.copy_records_to_table(table.name, records=rows, columns=columns)
        return
    marks = ", ".join("?" * len(columns))
    names = ", ".join(f'"{name}"' for name in columns)
    await connection.exec_driver_sql("SELECT 1")  # begins
    statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - the tables' own names
    await raw.dbapi_connection.link.run("", lambda opened: opened.executemany(statement, rows))

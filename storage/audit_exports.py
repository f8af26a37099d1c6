"""Registrations for an export, a batch at a time, and the line that says that they went out."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from bot.domain.certificate import CertificateStatus
from bot.office.exports import Registration
from storage.answers_json import answers_from_json
from storage.audit_reading import SqlRecordReader
from storage.database import Database
from storage.tables import cases, certificates
from storage.vault import Vault

A_BATCH = 500  # requests, each with sealed values to open
_LAST = select(func.coalesce(func.max(cases.c.number), 0))
_GET = (
    select(*cases.c["number", "answers"], *certificates.c["status", "issued_at", "valid_until", "host_name"])
    .join_from(cases, certificates, certificates.c.number == cases.c.number)
    .where(cases.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(cases.c.number)
)


class OtherRecordError(Exception):
    """The place where the last export ended is not in this record: it is another database, or an older one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in the record: a row and its hash. Nought is before the first."""

    seq: int = 0
    hash: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is to go out: after one row of the record and up to another; these requests, as far as they are granted."""

    since: Place
    upto: Place
    numbers_upto: int
    numbers: Iterable[int]


async def part_since(database: Database, since: Place) -> Part:
    """What has changed since that place; from the beginning it is everything, the years before the record, too.

    Raises:
        OtherRecordError: There is no such place.
    """
    async with database.reading() as connection:
        reader = SqlRecordReader(connection, database.vault)
        if since.seq and await reader.hash_of(since.seq) != since.hash:
            raise OtherRecordError
        last = await reader.last()
        upto = Place() if last is None else Place(seq=last[0], hash=last[1])
        highest = int((await connection.execute(_LAST)).scalar_one())
        numbers = await (reader.changed(since.seq, upto.seq) if since.seq else reader.numbered(highest))
    return Part(since=since, upto=upto, numbers_upto=highest, numbers=numbers)


async def registrations(database: Database, numbers: Iterable[int]) -> AsyncIterator[Registration]:
    """Those of these requests that led to a certificate, in the order of their numbers.

    Each batch sees a moment of its own: what changes meanwhile comes again with the next export.
    """
    left = iter(numbers)
    while some := list(islice(left, A_BATCH)):
        for row in await _batch(database, some):
            yield _registration(row, database.vault)


async def _batch(database: Database, numbers: Sequence[int]) -> Sequence[Row[Any]]:
    async with database.reading() as connection:
        return (await connection.execute(_GET, {"numbers": numbers})).all()


def _registration(row: Row[Any], vault: Vault) -> Registration:
    answers = vault.open_optional(cases.c.answers, row.answers)
    return Registration(
        number=row.number,
        status=CertificateStatus(row.status),
        issued_at=row.issued_at,
        valid_until=row.valid_until,
        host_name=vault.open_optional(certificates.c.host_name, row.host_name) or "",
        answers=None if answers is None else answers_from_json(answers),
    )

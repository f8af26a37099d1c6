"""Of what is sealed: it opens under the key, is found by its index, and is gone where it was wiped."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from sqlalchemy import Column, LargeBinary, Row, Table, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.spelling import person_key
from storage.checkup.invariant import Invariant, OfARequest, Offence
from storage.checkup.records import Record
from storage.checkup.subjects import subject_of
from storage.tables import METADATA, audit, audit_heads, cases, certificates, crossing_files, crossings
from storage.vault import SealBrokenError, Vault

A_BATCH = 1000
_NOT_SEALED = {certificates.c.cti, certificates.c.key_id}
_HASHES_AND_SIGNATURES = (audit, audit_heads, crossings, crossing_files)
_OF_REQUESTS = (cases, certificates)  # read with their requests


def _opens_badly(record: Record) -> bool:
    row = record.row
    return (
        not record.opens
        or _opened(record.vault, cases.c.token, row.token) is None
        or (row.issued_host_name and _opened(record.vault, certificates.c.host_name, row.issued_host_name) is None)
        or (row.issued_text and _opened(record.vault, certificates.c.text, row.issued_text) is None)
    )


def _is_found_badly(record: Record) -> bool:
    row, vault, answers = record.row, record.vault, record.answers
    token = _opened(vault, cases.c.token, row.token)
    if token is not None and row.token_index != vault.index(cases.c.token_index, token):
        return True
    if answers is None:
        return False
    document = answers.document_number.reveal() if answers.document_number else None
    host = answers.host.reveal() if answers.host else None
    address = answers.address.place_name if answers.address else None
    told = (
        (row.document_index, cases.c.document_index, document),
        (row.host_index, cases.c.host_index, host),
        (row.address_index, cases.c.address_index, address),
    )
    person = person_key(answers.family_name, answers.born)
    if row.person_index not in {None, vault.index_optional(cases.c.person_index, person)}:  # none: not indexed yet
        return True
    return any(kept != vault.index_optional(column, text) for kept, column, text in told)


def _is_half_wiped(record: Record) -> bool:
    row = record.row
    indexes = (row.document_index, row.host_index, row.address_index, row.person_index)
    left = (*indexes, row.issued_text, row.issued_host_name)
    return record.is_wiped and any(value is not None for value in left)


_SEALS = OfARequest(
    name="seals", sentence="Whatever is sealed opens under the key, in its own column.", breaks=_opens_badly
)
_INDEXES = OfARequest(
    name="indexes", sentence="A blind index is the index of what is sealed beside it.", breaks=_is_found_badly
)
INVARIANTS = (
    _SEALS,
    _INDEXES,
    OfARequest(
        name="wiped",
        sentence="Of a request whose answers were wiped no index, no signed text and no host's name is left.",
        breaks=_is_half_wiped,
    ),
)


async def of_other_tables(connection: AsyncConnection, vault: Vault) -> AsyncIterator[Offence]:
    """The same of every other table: what does not open, and what its index does not find."""
    for table in METADATA.sorted_tables:
        sealed = list(_sealed_of(table))
        if not sealed or table in (*_OF_REQUESTS, *_HASHES_AND_SIGNATURES):
            continue
        async for row in _rows(connection, table, sealed):
            for invariant in _broken(row, sealed, vault):
                yield invariant.broken_by(subject_of(table, row, vault))


def _sealed_of(table: Table) -> Iterator[Column[Any]]:
    for column in table.c:
        is_bytes = isinstance(column.type, LargeBinary)
        if is_bytes and not column.name.endswith("_index") and column not in _NOT_SEALED:
            yield column


async def _rows(connection: AsyncConnection, table: Table, sealed: list[Column[Any]]) -> AsyncIterator[Row[Any]]:
    """A batch at a time, in the order of the primary key: what is held in memory does not grow."""
    key = list(table.primary_key)
    indexes = [table.c[name] for column in sealed if (name := f"{column.name}_index") in table.c]
    query = select(*key, *sealed, *indexes).where(or_(*(column.is_not(None) for column in (*sealed, *indexes))))
    query = query.order_by(*key).limit(A_BATCH)
    last: Row[Any] | None = None
    while True:
        after = query if last is None else query.where(tuple_(*key) > tuple_(*last[: len(key)]))
        rows = (await connection.execute(after)).all()
        for row in rows:
            yield row
        if len(rows) < A_BATCH:
            return
        last = rows[-1]


def _broken(row: Row[Any], sealed: list[Column[Any]], vault: Vault) -> Iterator[Invariant]:
    for column in sealed:
        kept = getattr(row, column.name)
        text = _opened(vault, column, kept) if kept is not None else None
        if kept is not None and text is None:
            yield _SEALS
        index = column.table.c.get(f"{column.name}_index")
        if index is not None and getattr(row, index.name) != vault.index_optional(index, text):
            yield _INDEXES


def _opened(vault: Vault, column: Column[Any], sealed: bytes) -> str | None:
    try:
        return vault.open(column, sealed)
    except SealBrokenError:
        return None

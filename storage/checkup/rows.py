"""Of whole tables, each a query that finds what must not be there."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.matter import SEEN_BY_THE_BOT
from storage.checkup.invariant import Invariant, Offence
from storage.checkup.subjects import subject_of
from storage.tables import (
    blocks,
    cases,
    certificates,
    chats,
    drafts,
    guest_imports,
    hosts,
    inbox,
    matter_events,
    matters,
    notices,
    outlooks,
    place_events,
    places,
    profiles,
    staff_events,
    travels,
)
from storage.vault import Vault

NOBODYS_CHAT = 0
_STAY = [kind.value for kind in SEEN_BY_THE_BOT]  # when whoever they were about has left


@dataclass(frozen=True, slots=True, kw_only=True)
class OfATable(Invariant):
    """One that a row breaks; the query selects the primary key of such rows first."""

    queries: tuple[tuple[Table, Select[Any]], ...]


def _where(table: Table, *broken: ColumnElement[bool]) -> tuple[Table, Select[Any]]:
    return table, select(*table.primary_key).where(*broken)


def _without(column: Column[Any], owner: Column[Any]) -> tuple[Table, Select[Any]]:
    """Rows that name what is not there."""
    return _where(column.table, column.is_not(None), ~exists().where(owner == column))


def _repeated(column: Column[Any]) -> tuple[Table, Select[Any]]:
    """All but the first of each value."""
    other = column.table.alias("other")
    own = next(iter(column.table.primary_key))
    twin = exists().where(other.c[column.name] == column, other.c[own.name] < own)
    return _where(column.table, twin)


def _broken_chains(whose: Table, owner: Column[Any]) -> tuple[Table, Select[Any]]:
    """Chains that do not count 0, 1, 2 …, by their owner's number."""
    chain = owner.table
    return whose, select(owner).group_by(owner).having(func.count() != func.max(chain.c.seq) + 1)


_has_ended = notices.c.sent_at.is_not(None) | notices.c.dropped_at.is_not(None)

INVARIANTS = (
    OfATable(
        name="unique",
        sentence="No two certificates share a public name or a place in the status list.",
        queries=(_repeated(certificates.c.cti), _repeated(certificates.c.status_index)),
    ),
    OfATable(
        name="owners",
        sentence="What is kept for a person is of one who is known, and what a host has is of one who is a host.",
        queries=(
            *(_without(table.c.chat, chats.c.id) for table in (drafts, profiles, travels, outlooks, hosts)),
            *(_without(column, hosts.c.chat) for column in (places.c.owner, staff_events.c.owner, blocks.c.host)),
            _without(guest_imports.c.owner, hosts.c.chat),
        ),
    ),
    OfATable(
        name="references",
        sentence="Every number of a request, a place or a matter leads to one.",
        queries=(
            _without(notices.c.case, cases.c.number),
            _without(matters.c.case, cases.c.number),
            _without(certificates.c.number, cases.c.number),
            _without(place_events.c.place, places.c.id),
            _without(matter_events.c.matter, matters.c.number),
            _without(guest_imports.c.place, places.c.id),
        ),
    ),
    OfATable(
        name="chats",
        sentence="The bot talks with people, one at a time: no group, and nobody's chat, is kept or owed anything.",
        queries=(
            _where(chats, chats.c.id <= NOBODYS_CHAT),
            *(_where(table, table.c.chat <= NOBODYS_CHAT) for table in (notices, drafts, hosts, profiles)),
            _where(matters, matters.c.chat <= NOBODYS_CHAT, matters.c.kind.not_in(_STAY)),
        ),
    ),
    OfATable(
        name="notice-once",
        sentence="A notice is sent or dropped, not both, and says nothing any more then.",
        queries=(
            _where(notices, notices.c.sent_at.is_not(None), notices.c.dropped_at.is_not(None)),
            _where(notices, notices.c.data.is_not(None), _has_ended),
        ),
    ),
    OfATable(
        name="inbox-emptied",
        sentence="Of an update that was handled nothing is kept but its number and when.",
        queries=(
            _where(inbox, inbox.c.handled_at.is_not(None), inbox.c.body.is_not(None) | (inbox.c.chat != NOBODYS_CHAT)),
        ),
    ),
    OfATable(
        name="other-chains",
        sentence="The chains of places and matters have no gap.",
        queries=(
            _broken_chains(places, place_events.c.place),
            _broken_chains(matters, matter_events.c.matter),
        ),
    ),
)


async def among_all(connection: AsyncConnection, vault: Vault) -> AsyncIterator[Offence]:
    """All rows that break one of these."""
    for invariant, table, query in _all():
        for row in (await connection.execute(query)).all():
            yield invariant.broken_by(subject_of(table, row, vault))


def _all() -> Iterator[tuple[Invariant, Table, Select[Any]]]:
    for invariant in INVARIANTS:
        for table, query in invariant.queries:
            yield invariant, table, query

"""Of what people were told: no yes and no no is without its notices to guest and host.

A notice is there until its request is wiped, and gone with the chat of one who withdrew.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.domain.acts import GIVEN_BACK, SHORTENED
from bot.domain.case import Event, EventKind
from bot.domain.ids import NOBODY, ChatId
from bot.domain.life import is_taken_over
from bot.domain.notice import NoticeKind
from bot.registration.granting import REISSUED
from storage.checkup.invariant import Invariant, Offence
from storage.checkup.records import Record, Scene
from storage.tables import chats, hosts, notices

GUEST_TOLD = Invariant(
    name="guest-told",
    sentence="Who was granted, refused or denied is owed the word of it, and after a grant the certificate.",
)
HOST_TOLD = Invariant(name="host-told", sentence="A host whose chat is known is owed the word of each yes of theirs.")
_KEYS = select(notices.c.key).where(notices.c.key.in_(bindparam("keys", expanding=True)))
_GUEST_SINCE = select(chats.c.consented_at).where(chats.c.id == bindparam("chat"))
_HOST_SINCE = select(hosts.c.consented_at).where(hosts.c.chat == bindparam("chat"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owed:
    """One of these keys must be there, unless this person has withdrawn since."""

    invariant: Invariant
    record: Record
    keys: tuple[str, ...]
    chat: ChatId
    since: datetime


async def to_both(scene: Scene, records: Sequence[Record]) -> AsyncIterator[Offence]:
    """Those of these requests of whose end somebody was not to be told."""
    firsts = [record.case.party for record in records if record.case.party is not None]
    wiped = {first.number for first in await scene.records(firsts) if first.is_wiped}
    owed = [one for record in records for one in _owed(record) if record.case.party not in wiped]
    if not owed:
        return
    keys = [key for one in owed for key in one.keys]
    kept = set((await scene.connection.execute(_KEYS, {"keys": keys})).scalars())
    for one in owed:
        if kept.isdisjoint(one.keys) and not await _has_withdrawn(scene, one):
            yield one.invariant.broken_by_case(one.record)


def _owed(record: Record) -> Iterator[_Owed]:
    ending = record.case.ending
    if ending is None or record.answers is None:
        return
    if ending.kind is EventKind.GRANTED:
        yield from _owed_for_a_yes(record, ending)
    elif ending.kind is EventKind.DENIED or (ending.kind is EventKind.REFUSED and record.case.party is None):
        key = f"guest_{ending.kind.value}:{record.number}"
        yield _Owed(invariant=GUEST_TOLD, record=record, keys=(key,), chat=record.case.guest, since=ending.at)


def _owed_for_a_yes(record: Record, granted: Event) -> Iterator[_Owed]:
    """What an organisation has filed, its own tap tells of; the guest gets it when taking over."""
    case, is_own = record.case, is_taken_over(record.case)
    since = next((event.at for event in case.events if event.kind is EventKind.TAKEN_OVER), granted.at)
    for kind in (NoticeKind.CERTIFICATE_PICTURE, NoticeKind.CERTIFICATE_FILE):
        if case.guest != NOBODY and (is_own or not record.is_filed):
            keys = (f"{kind}:{case.number}", f"{kind}:{case.number}:own")
            yield _Owed(invariant=GUEST_TOLD, record=record, keys=keys[is_own:], chat=case.guest, since=since)
    if case.host is not None and not record.is_filed:
        yield _Owed(
            invariant=HOST_TOLD, record=record, keys=_host_keys(record, granted), chat=case.host, since=granted.at
        )


def _host_keys(record: Record, granted: Event) -> tuple[str, ...]:
    """The card as it was after the yes, and after the word to the police that may be kept with it."""
    if granted.reason in {SHORTENED, GIVEN_BACK}:  # the host was not asked, and hears of the act
        return tuple(f"{NoticeKind.OFFICER_ACT}:{record.number}:{length}:host" for length in _chain_lengths(record))
    if granted.reason == REISSUED:
        return (f"{NoticeKind.REISSUED}:{record.number}",)
    length = record.case.events.index(granted) + 1
    return tuple(f"{NoticeKind.HOST_CARD}:{record.number}:{length + more}" for more in (0, 1))


def _chain_lengths(record: Record) -> range:
    """A word kept from before may stand between the yes and the act's own word."""
    return range(1, len(record.case.events) + 1)


async def _has_withdrawn(scene: Scene, one: _Owed) -> bool:
    """Who withdraws takes all notices along; who has come back since, has consented since."""
    known = (await scene.connection.execute(_GUEST_SINCE, {"chat": one.chat})).first()
    if known is None:
        return True
    if one.invariant is GUEST_TOLD:
        return known.consented_at is None or bool(known.consented_at > one.since)
    since = (await scene.connection.execute(_HOST_SINCE, {"chat": one.chat})).scalar()
    return since is None or bool(since > one.since)

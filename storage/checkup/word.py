"""Of the host's word: no certificate, no refusal and no end of a stay by a host is without it."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from bot.domain.case import Event, EventKind
from bot.domain.life import is_taken_over
from bot.domain.organisation import StaffDeed
from bot.domain.person import Iin
from bot.registration.granting import ON_THE_WEB
from storage.checkup.invariant import Invariant, Offence
from storage.checkup.records import CLOCK_MAY_STEP, Record, Scene
from storage.tables import chats, hosts, staff_events

CONSENT = Invariant(
    name="consent",
    sentence="Who is registered, refused, denied, or put out was so by the host's own word: from the chat that is "
    "bound, from its staff of that moment, or on the web page behind the code; or was refused by an officer.",
)
_HOSTS_WORDS = {EventKind.GRANTED, EventKind.REFUSED, EventKind.DENIED, EventKind.HOST_ENDED}
_STAFF = (
    select(staff_events)
    .where(staff_events.c.owner == bindparam("owner"))
    .where(staff_events.c.member.is_(None) | (staff_events.c.member == bindparam("member")))
    .order_by(staff_events.c.id)
)
_KNOWN = select(chats.c.id).where(chats.c.id == bindparam("chat"))
_HOST_SINCE = select(hosts.c.consented_at).where(hosts.c.chat == bindparam("chat"))


async def of_the_host(scene: Scene, records: Sequence[Record]) -> AsyncIterator[Offence]:
    """Those of these requests that were answered by somebody else, or by nobody."""
    for record in records:
        for event in record.case.events:
            if event.kind not in _HOSTS_WORDS or (event.kind is EventKind.DENIED and record.case.is_refused_by_officer):
                continue
            if not await _is_the_hosts(scene, record, event):
                yield CONSENT.broken_by_case(record)
                break


async def _is_the_hosts(scene: Scene, record: Record, event: Event) -> bool:
    """Who deleted all that may be deleted is named nowhere: then only what can still be known is judged."""
    case, is_home = record.case, isinstance(record.case.answers.host, Iin)
    if event.reason == ON_THE_WEB or event.chat is None:
        return await _is_from_nobodys_chat(scene, record, event, is_home=is_home)
    if event.chat == case.host:
        return True
    if (event.chat == case.guest and not is_taken_over(case)) or is_home:  # a home has no staff
        return False
    return case.host is None or await _was_staff(scene, case.host, event)


async def _is_from_nobodys_chat(scene: Scene, record: Record, event: Event, *, is_home: bool) -> bool:
    """On the web page, or by one who has deleted the chat's every trace."""
    first = await scene.record(record.case.party) if record.case.party is not None else record
    kinds = {each.kind for each in first.case.events} if first is not None else set()
    if event.reason == ON_THE_WEB:
        is_said = {EventKind.CODE_SHOWN, EventKind.HOST_CONSENTED} <= kinds
        return is_said and event.chat is None and record.case.host is None
    return record.case.host is None or not is_home


async def _was_staff(scene: Scene, owner: int, event: Event) -> bool:
    rows = (await scene.connection.execute(_STAFF, {"owner": owner, "member": event.chat})).all()
    of_member = [row for row in rows if row.member is not None]
    if of_member:
        return any(_covers(of_member[place:], event) for place in range(len(of_member)))
    return await _has_forgotten(scene, owner, event, rows)


def _covers(rows: Sequence[Row[Any]], event: Event) -> bool:
    """Whether the member joined before this moment, and was removed after it if ever."""
    joined, *later = rows
    if joined.kind != StaffDeed.JOINED.value or joined.at > event.at + CLOCK_MAY_STEP:
        return False
    removed = next((row.at for row in later if row.kind == StaffDeed.REMOVED.value), None)
    return removed is None or bool(removed >= event.at - CLOCK_MAY_STEP)


async def _has_forgotten(scene: Scene, owner: int, event: Event, of_owner: Sequence[Row[Any]]) -> bool:
    """Whether member or owner has withdrawn since, which removes the member from the staff."""
    if (await scene.connection.execute(_KNOWN, {"chat": event.chat})).first() is None:
        return True
    since = (await scene.connection.execute(_HOST_SINCE, {"chat": owner})).scalar()
    return since is None or since > event.at or any(row.at <= event.at + CLOCK_MAY_STEP for row in of_owner)

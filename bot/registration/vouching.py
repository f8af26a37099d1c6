"""A host's first yes, which counts once an officer has vouched for the host (the setting `HOST_VOUCHING`).

Vouched for by an officer is more than `Host.vouched`: that says only that the guest's own link, with the number that
the guest gave, has reached the host, and two who act together can do that.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.case import Case, Event, EventKind
from bot.domain.matter import Matter, MatterKind, MatterState
from bot.domain.notice import NoticeKind
from bot.domain.people import ChatId, Host
from bot.registration.cards import guest_card, host_card
from bot.registration.organisations import asked_chats
from bot.registration.ports import Work

BY_STAFF = "staff"  # the reason where one of the staff said yes: the chat is not the host's own


def waiting_yes(case: Case) -> Event | None:
    """The yes that waits for an officer, of the host to whom the request is bound now; None where none does."""
    if case.ending is not None:
        return None
    said = (event for event in reversed(case.events) if event.kind is EventKind.AWAITS_VOUCHING)
    return next((event for event in said if event.chat == case.host or event.reason == BY_STAFF), None)


def has_said_yes(case: Case) -> bool:
    """Whether a host's yes ever waited for an officer, also of a request that has ended since."""
    return any(event.kind is EventKind.AWAITS_VOUCHING for event in case.events)


async def _remind_no_more(work: Work, case: Case) -> None:
    """Nobody is asked, or told of silence, once the host has said yes; that the link ends after its term holds."""
    await work.notices.cancel(case.guest, NoticeKind.HOST_SILENT, case=case.number)
    for chat in await asked_chats(work, case):
        await work.notices.cancel(chat, NoticeKind.HOST_ASKED, NoticeKind.HOST_REMINDED, case=case.number)


async def is_checked(work: Work, host: ChatId | None) -> bool:
    """Whether an officer has vouched for this host; whoever is just about to, is waited for."""
    if host is None:
        return False
    for matter in await _open_matters(work, host):
        await work.matters.get(matter.number, lock=True)
    known = await work.hosts.get(host)
    return known is not None and known.checked_at is not None


async def await_officer(
    work: Work, party: Sequence[Case], now: datetime, *, chat: ChatId | None, web_name: str
) -> list[Case]:
    """Keep a host's yes until an officer has looked; said twice it is said once.

    `web_name` is what a host without a chat calls themselves: the certificate will need it.
    """
    kept = []
    for case in party:
        if waiting_yes(case) is None:
            reason = None if chat == case.host else BY_STAFF
            case = case.happened(EventKind.AWAITS_VOUCHING, now, chat, reason)  # noqa: PLW2901 - the same request
            await work.cases.save(case)
            await _remind_no_more(work, case)
            await work.notices.owe(guest_card(case, now), *host_card(case, now))
        kept.append(case)
    first = party[0]
    if first.host is not None:
        await ask_officer(work, first.host, now, case=first.number)
    else:
        await _ask_of_web_host(work, first, web_name, now)
    return kept


async def ask_officer(work: Work, host: ChatId, now: datetime, *, case: int | None) -> None:
    """One matter a host is enough."""
    if not await _open_matters(work, host):
        await work.matters.add(Matter.received(MatterKind.HOST, at=now, chat=host, by=host, case=case))


async def check_host(work: Work, host: ChatId, now: datetime) -> None:
    """An officer vouches for this host, as the name and the number are now."""
    known: Host | None = await work.hosts.get(host)
    if known is not None:
        await work.hosts.save(replace(known, checked_at=now))


async def uncheck_host(work: Work, host: Host) -> Host:
    """Nobody vouches for this host any more."""
    unchecked = replace(host, checked_at=None)
    await work.hosts.save(unchecked)
    return unchecked


async def look_anew(work: Work, host: ChatId, now: datetime) -> None:
    """The host has another name or number: whoever was about to vouch for the old one has to look again."""
    for found in await _open_matters(work, host):
        matter = await work.matters.get(found.number, lock=True)
        if matter is not None and matter.in_hand_of is not None:
            await work.matters.save(matter.happened(MatterState.RECEIVED, now, host))


async def _open_matters(work: Work, host: ChatId) -> list[Matter]:
    return [each for each in await work.matters.of_chat(host) if each.kind is MatterKind.HOST and each.is_open]


async def _ask_of_web_host(work: Work, case: Case, name: str, now: datetime) -> None:
    """They have no chat: the matter stands under the guest's, and is about the one request."""
    if not any(each.kind is MatterKind.HOST and each.is_open for each in await work.matters.of_case(case.number)):
        await work.matters.add(
            Matter.received(MatterKind.HOST, at=now, chat=case.guest, by=None, case=case.number, text=name)
        )

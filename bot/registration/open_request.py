"""A host opens the link of a request, shows who they are, and sees who asks."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.case import IIN_TRIES, Case, EventKind
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId, Host
from bot.domain.person import LONGEST_FULL_NAME, Iin, parse_name
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.cards import guest_card, stop_waiting
from bot.registration.ports import Begin, Clock, Work
from bot.registration.reminders import host_reminders
from bot.registration.talk import CONSENT_VERSION


class HostStep(StrEnum):
    """What a host still has to do before the request is shown."""

    PHONE = "phone"
    IIN = "iin"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What the link leads to: the next step, and the request itself only when the host is proven."""

    step: HostStep
    case: Case | None = None
    host: Host | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """Somebody opens a request's link.

    Raises:
        Refusal: LINK_UNKNOWN, OWN_HOST, NOT_YOURS, IIN_OTHER (a linked host with another IIN),
            or what `Case.check_live` raises.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, token: str) -> Opened:
        """The next step of this chat."""
        now = self.clock.now()
        async with self.begin() as work:
            case = await work.cases.by_token(token, lock=True)
            if case is None:
                raise Refusal(RefusalCode.LINK_UNKNOWN)
            case.check_host(chat)
            case.check_live(now)
            host = await work.hosts.get(chat)
            if host is not None and host.is_linked and host.iin != case.answers.host:
                raise Refusal(RefusalCode.IIN_OTHER)
            case = await _mark_opened(work, case, chat, self.clock)
            if host is not None and host.is_linked:
                host = await vouch(work, host)
                case = await bind(work, case, host, self.clock)
            await work.commit()
        if host is None:
            return Opened(step=HostStep.PHONE)
        return Opened(step=HostStep.ANSWER, case=case, host=host) if host.is_linked else Opened(step=HostStep.IIN)


async def _mark_opened(work: Work, case: Case, chat: ChatId, clock: Clock) -> Case:
    if any(event.kind is EventKind.OPENED for event in case.events):
        return case
    opened = case.happened(EventKind.OPENED, clock.now(), chat)
    await work.cases.save(opened)
    await work.notices.owe(guest_card(opened, clock.now()))
    return opened


async def bind(work: Work, case: Case, host: Host, clock: Clock) -> Case:
    """Bind a request to its proven host, who is reminded from now on."""
    if case.host == host.chat:
        return case
    bound = case.with_host(host.chat)
    await work.cases.save(bound)
    await work.notices.owe(*host_reminders(bound, host.chat, clock.now()))
    return bound


async def vouch(work: Work, host: Host) -> Host:
    """A guest's own link with this IIN has reached this host (see `Host.vouched`)."""
    if host.vouched:
        return host
    vouched = replace(host, vouched=True)
    await work.hosts.save(vouched)
    return vouched


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePhone:
    """A host shares a phone by the contact button, and with it consents to the use of personal data.

    Raises:
        Refusal: CONTACT_NOT_OWN.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, *, phone: str, owner: int | None) -> Host:
        """The host, whose IIN may still be unknown."""
        if owner != chat:
            raise Refusal(RefusalCode.CONTACT_NOT_OWN)
        async with self.begin() as work:
            known = await work.hosts.get(chat)
            fresh = Host(chat=chat, phone=phone, consented_at=self.clock.now(), consent_version=CONSENT_VERSION)
            host = fresh
            if known is not None:
                host = replace(known, phone=phone, consented_at=fresh.consented_at, consent_version=CONSENT_VERSION)
            await work.hosts.save(host)
            await work.commit()
        return host


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveHost:
    """A host gives IIN and full name; on a link the IIN must be the one the guest named.

    A wrong IIN is counted even though it is refused; the fifth closes the link and the guest is told.

    Raises:
        Refusal: STALE (no phone shared yet), IIN_* and NAME_* of the parsers, HOST_HAS_IIN, IIN_TAKEN, IIN_OTHER (with
            the tries left), LINK_CLOSED, LINK_UNKNOWN, OWN_HOST, NOT_YOURS, or what `Case.check_live` raises.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, *, iin: str, name: str, token: str | None) -> Opened:
        """The host, linked, and the request if it came by a link."""
        number, full_name = Iin.parse(iin), parse_name(name, LONGEST_FULL_NAME)
        async with self.begin() as work:
            case = await self._live_case(work, chat, token) if token else None
            if case is not None and case.answers.host != number:
                refusal = await self._count_wrong(work, case, chat, number)
                await work.commit()
                raise refusal
            host = await _host_to_link(work, chat, number, has_link=case is not None)
            linked = replace(host, iin=number, name=full_name)
            await work.hosts.save(linked)
            if case is not None:
                linked = await vouch(work, linked)
                case = await bind(work, case, linked, self.clock)
            await work.commit()
        return Opened(step=HostStep.ANSWER, case=case, host=linked)

    async def _live_case(self, work: Work, chat: ChatId, token: str) -> Case:
        case = await work.cases.by_token(token, lock=True)
        if case is None:
            raise Refusal(RefusalCode.LINK_UNKNOWN)
        case.check_host(chat)
        case.check_live(self.clock.now())
        return case

    async def _count_wrong(self, work: Work, case: Case, chat: ChatId, iin: Iin) -> Refusal:
        now = self.clock.now()
        tried = case.tried_iin(iin, chat, now)
        await work.cases.save(tried)
        if tried.stage(now).is_live:
            return Refusal(RefusalCode.IIN_OTHER, left=IIN_TRIES - tried.wrong_iins)
        await stop_waiting(work, tried)
        await work.notices.owe(_closed_notice(tried, self.clock), guest_card(tried, now))
        return Refusal(RefusalCode.LINK_CLOSED, at=now)


async def _host_to_link(work: Work, chat: ChatId, iin: Iin, *, has_link: bool) -> Host:
    host = await work.hosts.get(chat)
    if host is None:
        raise Refusal(RefusalCode.STALE)
    if host.iin is not None and host.iin != iin:
        raise Refusal(RefusalCode.HOST_HAS_IIN)
    owner = await work.hosts.by_iin(iin)
    if owner is not None and owner.chat != chat:
        if owner.vouched or not has_link:
            raise Refusal(RefusalCode.IIN_TAKEN)
        # a mere claim gives way to whom a guest's link with this IIN has reached
        await work.hosts.save(replace(owner, iin=None, name=None, invitation=None))
    return host


def _closed_notice(case: Case, clock: Clock) -> Notice:
    return Notice(
        key=f"link_closed:{case.number}",
        chat=case.guest,
        kind=NoticeKind.LINK_CLOSED,
        due_at=clock.now(),
        case=case.number,
        urgency=2,
    )

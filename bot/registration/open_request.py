"""A host opens the link of a request, shows who they are, and sees who asks."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.case import IIN_TRIES, Case, EventKind
from bot.domain.life import is_granted
from bot.domain.notice import Notice, NoticeKind
from bot.domain.organisation import Bin, HostNumber, is_named_like_one, parse_host_number, parse_organisation_name
from bot.domain.people import ChatId, Host
from bot.domain.person import LONGEST_FULL_NAME, parse_name
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.cards import guest_card, stop_waiting
from bot.registration.companions import with_party
from bot.registration.consent import CONSENT_VERSION
from bot.registration.organisations import asked_chats, host_at_link
from bot.registration.ports import Begin, Clock, Work
from bot.registration.reminders import host_reminders
from bot.registration.strangers import check_not_kept_out
from bot.registration.vouching import look_anew


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
        Refusal: LINK_UNKNOWN, OWN_HOST, NOT_YOURS, GUEST_KEPT_OUT (the host said that they do not know this guest),
            IIN_OTHER (a linked host with another IIN), or what `Case.check_live` raises; the guest hears of none.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, token: str) -> Opened:
        """The next step of this chat."""
        now = self.clock.now()
        async with self.begin() as work:
            case = await work.cases.by_token(token, lock=True)
            if case is None or case.party is not None:
                raise Refusal(RefusalCode.LINK_UNKNOWN)
            host = await host_at_link(work, chat, case)
            opens_for = chat if host is None else host.chat
            case.check_host(opens_for)
            case.check_live(now)
            await check_not_kept_out(work, case, opens_for)
            if host is not None and host.is_linked and host.number != case.answers.host:
                raise Refusal(RefusalCode.IIN_OTHER)
            case = await mark_opened(work, case, chat, self.clock)
            if host is not None and host.is_linked:
                host = await vouch(work, host)
                case = await bind(work, case, host, self.clock)
            case = await with_party(work, case)
            await work.commit()
        if host is None:
            return Opened(step=HostStep.PHONE)
        return Opened(step=HostStep.ANSWER, case=case, host=host) if host.is_linked else Opened(step=HostStep.IIN)


async def mark_opened(work: Work, case: Case, chat: ChatId | None, clock: Clock) -> Case:
    """The request once its link was opened, of which its guest is told; no chat where it was opened on the web page."""
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
    for one in await work.cases.party(case.number, lock=True):  # all who ask together have one host
        await work.cases.save(bound if one.number == case.number else one.with_host(host.chat))
    for chat in await asked_chats(work, bound):
        await work.notices.owe(*host_reminders(bound, chat, clock.now()))
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
    """A host gives IIN and full name, or BIN and name of an organisation; on a link the number must be the guest's.

    A wrong IIN is counted even though it is refused; the fifth closes the link and the guest is told.

    Raises:
        Refusal: STALE (no phone shared yet), IIN_*, BIN_*, NAME_* and ORGANISATION_NAME of the parsers, HOST_HAS_IIN,
            IIN_TAKEN, IIN_OTHER (with the tries left), LINK_CLOSED, LINK_UNKNOWN, OWN_HOST, NOT_YOURS, GUEST_KEPT_OUT,
            or what `Case.check_live` raises.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, *, iin: str, name: str, token: str | None) -> Opened:
        """The host, linked, and the request if it came by a link."""
        number = parse_host_number(iin)
        full_name = _name_of(number, name)
        async with self.begin() as work:
            case = await self._live_case(work, chat, token) if token else None
            if case is not None and case.answers.host != number:
                refusal = await count_wrong(work, case, chat, number, self.clock)
                await work.commit()
                raise refusal
            host = await self._host_to_link(work, chat, number, has_link=case is not None)
            linked = _linked(host, number, full_name)
            if (host.number, host.name) != (number, full_name):
                await look_anew(work, chat, self.clock.now())
            await work.hosts.save(linked)
            if case is not None:
                linked = await vouch(work, linked)
                case = await bind(work, case, linked, self.clock)
                case = await with_party(work, case)
            await work.commit()
        return Opened(step=HostStep.ANSWER, case=case, host=linked)

    async def _live_case(self, work: Work, chat: ChatId, token: str) -> Case:
        case = await work.cases.by_token(token, lock=True)
        if case is None or case.party is not None:
            raise Refusal(RefusalCode.LINK_UNKNOWN)
        case.check_host(chat)
        case.check_live(self.clock.now())
        await check_not_kept_out(work, case, chat)
        return case

    async def _host_to_link(self, work: Work, chat: ChatId, number: HostNumber, *, has_link: bool) -> Host:
        host = await work.hosts.get(chat)
        if host is None:
            raise Refusal(RefusalCode.STALE)
        if host.number is not None and host.number != number:
            raise Refusal(RefusalCode.HOST_HAS_IIN)
        owner = await work.hosts.by_number(number)
        if owner is not None and owner.chat != chat:
            if not has_link or not await _is_mere_claim(work, owner):
                raise Refusal(RefusalCode.IIN_TAKEN)
            await look_anew(work, owner.chat, self.clock.now())
            await work.hosts.save(replace(owner, number=None, name=None, invitation=None, checked_at=None))
            await work.notices.owe(_displaced_notice(owner, self.clock))
        return host


def _linked(host: Host, number: HostNumber, name: str) -> Host:
    """An officer has vouched for the one name with the one number, and for no other."""
    is_same = (host.number, host.name) == (number, name)
    return replace(host, number=number, name=name, checked_at=host.checked_at if is_same else None)


async def count_wrong(work: Work, case: Case, chat: ChatId | None, iin: HostNumber, clock: Clock) -> Refusal:
    """Count a wrong IIN on a request's link; the fifth ends the request. The refusal to answer with, after a commit."""
    now = clock.now()
    tried = case.tried_iin(iin, chat, now)
    await work.cases.save(tried)
    if tried.stage(now).is_live:
        return Refusal(RefusalCode.IIN_OTHER, left=IIN_TRIES - tried.wrong_iins)
    for one in await work.cases.party(case.number, lock=True):  # whoever goes with it has no link of their own
        if one.ending is None:
            await work.cases.save(one.happened(EventKind.CLOSED, now))
    await stop_waiting(work, tried)
    await work.notices.owe(_closed_notice(tried, clock), guest_card(tried, now))
    return Refusal(RefusalCode.LINK_CLOSED, at=now)


def _name_of(number: HostNumber, name: str) -> str:
    if isinstance(number, Bin):
        return parse_organisation_name(name)
    if is_named_like_one(name):
        raise Refusal(RefusalCode.BIN_IS_IIN)
    return parse_name(name, LONGEST_FULL_NAME)


async def _is_mere_claim(work: Work, owner: Host) -> bool:
    """Whether nothing but the owner's word stands behind the number: it gives way to whom a guest's link with this
    number has reached. Anybody can send such a link to oneself, so what is at work already gives way to nobody.
    """
    if owner.vouched or await work.places.of_owner(owner.chat) or await work.staff.of_owner(owner.chat):
        return False
    return not any(is_granted(case) for case in await work.cases.of_host(owner.chat))


def _displaced_notice(owner: Host, clock: Clock) -> Notice:
    now = clock.now()
    return Notice(
        key=f"{NoticeKind.NUMBER_TAKEN}:{owner.chat}:{now.timestamp():.0f}",
        chat=owner.chat,
        kind=NoticeKind.NUMBER_TAKEN,
        due_at=now,
        urgency=1,
    )


def _closed_notice(case: Case, clock: Clock) -> Notice:
    return Notice(
        key=f"link_closed:{case.number}",
        chat=case.guest,
        kind=NoticeKind.LINK_CLOSED,
        due_at=clock.now(),
        case=case.number,
        urgency=2,
    )

"""The host answers in the chat: agrees or refuses, for all who ask together."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.case import Case, EventKind, RefusalReason
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.cards import guest_card, host_card, stop_waiting
from bot.registration.granting import Granting, Yes
from bot.registration.ports import Begin, Clock, Work
from bot.registration.strangers import keep_out


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequestForHost:
    """A host looks at a request again. Raises Refusal: LINK_UNKNOWN, or what `Case.check_answerer` raises."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> tuple[Case, Host]:
        """The live request, and who this host is."""
        async with self.begin() as work:
            party, who = await answerable(work, chat, number, self.clock.now())
        return _as_one(party), who


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseGuest:
    """The host refuses (Order 923, paragraph 4, ground 3), all who ask together.

    Raises:
        Refusal: LINK_UNKNOWN, or what `Case.check_answerer` raises; nothing has changed then.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int, reason: RefusalReason) -> tuple[Case, Host]:
        """The refused request."""
        async with self.begin() as work:
            party, who = await answerable(work, chat, number, self.clock.now(), lock=True)
            refused = [await refuse(work, case, chat, reason.value, self.clock.now()) for case in party]
            await work.commit()
        return _as_one(refused), who


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeToGuest:
    """The host agrees; what the law allows is certified, of the rest the guest is told the ground.

    Raises:
        Refusal: LINK_UNKNOWN, PLACE_FULL, or what `Case.check_answerer` raises; nothing has changed then.
    """

    begin: Begin
    clock: Clock
    granting: Granting

    async def __call__(self, chat: ChatId, number: int) -> tuple[Case, Host]:
        """The granted (or by the law denied) request: of several who ask together, the one with the link."""
        async with self.begin() as work:
            party, who = await answerable(work, chat, number, self.clock.now(), lock=True)
            ended = await self.granting(work, party, Yes(chat=chat, host_name=who.name or ""))
            await work.commit()
        return _as_one(ended), who


def _as_one(party: list[Case]) -> Case:
    return replace(party[0], together=tuple(party[1:]))


async def refuse(work: Work, case: Case, chat: ChatId | None, reason: str, now: datetime) -> Case:
    """End one request with the host's no, and tell its guest; whom the host does not know may not ask again."""
    refused = case.happened(EventKind.REFUSED, now, chat, reason)
    await work.cases.save(refused)
    if reason == RefusalReason.STRANGER.value and case.party is None:  # of several who ask together, once
        await keep_out(work, refused, chat, now)
    await stop_waiting(work, refused)
    told = Notice(
        key=f"{NoticeKind.GUEST_REFUSED}:{case.number}",
        chat=case.guest,
        kind=NoticeKind.GUEST_REFUSED,
        due_at=now,
        case=case.number,
        urgency=2,
    )
    if case.party is None:  # of several who asked together the guest is told once
        await work.notices.owe(told)
    await work.notices.owe(guest_card(refused, now), *host_card(refused, now))
    return refused


async def answerable(
    work: Work, chat: ChatId, number: int, now: datetime, *, lock: bool = False
) -> tuple[list[Case], Host]:
    """The live request with all that go with it (the one with the link first), and the host for whom this chat answers.

    Raises:
        Refusal: LINK_UNKNOWN, or what `Case.check_answerer` raises.
    """
    if lock:
        await work.cases.lock_behind(number)
    party = await work.cases.party(number, lock=lock)
    if not party or party[0].party is not None:  # one that goes with another is answered by the other's link
        raise Refusal(RefusalCode.LINK_UNKNOWN)
    first = party[0]
    if any(chat == case.guest for case in party):  # a member of staff may live there too, and does not answer for that
        raise Refusal(RefusalCode.OWN_HOST)
    host = await acting_for(work, chat, first)
    first.check_answerer(host.chat if host else chat, now)
    if host is None:  # withdrew the consent to personal data after the request was bound
        raise Refusal(RefusalCode.NOT_YOURS)
    return [case for case in party if case.ending is None], host


async def acting_for(work: Work, chat: ChatId, case: Case) -> Host | None:
    """The host for whom this chat answers this request: its own, or the organisation that it works for now."""
    if case.host is not None and case.host != chat and await work.staff.employer_of(chat) == case.host:
        return await work.hosts.get(case.host)
    return await work.hosts.get(chat)

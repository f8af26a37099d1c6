"""A host begins: a link for guests, and what waits; for oneself, or for the organisation one works for."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.answers import Answers
from bot.domain.case import Case
from bot.domain.people import ChatId, Draft, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.organisations import employer_of
from bot.registration.ports import Begin, Clock, Names, Work


class Side(StrEnum):
    """Whose page a chat looks at: one may give a place of one's own and work for an organisation besides."""

    OWN = "own"
    WORK = "work"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPages:
    """Who this chat is as a host, the organisation it works for, and what waits for each, oldest first."""

    own: Host | None
    waiting: list[Case]
    employer: Host | None
    at_work: list[Case]

    def host(self, side: Side) -> Host | None:
        """Whose page it is; None where this chat has no such page."""
        host = self.own if side is Side.OWN else self.employer
        return host if host is not None and host.is_linked else None

    def requests(self, side: Side) -> list[Case]:
        """The live requests of that page, those that go with another left out: one answer is for all of them."""
        return self.waiting if side is Side.OWN else self.at_work


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadHost:
    """Who this chat is as a host, and which requests wait for it."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId) -> HostPages:
        """Both pages of this chat, as far as it has them."""
        async with self.begin() as work:
            own, employer = await work.hosts.get(chat), await employer_of(work, chat)
            return HostPages(
                own=own,
                waiting=await self._waiting(work, own, chat),
                employer=employer,
                at_work=await self._waiting(work, employer, chat),
            )

    async def _waiting(self, work: Work, host: Host | None, chat: ChatId) -> list[Case]:
        now = self.clock.now()
        waiting = await work.cases.waiting_for(host.chat) if host else ()
        return [case for case in waiting if case.stage(now).is_live and case.party is None and case.guest != chat]


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteGuest:
    """A linked host, or a member of its staff, gets the link to hand to a guest. Raises Refusal: STALE."""

    begin: Begin
    names: Names

    async def __call__(self, chat: ChatId, side: Side = Side.OWN) -> Host:
        """The host, with the token of the link."""
        async with self.begin() as work:
            host = await (work.hosts.get(chat) if side is Side.OWN else employer_of(work, chat))
            if host is None or not host.is_linked:
                raise Refusal(RefusalCode.STALE)
            if host.invitation is None:
                host = replace(host, invitation=self.names.token())
                await work.hosts.save(host)
                await work.commit()
        return host


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptInvitation:
    """A guest comes by a host's link: the host is answered for them, the IIN stays unseen.

    Raises:
        Refusal: HOST_LINK_UNKNOWN or OWN_HOST.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, token: str) -> Draft:
        """The draft with the host in it."""
        async with self.begin() as work:
            host = await work.hosts.by_invitation(token)
            if host is None or not host.is_linked:
                raise Refusal(RefusalCode.HOST_LINK_UNKNOWN)
            if host.chat == chat:
                raise Refusal(RefusalCode.OWN_HOST)
            kept = await work.drafts.get(chat)
            draft = kept or Draft(chat=chat, answers=Answers(), saved_at=self.clock.now())
            answers = draft.answers.with_(host=host.number, host_by_link=True)
            draft = replace(draft, answers=answers, saved_at=self.clock.now())
            await work.drafts.save(draft)
            await work.commit()
        return draft

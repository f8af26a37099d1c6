"""A host begins: a link for guests, and what waits for an answer."""

from dataclasses import dataclass, replace

from bot.domain.answers import Answers
from bot.domain.case import Case
from bot.domain.people import ChatId, Draft, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.ports import Begin, Clock, Names


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadHost:
    """Who this chat is as a host, and which requests wait for it."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId) -> tuple[Host | None, list[Case]]:
        """The host, if the chat is one, and the live requests, oldest first."""
        now = self.clock.now()
        async with self.begin() as work:
            host = await work.hosts.get(chat)
            waiting = await work.cases.waiting_for(chat) if host else ()
        return host, [case for case in waiting if case.stage(now).is_live]


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteGuest:
    """A linked host gets the link to hand to a guest. Raises Refusal: STALE when the chat is not linked to an IIN."""

    begin: Begin
    names: Names

    async def __call__(self, chat: ChatId) -> Host:
        """The host, with the token of the link."""
        async with self.begin() as work:
            host = await work.hosts.get(chat)
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
            answers = draft.answers.with_(host=host.iin, host_by_link=True)
            draft = replace(draft, answers=answers, saved_at=self.clock.now())
            await work.drafts.save(draft)
            await work.commit()
        return draft

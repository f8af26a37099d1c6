"""Beginning a talk, its language, and the consent to personal data."""

from dataclasses import dataclass, replace

from bot.domain.case import EventKind
from bot.domain.people import Chat, ChatId
from bot.registration.cards import host_card, stop_waiting
from bot.registration.planning import plan_reminders
from bot.registration.ports import Begin, Clock

CONSENT_VERSION = "2026-11-22"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTalk:
    """Somebody writes to the bot, for the first time or again; one who comes back has not blocked it."""

    look: Begin
    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, *, preferred: str) -> Chat:
        """The talk, begun in the preferred language if it is new."""
        async with self.look() as seen:
            known = await seen.chats.get(chat)
        if known is not None and not known.blocked:
            return known
        async with self.begin() as work:
            known = await work.chats.get(chat)
            talk = replace(known, blocked=False) if known else Chat(id=chat, language=preferred)
            await work.chats.save(talk)
            if known is not None and known.blocked:  # what was planned was dropped when the chat was found blocked
                await plan_reminders(work, chat, self.clock.now())
            await work.commit()
        return talk


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseLanguage:
    """A person chooses the language of the talk."""

    begin: Begin

    async def __call__(self, chat: ChatId, language: str) -> Chat:
        """The talk as it is from now on."""
        async with self.begin() as work:
            known = await work.chats.get(chat)
            talk = replace(known, language=language) if known else Chat(id=chat, language=language)
            await work.chats.save(talk)
            await work.commit()
        return talk


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveConsent:
    """A person agrees that personal data are collected (Law No. 94-V of 21 May 2013); version and time are kept."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, *, language: str) -> Chat:
        """The talk with the consent in it."""
        async with self.begin() as work:
            known = await work.chats.get(chat) or Chat(id=chat, language=language)
            talk = replace(known, consent_version=CONSENT_VERSION, consented_at=self.clock.now())
            await work.chats.save(talk)
            await work.commit()
        return talk


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsent:
    """A person takes the consent back: all that was told and owed goes, live requests end, certificates run out."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId) -> None:
        """Forget the person."""
        now = self.clock.now()
        async with self.begin() as work:
            for case in await work.cases.of_guest(chat):
                if case.stage(now).is_live:
                    ended = case.happened(EventKind.CANCELLED, now, chat)
                    await work.cases.save(ended)
                    await stop_waiting(work, ended)
                    await work.notices.owe(*host_card(ended, now))
            for waiting in await work.cases.waiting_for(chat):
                await work.cases.save(replace(waiting, host=None))  # only the link can reach a host again
            await work.cases.forget_of_guest(chat)
            await work.drafts.drop(chat)
            await work.outlooks.lock(chat)  # after requests and draft: the order in which everybody takes them
            await work.travels.forget(chat)
            await work.hosts.forget(chat)
            await work.chats.forget(chat)
            await work.outlooks.forget(chat)
            await work.commit()

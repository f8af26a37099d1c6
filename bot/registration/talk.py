"""Beginning a talk, its language, and the consent to personal data."""

from dataclasses import dataclass, replace

from bot.domain.people import Chat, ChatId
from bot.registration.consent import CONSENT_VERSION as CONSENT_VERSION
from bot.registration.planning import plan_reminders
from bot.registration.ports import Begin, Clock


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

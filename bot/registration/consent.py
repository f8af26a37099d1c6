"""The consent to personal data (Law No. 94-V of 21 May 2013), asked for wherever a guest's own data are touched."""

from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.ports import Work

CONSENT_VERSION = "2026-11-23"  # of `bot.texts.opening.consent`; a new text that asks for more is a new version


async def has_consented(work: Work, chat: ChatId) -> bool:
    """Whether this person's consent stands."""
    talk = await work.chats.get(chat)
    return talk is not None and talk.has_consented


async def check_consent(work: Work, chat: ChatId) -> None:
    """Let nobody pass without it. Raises Refusal: NO_CONSENT."""
    if not await has_consented(work, chat):
        raise Refusal(RefusalCode.NO_CONSENT)


async def has_agreed_to_newest(work: Work, chat: ChatId) -> bool:
    """Whether this person has agreed to the text as it is now.

    Who agreed to an older one goes on as that text said. What it did not name is not begun: nothing is saved for the
    next stay (`Profiles`), and no family member's data are taken, until the person has read the new text and agreed.
    """
    talk = await work.chats.get(chat)
    return talk is not None and talk.has_consented and talk.consent_version == CONSENT_VERSION


async def check_newest_consent(work: Work, chat: ChatId) -> None:
    """Let nobody begin what an older text did not name. Raises Refusal: NO_CONSENT, which leads to the new text."""
    if not await has_agreed_to_newest(work, chat):
        raise Refusal(RefusalCode.NO_CONSENT)

"""The consent to personal data (Law No. 94-V of 21 May 2013), asked for wherever a guest's own data are touched."""

from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.ports import Work


async def has_consented(work: Work, chat: ChatId) -> bool:
    """Whether this person's consent stands."""
    talk = await work.chats.get(chat)
    return talk is not None and talk.has_consented


async def check_consent(work: Work, chat: ChatId) -> None:
    """Let nobody pass without it. Raises Refusal: NO_CONSENT."""
    if not await has_consented(work, chat):
        raise Refusal(RefusalCode.NO_CONSENT)

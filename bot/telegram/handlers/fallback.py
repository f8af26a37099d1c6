"""Whatever no other handler took: never silence."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.drafts import ReadDraft
from bot.telegram.flow import Flow
from bot.telegram.handlers.start import welcome
from bot.telegram.screen import Screen
from bot.telegram.states import Asked, AskedFilter
from bot.texts import fallback

router = Router(name="fallback")


@router.message(AskedFilter())
async def not_an_answer(_message: Message, asked: Asked, screen: Screen, flow: Flow, read_draft: ReadDraft) -> None:
    """A photo, a voice, a sticker while a question is open: what is read, then the question again."""
    draft = await read_draft(screen.chat)
    await screen.say(fallback.only_text(screen.words))
    if draft is not None:
        await flow.ask(asked.question, draft.answers, to_review=asked.to_review)


@router.message()
async def not_understood(message: Message, screen: Screen, read_draft: ReadDraft) -> None:
    """Anything else: say so, then what the bot can do."""
    said = fallback.only_text if message.text is None else fallback.not_understood
    await screen.say(said(screen.words))
    await welcome(screen, read_draft)


@router.callback_query()
async def old_button(_tap: CallbackQuery) -> None:
    """A button that no longer leads anywhere."""
    raise Refusal(RefusalCode.STALE)

"""Whatever no other handler took: never silence."""

from aiogram import Router
from aiogram.filters import StateFilter, or_f
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.drafts import ReadDraft
from bot.telegram.counter import PLACES
from bot.telegram.flow import Flow
from bot.telegram.handlers.start import welcome
from bot.telegram.screen import Screen
from bot.telegram.standing import Standing
from bot.telegram.states import HOST_IIN, HOST_NAME, HOST_PHONE, MOVED, AskedFilter, SupposedFilter
from bot.texts import fallback

router = Router(name="fallback")


@router.message(or_f(AskedFilter(), SupposedFilter(), StateFilter(HOST_PHONE, HOST_IIN, HOST_NAME, MOVED, *PLACES)))
async def not_an_answer(_message: Message, screen: Screen, state: FSMContext, standing: Standing) -> None:
    """A photo, a voice, a sticker while a question is open: what is read, then the question again."""
    await screen.say(fallback.only_text(screen.words))
    await standing.show(screen, state)


@router.message()
async def not_understood(message: Message, screen: Screen, flow: Flow, read_draft: ReadDraft) -> None:
    """Anything else: say so, then what the bot can do."""
    draft = await read_draft(screen.chat)
    if draft is not None and screen.update_id in draft.sources:
        return  # Telegram repeats what was answered already; the review is on the screen
    said = fallback.only_text if message.text is None else fallback.not_understood
    await screen.say(said(screen.words))
    await welcome(screen, flow, read_draft)


@router.callback_query()
async def old_button(_tap: CallbackQuery) -> None:
    """A button that no longer leads anywhere."""
    raise Refusal(RefusalCode.STALE)

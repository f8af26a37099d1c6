"""Standing invitations: places, their links and cards."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.domain.answers import Question
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.answer_question import AnswerQuestion
from bot.registration.drafts import ReadDraft
from bot.registration.place_forms import PlaceQuestion
from bot.registration.requests import KeepCard
from bot.registration.send_request import SendRequest
from bot.telegram.callbacks import PlaceAnswerTap, PlacesItem, PlacesTap, PlaceTap
from bot.telegram.choices import day_on
from bot.telegram.handlers.questions import send
from bot.telegram.places import PlaceDesk, PlaceFilter, PlaceLink
from bot.telegram.screen import Screen
from bot.telegram.states import Asked, AskedFilter
from bot.telegram.views import Views
from bot.texts import fallback
from bot.texts.words import LANGUAGES

router = Router(name="places")


@router.callback_query(PlacesTap.filter(F.item == PlacesItem.LIST))
async def listed(_tap: CallbackQuery, screen: Screen, state: FSMContext, place_desk: PlaceDesk) -> None:
    """A host's places."""
    await place_desk.show_list(screen, state)


@router.callback_query(PlacesTap.filter(F.item == PlacesItem.NEW))
async def begins(_tap: CallbackQuery, screen: Screen, state: FSMContext, place_desk: PlaceDesk) -> None:
    """A host adds a place."""
    await place_desk.begin(screen, state)


@router.callback_query(PlacesTap.filter(F.item == PlacesItem.BACK))
async def back(_tap: CallbackQuery, screen: Screen, state: FSMContext, place_desk: PlaceDesk) -> None:
    """One question back."""
    await place_desk.back(screen, state)


@router.callback_query(PlacesTap.filter((F.item == PlacesItem.LANGUAGE) & F.code.in_(LANGUAGES)))
async def language(_tap: CallbackQuery, callback_data: PlacesTap, screen: Screen, place_link: PlaceLink) -> None:
    """A guest behind a place's link reads another language."""
    await place_link.choose(callback_data.code, screen)


@router.callback_query(PlacesTap.filter(F.item == PlacesItem.SEND), AskedFilter())
async def sends(
    tap: CallbackQuery,
    callback_data: PlacesTap,
    asked: Asked,
    screen: Screen,
    state: FSMContext,
    read_draft: ReadDraft,
    answer_question: AnswerQuestion,
    send_request: SendRequest,
    keep_card: KeepCard,
    views: Views,
) -> None:
    """A guest of a place tells the last day and sends, in one tap."""
    if asked.question is not Question.UNTIL:
        raise Refusal(RefusalCode.STALE)
    if await read_draft(screen.chat) is None:
        await state.clear()  # sent before a restart
        raise Refusal(RefusalCode.STALE)
    await answer_question(screen.chat, Question.UNTIL, day_on(callback_data.code), source=screen.update_id)
    await send(tap, screen, state, send_request, keep_card, views)


@router.message(PlaceFilter(), F.text, ~F.text.startswith("/"))
async def typed(
    message: Message, asked: PlaceQuestion, screen: Screen, state: FSMContext, place_desk: PlaceDesk
) -> None:
    """A typed answer about a new place."""
    await place_desk.typed(message.text or "", asked, screen, state)


@router.message(PlaceFilter(), ~F.text)
async def not_an_answer(
    _message: Message, screen: Screen, state: FSMContext, place_desk: PlaceDesk, raw_state: str | None = None
) -> None:
    """A photo, a voice, a sticker: what is read, then the question again."""
    await screen.say(fallback.only_text(screen.words))
    await place_desk.ask_again(raw_state, screen, state)


@router.callback_query(PlaceAnswerTap.filter())
async def picked(
    _tap: CallbackQuery, callback_data: PlaceAnswerTap, screen: Screen, state: FSMContext, place_desk: PlaceDesk
) -> None:
    """A tapped answer about a new place."""
    await place_desk.picked(callback_data.question, callback_data.value, screen, state)


@router.callback_query(PlaceTap.filter())
async def acted(_tap: CallbackQuery, callback_data: PlaceTap, screen: Screen, place_desk: PlaceDesk) -> None:
    """Something is done with a place."""
    await place_desk.act(callback_data.act, callback_data.place, callback_data.seen, screen)

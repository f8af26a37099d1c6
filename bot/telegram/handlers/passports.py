"""A photo of the passport in place of its questions: taken in, looked at, changed, accepted."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Document, Message

from bot.domain.answers import Answers, Question
from bot.domain.passport import PASSPORT
from bot.domain.people import Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.drafts import ReadDraft
from bot.registration.passports import AcceptPassport, CorrectField, DropPassport, LookAtField
from bot.registration.ports import Clock
from bot.telegram.callbacks import CardDeed, CardTap, Move, MoveTap
from bot.telegram.flow import Flow
from bot.telegram.passports import File, PassportDesk, Sent
from bot.telegram.screen import Screen
from bot.telegram.states import CARD, Asked, Goal, PhotoFilter, PhotoWelcomeFilter, asked_of
from bot.texts import passports
from bot.texts.passports import Instead

router = Router(name="passports")
_TYPES = {"image/jpeg", "image/png", "image/heic", "image/heif"}
_ENDINGS = (".jpg", ".jpeg", ".png", ".heic", ".heif")  # phones send HEIC as a file of no known type
_KINDS = {
    "animation": Instead.ANIMATION,  # before the document that it also is
    "video": Instead.VIDEO,
    "video_note": Instead.VIDEO_NOTE,
    "document": Instead.FILE,
    "sticker": Instead.STICKER,
    "voice": Instead.VOICE,
    "audio": Instead.VOICE,
    "contact": Instead.CONTACT,
    "venue": Instead.LOCATION,
    "location": Instead.LOCATION,
}


def picture_of(message: Message) -> dict[str, Any] | bool:
    """The picture in a message, the largest of its sizes, as `file`; or no."""
    if message.photo:
        return {"file": message.photo[-1]}
    document = None if message.animation else message.document
    return {"file": document} if document and _is_picture(document) else False


def _is_picture(document: Document) -> bool:
    name = (document.file_name or "").casefold()
    return document.mime_type in _TYPES or name.endswith(_ENDINGS)


def kind_of(message: Message) -> Instead:
    """What came in place of a photo."""
    kind = next((kind for name, kind in _KINDS.items() if getattr(message, name) is not None), Instead.OTHER)
    return Instead.PDF if kind is Instead.FILE and _is_pdf(message.document) else kind


def _is_pdf(document: Document | None) -> bool:
    if document is None:
        return False
    return document.mime_type == "application/pdf" or (document.file_name or "").casefold().endswith(".pdf")


@router.message(PhotoWelcomeFilter(), picture_of)
async def photo(
    message: Message, file: File, flow: Flow, passport_desk: PassportDesk, asked: Asked | None = None
) -> None:
    """A photo of a passport."""
    await passport_desk.take(Sent.by(message, file), asked, flow)


@router.callback_query(MoveTap.filter(F.move == Move.READ))
async def offered(tap: CallbackQuery, flow: Flow, passport_desk: PassportDesk) -> None:
    """A photo that was sent unasked is of a passport, and may be read; Telegram says which one was answered."""
    photo = tap.message.reply_to_message if isinstance(tap.message, Message) else None
    picture = picture_of(photo) if photo else False
    if photo is None or not isinstance(picture, dict):
        raise Refusal(RefusalCode.STALE)
    await passport_desk.take(Sent.by(photo, picture["file"]), None, flow)


@router.message(PhotoFilter(), ~F.text)
async def no_photo(message: Message, flow: Flow, passport_desk: PassportDesk) -> None:
    """Whatever else came where a photo is asked for."""
    await passport_desk.advise(Sent.by(message), kind_of(message), flow)


@router.message(StateFilter(CARD), F.text, ~F.text.startswith("/"))
async def typed(_message: Message, screen: Screen, flow: Flow, read_draft: ReadDraft) -> None:
    """Words where a card is looked at; those that answered its last question and come again say nothing new."""
    draft = await read_draft(screen.chat) or _empty(screen, flow.clock)
    if screen.update_id not in draft.sources:
        await screen.say(passports.tap_a_button(screen.words))
        await flow.go_on(draft)


@router.callback_query(MoveTap.filter(F.move == Move.PHOTO))
async def asks_photo(_tap: CallbackQuery, flow: Flow, passport_desk: PassportDesk) -> None:
    """A photo instead of typing, or another photo."""
    await passport_desk.ask(flow)


@router.callback_query(MoveTap.filter(F.move == Move.TYPE))
async def types(
    _tap: CallbackQuery,
    screen: Screen,
    flow: Flow,
    drop_passport: DropPassport,
    raw_state: str | None = None,
) -> None:
    """Typing instead of a photo: what was read is dropped, what was answered stays."""
    asked = asked_of(raw_state)
    draft = await drop_passport(screen.chat, is_asked=asked is not None) or _empty(screen, flow.clock)
    if asked is not None and asked.goal not in {Goal.PHOTO, Goal.CARD}:
        await flow.ask(asked.question, draft.answers, goal=asked.goal)
    else:
        await flow.go_on_typing(draft)


@router.callback_query(CardTap.filter(F.deed == CardDeed.ACCEPT))
async def accepted(
    _tap: CallbackQuery, callback_data: CardTap, screen: Screen, flow: Flow, accept_passport: AcceptPassport
) -> None:
    """All is correct: it counts from now on, and the law can answer."""
    await flow.go_on(await accept_passport(screen.chat, of=callback_data.of), after=Question.CITIZENSHIP)


@router.callback_query(CardTap.filter((F.deed == CardDeed.RIGHT) & F.question.in_(set(PASSPORT))))
async def is_right(
    _tap: CallbackQuery, callback_data: CardTap, screen: Screen, flow: Flow, look_at_field: LookAtField
) -> None:
    """A doubted line was looked at and is right."""
    if callback_data.question is not None:
        await flow.go_on(await look_at_field(screen.chat, callback_data.question, of=callback_data.of))


@router.callback_query(CardTap.filter((F.deed == CardDeed.CHANGE) & F.question.in_(set(PASSPORT))))
async def changes(
    _tap: CallbackQuery, callback_data: CardTap, screen: Screen, flow: Flow, correct_field: CorrectField
) -> None:
    """A line of the card is to be changed; its answer leads back to the card."""
    read = await correct_field.open(screen.chat, of=callback_data.of)
    if callback_data.question is not None:
        await flow.ask(callback_data.question, read.answers, goal=Goal.CARD)


def _empty(screen: Screen, clock: Clock) -> Draft:
    return Draft(chat=screen.chat, answers=Answers(), saved_at=clock.now())

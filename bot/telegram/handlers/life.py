"""A registration after the yes: moving, staying, leaving, coming back."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.domain.dates import LONGEST_PERIOD
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.coming_back import ComeBack
from bot.registration.leaving import SayLeft, TakeBackLeaving
from bot.registration.ports import Clock
from bot.registration.still_here import SayStillHere
from bot.telegram import life_keyboards as keyboards
from bot.telegram.callbacks import Item, LifeDay, LifeDayTap, LifeDeed, LifeTap, MenuTap, Return, ReturnTap
from bot.telegram.choices import day_on
from bot.telegram.flow import Flow
from bot.telegram.life import Asking, AskingFilter, LifeDesk, expired_text
from bot.telegram.screen import Screen
from bot.telegram.standing import Standing
from bot.texts import fallback, life
from bot.texts.reading_dates import read_date

router = Router(name="life")
_ASKED = {LifeDeed.MOVED: LifeDay.MOVED, LifeDeed.LEFT: LifeDay.LEFT, LifeDeed.LONGER: LifeDay.LONGER}


@router.callback_query(MenuTap.filter(F.item == Item.REGISTRATION))
async def registrations(_tap: CallbackQuery, screen: Screen, state: FSMContext, life_desk: LifeDesk) -> None:
    """What holds now."""
    await life_desk.show(screen, state)


@router.callback_query(LifeTap.filter(F.deed == LifeDeed.SHOW))
async def registration(
    _tap: CallbackQuery, callback_data: LifeTap, screen: Screen, state: FSMContext, life_desk: LifeDesk
) -> None:
    """One registration."""
    await life_desk.show_one(callback_data.number, screen, state)


@router.callback_query(LifeTap.filter(F.deed.in_(set(_ASKED))))
async def asks_day(
    _tap: CallbackQuery, callback_data: LifeTap, screen: Screen, state: FSMContext, life_desk: LifeDesk
) -> None:
    """I moved, I left, stay longer: on which day?"""
    await life_desk.ask(Asking(_ASKED[callback_data.deed], callback_data.number), screen, state)


@router.callback_query(LifeTap.filter(F.deed == LifeDeed.STILL_HERE))
async def still_here(_tap: CallbackQuery, callback_data: LifeTap, screen: Screen, say_still_here: SayStillHere) -> None:
    """Nothing has changed; the question stays where it is."""
    case = await say_still_here(screen.chat, callback_data.number)
    await screen.tell(life.noted(screen.words, case.answers.until))


@router.callback_query(LifeTap.filter(F.deed == LifeDeed.ALL_STILL_HERE))
async def all_still_here(_tap: CallbackQuery, screen: Screen, say_still_here: SayStillHere) -> None:
    """The same for a family."""
    await say_still_here.of_all(screen.chat)
    await screen.tell(life.all_noted(screen.words))


@router.callback_query(LifeTap.filter(F.deed == LifeDeed.UNDO_LEFT))
async def take_back_leaving(
    _tap: CallbackQuery, callback_data: LifeTap, screen: Screen, take_back_leaving: TakeBackLeaving
) -> None:
    """It was a wrong tap."""
    case = await take_back_leaving(screen.chat, callback_data.number)
    await screen.show(life.restored(screen.words, case), keyboards.to_registration(screen.words, case.number))


@router.message(AskingFilter(), F.text, ~F.text.startswith("/"))
async def day_typed(
    message: Message,
    asking: Asking,
    screen: Screen,
    state: FSMContext,
    clock: Clock,
    flow: Flow,
    life_desk: LifeDesk,
) -> None:
    """The day, typed."""
    latest = clock.today() + LONGEST_PERIOD if asking.of is LifeDay.LONGER else clock.today()
    day = read_date(message.text or "", latest=latest)
    await life_desk.take_day(asking, day, screen, state, flow)


@router.callback_query(LifeDayTap.filter(F.of != LifeDay.SURELY_LEFT))
async def day_tapped(
    _tap: CallbackQuery,
    callback_data: LifeDayTap,
    screen: Screen,
    state: FSMContext,
    flow: Flow,
    life_desk: LifeDesk,
) -> None:
    """The day, tapped: the button says of what and of which registration, so an old one means what it says."""
    asking = Asking(callback_data.of, callback_data.number)
    await life_desk.take_day(asking, day_on(callback_data.day), screen, state, flow)


@router.callback_query(LifeDayTap.filter(F.of == LifeDay.SURELY_LEFT))
async def surely_left(
    _tap: CallbackQuery,
    callback_data: LifeDayTap,
    screen: Screen,
    state: FSMContext,
    life_desk: LifeDesk,
    say_left: SayLeft,
) -> None:
    """The registration ends."""
    case = await say_left(screen.chat, callback_data.number, day_on(callback_data.day))
    await life_desk.show_left(case, screen, state)


@router.callback_query(ReturnTap.filter(F.how == Return.BACK))
async def is_back(_tap: CallbackQuery, screen: Screen, flow: Flow, come_back: ComeBack) -> None:
    """A new stay for one who is known; an old document is said before anything is asked."""
    try:
        draft = await come_back(screen.chat)
    except Refusal as no:
        if no.code is not RefusalCode.DOCUMENT_EXPIRED:
            raise
        await screen.show(expired_text(screen.words, no), keyboards.old_document(screen.words))
        return
    await flow.go_on(draft)


@router.callback_query(ReturnTap.filter(F.how == Return.NEW_DOCUMENT))
async def has_new_document(_tap: CallbackQuery, screen: Screen, flow: Flow, come_back: ComeBack) -> None:
    """The same with a new document, whose number and last day are asked."""
    draft = await come_back(screen.chat, new_document=True)
    await flow.go_on(draft)


@router.message(AskingFilter(), ~F.text)
async def not_a_day(_message: Message, screen: Screen, state: FSMContext, standing: Standing) -> None:
    """A photo, a voice, a sticker while a day is awaited: what is read, then the question again."""
    await screen.say(fallback.only_text(screen.words))
    await standing.show(screen, state)

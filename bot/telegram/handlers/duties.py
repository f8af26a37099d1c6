"""What must I do? Why? What if…: for a guest and for a host."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.domain.answers import Basis
from bot.domain.dates import LONGEST_PERIOD
from bot.domain.people import Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.answer_question import SayBasis
from bot.registration.host_duties import NotifyDone, ReadHostDuty
from bot.registration.new_address import RegisterAnew
from bot.registration.ports import Clock
from bot.registration.travels import SayMoved
from bot.registration.what_if import Change, WhatIf
from bot.telegram import duty_keyboards as keyboards
from bot.telegram.callbacks import BasisTap, Deed, IfDayTap, IfTap, Item, MenuTap, MovedTap, RequestTap, WhyTap
from bot.telegram.choices import day_on
from bot.telegram.duties import DutyDesk
from bot.telegram.flow import Flow
from bot.telegram.hosting_keyboards import has_agreed
from bot.telegram.life import LifeDesk
from bot.telegram.screen import Screen
from bot.telegram.states import BASIS, MOVED, Goal, SupposedFilter
from bot.texts import host_duties, what_if
from bot.texts.reading_dates import read_date
from bot.texts.what_if import read_days

router = Router(name="duties")
_TYPED = F.text & ~F.text.startswith("/")


@router.callback_query(MenuTap.filter(F.item == Item.DUTIES))
async def duties(
    _tap: CallbackQuery, screen: Screen, state: FSMContext, flow: Flow, duty_desk: DutyDesk, clock: Clock
) -> None:
    """What must I do? Who has not said citizenship and day of entry is asked for these two; a host is a host."""
    if not screen.talk.has_consented or not (prospect := await duty_desk.read_prospect(screen.chat)).is_known:
        if await duty_desk.read_host_duties(screen.chat):
            await duty_desk.show_host(screen, state)
            return
        if not screen.talk.has_consented:
            raise Refusal(RefusalCode.NO_CONSENT)
        await flow.go_on(Draft(chat=screen.chat, answers=prospect.answers, saved_at=clock.now()), goal=Goal.DUTIES)
        return
    await duty_desk.show(screen, state)


@router.callback_query(WhyTap.filter())
async def why(_tap: CallbackQuery, callback_data: WhyTap, screen: Screen, duty_desk: DutyDesk) -> None:
    """The rules behind one answer."""
    await duty_desk.show_why(callback_data.about, screen)


@router.callback_query(MenuTap.filter(F.item == Item.MOVED))
async def asks_moved(
    _tap: CallbackQuery, screen: Screen, state: FSMContext, duty_desk: DutyDesk, life_desk: LifeDesk
) -> None:
    """The guest has moved; when? Who is registered goes on to the new address from there."""
    if not await life_desk.ask_own_move(screen, state):
        await duty_desk.ask_moved(screen, state)


@router.message(StateFilter(MOVED), _TYPED)
async def moved(
    message: Message, screen: Screen, state: FSMContext, duty_desk: DutyDesk, say_moved: SayMoved, clock: Clock
) -> None:
    """The day of the move, typed; then what follows from it."""
    await say_moved(screen.chat, read_date(message.text or "", latest=clock.today()))
    await duty_desk.show(screen, state, has_just_moved=True)


@router.callback_query(MovedTap.filter(), StateFilter(MOVED))
async def moved_by_tap(
    _tap: CallbackQuery,
    callback_data: MovedTap,
    screen: Screen,
    state: FSMContext,
    duty_desk: DutyDesk,
    say_moved: SayMoved,
) -> None:
    """The day of the move, tapped."""
    await say_moved(screen.chat, day_on(callback_data.day))
    await duty_desk.show(screen, state, has_just_moved=True)


@router.callback_query(MenuTap.filter(F.item == Item.NEW_ADDRESS))
async def new_address(_tap: CallbackQuery, screen: Screen, flow: Flow, register_anew: RegisterAnew) -> None:
    """Register at the new address: all but the address and the host is known already."""
    await flow.go_on(await register_anew(screen.chat))


@router.callback_query(MenuTap.filter(F.item == Item.BASIS))
async def asks_basis(_tap: CallbackQuery, screen: Screen, state: FSMContext, duty_desk: DutyDesk) -> None:
    """The guest did not come without a visa."""
    await duty_desk.ask_basis(screen, state)


@router.callback_query(BasisTap.filter(F.basis.in_(set(Basis))), StateFilter(BASIS))
async def basis_said(
    _tap: CallbackQuery,
    callback_data: BasisTap,
    screen: Screen,
    state: FSMContext,
    duty_desk: DutyDesk,
    say_basis: SayBasis,
) -> None:
    """What one must do on this ground of stay."""
    await say_basis(screen.chat, Basis(callback_data.basis))
    await duty_desk.show(screen, state)


@router.callback_query(MenuTap.filter(F.item == Item.WHAT_IF))
async def what_ifs(_tap: CallbackQuery, screen: Screen, state: FSMContext) -> None:
    """What could be otherwise."""
    await screen.show(what_if.what_if(screen.words), keyboards.what_if(screen.words))
    await state.set_state(None)


@router.callback_query(MenuTap.filter(F.item == Item.CIRCUMSTANCES))
async def circumstances(_tap: CallbackQuery, screen: Screen) -> None:
    """What the bot cannot know."""
    await screen.show(what_if.what_if(screen.words), keyboards.circumstances(screen.words))


@router.callback_query(IfTap.filter())
async def supposed(
    _tap: CallbackQuery, callback_data: IfTap, screen: Screen, state: FSMContext, duty_desk: DutyDesk
) -> None:
    """One change is chosen."""
    await duty_desk.ask_if(callback_data.change, screen, state)


@router.message(SupposedFilter(), _TYPED)
async def supposed_days(
    message: Message, change: Change, screen: Screen, state: FSMContext, duty_desk: DutyDesk, clock: Clock
) -> None:
    """The days of the change, typed."""
    days = read_days(change, message.text or "", latest=clock.today() + LONGEST_PERIOD)
    await duty_desk.answer_if(WhatIf(change, days), screen, state)


@router.callback_query(IfDayTap.filter(), SupposedFilter())
async def supposed_by_tap(
    _tap: CallbackQuery,
    callback_data: IfDayTap,
    change: Change,
    screen: Screen,
    state: FSMContext,
    duty_desk: DutyDesk,
) -> None:
    """The day of the change, tapped; an old button of another change is known by the change it carries."""
    if callback_data.change is not change:
        raise Refusal(RefusalCode.STALE)
    await duty_desk.answer_if(WhatIf(change, (day_on(callback_data.day),)), screen, state)


@router.callback_query(MenuTap.filter(F.item == Item.HOST_DUTIES))
async def host(_tap: CallbackQuery, screen: Screen, state: FSMContext, duty_desk: DutyDesk) -> None:
    """What a host must do."""
    await duty_desk.show_host(screen, state)


@router.callback_query(RequestTap.filter(F.deed == Deed.NOTIFIED))
async def notified(
    _tap: CallbackQuery,
    callback_data: RequestTap,
    screen: Screen,
    state: FSMContext,
    duty_desk: DutyDesk,
    notify_done: NotifyDone,
) -> None:
    """The host has told the police of a guest."""
    await notify_done(screen.chat, callback_data.number)
    await screen.tell(host_duties.noted(screen.words))
    await duty_desk.show_host(screen, state)


@router.callback_query(RequestTap.filter(F.deed == Deed.WHY_NOTICE))
async def why_notice(
    _tap: CallbackQuery, callback_data: RequestTap, screen: Screen, read_host_duty: ReadHostDuty
) -> None:
    """Why a host has to tell the police."""
    duty = await read_host_duty(screen.chat, callback_data.number)
    await screen.show(host_duties.why_notice(screen.words, duty), has_agreed(screen.words))

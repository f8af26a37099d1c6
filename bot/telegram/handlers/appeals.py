"""Refused: why, and the appeal: written, sent, looked at, taken back."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.appeals import OwnAppeals, ReadAppeal, WithdrawAppeal
from bot.telegram import appeal_keyboards, keyboards
from bot.telegram.appeals import AppealDesk
from bot.telegram.callbacks import AppealDeed, AppealTap, MatterDeed, MatterTap
from bot.telegram.screen import Screen
from bot.telegram.states import APPEAL
from bot.texts import appeals, opening
from bot.texts.refusals import refusal

router = Router(name="appeals")
_TYPED = F.text & ~F.text.startswith("/")


@router.callback_query(AppealTap.filter(F.deed == AppealDeed.WHY))
async def why(_tap: CallbackQuery, callback_data: AppealTap, screen: Screen, appeal_desk: AppealDesk) -> None:
    """The reason, the clause, the mend, the appeal."""
    await appeal_desk.why(callback_data.number, screen)


@router.callback_query(AppealTap.filter(F.deed == AppealDeed.WRITE))
async def write(
    _tap: CallbackQuery, callback_data: AppealTap, screen: Screen, state: FSMContext, appeal_desk: AppealDesk
) -> None:
    """Begin to write, or go on."""
    await appeal_desk.begin(callback_data.number, screen, state)


@router.callback_query(AppealTap.filter(F.deed == AppealDeed.ANEW))
async def anew(
    _tap: CallbackQuery, callback_data: AppealTap, screen: Screen, state: FSMContext, appeal_desk: AppealDesk
) -> None:
    """Begin again with nothing written."""
    await appeal_desk.anew(callback_data.number, screen, state)


@router.callback_query(AppealTap.filter(F.deed == AppealDeed.SEND))
async def send(
    _tap: CallbackQuery, callback_data: AppealTap, screen: Screen, state: FSMContext, appeal_desk: AppealDesk
) -> None:
    """Send what is written."""
    await appeal_desk.send(callback_data.number, screen, state)


@router.callback_query(AppealTap.filter(F.deed == AppealDeed.LEAVE))
async def leave(_tap: CallbackQuery, screen: Screen, state: FSMContext) -> None:
    """Nothing is sent, and what was written goes."""
    await state.clear()
    await screen.show(opening.menu(screen.words), keyboards.menu(screen.words))


@router.message(StateFilter(APPEAL), _TYPED)
@router.message(StateFilter(APPEAL), F.photo)
async def added(message: Message, screen: Screen, state: FSMContext, appeal_desk: AppealDesk) -> None:
    """More words, or a photo."""
    await appeal_desk.add(message, screen, state)


@router.message(StateFilter(APPEAL), ~F.text)
async def not_a_photo(_message: Message, screen: Screen, state: FSMContext, appeal_desk: AppealDesk) -> None:
    """A file, a voice, a sticker: said, and what is written is shown again."""
    await screen.say(refusal(screen.words, Refusal(RefusalCode.APPEAL_NOT_A_PHOTO)))
    await appeal_desk.ask_again(APPEAL, screen, state)


@router.callback_query(MatterTap.filter(F.deed == MatterDeed.LIST))
async def own(_tap: CallbackQuery, screen: Screen, own_appeals: OwnAppeals) -> None:
    """All appeals, and what can be appealed against."""
    sent, refused = await own_appeals(screen.chat)
    await screen.show(appeals.own(screen.words, sent, refused), appeal_keyboards.own(screen.words, sent, refused))


@router.callback_query(MatterTap.filter((F.deed == MatterDeed.SHOW) & F.number))
async def one(_tap: CallbackQuery, callback_data: MatterTap, screen: Screen, read_appeal: ReadAppeal) -> None:
    """One appeal."""
    appeal = await read_appeal(screen.chat, callback_data.number or 0)
    await screen.show(appeals.one(screen.words, appeal), appeal_keyboards.one(screen.words, appeal))


@router.callback_query(MatterTap.filter((F.deed == MatterDeed.WITHDRAW) & F.number))
async def take_back(
    _tap: CallbackQuery, callback_data: MatterTap, screen: Screen, withdraw_appeal: WithdrawAppeal
) -> None:
    """The person takes it back."""
    appeal = await withdraw_appeal(screen.chat, callback_data.number or 0)
    await screen.show(appeals.one(screen.words, appeal), appeal_keyboards.one(screen.words, appeal))

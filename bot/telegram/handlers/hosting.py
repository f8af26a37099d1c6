"""The host: phone, IIN and name, the request, the answer."""

import re

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.domain.case import RefusalReason
from bot.domain.organisation import Bin, parse_host_number
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.answer_consent import AgreeToGuest, ReadRequestForHost, RefuseGuest
from bot.registration.open_request import HostStep, SharePhone
from bot.telegram import hosting_keyboards, request_keyboards
from bot.telegram.callbacks import Deed, Item, MenuTap, ReasonTap, RequestTap
from bot.telegram.desk import HostDesk
from bot.telegram.organisations import TogetherDesk
from bot.telegram.screen import Screen
from bot.telegram.states import HOST_IIN, HOST_NAME, HOST_PHONE
from bot.texts import hosting, organisations
from bot.texts.refusals import refusal

router = Router(name="hosting")
_TWELVE = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")  # an organisation's name may have numbers of its own
_NUMBER = re.compile(r"[0-9][0-9\s\-]{10,16}[0-9]")
_IIN = "iin"
_TYPED = F.text & ~F.text.startswith("/")


@router.callback_query(MenuTap.filter(F.item == Item.HOST))
async def host_menu(_tap: CallbackQuery, screen: Screen, state: FSMContext, desk: HostDesk) -> None:
    """A host begins without a request."""
    await desk.by_menu(screen, state)


@router.message(F.contact, StateFilter(HOST_PHONE))
async def phone_shared(
    message: Message, screen: Screen, state: FSMContext, share_phone: SharePhone, desk: HostDesk
) -> None:
    """The phone came; IIN and name are next."""
    contact = message.contact
    if contact is not None:
        await share_phone(screen.chat, phone=contact.phone_number, owner=contact.user_id)
        await desk.ask(HostStep.IIN, screen, state)


@router.message(F.contact)
async def phone_not_needed(_message: Message) -> None:
    """A contact that nobody asked for."""
    raise Refusal(RefusalCode.PHONE_NOT_NEEDED)


@router.message(StateFilter(HOST_PHONE), _TYPED)
async def phone_typed(_message: Message, screen: Screen) -> None:
    """A typed number proves nothing."""
    said = refusal(screen.words, Refusal(RefusalCode.CONTACT_NOT_OWN))
    await screen.say(said, hosting_keyboards.share_phone(screen.words))


@router.message(StateFilter(HOST_IIN), _TYPED)
async def iin_typed(message: Message, screen: Screen, state: FSMContext, desk: HostDesk) -> None:
    """IIN (or BIN) and name in one message, in either order; only the number, and the name is asked for."""
    text = message.text or ""
    match = _TWELVE.search(text) or _NUMBER.search(text)
    if match is None:
        raise Refusal(RefusalCode.IIN_LENGTH)
    number, name = parse_host_number(match[0]), f"{text[: match.start()]} {text[match.end() :]}".strip(" ,;:\n")
    if name:
        await desk.prove(number.reveal(), name, screen, state)
        return
    asks_name = organisations.asks_name if isinstance(number, Bin) else hosting.asks_name
    await state.update_data({_IIN: number.reveal()})
    await state.set_state(HOST_NAME)
    await screen.say(asks_name(screen.words, number.grouped))


@router.message(StateFilter(HOST_NAME), _TYPED)
async def name_typed(message: Message, screen: Screen, state: FSMContext, desk: HostDesk) -> None:
    """The name that was still missing."""
    iin = (await state.get_data()).get(_IIN)
    if iin is None:
        raise Refusal(RefusalCode.STALE)
    await desk.prove(iin, message.text or "", screen, state)


@router.callback_query(RequestTap.filter(F.deed == Deed.SHOW))
async def shown(
    _tap: CallbackQuery,
    callback_data: RequestTap,
    screen: Screen,
    read_request: ReadRequestForHost,
    desk: HostDesk,
    together_desk: TogetherDesk,
) -> None:
    """The request again."""
    async with together_desk.naming_who_answered(callback_data.number, screen):
        case, host = await read_request(screen.chat, callback_data.number)
        await desk.show_request(case, host, screen)


@router.callback_query(RequestTap.filter(F.deed == Deed.AGREE))
async def agreed(
    _tap: CallbackQuery,
    callback_data: RequestTap,
    screen: Screen,
    agree_to_guest: AgreeToGuest,
    desk: HostDesk,
    together_desk: TogetherDesk,
) -> None:
    """The host agrees."""
    async with together_desk.naming_who_answered(callback_data.number, screen):
        case, host = await agree_to_guest(screen.chat, callback_data.number)
        await desk.show_request(case, host, screen)


@router.callback_query(RequestTap.filter(F.deed == Deed.REFUSE))
async def refuses(
    _tap: CallbackQuery,
    callback_data: RequestTap,
    screen: Screen,
    read_request: ReadRequestForHost,
    together_desk: TogetherDesk,
) -> None:
    """The host refuses, and is asked why."""
    async with together_desk.naming_who_answered(callback_data.number, screen):
        case, _ = await read_request(screen.chat, callback_data.number)
        await screen.show(hosting.asks_reason(screen.words), request_keyboards.refusal_reasons(screen.words, case))


@router.callback_query(ReasonTap.filter(F.reason.in_(set(RefusalReason))))
async def refused(
    _tap: CallbackQuery,
    callback_data: ReasonTap,
    screen: Screen,
    refuse_guest: RefuseGuest,
    desk: HostDesk,
    together_desk: TogetherDesk,
) -> None:
    """The host has refused, with a reason."""
    async with together_desk.naming_who_answered(callback_data.number, screen):
        case, host = await refuse_guest(screen.chat, callback_data.number, RefusalReason(callback_data.reason))
        await desk.show_request(case, host, screen)


@router.callback_query(RequestTap.filter(F.deed == Deed.LATER))
async def later(
    _tap: CallbackQuery,
    callback_data: RequestTap,
    screen: Screen,
    read_request: ReadRequestForHost,
    together_desk: TogetherDesk,
) -> None:
    """The host wants to think; reminders come anyway."""
    async with together_desk.naming_who_answered(callback_data.number, screen):
        await read_request(screen.chat, callback_data.number)
        await screen.tell(hosting.later(screen.words))

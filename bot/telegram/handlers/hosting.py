"""The host: phone, IIN and name, the request, the answer."""

import re

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove

from bot.domain.case import Case, RefusalReason
from bot.domain.people import ChatId, Host
from bot.domain.person import Iin
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.answer_consent import AgreeToGuest, ReadRequestForHost, RefuseGuest
from bot.registration.hosting import InviteGuest, ReadHost
from bot.registration.open_request import HostStep, ProveHost, SharePhone
from bot.registration.requests import KeepCard
from bot.telegram import keyboards
from bot.telegram.callbacks import Deed, Item, MenuTap, ReasonTap, RequestTap
from bot.telegram.handlers.doors import TOKEN, Doors, ask_host
from bot.telegram.links import INVITATION, start_link
from bot.telegram.operator import Operator
from bot.telegram.screen import Screen
from bot.telegram.states import HOST_IIN, HOST_NAME, HOST_PHONE
from bot.telegram.views import Views
from bot.texts import hosting
from bot.texts.refusals import refusal

router = Router(name="hosting")
_IIN_AND_NAME = re.compile(r"\s*([0-9][0-9\s\-]{10,16}[0-9])[\s,;:]*(.*)", re.DOTALL)
_IIN = "iin"


@router.callback_query(MenuTap.filter(F.item == Item.HOST))
async def host_menu(
    _tap: CallbackQuery, screen: Screen, state: FSMContext, read_host: ReadHost, invite_guest: InviteGuest, operator: Operator
) -> None:  # fmt: skip
    """A host begins: the steps that are missing, then the link for guests and the open requests."""
    await state.clear()
    host, waiting = await read_host(screen.chat)
    if host is None or not host.is_linked:
        await ask_host(HostStep.PHONE if host is None else HostStep.IIN, screen, state, operator)
        return
    await show_host_page(await invite_guest(screen.chat), waiting, screen, operator)


async def show_host_page(host: Host, waiting: list[Case], screen: Screen, operator: Operator) -> None:
    """The link for guests, and who waits."""
    link = start_link(operator.username, INVITATION, host.invitation or "")
    text = hosting.invitation(screen.words, host, link)
    await screen.show(text, keyboards.waiting_requests(screen.words, waiting, link))


@router.message(F.contact)
async def phone_shared(message: Message, screen: Screen, state: FSMContext, share_phone: SharePhone, doors: Doors) -> None:  # fmt: skip
    """The phone came; whoever came by a link goes on to its request."""
    contact = message.contact
    if contact is None or (contact.user_id == screen.chat and await state.get_state() != HOST_PHONE):
        raise Refusal(RefusalCode.PHONE_NOT_NEEDED)
    host = await share_phone(screen.chat, phone=contact.phone_number, owner=contact.user_id)
    token = (await state.get_data()).get(TOKEN)
    if host.is_linked and token:
        await doors.show_request(token, screen, state)
        return
    await state.set_state(HOST_IIN)
    await screen.say(hosting.asks_iin(screen.words), ReplyKeyboardRemove())


@router.message(StateFilter(HOST_PHONE), F.text, ~F.text.startswith("/"))
async def phone_typed(_message: Message, screen: Screen) -> None:
    """A typed number proves nothing."""
    await screen.say(refusal(screen.words, Refusal(RefusalCode.CONTACT_NOT_OWN)), keyboards.share_phone(screen.words))


@router.message(StateFilter(HOST_IIN), F.text, ~F.text.startswith("/"))
async def iin_typed(
    message: Message, screen: Screen, state: FSMContext, prove_host: ProveHost, doors: Doors,
    read_host: ReadHost, invite_guest: InviteGuest, views: Views, keep_card: KeepCard,
) -> None:  # fmt: skip
    """IIN and name in one message; only the IIN, and the name is asked for."""
    match = _IIN_AND_NAME.fullmatch(message.text or "")
    if match is None:
        raise Refusal(RefusalCode.IIN_LENGTH)
    iin, name = Iin.parse(match[1]), match[2].strip()
    if not name:
        await state.update_data({_IIN: iin.reveal()})
        await state.set_state(HOST_NAME)
        await screen.say(hosting.asks_name(screen.words, iin.grouped))
        return
    await _prove(iin.reveal(), name, screen, state, prove_host, doors, read_host, invite_guest, views, keep_card)


@router.message(StateFilter(HOST_NAME), F.text, ~F.text.startswith("/"))
async def name_typed(
    message: Message, screen: Screen, state: FSMContext, prove_host: ProveHost, doors: Doors,
    read_host: ReadHost, invite_guest: InviteGuest, views: Views, keep_card: KeepCard,
) -> None:  # fmt: skip
    """The name that was still missing."""
    iin = (await state.get_data()).get(_IIN)
    if iin is None:
        raise Refusal(RefusalCode.STALE)
    await _prove(iin, message.text or "", screen, state, prove_host, doors, read_host, invite_guest, views, keep_card)


async def _prove(
    iin: str, name: str, screen: Screen, state: FSMContext, prove_host: ProveHost, doors: Doors,
    read_host: ReadHost, invite_guest: InviteGuest, views: Views, keep_card: KeepCard,
) -> None:  # fmt: skip
    token = (await state.get_data()).get(TOKEN)
    try:
        opened = await prove_host(screen.chat, iin=iin, name=name, token=token)
    except Refusal:
        await state.set_state(HOST_IIN)  # a wrong IIN is typed again, not the name alone
        raise
    await state.clear()
    if opened.case is not None and opened.host is not None:
        await show_request(opened.case, opened.host, screen, views, keep_card)
        return
    _, waiting = await read_host(screen.chat)
    await show_host_page(await invite_guest(screen.chat), waiting, screen, doors.operator)


async def show_request(case: Case, host: Host, screen: Screen, views: Views, keep_card: KeepCard) -> None:
    """The request with its two buttons; from now on this message is the host's card."""
    card = views.host_card(screen.words, case, host)
    await keep_card(screen.chat, case.number, await screen.show(card.text, card.keyboard))


@router.callback_query(RequestTap.filter(F.deed == Deed.SHOW))
async def shown(
    _tap: CallbackQuery, callback_data: RequestTap, screen: Screen, read_request: ReadRequestForHost, read_host: ReadHost,
    views: Views, keep_card: KeepCard,
) -> None:  # fmt: skip
    """The request again."""
    case = await read_request(screen.chat, callback_data.number)
    host, _ = await read_host(screen.chat)
    if host is not None:
        await show_request(case, host, screen, views, keep_card)


@router.callback_query(RequestTap.filter(F.deed == Deed.AGREE))
async def agreed(_tap: CallbackQuery, callback_data: RequestTap, screen: Screen, agree_to_guest: AgreeToGuest, views: Views, read_host: ReadHost) -> None:  # fmt: skip
    """The host agrees."""
    case = await agree_to_guest(screen.chat, callback_data.number)
    await _show_ending(case, screen, views, read_host)


@router.callback_query(RequestTap.filter(F.deed == Deed.REFUSE))
async def refuses(_tap: CallbackQuery, callback_data: RequestTap, screen: Screen, read_request: ReadRequestForHost) -> None:  # fmt: skip
    """The host refuses, and is asked why."""
    case = await read_request(screen.chat, callback_data.number)
    await screen.show(hosting.asks_reason(screen.words), keyboards.refusal_reasons(screen.words, case))


@router.callback_query(ReasonTap.filter(F.reason.in_(set(RefusalReason))))
async def refused(_tap: CallbackQuery, callback_data: ReasonTap, screen: Screen, refuse_guest: RefuseGuest, views: Views, read_host: ReadHost) -> None:  # fmt: skip
    """The host has refused, with a reason."""
    case = await refuse_guest(screen.chat, callback_data.number, RefusalReason(callback_data.reason))
    await _show_ending(case, screen, views, read_host)


@router.callback_query(RequestTap.filter(F.deed == Deed.LATER))
async def later(_tap: CallbackQuery, callback_data: RequestTap, screen: Screen, read_request: ReadRequestForHost) -> None:  # fmt: skip
    """The host wants to think; reminders come anyway."""
    await read_request(screen.chat, callback_data.number)
    await screen.tell(hosting.later(screen.words))


async def _show_ending(case: Case, screen: Screen, views: Views, read_host: ReadHost) -> None:
    host, _ = await read_host(ChatId(screen.chat))
    if host is not None:
        card = views.host_card(screen.words, case, host)
        await screen.show(card.text, card.keyboard)

"""A guest's own requests: certificates, reminding, taking back, mending."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.registration.cancel_request import CancelRequest
from bot.registration.certificates import OwnCertificates
from bot.registration.drafts import MendRequest
from bot.registration.ports import Clock
from bot.registration.remind_host import RemindHost
from bot.telegram import request_keyboards
from bot.telegram.callbacks import Deed, Item, MenuTap, RequestTap
from bot.telegram.certificates import Certificates
from bot.telegram.flow import Flow
from bot.telegram.screen import Screen
from bot.telegram.standing import Standing
from bot.telegram.states import Goal
from bot.telegram.views import Views
from bot.texts import cards, certificate_words

router = Router(name="requests")


@router.callback_query(MenuTap.filter(F.item == Item.CERTIFICATES))
async def certificates(
    _tap: CallbackQuery, screen: Screen, own_certificates: OwnCertificates, standing: Standing
) -> None:
    """One's own certificates; a request still open is shown first."""
    is_waiting = await standing.show_live_request(screen)
    own = [case for case, _ in await own_certificates(screen.chat)]
    if own or not is_waiting:
        await screen.say(
            certificate_words.own_certificates(screen.words, len(own)),
            request_keyboards.certificates(screen.words, own),
        )


@router.callback_query(RequestTap.filter(F.deed == Deed.CERTIFICATE))
async def certificate(
    _tap: CallbackQuery, callback_data: RequestTap, screen: Screen, certificates_sender: Certificates
) -> None:
    """The picture and the file again."""
    await certificates_sender.send_picture(screen.chat, screen.words, callback_data.number)
    await certificates_sender.send_file(screen.chat, screen.words, callback_data.number)


@router.callback_query(RequestTap.filter(F.deed == Deed.REMIND))
async def remind(
    _tap: CallbackQuery, callback_data: RequestTap, screen: Screen, clock: Clock, remind_host: RemindHost
) -> None:
    """Have the host reminded; where the bot cannot reach the host, the link has to."""
    case = await remind_host(screen.chat, callback_data.number)
    await screen.tell(cards.reminded(screen.words, case, case.stage(clock.now())))


@router.callback_query(RequestTap.filter(F.deed == Deed.TAKE_BACK))
async def take_back(
    _tap: CallbackQuery, callback_data: RequestTap, screen: Screen, cancel_request: CancelRequest, views: Views
) -> None:
    """Take a live request back; the answers stay for a new one."""
    case = await cancel_request(screen.chat, callback_data.number)
    card = views.guest_card(screen.words, case)
    await screen.show(card.text, request_keyboards.mend(screen.words, case))


@router.callback_query(RequestTap.filter(F.deed == Deed.MEND))
async def mend(
    _tap: CallbackQuery, callback_data: RequestTap, screen: Screen, flow: Flow, mend_request: MendRequest
) -> None:
    """Take an ended request up again at the answer that has to change."""
    draft = await mend_request(screen.chat, callback_data.number)
    await flow.go_on(draft, goal=Goal.REVIEW)

"""A guest's own requests: deadlines, certificates, reminding, taking back, mending."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.domain.answers import SUITABILITY
from bot.domain.case import Case, Stage
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.assessing import assess_answers
from bot.registration.certificates import OwnCertificates
from bot.registration.drafts import MendRequest, ReadDraft
from bot.registration.ports import Clock
from bot.registration.requests import KeepCard, OwnRequests
from bot.registration.send_request import CancelRequest, RemindHost
from bot.telegram import keyboards
from bot.telegram.callbacks import Deed, Item, MenuTap, RequestTap
from bot.telegram.certificates import Certificates
from bot.telegram.flow import Flow
from bot.telegram.screen import Screen
from bot.telegram.views import Views
from bot.texts import cards, findings

router = Router(name="requests")


@router.callback_query(MenuTap.filter(F.item == Item.DEADLINES))
async def deadlines(
    _tap: CallbackQuery, screen: Screen, own_requests: OwnRequests, read_draft: ReadDraft, clock: Clock
) -> None:
    """The deadlines of the newest request, or of the draft; who never said a date is asked for it."""
    newest = next(iter(await own_requests(screen.chat)), None)
    draft = await read_draft(screen.chat)
    if draft is not None and (newest is None or not any(map(draft.answers.lacks, SUITABILITY))):
        answers, is_registered = draft.answers, False
    elif newest is not None:
        answers, is_registered = newest.answers, newest.stage(clock.now()) is Stage.GRANTED
    else:
        raise Refusal(RefusalCode.NO_CONSENT) if not screen.talk.has_consented else Refusal(RefusalCode.NOTHING_YET)
    if any(map(answers.lacks, SUITABILITY)):
        raise Refusal(RefusalCode.NOTHING_YET)
    today = clock.today()
    text = findings.deadlines(screen.words, assess_answers(answers, today), answers, today, is_registered=is_registered)
    await screen.show(text, keyboards.to_menu(screen.words))


@router.callback_query(MenuTap.filter(F.item == Item.CERTIFICATES))
async def certificates(
    _tap: CallbackQuery,
    screen: Screen,
    own_certificates: OwnCertificates,
    own_requests: OwnRequests,
    views: Views,
    keep_card: KeepCard,
    clock: Clock,
) -> None:
    """One's own certificates; a request still open is shown first."""
    live = [case for case in await own_requests(screen.chat) if case.stage(clock.now()).is_live]
    if live:
        await show_card(live[0], screen, views, keep_card)
    own = [case for case, _ in await own_certificates(screen.chat)]
    if own or not live:
        await screen.say(cards.own_certificates(screen.words, len(own)), keyboards.certificates(screen.words, own))


async def show_card(case: Case, screen: Screen, views: Views, keep_card: KeepCard) -> None:
    """The status card anew, and from now on this one is edited."""
    card = views.guest_card(screen.words, case)
    await keep_card(screen.chat, case.number, await screen.say(card.text, card.keyboard))


@router.callback_query(RequestTap.filter(F.deed == Deed.CERTIFICATE))
async def certificate(
    _tap: CallbackQuery,
    callback_data: RequestTap,
    screen: Screen,
    own_certificates: OwnCertificates,
    certificates_sender: Certificates,
) -> None:
    """The picture and the file again."""
    if callback_data.number not in {case.number for case, _ in await own_certificates(screen.chat)}:
        raise Refusal(RefusalCode.STALE)
    await screen.finish()
    await certificates_sender.send_picture(screen.chat, screen.words, callback_data.number)
    await certificates_sender.send_file(screen.chat, screen.words, callback_data.number)


@router.callback_query(RequestTap.filter(F.deed == Deed.REMIND))
async def remind(_tap: CallbackQuery, callback_data: RequestTap, screen: Screen, remind_host: RemindHost) -> None:
    """Have the host reminded; where the bot cannot reach the host, the link has to."""
    case = await remind_host(screen.chat, callback_data.number)
    await screen.tell(cards.reminded(screen.words, can_reach=case.host is not None))


@router.callback_query(RequestTap.filter(F.deed == Deed.TAKE_BACK))
async def take_back(
    _tap: CallbackQuery, callback_data: RequestTap, screen: Screen, cancel_request: CancelRequest, views: Views
) -> None:
    """Take a live request back; the answers stay for a new one."""
    case = await cancel_request(screen.chat, callback_data.number)
    card = views.guest_card(screen.words, case)
    await screen.show(card.text, keyboards.mend(screen.words, case))


@router.callback_query(RequestTap.filter(F.deed == Deed.MEND))
async def mend(
    _tap: CallbackQuery, callback_data: RequestTap, screen: Screen, flow: Flow, mend_request: MendRequest
) -> None:
    """Take an ended request up again at the answer that has to change."""
    draft = await mend_request(screen.chat, callback_data.number)
    await flow.go_on(draft, to_review=True)

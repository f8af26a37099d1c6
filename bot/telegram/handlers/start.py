"""Beginning: language, consent, menu, help, stopping and withdrawing."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.domain.answers import CHANGEABLE, Answers
from bot.domain.operator import Operator
from bot.domain.people import Draft
from bot.registration.coming_back import MayComeBack
from bot.registration.consent import CONSENT_VERSION
from bot.registration.deleting import WithdrawConsent
from bot.registration.drafts import DropDraft, ReadDraft
from bot.registration.ports import Clock
from bot.registration.talk import ChooseLanguage, GiveConsent
from bot.telegram import keyboards, own_data_keyboards, question_keyboards
from bot.telegram.callbacks import Item, LanguageTap, MenuTap, Move, MoveTap
from bot.telegram.doors import Doors
from bot.telegram.flow import Flow
from bot.telegram.screen import Screen
from bot.telegram.standing import Standing
from bot.texts import opening, own_data
from bot.texts.words import LANGUAGES, page_of, words_of

router = Router(name="start")


@router.message(CommandStart())
async def start(
    _message: Message,
    command: CommandObject,
    screen: Screen,
    state: FSMContext,
    flow: Flow,
    doors: Doors,
    read_draft: ReadDraft,
    operator: Operator,
    may_come_back: MayComeBack,
) -> None:
    """Begin, go on, or follow a link; who agreed to an older text about personal data reads the new one."""
    if command.args and await doors.enter(command.args, screen, state):
        return
    await state.clear()
    if screen.talk.has_consented and screen.talk.consent_version != CONSENT_VERSION:
        await screen.show(opening.consent_changed(screen.words, operator), keyboards.consent_anew(screen.words))
        return
    await welcome(screen, flow, read_draft, may_come_back)


async def welcome(screen: Screen, flow: Flow, read_draft: ReadDraft, may_come_back: MayComeBack | None = None) -> None:
    """The first screen that fits: language for whom we do not know, what waits to be gone on with, else the menu."""
    if not screen.talk.has_consented:
        await screen.show(opening.choose_language(), keyboards.languages(screen.talk.language))
        return
    draft = await read_draft(screen.chat)
    if draft is not None and draft.passport is not None:
        await flow.go_on(draft)
        return
    if draft is None or draft.answers.is_empty:
        await show_menu(screen, may_come_back)
        return
    await screen.show(_found(screen, draft), question_keyboards.draft(screen.words))


def _found(screen: Screen, draft: Draft) -> str:
    answered = sum(not draft.answers.lacks(question) for question in CHANGEABLE)
    return opening.continue_draft(screen.words, answered, len(CHANGEABLE))


async def show_menu(screen: Screen, may_come_back: MayComeBack | None = None) -> None:
    """The menu; one who has left is offered to come back."""
    offers = may_come_back is not None and await may_come_back(screen.chat)
    await screen.show(opening.menu(screen.words), keyboards.menu(screen.words, may_come_back=offers))


@router.message(Command("language"))
@router.callback_query(MenuTap.filter(F.item == Item.LANGUAGE))
async def languages(_event: Message | CallbackQuery, screen: Screen) -> None:
    """Choose the language, at any moment."""
    await screen.show(opening.choose_language(), keyboards.languages(screen.talk.language))


@router.callback_query(LanguageTap.filter(F.code.in_(LANGUAGES)))
async def language_chosen(
    _tap: CallbackQuery,
    callback_data: LanguageTap,
    screen: Screen,
    state: FSMContext,
    choose_language: ChooseLanguage,
    standing: Standing,
    operator: Operator,
) -> None:
    """The talk goes on in the chosen language, just where it was."""
    screen.talk = await choose_language(screen.chat, callback_data.code)
    screen.words = words_of(screen.talk.language, screen.words.zone)
    if await state.get_state() is None and not screen.talk.has_consented:
        text = opening.consent(screen.words, operator)
        await screen.show(text, keyboards.consent(screen.words))
        return
    await standing.show(screen, state)


@router.callback_query(MoveTap.filter(F.move == Move.CONSENT))
async def consented(
    _tap: CallbackQuery, screen: Screen, give_consent: GiveConsent, flow: Flow, read_draft: ReadDraft
) -> None:
    """The person agrees to the use of personal data; who came by the link of a place is led on at once."""
    screen.talk = await give_consent(screen.chat, language=screen.talk.language)
    draft = await read_draft(screen.chat)
    if draft is not None and draft.answers.place is not None:
        await flow.begin(draft)
        return
    await show_menu(screen)


@router.message(Command("menu"))
@router.callback_query(MenuTap.filter(F.item == Item.MENU))
async def menu(_event: Message | CallbackQuery, screen: Screen, state: FSMContext, may_come_back: MayComeBack) -> None:
    """Back to the menu; the draft stays."""
    await state.clear()
    await show_menu(screen, may_come_back)


@router.message(Command("help"))
@router.callback_query(MenuTap.filter(F.item == Item.HELP))
async def help_(_event: Message | CallbackQuery, screen: Screen, operator: Operator) -> None:
    """Help and rights."""
    await screen.show(opening.help_and_rights(screen.words, operator.name), own_data_keyboards.help_(screen.words))


@router.message(Command("cancel"))
async def cancel(_message: Message, screen: Screen) -> None:
    """Asked once; the draft is kept."""
    await screen.say(opening.confirm_cancel(screen.words), question_keyboards.stop(screen.words))


@router.callback_query(MoveTap.filter(F.move == Move.STOP))
async def stopped(_tap: CallbackQuery, screen: Screen, state: FSMContext) -> None:
    """The person stops."""
    await state.clear()
    await show_menu(screen)


@router.callback_query(MoveTap.filter(F.move == Move.CONTINUE))
async def go_on(_tap: CallbackQuery, screen: Screen, flow: Flow, read_draft: ReadDraft, clock: Clock) -> None:
    """The person goes on with the draft."""
    draft = await read_draft(screen.chat)
    await flow.go_on(draft or Draft(chat=screen.chat, answers=Answers(), saved_at=clock.now()))


@router.callback_query(MoveTap.filter(F.move.in_({Move.RESTART, Move.DELETE})))
async def dropped(
    _tap: CallbackQuery,
    callback_data: MoveTap,
    screen: Screen,
    state: FSMContext,
    flow: Flow,
    drop_draft: DropDraft,
    clock: Clock,
) -> None:
    """The person gives the draft up, to start again or not."""
    await drop_draft(screen.chat)
    if callback_data.move is Move.RESTART:
        await flow.go_on(Draft(chat=screen.chat, answers=Answers(), saved_at=clock.now()))
    else:
        await state.clear()
        await show_menu(screen)


@router.message(Command("withdraw"))
async def withdraw(_message: Message, screen: Screen, operator: Operator) -> None:
    """Asked once before everything is deleted."""
    await screen.say(opening.confirm_withdraw(screen.words, operator.keep_days), keyboards.withdraw(screen.words))


@router.callback_query(MoveTap.filter(F.move == Move.WITHDRAW))
async def withdrawn(
    _tap: CallbackQuery, screen: Screen, state: FSMContext, withdraw_consent: WithdrawConsent, operator: Operator
) -> None:
    """Everything the person left here is deleted."""
    held = await withdraw_consent(screen.chat)
    await state.clear()
    await screen.show(page_of(opening.withdrawn(screen.words, operator.keep_days), own_data.held(screen.words, held)))

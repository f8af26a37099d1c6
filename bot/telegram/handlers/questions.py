"""The guest's questions: typed and tapped answers, back, change, review, send."""

from dataclasses import replace
from datetime import date, timedelta

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.domain.answers import CHANGEABLE, SUITABILITY, Answers, Basis, Question, previous_question
from bot.domain.people import Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.answer_question import AnswerQuestion, SayBasis, Value
from bot.registration.drafts import ReadDraft
from bot.registration.passports import CorrectField
from bot.registration.ports import Clock
from bot.registration.requests import KeepCard
from bot.registration.send_request import SendRequest
from bot.telegram import question_keyboards
from bot.telegram.callbacks import BasisTap, ChangeTap, Item, MenuTap, Move, MoveTap, PickTap
from bot.telegram.choices import MAY_BE_NONE, NONE, Choice, choices, countries, day_on, typed_choice
from bot.telegram.doors import Doors
from bot.telegram.flow import Flow, answers_at, missed
from bot.telegram.links import INVITATION, PLACE, start_of
from bot.telegram.screen import Screen
from bot.telegram.states import Asked, AskedFilter, Goal, asked_of
from bot.telegram.views import Views
from bot.texts import questions
from bot.texts.countries import find_countries, is_country
from bot.texts.reading_dates import read_date
from bot.texts.refusals import refusal
from bot.texts.words import Words

router = Router(name="questions")
DATES = {Question.ENTERED, Question.BORN, Question.DOCUMENT_EXPIRES, Question.UNTIL}
_FAR = timedelta(days=365 * 50)


@router.callback_query(MenuTap.filter(F.item == Item.REGISTER))
async def register(_tap: CallbackQuery, screen: Screen, flow: Flow, read_draft: ReadDraft, clock: Clock) -> None:
    """Begin to register, or go on where the answers end."""
    if not screen.talk.has_consented:
        raise Refusal(RefusalCode.NO_CONSENT)
    draft = await read_draft(screen.chat)
    await flow.begin(draft or Draft(chat=screen.chat, answers=Answers(), saved_at=clock.now()))


def _is_of_host(text: str) -> bool:
    """Whether a text is a host's link."""
    return (start_of(text) or "").startswith((INVITATION, PLACE))


@router.message(AskedFilter(), F.text, F.text.func(_is_of_host), ~F.text.startswith("/"))
async def pasted(
    message: Message, screen: Screen, state: FSMContext, flow: Flow, doors: Doors, read_draft: ReadDraft
) -> None:
    """A host's link in place of an answer is as good as tapped."""
    await doors.enter(start_of(message.text or "") or "", screen, state)
    await _go_on_moving(flow, await read_draft(screen.chat))


@router.message(AskedFilter(), F.text, ~F.text.startswith("/"))
async def typed(
    message: Message,
    asked: Asked,
    screen: Screen,
    flow: Flow,
    clock: Clock,
    read_draft: ReadDraft,
    answer_question: AnswerQuestion,
    correct_field: CorrectField,
) -> None:
    """A typed answer to the open question."""
    text = message.text or ""
    draft = await read_draft(screen.chat)
    answers = answers_at(asked, draft)
    if draft is not None and screen.update_id in draft.sources:
        if not answers.lacks(asked.question):  # killed before the next question was shown; else it is on the screen
            await flow.go_on(draft, goal=asked.goal)
        return
    if message.message_id < asked.since:
        return  # typed for the question before, and repeated or late; the open question stands below it on the screen
    if asked.goal is Goal.PHOTO and draft is not None and (draft.passport or draft.answers.citizenship):
        await flow.go_on(draft)  # where a photo is asked for, nothing but a country can be told from a stray word
        return
    asked = asked.typed()
    try:
        offered = await flow.choices(asked.question, answers)
        value = read_typed(asked.question, text, offered, clock.today())
        if value is None:
            await _several(flow, text, answers, goal=asked.goal)
            return
        keep = correct_field if asked.goal is Goal.CARD else answer_question
        draft = await keep(screen.chat, asked.question, value, source=screen.update_id)
    except Refusal as no:
        await _missed(flow, asked, answers, no)
        return
    await flow.go_on(draft, after=asked.question, goal=asked.goal)


def read_typed(question: Question, text: str, offered: list[Choice], today: date) -> Value | None:
    """The answer in a typed text, or None when it could be several states."""
    if question is Question.CITIZENSHIP:
        return typed_choice(text, offered) or _country(text)
    if question in DATES:
        picked = typed_choice(text, offered)
        return date.fromisoformat(picked) if picked else read_date(text, latest=_latest(question, today))
    if question in MAY_BE_NONE:
        return "" if _says_none(text, offered) else text
    if offered:
        picked = typed_choice(text, offered)
        if picked is None:
            raise Refusal(RefusalCode.CHOICE_UNKNOWN)
        return picked
    return text


async def _go_on_moving(flow: Flow, draft: Draft | None) -> None:
    """After a new host's link: who moves has told all else before, and is led on at once."""
    if draft is not None and draft.answers.follows is not None:
        await flow.go_on(draft)


def _says_none(text: str, offered: list[Choice]) -> bool:
    """The whole label, not its beginning, which could be somebody's name."""
    said = " ".join(text.casefold().split())
    return said in {NONE, "1", *(label.casefold() for _, label in offered)}


def _country(text: str) -> str | None:
    found = find_countries(text)
    if not found:
        raise Refusal(RefusalCode.CITIZENSHIP_UNKNOWN)
    return found[0] if len(found) == 1 else None


def _latest(question: Question, today: date) -> date:
    return today + _FAR if question in {Question.DOCUMENT_EXPIRES, Question.UNTIL} else today


async def _several(flow: Flow, text: str, answers: Answers, *, goal: Goal) -> None:
    offered = countries(flow.words, find_countries(text))
    await flow.ask(Question.CITIZENSHIP, answers, goal=goal, offered=offered)


async def _missed(flow: Flow, asked: Asked, answers: Answers, no: Refusal) -> None:
    """What was typed before is kept, the question stays open."""
    asked = replace(asked, misses=asked.misses + 1)
    offered = await flow.choices(asked.question, answers)
    can_go_back = asked.goal is Goal.CARD or previous_question(answers, asked.question) is not None
    keyboard = question_keyboards.question(flow.words, asked.question, offered, kept="", can_go_back=can_go_back)
    await flow.screen.say(missed(flow.words, refusal(flow.words, no), asked.misses), keyboard)
    await flow.state.set_state(asked.as_state())


@router.callback_query(PickTap.filter(), AskedFilter())
async def picked(
    _tap: CallbackQuery,
    callback_data: PickTap,
    asked: Asked,
    screen: Screen,
    flow: Flow,
    clock: Clock,
    answer_question: AnswerQuestion,
    correct_field: CorrectField,
) -> None:
    """A tapped answer; an old button of another question is known by the question it carries."""
    if callback_data.question != asked.question.value:
        raise Refusal(RefusalCode.STALE)
    value = read_tapped(screen.words, asked.question, callback_data.value, clock.today())
    keep = correct_field if asked.goal is Goal.CARD else answer_question
    draft = await keep(screen.chat, asked.question, value, source=screen.update_id)
    await flow.go_on(draft, after=asked.question, goal=asked.typed().goal)


def read_tapped(words: Words, question: Question, value: str, today: date) -> Value:
    """The answer on a button. Buttons can be forged, so what was never offered is refused as stale."""
    if question in DATES:
        return day_on(value)
    if question is Question.CITIZENSHIP:
        if not is_country(value):
            raise Refusal(RefusalCode.STALE)
        return value
    if value not in {offered for offered, _ in choices(words, question, Answers(), today)}:
        raise Refusal(RefusalCode.STALE)
    return "" if question in MAY_BE_NONE else value


@router.callback_query(MoveTap.filter(F.move == Move.KEEP), AskedFilter())
async def kept(_tap: CallbackQuery, asked: Asked, screen: Screen, flow: Flow, read_draft: ReadDraft) -> None:
    """The answer that stands is kept. A doubted line stays doubted: this button does not say which line it was of."""
    await flow.go_on(await _need(read_draft, screen), goal=asked.goal)


@router.callback_query(MoveTap.filter(F.move == Move.BACK))
async def back(
    _tap: CallbackQuery, screen: Screen, flow: Flow, read_draft: ReadDraft, raw_state: str | None = None
) -> None:
    """One question back, as it was answered; from a change, back to the review or the card."""
    draft = await _need(read_draft, screen)
    asked = asked_of(raw_state)
    if asked is not None and asked.goal in {Goal.CARD, Goal.PHOTO}:
        await flow.go_on(draft)
    elif asked is not None and asked.goal is Goal.REVIEW and draft.answers.next_question() is None:
        await flow.review(draft)
    else:
        goal = asked.goal if asked and asked.goal is Goal.DUTIES else Goal.FORM
        await flow.back(asked.question if asked else None, draft.answers, goal=goal)


@router.callback_query(ChangeTap.filter(F.question.in_({question.value for question in CHANGEABLE})))
async def change(
    _tap: CallbackQuery, callback_data: ChangeTap, screen: Screen, flow: Flow, read_draft: ReadDraft
) -> None:
    """Change one answer; its answer leads back to the review."""
    draft = await _need(read_draft, screen)
    question = Question(callback_data.question)
    leads_back = question not in SUITABILITY or draft.answers.next_question() is None
    await flow.ask(question, draft.answers, goal=Goal.REVIEW if leads_back else Goal.FORM)


@router.callback_query(MoveTap.filter(F.move == Move.HAS_BASIS))
async def has_basis(_tap: CallbackQuery, screen: Screen) -> None:
    """The person did not come without a visa."""
    await screen.show(questions.basis(screen.words), question_keyboards.bases(screen.words))


@router.callback_query(BasisTap.filter(F.basis.in_(set(Basis))))
async def basis_said(
    _tap: CallbackQuery, callback_data: BasisTap, screen: Screen, flow: Flow, say_basis: SayBasis
) -> None:
    """The law's answer, for this ground of stay."""
    draft = await say_basis(screen.chat, Basis(callback_data.basis))
    await flow.go_on(draft, after=Question.ENTERED)


@router.callback_query(MoveTap.filter(F.move == Move.HOST_LINK), AskedFilter())
async def host_link(_tap: CallbackQuery, screen: Screen) -> None:
    """The person has a host's link."""
    await screen.say(questions.host_link(screen.words))


@router.callback_query(MoveTap.filter(F.move == Move.REVIEW))
async def review(_tap: CallbackQuery, screen: Screen, flow: Flow, read_draft: ReadDraft) -> None:
    """All answers again."""
    await flow.go_on(await _need(read_draft, screen))


@router.callback_query(MoveTap.filter(F.move == Move.SEND))
async def send(
    _tap: CallbackQuery, screen: Screen, state: FSMContext, send_request: SendRequest, keep_card: KeepCard, views: Views
) -> None:
    """Send the request; the review becomes the status card."""
    case = await send_request(screen.chat)
    card = views.guest_card(screen.words, case)
    message = await screen.show(card.text, card.keyboard)
    await keep_card(screen.chat, case.number, message)
    await state.clear()


async def _need(read_draft: ReadDraft, screen: Screen) -> Draft:
    draft = await read_draft(screen.chat)
    if draft is None:
        raise Refusal(RefusalCode.STALE)
    return draft

"""Several people in one request: photos, list, each person; those whom one has registered; taking over one's own."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.domain.answers import Question
from bot.domain.people import Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.companions import lacking, told_of
from bot.registration.drafts import ReadDraft
from bot.registration.family import (
    AcceptFamily,
    AddPerson,
    AnswerOfPerson,
    LookAtPerson,
    RemovePerson,
    SayKinship,
    SayThisIsMe,
)
from bot.registration.people_in_draft import person_at
from bot.registration.ports import Clock
from bot.registration.taking_over import OfferOwn, ReadFamily, ReadRelative, TakeOver
from bot.registration.talk import GiveConsent
from bot.telegram import family_keyboards
from bot.telegram.callbacks import (
    Deed,
    Item,
    KinTap,
    MenuTap,
    PersonDeed,
    PersonFieldTap,
    PersonTap,
    PickTap,
    RequestTap,
)
from bot.telegram.choices import choices, countries
from bot.telegram.family import OWN_TOKEN, FamilyDesk
from bot.telegram.flow import Flow, missed
from bot.telegram.handlers.passports import kind_of, picture_of
from bot.telegram.handlers.questions import read_tapped, read_typed
from bot.telegram.links import OWN_REGISTRATION, start_link
from bot.telegram.passports import File, Sent
from bot.telegram.screen import Screen
from bot.telegram.states import FAMILY, FAMILY_PHOTO, TAKING_OVER, PersonAsked, PersonAskedFilter, PhotoWelcomeFilter
from bot.texts import family
from bot.texts.countries import find_countries
from bot.texts.refusals import refusal

router = Router(name="family")
_TYPED = F.text & ~F.text.startswith("/")


@router.message(StateFilter(FAMILY, FAMILY_PHOTO), picture_of)
@router.message(PersonAskedFilter(), picture_of)
@router.message(PhotoWelcomeFilter(), F.media_group_id, picture_of)
async def photo(message: Message, file: File, flow: Flow, family_desk: FamilyDesk) -> None:
    """A photo of one of several passports; those of an album come one by one."""
    await family_desk.take(Sent.by(message, file), flow)


@router.message(StateFilter(FAMILY, FAMILY_PHOTO), ~F.text)
async def no_photo(message: Message, flow: Flow, family_desk: FamilyDesk) -> None:
    """Whatever else came."""
    await family_desk.advise(Sent.by(message), kind_of(message), flow)


@router.message(StateFilter(FAMILY), _TYPED)
async def words_at_the_list(_message: Message, screen: Screen, flow: Flow, read_draft: ReadDraft) -> None:
    """Words where the list is looked at."""
    draft = await _need(read_draft, screen)
    if screen.update_id not in draft.sources:  # else they answered the last question about a person, and come again
        await screen.say(family.tap_a_button(screen.words))
    await flow.go_on(draft)


@router.message(StateFilter(FAMILY_PHOTO), _TYPED)
async def words_for_a_photo(_message: Message, flow: Flow, family_desk: FamilyDesk) -> None:
    """Words where a photo is asked for."""
    await family_desk.ask(flow)


@router.callback_query(PersonTap.filter(F.deed == PersonDeed.ADD))
async def adds(_tap: CallbackQuery, flow: Flow, family_desk: FamilyDesk) -> None:
    """One more person."""
    await family_desk.ask(flow)


@router.callback_query(PersonTap.filter(F.deed == PersonDeed.TYPE), StateFilter(FAMILY_PHOTO))
async def types(_tap: CallbackQuery, screen: Screen, flow: Flow, add_person: AddPerson) -> None:
    """One more person, typed."""
    draft = await add_person(screen.chat, source=screen.update_id)
    await flow.ask_person(len(draft.companions), lacking(draft.companions[-1]) or Question.CITIZENSHIP, draft)


@router.callback_query(PersonTap.filter(F.deed == PersonDeed.LIST))
async def back_to_the_list(_tap: CallbackQuery, screen: Screen, flow: Flow, read_draft: ReadDraft) -> None:
    """The list again, or the review."""
    await flow.go_on(await _need(read_draft, screen))


@router.callback_query(PersonTap.filter(F.deed == PersonDeed.SHOW))
async def shows(
    _tap: CallbackQuery, callback_data: PersonTap, screen: Screen, flow: Flow, read_draft: ReadDraft
) -> None:
    """One person."""
    draft = await _need(read_draft, screen)
    person_at(draft, callback_data.n, callback_data.of)
    await flow.show_person(callback_data.n, draft)


@router.callback_query(PersonTap.filter(F.deed == PersonDeed.ACCEPT))
async def accepted(
    _tap: CallbackQuery, callback_data: PersonTap, screen: Screen, flow: Flow, accept_family: AcceptFamily
) -> None:
    """All is correct, and who is who: it counts from now on."""
    draft = await accept_family(screen.chat, of=callback_data.of, source=screen.update_id)
    await flow.go_on(draft, after=Question.CITIZENSHIP)


@router.callback_query(PersonTap.filter(F.deed == PersonDeed.REMOVE))
async def removed(
    _tap: CallbackQuery, callback_data: PersonTap, screen: Screen, flow: Flow, remove_person: RemovePerson
) -> None:
    """Somebody is off the list."""
    await flow.go_on(await remove_person(screen.chat, callback_data.n, of=callback_data.of, source=screen.update_id))


@router.callback_query(PersonTap.filter(F.deed == PersonDeed.ME))
async def is_me(
    _tap: CallbackQuery, callback_data: PersonTap, screen: Screen, flow: Flow, say_this_is_me: SayThisIsMe
) -> None:
    """Another one of them files."""
    await flow.go_on(await say_this_is_me(screen.chat, callback_data.n, of=callback_data.of, source=screen.update_id))


@router.callback_query(KinTap.filter())
async def kinship_said(
    _tap: CallbackQuery, callback_data: KinTap, screen: Screen, flow: Flow, say_kinship: SayKinship
) -> None:
    """Who it is, which also says that the lines are correct."""
    draft = await say_kinship(
        screen.chat,
        callback_data.n,
        callback_data.kinship,
        callback_data.proof,
        of=callback_data.of,
        source=screen.update_id,
    )
    await flow.go_on(draft)


@router.callback_query(PersonFieldTap.filter(F.is_right))
async def is_right(
    _tap: CallbackQuery, callback_data: PersonFieldTap, screen: Screen, flow: Flow, look_at_person: LookAtPerson
) -> None:
    """A doubted line was looked at and is right."""
    data = callback_data
    draft = await look_at_person(screen.chat, data.n, data.question, of=data.of, source=screen.update_id)
    await flow.show_person(data.n, draft)


@router.callback_query(PersonFieldTap.filter())
async def changes(
    _tap: CallbackQuery, callback_data: PersonFieldTap, screen: Screen, flow: Flow, read_draft: ReadDraft
) -> None:
    """A line of one person is to be changed."""
    draft = await _need(read_draft, screen)
    person_at(draft, callback_data.n, callback_data.of)
    await flow.ask_person(callback_data.n, callback_data.question, draft)


@router.message(PersonAskedFilter(), _TYPED)
async def typed(
    message: Message,
    person_asked: PersonAsked,
    screen: Screen,
    flow: Flow,
    clock: Clock,
    read_draft: ReadDraft,
    answer_of_person: AnswerOfPerson,
) -> None:
    """A typed answer about one person."""
    n, question, text = person_asked.n, person_asked.question, message.text or ""
    draft = await _need(read_draft, screen)
    if screen.update_id in draft.sources:  # killed before the next question was shown
        await flow.after_person(n, draft)
        return
    if message.message_id < person_asked.since:
        return  # typed for the question before
    told = told_of(person_at(draft, n))
    try:
        offered = choices(screen.words, question, told, clock.today())
        value = read_typed(question, text, offered, clock.today())
        if value is None:
            await flow.ask_person(n, question, draft, offered=countries(screen.words, find_countries(text)))
            return
        draft = await answer_of_person(screen.chat, n, question, value, source=screen.update_id)
    except Refusal as no:
        misses = person_asked.misses + 1
        said = missed(screen.words, refusal(screen.words, no), misses)
        await flow.ask_person(n, question, draft, above=said, misses=misses)
        return
    await flow.after_person(n, draft)


@router.callback_query(PickTap.filter(), PersonAskedFilter())
async def picked(
    _tap: CallbackQuery,
    callback_data: PickTap,
    person_asked: PersonAsked,
    screen: Screen,
    flow: Flow,
    clock: Clock,
    answer_of_person: AnswerOfPerson,
) -> None:
    """A tapped answer about one person."""
    if callback_data.question != person_asked.question.value:
        raise Refusal(RefusalCode.STALE)
    value = read_tapped(screen.words, person_asked.question, callback_data.value, clock.today())
    draft = await answer_of_person(screen.chat, person_asked.n, person_asked.question, value, source=screen.update_id)
    await flow.after_person(person_asked.n, draft)


# those whom one has registered


@router.callback_query(MenuTap.filter(F.item == Item.FAMILY))
async def my_family(_tap: CallbackQuery, screen: Screen, read_family: ReadFamily) -> None:
    """Everybody for whom this chat has filed."""
    cases = await read_family(screen.chat)
    await screen.show(family.my_family(screen.words, len(cases)), family_keyboards.my_family(screen.words, cases))


@router.callback_query(RequestTap.filter(F.deed == Deed.RELATIVE))
async def relative(_tap: CallbackQuery, callback_data: RequestTap, screen: Screen, read_relative: ReadRelative) -> None:
    """One of them."""
    one = await read_relative(screen.chat, callback_data.number)
    await screen.show(family.relative(screen.words, one), family_keyboards.relative(screen.words, one))


@router.callback_query(RequestTap.filter(F.deed == Deed.HAND_OVER))
async def hands_over(
    _tap: CallbackQuery, callback_data: RequestTap, screen: Screen, offer_own: OfferOwn, family_desk: FamilyDesk
) -> None:
    """The link by which the person takes the registration over."""
    case = await offer_own(screen.chat, callback_data.number)
    link = start_link(family_desk.operator.username, OWN_REGISTRATION, case.token)
    await screen.show(family.handing_over(screen.words, case, link), family_keyboards.handing_over(screen.words, link))


@router.callback_query(PersonTap.filter(F.deed == PersonDeed.CONSENT), StateFilter(TAKING_OVER))
async def consented(
    _tap: CallbackQuery, screen: Screen, state: FSMContext, give_consent: GiveConsent, family_desk: FamilyDesk
) -> None:
    """Consent before the number of the document, which is personal data itself."""
    screen.talk = await give_consent(screen.chat, language=screen.talk.language)
    await family_desk.ask_own(screen, state)


@router.message(StateFilter(TAKING_OVER), _TYPED)
async def document_typed(message: Message, screen: Screen, state: FSMContext, take_over: TakeOver) -> None:
    """The number of the document: the registration is theirs, and the courier brings the certificate."""
    token = (await state.get_data()).get(OWN_TOKEN, "")
    try:
        await take_over(screen.chat, token, message.text or "")
    except Refusal as no:
        if no.code in {RefusalCode.OWN_LINK_UNKNOWN, RefusalCode.OWN_IS_OLDER}:
            await state.clear()
        raise
    await screen.say(family.taken(screen.words))
    await state.clear()  # last: if we are killed before, the same message comes again and ends the same


async def _need(read_draft: ReadDraft, screen: Screen) -> Draft:
    draft = await read_draft(screen.chat)
    if draft is None:
        raise Refusal(RefusalCode.STALE)
    return draft

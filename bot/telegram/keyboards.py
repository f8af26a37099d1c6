"""Keyboards: which buttons stand under which message."""

from collections.abc import Sequence
from datetime import date
from html import unescape

from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from bot.domain.answers import CHANGEABLE, Answers, Basis, Purpose, Question
from bot.domain.case import Case, EventKind, RefusalReason
from bot.domain.life import is_own
from bot.registration.hosting import HostPages, Side
from bot.telegram.callbacks import (
    AddressDeed,
    AddressTap,
    AppealDeed,
    AppealTap,
    BasisTap,
    ChangeTap,
    Deed,
    Item,
    LanguageTap,
    LifeDeed,
    LifeTap,
    MenuTap,
    Move,
    MoveTap,
    OrganisationDeed,
    OrganisationTap,
    PickTap,
    PlacesItem,
    PlacesTap,
    ReasonTap,
    RequestTap,
    Return,
    ReturnTap,
    TogetherDeed,
    TogetherTap,
)
from bot.telegram.choices import Choice
from bot.telegram.links import share_link
from bot.texts import buttons, cards, hosting
from bot.texts.words import LANGUAGES, Words, words_of

GREEN, RED, BLUE = "success", "danger", "primary"
MOST_NAMES = 10  # of those who wait; the others are on the list of all
SEVERAL = 2
_WIDE = 16  # a longer label gets a row of its own
Row = list[InlineKeyboardButton]


def tap(label: str, data: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    """One button."""
    # sentences come as HTML, a label is bare text
    return InlineKeyboardButton(text=unescape(label), callback_data=data.pack(), style=style)


def rows(*every: Row) -> InlineKeyboardMarkup:
    """Rows of buttons; empty ones are left out."""
    return InlineKeyboardMarkup(inline_keyboard=[row for row in every if row])


def languages(chosen: str) -> InlineKeyboardMarkup:
    """Each language by its own name; the preselected one is marked."""
    return rows(
        *([tap(f"{name} ✓" if code == chosen else name, LanguageTap(code=code))] for code, name in LANGUAGES.items())
    )


def consent(words: Words) -> InlineKeyboardMarkup:
    """Agree to the use of personal data, or change the language first."""
    return rows(
        [tap(words.say("I agree"), MoveTap(move=Move.CONSENT), GREEN)],
        [tap(words.say("Language"), MenuTap(item=Item.LANGUAGE))],
    )


def consent_anew(words: Words) -> InlineKeyboardMarkup:
    """Agree to the newer text, or go on by the older one."""
    return rows(
        [tap(words.say("I agree"), MoveTap(move=Move.CONSENT), GREEN)],
        [tap(words.say("Not now"), MenuTap(item=Item.MENU))],
    )


def menu(words: Words, *, may_come_back: bool = False) -> InlineKeyboardMarkup:
    """Everything the bot does; first of all "I am back" for one who has left the country."""
    return rows(
        [tap(words.say("I am back in Kazakhstan"), ReturnTap(how=Return.BACK), BLUE)] if may_come_back else [],
        [tap(words.say("Register me at an address"), MenuTap(item=Item.REGISTER), BLUE)],
        [tap(words.say("My registration"), MenuTap(item=Item.REGISTRATION))],
        [tap(words.say("What must I do?"), MenuTap(item=Item.DUTIES))],
        [tap(words.say("My certificates"), MenuTap(item=Item.CERTIFICATES))],
        [tap(words.say("Check a certificate"), MenuTap(item=Item.CHECK))],
        [tap(words.say("Someone will live at my place"), MenuTap(item=Item.HOST))],
        [tap(words.say("Help and rights"), MenuTap(item=Item.HELP))],
    )


def to_menu(words: Words) -> InlineKeyboardMarkup:
    """Only the way back."""
    return rows([menu_button(words)])


def menu_button(words: Words) -> InlineKeyboardButton:
    """Back to the menu."""
    return tap(words.say("Menu"), MenuTap(item=Item.MENU))


def question(
    words: Words,
    asked: Question,
    offered: list[Choice],
    *,
    kept: str,
    can_go_back: bool,
    photo_helps: bool = False,
) -> InlineKeyboardMarkup:
    """The choices of a question, the answer that stands, and the way back."""
    tail = [tap(words.say("Back"), MoveTap(move=Move.BACK))] if can_go_back else [menu_button(words)]
    keep = [tap(words.say("Keep: {answer}", answer=shortened(unescape(kept))), MoveTap(move=Move.KEEP))] if kept else []
    extra = [tap(words.say("I have the host's link"), MoveTap(move=Move.HOST_LINK))] if asked is Question.HOST else []
    picks = [tap(label, PickTap(question=asked.value, value=value)) for value, label in offered]
    photo = [tap(words.say("Send a photo instead"), MoveTap(move=Move.PHOTO))] if photo_helps else []
    return rows(*pairs(picks), keep, extra, photo, tail)


def pairs(picks: Row) -> list[Row]:
    """Two short labels share a row; a long one stands alone."""
    made: list[Row] = []
    for pick in picks:
        fits = made and len(made[-1]) == 1 and max(len(pick.text), len(made[-1][0].text)) <= _WIDE
        if fits:
            made[-1].append(pick)
        else:
            made.append([pick])
    return made


def shortened(answer: str) -> str:
    """An answer as it fits on a button."""
    return answer if len(answer) <= 30 else f"{answer[:29]}…"


def not_required(words: Words) -> InlineKeyboardMarkup:
    """After "you need not register"."""
    return rows(
        [tap(words.say("I have a visa or a permit"), MoveTap(move=Move.HAS_BASIS))],
        [
            tap(words.say("Change the country"), ChangeTap(question=Question.CITIZENSHIP.value)),
            tap(words.say("Change the date"), ChangeTap(question=Question.ENTERED.value)),
        ],
        [menu_button(words)],
    )


def bases(words: Words) -> InlineKeyboardMarkup:
    """Grounds of stay."""
    return rows(*([tap(buttons.basis(words, basis), BasisTap(basis=basis.value))] for basis in Basis))


def review(words: Words, answers: Answers) -> InlineKeyboardMarkup:
    """Send, or change any answer; of a longer stay only the last day, since all else stays as registered."""
    back: CallbackData = MoveTap(move=Move.BACK)
    changeable: Sequence[Question] = CHANGEABLE
    if answers.purpose is Purpose.LONGER and answers.follows is not None:
        changeable, back = (Question.UNTIL,), LifeTap(deed=LifeDeed.SHOW, number=answers.follows)
    shown = [asked for asked in changeable if cards.answer(words, answers, asked)]
    changes = [tap(cards.label(words, answers, asked), ChangeTap(question=asked.value)) for asked in shown]
    return rows(
        [tap(words.say("Send to my host"), MoveTap(move=Move.SEND), GREEN)],
        *pairs(changes),
        [tap(words.say("Back"), back)],
    )


def last_question(words: Words, answers: Answers, offered: list[Choice]) -> InlineKeyboardMarkup:
    """The last day under the review: send with it, or only answer; and what can be changed."""
    shown = [asked for asked in CHANGEABLE if cards.answer(words, answers, asked)]
    changes = [tap(cards.label(words, answers, asked), ChangeTap(question=asked.value)) for asked in shown]
    sends = [
        tap(
            words.say("Send to my host: until {day}", day=words.day(date.fromisoformat(value))),
            PlacesTap(item=PlacesItem.SEND, code=value),
            GREEN,
        )
        for value, _ in offered
    ]
    picks = [tap(label, PickTap(question=Question.UNTIL.value, value=value)) for value, label in offered]
    back = [tap(words.say("Back"), MoveTap(move=Move.BACK))]
    return rows(*([send] for send in sends), *([pick] for pick in picks), *pairs(changes), back)


def draft(words: Words) -> InlineKeyboardMarkup:
    """What to do with a draft that was found."""
    return rows(
        [tap(words.say("Continue"), MoveTap(move=Move.CONTINUE), BLUE)],
        [tap(words.say("Start again"), MoveTap(move=Move.RESTART))],
        [tap(words.say("Delete my answers"), MoveTap(move=Move.DELETE), RED)],
        [menu_button(words)],
    )


def stop(words: Words) -> InlineKeyboardMarkup:
    """Stop or go on."""
    return rows([tap(words.say("Stop"), MoveTap(move=Move.STOP)), tap(words.say("Go on"), MoveTap(move=Move.CONTINUE))])


def withdraw(words: Words) -> InlineKeyboardMarkup:
    """Delete everything, or not."""
    return rows([tap(words.say("Delete my data"), MoveTap(move=Move.WITHDRAW), RED), menu_button(words)])


def guest_card(
    words: Words, case: Case, link: str, *, is_live: bool, has_web: bool = False, can_prove: bool = False
) -> InlineKeyboardMarkup:
    """Under the guest's card: send the link while the request lives."""
    if not is_live:
        return to_menu(words)
    share = f"{hosting.share_text(words_of('kk'))}\n\n{hosting.share_text(words_of('ru'))}"
    return rows(
        [InlineKeyboardButton(text=words.say("Send the link to my host"), url=share_link(link, share), style=BLUE)],
        [InlineKeyboardButton(text=words.say("Copy the link"), copy_text=CopyTextButton(text=link))],
        without_telegram(words, case) if has_web else [],
        [tap(words.say("Remind my host"), RequestTap(deed=Deed.REMIND, number=case.number))],
        proof(words, case) if can_prove else [],
        [tap(words.say("Take it back"), RequestTap(deed=Deed.TAKE_BACK, number=case.number))],
        [menu_button(words)],
    )


def mend(words: Words, case: Case) -> InlineKeyboardMarkup:
    """One tap to mend what the host's reason speaks of; one who went with another is mended with that one."""
    mending = tap(cards.mend_label(words, case), RequestTap(deed=Deed.MEND, number=case.number), BLUE)
    return rows(
        [mending] if case.party is None else [],
        _why_refused(words, case),
        proof(words, case),
        [menu_button(words)],
    )


def _why_refused(words: Words, case: Case) -> Row:
    """The reason, the clause and the appeal; not for whoever took the request back."""
    if case.ending is not None and case.ending.kind in {EventKind.CANCELLED, EventKind.GRANTED}:
        return []
    return [tap(words.say("Why, and how to appeal"), AppealTap(deed=AppealDeed.WHY, number=case.number))]


def without_telegram(words: Words, case: Case) -> Row:
    """To the web page, for a host who has no Telegram."""
    return [tap(words.say("My host has no Telegram"), RequestTap(deed=Deed.WEB, number=case.number))]


def silent_host(words: Words, case: Case, link: str, *, has_web: bool = False) -> InlineKeyboardMarkup:
    """What a guest can do while the host is silent."""
    share = f"{hosting.share_text(words_of('kk'))}\n\n{hosting.share_text(words_of('ru'))}"
    return rows(
        [InlineKeyboardButton(text=words.say("Send the link to my host"), url=share_link(link, share), style=BLUE)],
        without_telegram(words, case) if has_web else [],
        [tap(words.say("Remind my host"), RequestTap(deed=Deed.REMIND, number=case.number))],
        proof(words, case),
        [tap(words.say("Take it back"), RequestTap(deed=Deed.TAKE_BACK, number=case.number))],
    )


def proof(words: Words, case: Case) -> Row:
    """The proof of diligence, for a request that waits in vain or ended without a yes."""
    ending = case.ending.kind if case.ending else None
    if ending not in {None, EventKind.REFUSED, EventKind.EXPIRED, EventKind.CLOSED}:
        return []
    return [tap(words.say("Proof that I asked (PDF)"), RequestTap(deed=Deed.DILIGENCE, number=case.number))]


def lost_passport(words: Words) -> Row:
    """The way to all that has to be done then."""
    return [tap(words.say("Lost passport"), MenuTap(item=Item.LOST_PASSPORT))]


def host_answer(words: Words, case: Case) -> InlineKeyboardMarkup:
    """Two equal buttons, and time to think."""
    return rows(
        [
            tap(words.say("Agree"), RequestTap(deed=Deed.AGREE, number=case.number), GREEN),
            tap(words.say("Refuse"), RequestTap(deed=Deed.REFUSE, number=case.number), RED),
        ],
        [tap(words.say("Ask me later"), RequestTap(deed=Deed.LATER, number=case.number))],
    )


def may_refuse(words: Words, case: Case) -> InlineKeyboardMarkup:
    """For a host whose yes waits for an officer."""
    return rows([tap(words.say("Refuse"), RequestTap(deed=Deed.REFUSE, number=case.number), RED)], [menu_button(words)])


def may_take_back(words: Words, case: Case) -> InlineKeyboardMarkup:
    """For the guest of such a host."""
    take_back = tap(words.say("Take it back"), RequestTap(deed=Deed.TAKE_BACK, number=case.number))
    return rows([take_back], [menu_button(words)])


def refusal_reasons(words: Words, case: Case) -> InlineKeyboardMarkup:
    """Why, or back to the request."""
    return rows(
        *(
            [tap(buttons.refusal_reason(words, why), ReasonTap(number=case.number, reason=why.value))]
            for why in RefusalReason
        ),
        [tap(words.say("Back"), RequestTap(deed=Deed.SHOW, number=case.number))],
    )


def requests_that_wait(waiting: Sequence[Case]) -> list[Row]:
    """Requests by name, to be opened one by one."""
    return [[tap(case.answers.full_name, RequestTap(deed=Deed.SHOW, number=case.number))] for case in waiting]


def answer_together(words: Words, side: Side, number: int) -> Row:
    """All at once, where there is more than one."""
    if number < SEVERAL:
        return []
    label = words.count("Answer {number} of today together", "Answer all {number} of today together", number)
    return [tap(label, TogetherTap(deed=TogetherDeed.SHOW, side=side), BLUE)]


def _to_organisation(words: Words, pages: HostPages) -> list[Row]:
    """An owner's staff, and the way to the page of the organisation that one works for."""
    staff = [tap(words.say("Staff"), OrganisationTap(deed=OrganisationDeed.STAFF))]
    is_owner = pages.own is not None and pages.own.is_organisation
    return [spreadsheet_button(words) if is_owner else [], staff if is_owner else [], work_button(words, pages)]


def places_button(words: Words) -> Row:
    """A host's places and their cards."""
    return [tap(words.say("QR card for guests"), PlacesTap(item=PlacesItem.LIST))]


def spreadsheet_button(words: Words) -> Row:
    """An organisation files for its guests."""
    return [tap(words.say("Guests from a spreadsheet"), MenuTap(item=Item.GUEST_SHEET))]


def work_button(words: Words, pages: HostPages) -> Row:
    """The page of the organisation that one works for, with how many wait there."""
    if pages.employer is None:
        return []
    label = words.say(
        "{organisation}: {number} waiting", organisation=shortened(pages.employer.name or ""), number=len(pages.at_work)
    )
    return [tap(label, OrganisationTap(deed=OrganisationDeed.WORK))]


def waiting_requests(words: Words, pages: HostPages, link: str) -> InlineKeyboardMarkup:
    """A host's own page: open requests, and the link to hand out."""
    return rows(
        answer_together(words, Side.OWN, len(pages.waiting)),
        *requests_that_wait(pages.waiting[:MOST_NAMES]),
        [
            InlineKeyboardButton(
                text=words.say("Send my link to a guest"), url=share_link(link, hosting.share_invitation_text(words))
            )
        ],
        [InlineKeyboardButton(text=words.say("Copy the link"), copy_text=CopyTextButton(text=link))],
        [tap(words.say("My address"), AddressTap())],
        places_button(words),
        [tap(words.say("List of guests from photos"), MenuTap(item=Item.GUEST_PHOTOS))],
        [tap(words.say("What must I do?"), MenuTap(item=Item.HOST_DUTIES))],
        *_to_organisation(words, pages),
        [menu_button(words)],
    )


def host_page(words: Words) -> InlineKeyboardMarkup:
    """Back to the host's page."""
    return rows([tap(words.say("Back"), MenuTap(item=Item.HOST))], [menu_button(words)])


def has_agreed(words: Words) -> InlineKeyboardMarkup:
    """Under the request that a host has agreed to: what is still to do."""
    return rows(
        [tap(words.say("What must I do?"), MenuTap(item=Item.HOST_DUTIES))],
        [tap(words.say("My address"), AddressTap(deed=AddressDeed.APART))],
        [menu_button(words)],
    )


def certificates(words: Words, own: list[Case]) -> InlineKeyboardMarkup:
    """One's own certificates, each by its number; where they are of several people, with the name."""
    of_several = len({case.answers.full_name for case in own}) > 1
    numbers = [
        tap(
            numbered(case) if of_several else words.say("Certificate {number}", number=case.application_number),
            RequestTap(deed=Deed.CERTIFICATE, number=case.number),
        )
        for case in own
    ]
    family = [tap(words.say("My family"), MenuTap(item=Item.FAMILY))] if any(not is_own(case) for case in own) else []
    return rows(*([number] for number in numbers), family, lost_passport(words), [menu_button(words)])


def numbered(case: Case) -> str:
    """A person and the number of the request, on a button."""
    return f"{shortened(case.answers.full_name)}, {case.application_number}"


def share_phone(words: Words) -> ReplyKeyboardMarkup:
    """The contact button; only one's own phone can be shared with it."""
    button = KeyboardButton(text=hosting.phone_button(words), request_contact=True, style=BLUE)
    return ReplyKeyboardMarkup(keyboard=[[button]], resize_keyboard=True, one_time_keyboard=True)

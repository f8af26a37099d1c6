"""Keyboards for several people in one request, and for those whom one has registered."""

from collections.abc import Sequence
from datetime import date
from html import unescape

from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.answers import Question
from bot.domain.case import Case
from bot.domain.life import is_granted
from bot.domain.passport import PASSPORT
from bot.domain.people import Companion, Draft
from bot.registration.companions import kinships_for, lacking, people_of, told_of
from bot.registration.people_in_draft import drawn_of
from bot.registration.taking_over import Relative
from bot.telegram import question_keyboards
from bot.telegram.callbacks import (
    Deed,
    Item,
    KinTap,
    LifeDeed,
    LifeTap,
    MenuTap,
    PersonDeed,
    PersonFieldTap,
    PersonTap,
    PickTap,
    RequestTap,
)
from bot.telegram.choices import Choice
from bot.telegram.keyboards import BLUE, GREEN, RED, Row, menu_button, pairs, rows, shortened, tap
from bot.telegram.links import share_link
from bot.telegram.request_keyboards import numbered
from bot.texts import buttons, family, passports
from bot.texts.words import Words


def everybody(words: Words, draft: Draft, today: date) -> InlineKeyboardMarkup:
    """All correct, where nobody has to be looked at; a page for each; one more."""
    of = drawn_of(draft)
    accept = tap(words.say("All correct"), PersonTap(deed=PersonDeed.ACCEPT, of=of), GREEN)
    can_accept = not any(_stands_in_the_way(one, today) for one in people_of(draft))
    return rows(
        [accept] if can_accept else [],
        *_names(words, draft),
        [add_button(words)],
        [menu_button(words)],
    )


def _stands_in_the_way(one: Companion, today: date) -> bool:
    return one.card is not None and (bool(one.card.doubted) or one.card.has_ended(today))


def _names(words: Words, draft: Draft, first: int = 0) -> list[Row]:
    of = drawn_of(draft)
    return [
        [tap(shortened(f"{n + 1}. {family.name_of(words, one)}"), PersonTap(deed=PersonDeed.SHOW, of=of, n=n))]
        for n, one in enumerate(people_of(draft))
        if n >= first
    ]


def add_button(words: Words) -> InlineKeyboardButton:
    """One more person in this request."""
    return tap(words.say("Add a family member"), PersonTap(deed=PersonDeed.ADD))


def review(words: Words, draft: Draft) -> InlineKeyboardMarkup:
    """The review's own buttons, and those of the people registered together with the guest."""
    send, *rest = question_keyboards.review(words, draft.answers).inline_keyboard
    others = _names(words, draft, first=1)
    add = [[add_button(words)]] if draft.answers.kinship is None and draft.answers.purpose is None else []
    return rows(send, *rest[:-1], *others, *add, rest[-1])


def person(words: Words, n: int, draft: Draft, today: date) -> InlineKeyboardMarkup:
    """Who it is, which also says that the lines are correct; each line to be changed; out of the list."""
    one, of = people_of(draft)[n], drawn_of(draft)
    doubted = one.card.doubted if one.card is not None else frozenset()
    right = [[_is_right(words, one, n, question, of)] for question in PASSPORT if question in doubted]
    asked = (*PASSPORT, Question.PATRONYMIC, *((Question.ENTERED,) if n else ()))
    lines = [
        tap(buttons.question(words, question), PersonFieldTap(of=of, n=n, question=question)) for question in asked
    ]
    return rows(
        *right,
        *(_kinships(words, n, one, of, today) if n and not doubted and lacking(one) is None else []),
        *pairs(lines),
        *(_moves(words, n, of) if n else []),
        [tap(words.say("Back"), PersonTap(deed=PersonDeed.LIST))],
    )


def _is_right(words: Words, one: Companion, n: int, question: Question, of: int) -> InlineKeyboardButton:
    read = one.card
    answer = shortened(unescape(passports.shown(words, read, question))) if read is not None else ""
    return tap(passports.is_right(words, answer), PersonFieldTap(of=of, n=n, question=question, is_right=True), BLUE)


def _kinships(words: Words, n: int, one: Companion, of: int, today: date) -> list[Row]:
    return [
        [tap(family.kinship(words, who, proof), KinTap(of=of, n=n, kinship=who, proof=proof))]
        for who, proof in kinships_for(told_of(one), today)
    ]


def _moves(words: Words, n: int, of: int) -> list[Row]:
    return [
        [
            tap(words.say("This is me"), PersonTap(deed=PersonDeed.ME, of=of, n=n)),
            tap(words.say("Remove"), PersonTap(deed=PersonDeed.REMOVE, of=of, n=n), RED),
        ]
    ]


def question(words: Words, n: int, asked: Question, picks: Sequence[Choice], of: int) -> InlineKeyboardMarkup:
    """The choices of a question about one person, and the way back to the person."""
    offered = [tap(label, PickTap(question=asked.value, value=value)) for value, label in picks]
    return rows(*pairs(offered), [tap(words.say("Back"), PersonTap(deed=PersonDeed.SHOW, of=of, n=n))])


def photo(words: Words) -> InlineKeyboardMarkup:
    """Type instead, or nobody more."""
    return rows(
        [tap(words.say("Type it instead"), PersonTap(deed=PersonDeed.TYPE))],
        [tap(words.say("Back"), PersonTap(deed=PersonDeed.LIST))],
    )


def consent(words: Words) -> InlineKeyboardMarkup:
    """Agree before a document's number is typed, or change the language first."""
    return rows(
        [tap(words.say("I agree"), PersonTap(deed=PersonDeed.CONSENT), GREEN)],
        [tap(words.say("Language"), MenuTap(item=Item.LANGUAGE))],
    )


def my_family(words: Words, cases: Sequence[Case]) -> InlineKeyboardMarkup:
    """Those for whom one files, each by name; of several requests by their numbers too."""
    named = [(case, numbered(case) if len(cases) > 1 else case.answers.full_name) for case in cases]
    return rows(
        *([tap(name, RequestTap(deed=Deed.RELATIVE, number=case.number))] for case, name in named),
        [menu_button(words)],
    )


def relative(words: Words, one: Relative) -> InlineKeyboardMarkup:
    """What can be done for one of them."""
    number = one.case.number
    life = tap(words.say("Moved, left, stays longer"), LifeTap(deed=LifeDeed.SHOW, number=number))
    certificate = tap(words.say("Certificate again"), RequestTap(deed=Deed.CERTIFICATE, number=number))
    hand_over = tap(words.say("Hand over by a link"), RequestTap(deed=Deed.HAND_OVER, number=number))
    return rows(
        [certificate] if is_granted(one.case) else [],
        [life] if one.is_registered else [],
        [hand_over] if one.can_take_over else [],
        [tap(words.say("Back"), MenuTap(item=Item.FAMILY))],
        [menu_button(words)],
    )


def handing_over(words: Words, link: str) -> InlineKeyboardMarkup:
    """Send the link, or copy it."""
    return rows(
        [InlineKeyboardButton(text=words.say("Send the link"), url=share_link(link, family.share_text(words)))],
        [InlineKeyboardButton(text=words.say("Copy the link"), copy_text=CopyTextButton(text=link))],
        [tap(words.say("Back"), MenuTap(item=Item.FAMILY))],
    )

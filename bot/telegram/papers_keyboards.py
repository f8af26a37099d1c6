"""Keyboards under a lost document and its new one."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.domain.answers import Answers, Question
from bot.registration.lost_passport import TravelPaper
from bot.telegram.callbacks import AddressTap, ChangeTap, Item, LostDeed, LostTap, MenuTap
from bot.telegram.keyboards import BLUE, GREEN, RED, menu_button, pairs, rows, shortened, tap
from bot.texts import buttons, papers
from bot.texts.words import Words

_CHANGED = (Question.FAMILY_NAME, Question.GIVEN_NAMES, Question.DOCUMENT_NUMBER, Question.DOCUMENT_EXPIRES)


def whose(words: Words, of: Sequence[TravelPaper]) -> InlineKeyboardMarkup:
    """One button for each document."""
    labels = papers.labels(words, of)
    chosen = [
        [tap(shortened(label), LostTap(deed=LostDeed.SHOW, number=paper.case.number))]
        for label, paper in zip(labels, of, strict=True)
    ]
    return rows(*chosen, [menu_button(words)])


def paper(words: Words, of: TravelPaper) -> InlineKeyboardMarkup:
    """Report it lost; or what is left to do after that."""
    number = of.case.number
    if not of.is_lost:
        return rows(
            [tap(words.say("Yes, I lost it"), LostTap(deed=LostDeed.LOST, number=number), RED)], [menu_button(words)]
        )
    anew = [tap(words.say("Register me at an address"), MenuTap(item=Item.REGISTER), BLUE)]
    new = [tap(words.say("I have a new passport"), LostTap(deed=LostDeed.NEW, number=number), BLUE)]
    found = [tap(words.say("It was a mistake, I have it"), LostTap(deed=LostDeed.FOUND, number=number))]
    return rows(
        [tap(words.say("The statement (PDF)"), LostTap(deed=LostDeed.STATEMENT, number=number))],
        new if of.can_renew else anew,
        found if of.can_take_back else [],
        [menu_button(words)],
    )


def new_document(words: Words, answers: Answers) -> InlineKeyboardMarkup:
    """Issue the certificate again, or mend what was read or typed of the document."""
    issue = tap(
        words.say("Get the new certificate"), LostTap(deed=LostDeed.REISSUE, number=answers.follows or 1), GREEN
    )
    changes = [tap(buttons.question(words, asked), ChangeTap(question=asked.value)) for asked in _CHANGED]
    return rows([issue], *pairs(changes), [menu_button(words)])


def told_host(words: Words) -> InlineKeyboardMarkup:
    """To the page where a host ends a stay."""
    return rows([tap(words.say("My address"), AddressTap())], [menu_button(words)])

"""Under the pages of the search."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.domain.case import Case
from bot.domain.officer import SEARCHED_FOR, Purpose
from bot.domain.sought import Way
from bot.office.finding import Hits
from bot.office.person_card import PersonCard
from bot.telegram.keyboards import Row, rows, shortened, tap, turns
from bot.telegram.office.acts_keyboards import open_acts
from bot.telegram.office.callbacks import OfficePage, OfficeTap
from bot.telegram.office.find_callbacks import FindDeed, FindTap
from bot.telegram.office.keyboards import to_menu
from bot.telegram.office.queue_keyboards import unvouch
from bot.texts.office import find as texts
from bot.texts.words import Words

_SINGLE = {Way.NUMBER, Way.CERTIFICATE}  # ways that find one request at most


def purposes(words: Words, number: int | None = None) -> InlineKeyboardMarkup:
    """Why; then what is typed, or at once the card of this request."""
    return rows(
        *(
            [
                tap(
                    texts.purpose(words, why),
                    FindTap(deed=FindDeed.ASK, purpose=why)
                    if number is None
                    else FindTap(deed=FindDeed.CARD, purpose=why, way=Way.CERTIFICATE, number=number),
                )
            ]
            for why in SEARCHED_FOR
        ),
        to_menu(words),
    )


def asks(words: Words) -> InlineKeyboardMarkup:
    """Under the question what is looked for."""
    return rows([tap(words.say("Change the purpose"), OfficeTap(page=OfficePage.FIND))], to_menu(words))


def which(words: Words, purpose: Purpose, found: Sequence[Hits]) -> InlineKeyboardMarkup:
    """One of the ways in which a text was read."""
    return rows(*([tap(texts.found_by(words, hits), first_page(purpose, hits))] for hits in found), _again(words))


def first_page(purpose: Purpose, hits: Hits) -> FindTap:
    deed = FindDeed.CARD if hits.total == 1 else FindDeed.LIST
    return FindTap(deed=deed, purpose=purpose, way=hits.way, number=hits.cases[0].number)


def listed(words: Words, purpose: Purpose, hits: Hits) -> InlineKeyboardMarkup:
    """Each of them, and those that are older."""
    cards = (FindTap(deed=FindDeed.CARD, purpose=purpose, way=hits.way, number=number) for number in hits.numbers)
    buttons = [[tap(_label(case), card)] for case, card in zip(hits.cases, cards, strict=True)]
    older: Row = []
    if hits.older is not None:
        more = FindTap(deed=FindDeed.LIST, purpose=purpose, way=hits.way, number=hits.older, more=hits.older)
        older = [tap(words.say("Older ones"), more)]
    return rows(*buttons, older, _again(words))


def _label(case: Case) -> str:
    return f"{case.application_number} {shortened(case.answers.full_name)}".strip()


def person(words: Words, asked: FindTap, card: PersonCard, pages: int) -> InlineKeyboardMarkup:
    """The other pages, the acts, the list from which it was opened."""
    may_act = card.may_act and not card.case.answers.is_empty
    return rows(
        turns(words, asked.more, pages, lambda page: asked.model_copy(update={"more": page})),
        open_acts(words, card.case.number, asked.purpose) if may_act else [],
        unvouch(words, card.case.number) if card.can_unvouch else [],
        [tap(words.say("Back to the list"), asked.model_copy(update={"deed": FindDeed.LIST, "more": 0}))]
        if asked.way not in _SINGLE
        else [],
        _again(words),
    )


def open_button(words: Words, number: int) -> Row:
    """Under the check of a certificate, for officers."""
    return [tap(words.say("Open"), FindTap(deed=FindDeed.OPEN, number=number))]


def _again(words: Words) -> Row:
    return [tap(words.say("Look for another"), OfficeTap(page=OfficePage.FIND))]

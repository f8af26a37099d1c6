"""Under the pages of the search."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.domain.acts import Deed
from bot.domain.case import Case
from bot.domain.officer import Purpose
from bot.domain.sought import Way
from bot.office.finding import Hits
from bot.office.person_card import PersonCard
from bot.telegram.keyboards import BLUE, Row, rows, shortened, tap
from bot.telegram.office.acts_callbacks import ActTap
from bot.telegram.office.callbacks import OfficePage, OfficeTap
from bot.telegram.office.find_callbacks import FindDeed, FindTap
from bot.telegram.office.queue_keyboards import unvouch
from bot.texts.office import find as texts
from bot.texts.words import Words

PURPOSES = (Purpose.CHECK, Purpose.REQUEST, Purpose.AUTHORITY, Purpose.MISTAKE)
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
            for why in PURPOSES
        ),
        _to_office(words),
    )


def asks(words: Words) -> InlineKeyboardMarkup:
    """Under the question what is looked for."""
    return rows([tap(words.say("Change the purpose"), OfficeTap(page=OfficePage.FIND))], _to_office(words))


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
    acts = ActTap(deed=Deed.PAGE, number=card.case.number, purpose=asked.purpose)
    return rows(
        _turn(words, asked, pages),
        [tap(words.say("Acts on the registration"), acts, BLUE)]
        if card.may_act and not card.case.answers.is_empty
        else [],
        unvouch(words, card.case.number) if card.can_unvouch else [],
        [tap(words.say("Back to the list"), asked.model_copy(update={"deed": FindDeed.LIST, "more": 0}))]
        if asked.way not in _SINGLE
        else [],
        _again(words),
    )


def _turn(words: Words, asked: FindTap, pages: int) -> Row:
    to = {words.say("Page before"): asked.more - 1, words.say("Next page"): asked.more + 1}
    return [tap(label, asked.model_copy(update={"more": page})) for label, page in to.items() if 0 <= page < pages]


def open_button(words: Words, number: int) -> Row:
    """Under the check of a certificate, for officers."""
    return [tap(words.say("Open"), FindTap(deed=FindDeed.OPEN, number=number))]


def _again(words: Words) -> Row:
    return [tap(words.say("Look for another"), OfficeTap(page=OfficePage.FIND))]


def _to_office(words: Words) -> Row:
    return [tap(words.say("Office"), OfficeTap(page=OfficePage.MENU))]

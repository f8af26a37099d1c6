"""From the zone of a travel document to a card of answers."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import pycountry

from bot.domain.answers import Answers, Question
from bot.domain.dates import check_born
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.passport import PassportCard
from bot.domain.person import Sex, parse_name
from bot.domain.refusals import Refusal
from bot.passport.reading import Field, Layout, Reading

Value = TypeVar("Value")
Parsed = TypeVar("Parsed")
_QUESTIONS = {
    Field.SURNAME: Question.FAMILY_NAME,
    Field.GIVEN_NAMES: Question.GIVEN_NAMES,
    Field.NUMBER: Question.DOCUMENT_NUMBER,
    Field.NATIONALITY: Question.CITIZENSHIP,
    Field.BIRTH_DATE: Question.BORN,
    Field.SEX: Question.SEX,
    Field.EXPIRY_DATE: Question.DOCUMENT_EXPIRES,
}
# ICAO Doc 9303-3, section 5: Germany alone has one letter. Part D's other codes (British nationals who are not
# citizens, refugees, the United Nations) name no state whose law of entry we know, so the citizenship is asked for.
_STATES = {"D": "DEU", "XXA": "XXA"}
_KINDS = {"PD": DocumentKind.DIPLOMATIC, "PS": DocumentKind.SERVICE, "PO": DocumentKind.SERVICE}


def card_of(read: Reading, today: date) -> PassportCard:
    """What the zone says, as answers; what our own parsers do not let pass is left to be asked."""
    kind = _kind(read)
    answers = Answers(
        family_name=_parsed(parse_name, read.surname),
        given_names=_parsed(parse_name, read.given_names) or _none_beside(read),
        document_kind=kind,
        document_number=_parsed(lambda number: DocumentNumber.parse(number, kind), read.number),
        document_expires=read.expiry_date,
        citizenship=state_of(read.nationality),
        born=_parsed(lambda day: check_born(day, today), read.birth_date),
        sex=Sex(read.sex.value) if read.sex else None,
    )
    doubted = {_QUESTIONS[field] for field in read.unsure}
    return PassportCard(answers=answers, doubted=frozenset(doubted) - _left_open(answers))


def state_of(code: str) -> str | None:
    """The citizenship behind a code of Doc 9303 (ISO 3166-1 alpha-3, or XXA), or None where it names no one state."""
    if code in _STATES:
        return _STATES[code]
    return code if pycountry.countries.get(alpha_3=code) else None


def _kind(read: Reading) -> DocumentKind:
    if read.layout is not Layout.TD3:
        return DocumentKind.ID_CARD
    return _KINDS.get(read.document_code, DocumentKind.PASSPORT)


def _none_beside(read: Reading) -> str | None:
    """Who has one name only has it as the primary one (Doc 9303-3, 4.6): then there are no given names."""
    return "" if read.surname and not read.given_names else None


def _parsed(parse: Callable[[Value], Parsed], value: Value | None) -> Parsed | None:
    if value is None:
        return None
    try:
        return parse(value)
    except Refusal:
        return None


def _left_open(answers: Answers) -> set[Question]:
    """What will be asked anyway needs no look, nor does a sex that was not read: nobody asks for it."""
    sex = {Question.SEX} if answers.sex is None else set()
    return {question for question in _QUESTIONS.values() if answers.lacks(question)} | sex

"""From the zone of a travel document to the card that its owner looks at."""

from datetime import date

import pytest

from bot.domain.answers import Answers, Question
from bot.domain.document import DocumentKind
from bot.domain.passport import PASSPORT, PassportCard
from bot.domain.person import Sex
from bot.passport.reading import Field, Known, Layout, Reading
from bot.passport.reading import Sex as SexRead
from bot.registration.passport_cards import card_of, state_of

TODAY = date(2026, 11, 22)
SURE = dict.fromkeys(Field, Known.CONFIDENT)


def read(**changes: object) -> Reading:
    """A zone read without a doubt, but for what is said."""
    whole: dict[str, object] = {
        "layout": Layout.TD3,
        "lines": ("", ""),
        "document_code": "P",
        "issuer": "UZB",
        "surname": "KARIMOVA",
        "given_names": "MALIKA AZIZ QIZI",
        "number": "FA1234567",
        "nationality": "UZB",
        "birth_date": date(1994, 3, 8),
        "sex": SexRead.FEMALE,
        "expiry_date": date(2031, 5, 1),
        "known": SURE,
    }
    return Reading(**(whole | changes))  # type: ignore[arg-type]


def test_every_field_of_the_zone_becomes_an_answer() -> None:
    """All seven fields and the kind of document, none of them doubted."""
    card = card_of(read(), TODAY)
    assert card.answers.family_name == "KARIMOVA"
    assert card.answers.given_names == "MALIKA AZIZ QIZI"
    assert card.answers.document_number
    assert card.answers.document_number.reveal() == "FA1234567"
    assert (card.answers.citizenship, card.answers.sex) == ("UZB", Sex.FEMALE)
    assert (card.answers.born, card.answers.document_expires) == (date(1994, 3, 8), date(2031, 5, 1))
    assert card.answers.document_kind is DocumentKind.PASSPORT
    assert card.doubted == frozenset()


@pytest.mark.parametrize(
    ("code", "state"),
    [("D", "DEU"), ("KAZ", "KAZ"), ("XXA", "XXA"), ("GBN", None), ("XXB", None), ("UNO", None), ("UTO", None)],
)
def test_a_code_that_names_no_one_state_is_left_to_be_asked(code: str, state: str | None) -> None:
    """Doc 9303-3, section 5: Germany has one letter; its part D names people whose law of entry we do not know."""
    assert state_of(code) == state


@pytest.mark.parametrize(
    ("layout", "code", "kind"),
    [
        (Layout.TD3, "P", DocumentKind.PASSPORT),
        (Layout.TD3, "PD", DocumentKind.DIPLOMATIC),
        (Layout.TD3, "PS", DocumentKind.SERVICE),
        (Layout.TD1, "I", DocumentKind.ID_CARD),
        (Layout.TD2, "AC", DocumentKind.ID_CARD),
    ],
)
def test_the_kind_of_document_follows_its_code(layout: Layout, code: str, kind: DocumentKind) -> None:
    """The first two characters of the zone and its size say what it is."""
    assert card_of(read(layout=layout, document_code=code), TODAY).answers.document_kind is kind


def test_one_name_is_no_doubt() -> None:
    """Who has one name has it as the primary one (Doc 9303-3, 4.6): the given names are none, not missing."""
    card = card_of(read(surname="ARKFREITH", given_names=""), TODAY)
    assert card.answers.given_names == ""
    assert not card.answers.lacks(Question.GIVEN_NAMES)


def test_what_cannot_be_an_answer_is_asked_and_not_doubted() -> None:
    """A date of birth to come, a number too short and an unreadable expiry are left open."""
    known = SURE | dict.fromkeys((Field.BIRTH_DATE, Field.SEX), Known.CHECK)
    card = card_of(read(birth_date=date(2030, 1, 1), number="A1", expiry_date=None, known=known), TODAY)
    lacking = {question for question in PASSPORT if card.answers.lacks(question)}
    assert lacking == {Question.BORN, Question.DOCUMENT_NUMBER, Question.DOCUMENT_EXPIRES}
    assert card.doubted == {Question.SEX}


def test_an_accepted_card_replaces_the_document_and_nothing_else() -> None:
    """Entry and patronymic stay; the ground of stay goes with another citizenship and stays with the same one."""
    before = Answers(citizenship="KAZ", entered=date(2026, 11, 12), patronymic="Ivanovna", family_name="OLD")
    after = card_of(read(), TODAY).onto(before)
    assert (after.entered, after.patronymic, after.family_name) == (before.entered, "Ivanovna", "KARIMOVA")
    assert PassportCard(answers=Answers()).onto(before).family_name is None
    assert card_of(read(), TODAY).onto(Answers()).patronymic == ""


def test_a_passport_ends_after_its_last_day() -> None:
    """On its last day one can still register with it."""
    assert not card_of(read(expiry_date=TODAY), TODAY).has_ended(TODAY)
    assert card_of(read(expiry_date=date(2026, 11, 21)), TODAY).has_ended(TODAY)

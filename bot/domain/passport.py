"""What was read from a photo of a travel document, until its owner has looked at it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from bot.domain.answers import Answers, Question

PASSPORT = (
    Question.FAMILY_NAME,
    Question.GIVEN_NAMES,
    Question.DOCUMENT_NUMBER,
    Question.CITIZENSHIP,
    Question.BORN,
    Question.SEX,
    Question.DOCUMENT_EXPIRES,
)  # in the order of a passport's page


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportCard:
    """The document's part of the answers, and which of them have to be looked at one by one.

    A field that could not be read has no answer here, and is asked for after the rest was found correct.
    """

    answers: Answers
    doubted: frozenset[Question] = frozenset()

    def looked_at(self, question: Question) -> Self:
        """The card after its owner found this field correct."""
        return replace(self, doubted=self.doubted - {question})

    def corrected(self, answers: Answers, question: Question) -> Self:
        """The card with another answer in this field."""
        return replace(self, answers=answers, doubted=self.doubted - {question})

    def has_ended(self, today: date) -> bool:
        """True when the document's last day is past: nobody can register with it."""
        expires = self.answers.document_expires
        return expires is not None and expires < today

    def onto(self, answers: Answers) -> Answers:
        """The answers with the document's part replaced by this card's.

        A patronymic that was given stays; the zone of a document has none of its own, so without one there is none.
        """
        read = self.answers
        same_state = read.citizenship == answers.citizenship
        return answers.with_(
            family_name=read.family_name,
            given_names=read.given_names,
            patronymic=answers.patronymic or "",
            document_kind=read.document_kind,
            document_number=read.document_number,
            document_expires=read.document_expires,
            citizenship=read.citizenship,
            basis=answers.basis if same_state else None,
            born=read.born,
            sex=read.sex,
        )

"""The answers of a guest, and what to ask next: the place in the talk is derived, never stored."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Self

from bot.domain.address import Address, AddressGap, Premises
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.family import Kinship, Proof
from bot.domain.ids import PlaceId
from bot.domain.organisation import HostNumber
from bot.domain.person import Sex, full_name
from bot.domain.refusals import Refusal, RefusalCode


class Question(StrEnum):
    """What the bot may ask a guest; the order here is the order of asking."""

    CITIZENSHIP = "citizenship"
    ENTERED = "entered"
    FAMILY_NAME = "family_name"
    GIVEN_NAMES = "given_names"
    PATRONYMIC = "patronymic"
    BORN = "born"
    SEX = "sex"
    DOCUMENT_KIND = "document_kind"
    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_EXPIRES = "document_expires"
    HOST = "host"
    ADDRESS = "address"
    ADDRESS_REGION = "address_region"
    ADDRESS_SETTLEMENT = "address_settlement"
    ADDRESS_HOUSE = "address_house"
    PREMISES = "premises"
    UNTIL = "until"


class Purpose(StrEnum):
    """What a request that continues an earlier registration is for."""

    MOVE = "move"
    LONGER = "longer"
    RETURN = "return"
    NEW_DOCUMENT = "new_document"


class Basis(StrEnum):
    """On what ground a person stays."""

    VISA_FREE = "visa_free"
    VISA = "visa"
    INVESTOR_VISA = "investor_visa"
    TEMPORARY_RESIDENCE = "temporary_residence"
    PERMANENT_RESIDENCE = "permanent_residence"
    REFUGEE = "refugee"
    EAEU_WORKER = "eaeu_worker"
    EAEU_FAMILY = "eaeu_family"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a guest has said so far; `patronymic` is "" when there is none, `host_by_link` keeps the IIN unseen."""

    citizenship: str | None = None  # ISO 3166-1 alpha-3, or XXA for a stateless person
    entered: date | None = None
    basis: Basis | None = None  # None: not said, and taken as entry without a visa where the state has one
    family_name: str | None = None
    given_names: str | None = None
    patronymic: str | None = None
    born: date | None = None
    sex: Sex | None = None  # only from a photo of the document: nobody is asked for it
    document_kind: DocumentKind | None = None
    document_number: DocumentNumber | None = None
    document_expires: date | None = None
    host: HostNumber | None = None
    host_by_link: bool = False
    address: Address | None = None
    premises: Premises | None = None
    until: date | None = None
    # never asked as a question: where the answers come from, and what the request is for
    place: PlaceId | None = None  # the standing invitation by which the guest came
    door: int | None = None  # which of the place's links it was, for a renewed one makes the older ones dead
    kinship: Kinship | None = None  # to the one who files, for those who do not file for themselves
    proof: Proof | None = None
    purpose: Purpose | None = None
    follows: int | None = None  # the number of the registration that this one continues
    moved: date | None = None  # when the guest moved to the address, where the guest has said so
    since: date | None = None  # when this host was first asked, where a registration at the address is continued

    def next_question(self) -> Question | None:
        """The first question without an answer, or None when everything is known."""
        return next((question for question in Question if self.lacks(question)), None)

    def lacks(self, question: Question) -> bool:
        """True when this question has to be asked."""
        return _LACKS[question](self)

    def with_(self, **changes: object) -> Self:
        """A copy with these answers."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def anew(self) -> Self:
        """The same as answers of a request that continues nothing."""
        return self.with_(purpose=None, follows=None, moved=None, since=None)

    @property
    def at_address_since(self) -> date | None:
        """Since when the guest lives at the address, by the guest's own word: since the move, or else the entry."""
        return self.moved or self.entered

    @property
    def full_name(self) -> str:
        """Family name, given names, patronymic (if any)."""
        return full_name(self.family_name or "", self.given_names or "", self.patronymic)

    @property
    def is_empty(self) -> bool:
        """True when nothing has been answered yet."""
        return self == Answers()

    def __repr__(self) -> str:
        known = [field.name for field in fields(self) if getattr(self, field.name) not in {None, False}]
        return f"Answers(known={known})"


def _address_lacks(gap: AddressGap) -> Callable[[Answers], bool]:
    return lambda answers: answers.address is not None and answers.address.gap is gap


_LACKS: dict[Question, Callable[[Answers], bool]] = {
    Question.CITIZENSHIP: lambda answers: answers.citizenship is None,
    Question.ENTERED: lambda answers: answers.entered is None,
    Question.FAMILY_NAME: lambda answers: answers.family_name is None,
    Question.GIVEN_NAMES: lambda answers: answers.given_names is None,
    Question.PATRONYMIC: lambda answers: answers.patronymic is None,
    Question.BORN: lambda answers: answers.born is None,
    Question.SEX: lambda _answers: False,
    Question.DOCUMENT_KIND: lambda answers: answers.document_kind is None,
    Question.DOCUMENT_NUMBER: lambda answers: answers.document_number is None,
    # an internal passport bears no date of expiry
    Question.DOCUMENT_EXPIRES: lambda answers: (
        answers.document_expires is None and answers.document_kind is not DocumentKind.INTERNAL_PASSPORT
    ),
    Question.HOST: lambda answers: answers.host is None,
    Question.ADDRESS: lambda answers: answers.address is None,
    Question.ADDRESS_REGION: _address_lacks(AddressGap.REGION),
    Question.ADDRESS_SETTLEMENT: _address_lacks(AddressGap.SETTLEMENT),
    Question.ADDRESS_HOUSE: _address_lacks(AddressGap.HOUSE),
    Question.PREMISES: lambda answers: answers.premises is None,
    Question.UNTIL: lambda answers: answers.until is None,
}

SUITABILITY = (Question.CITIZENSHIP, Question.ENTERED)
_ADDRESS_PARTS = {Question.ADDRESS_REGION, Question.ADDRESS_SETTLEMENT, Question.ADDRESS_HOUSE}
_NEVER_ASKED = {*_ADDRESS_PARTS, Question.SEX}
CHANGEABLE = tuple(question for question in Question if question not in _NEVER_ASKED)


def previous_question(answers: Answers, current: Question | None) -> Question | None:
    """The question asked before this one (before the review when None), or None at the first."""
    asked = [question for question in CHANGEABLE if question is current or _was_asked(answers, question)]
    if current is None:
        return asked[-1] if asked else None
    if current in _ADDRESS_PARTS:
        return Question.ADDRESS
    before = asked[: asked.index(current)]
    return before[-1] if before else None


def _was_asked(answers: Answers, question: Question) -> bool:
    skipped = question is Question.DOCUMENT_EXPIRES and answers.document_expires is None
    return not skipped and not answers.lacks(question)


def complete(answers: Answers) -> Answers:
    """The answers, when nothing is missing. Raises Refusal: DRAFT_INCOMPLETE."""
    if answers.next_question() is not None:
        raise Refusal(RefusalCode.DRAFT_INCOMPLETE)
    return answers

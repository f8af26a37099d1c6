"""The place in the talk that cannot be derived: which question was asked last. Kept in the database."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self

from aiogram.filters import Filter
from aiogram.types import TelegramObject

from bot.domain.answers import Question
from bot.domain.passport import PASSPORT
from bot.registration.what_if import Change

HOST_PHONE = "host:phone"
HOST_IIN = "host:iin"
HOST_NAME = "host:name"
HOST_PHOTOS = "host:photos"
CHECK = "check"
APPEAL = "appeal"
CARD = "passport:card"
MOVED = "duties:moved"
BASIS = "duties:basis"
FAMILY = "family:list"
FAMILY_PHOTO = "family:photo"
TAKING_OVER = "family:own"
_PERSON = "fq"
FROM_PHOTO = {*PASSPORT, Question.PATRONYMIC, Question.DOCUMENT_KIND}  # what a photo of the passport answers
_IF = "if:"
_QUESTION = "q"
_PARTS = 5


class Goal(StrEnum):
    """Where the answers lead: to the next question of the form, back to the review, or to what one must do.

    CARD leads back to what was read from a passport. PHOTO stands for a question that a photo of the passport is asked
    for in the place of, with all that the passport says besides.
    """

    FORM = "0"
    REVIEW = "1"
    DUTIES = "2"
    CARD = "3"
    PHOTO = "4"


@dataclass(frozen=True, slots=True)
class Asked:
    """The question asked last.

    `goal`: where its answer leads. `since`: the message that asked it; what was typed before that
    message was typed for another question. `misses`: wrong answers in a row.
    """

    question: Question
    goal: Goal = Goal.FORM
    since: int = 0
    misses: int = 0

    def typed(self) -> Self:
        """The question as it is for one who answers it although a photo was asked for."""
        return replace(self, goal=Goal.FORM) if self.goal is Goal.PHOTO else self

    def as_state(self) -> str:
        """As it is stored."""
        return f"{_QUESTION}:{self.question.value}:{self.goal.value}:{self.since}:{self.misses}"


def asked_of(state: str | None) -> Asked | None:
    """The question that a stored state speaks of, if it speaks of one."""
    parts = state.split(":") if state else []
    if len(parts) != _PARTS or parts[0] != _QUESTION:
        return None
    return Asked(Question(parts[1]), Goal(parts[2]), int(parts[3]), int(parts[4]))


class AskedFilter(Filter):
    """Passes while a question is open, and hands it on as `asked`."""

    async def __call__(self, _event: TelegramObject, raw_state: str | None = None) -> bool | dict[str, Any]:
        """The open question, or no."""
        asked = asked_of(raw_state)
        return {"asked": asked} if asked else False


class PhotoFilter(Filter):
    """Passes while a photo of a passport is asked for, or its card is looked at, and hands on what was `asked`."""

    async def __call__(self, _event: TelegramObject, raw_state: str | None = None) -> bool | dict[str, Any]:
        """The open question if it is one, or no."""
        asked = asked_of(raw_state)
        is_awaited = raw_state == CARD or (asked is not None and asked.goal is Goal.PHOTO)
        return {"asked": asked} if is_awaited else False


class PhotoWelcomeFilter(Filter):
    """Passes also while something is typed that a photo of the passport says."""

    async def __call__(self, _event: TelegramObject, raw_state: str | None = None) -> bool | dict[str, Any]:
        """The open question if it is one, or no."""
        asked = asked_of(raw_state)
        is_welcome = asked is not None and asked.goal is not Goal.DUTIES and asked.question in FROM_PHOTO
        is_asked = asked is not None and asked.goal is Goal.PHOTO
        return {"asked": asked} if raw_state == CARD or is_welcome or is_asked else False


def supposing(change: Change) -> str:
    """The state in which the days of a "what if" are awaited: it names the question and nothing that was told."""
    return f"{_IF}{change.value}"


def supposed_of(state: str | None) -> Change | None:
    """The change whose days are awaited, if any are."""
    code = state.removeprefix(_IF) if state and state.startswith(_IF) else ""
    return Change(code) if code in set(Change) else None


class SupposedFilter(Filter):
    """Passes while the days of a "what if" are awaited, and hands the change on."""

    async def __call__(self, _event: TelegramObject, raw_state: str | None = None) -> bool | dict[str, Any]:
        """The change, or no."""
        change = supposed_of(raw_state)
        return {"change": change} if change else False


@dataclass(frozen=True, slots=True)
class PersonAsked:
    """The open question about one of several people, who is known by the place on the list (0 is the guest)."""

    question: Question
    n: int
    since: int = 0
    misses: int = 0

    def as_state(self) -> str:
        """As it is stored."""
        return f"{_PERSON}:{self.question.value}:{self.n}:{self.since}:{self.misses}"


def person_asked_of(state: str | None) -> PersonAsked | None:
    """The question about a person that a stored state speaks of, if it speaks of one."""
    parts = state.split(":") if state else []
    if len(parts) != _PARTS or parts[0] != _PERSON:
        return None
    return PersonAsked(Question(parts[1]), int(parts[2]), int(parts[3]), int(parts[4]))


class PersonAskedFilter(Filter):
    """Passes while a question about one of several people is open, and hands it on as `person_asked`."""

    async def __call__(self, _event: TelegramObject, raw_state: str | None = None) -> bool | dict[str, Any]:
        """The open question, or no."""
        asked = person_asked_of(raw_state)
        return {"person_asked": asked} if asked else False

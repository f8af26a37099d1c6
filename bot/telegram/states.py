"""The place in the talk that cannot be derived: which question was asked last. Kept in the database."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aiogram.filters import Filter
from aiogram.types import TelegramObject

from bot.domain.answers import Question
from bot.registration.what_if import Change

HOST_PHONE = "host:phone"
HOST_IIN = "host:iin"
HOST_NAME = "host:name"
CHECK = "check"
MOVED = "duties:moved"
BASIS = "duties:basis"
_IF = "if:"
_QUESTION = "q"
_PARTS = 5


class Goal(StrEnum):
    """Where the answers lead: to the next question of the form, back to the review, or to what one must do."""

    FORM = "0"
    REVIEW = "1"
    DUTIES = "2"


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

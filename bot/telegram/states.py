"""The place in the talk that cannot be derived: which question was asked last. Kept in the database."""

from dataclasses import dataclass
from typing import Any

from aiogram.filters import Filter
from aiogram.types import TelegramObject

from bot.domain.answers import Question

HOST_PHONE = "host:phone"
HOST_IIN = "host:iin"
HOST_NAME = "host:name"
CHECK = "check"
_QUESTION = "q"
_PARTS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """The question asked last.

    `to_review`: its answer leads back to the review. `since`: the message that asked it; what was typed before that
    message was typed for another question. `misses`: wrong answers in a row.
    """

    question: Question
    to_review: bool = False
    since: int = 0
    misses: int = 0

    def as_state(self) -> str:
        """As it is stored."""
        return f"{_QUESTION}:{self.question.value}:{int(self.to_review)}:{self.since}:{self.misses}"


def asked_of(state: str | None) -> Asked | None:
    """The question that a stored state speaks of, if it speaks of one."""
    parts = state.split(":") if state else []
    if len(parts) != _PARTS or parts[0] != _QUESTION:
        return None
    return Asked(Question(parts[1]), parts[2] == "1", int(parts[3]), int(parts[4]))


class AskedFilter(Filter):
    """Passes while a question is open, and hands it on as `asked`."""

    async def __call__(self, _event: TelegramObject, raw_state: str | None = None) -> bool | dict[str, Any]:
        """The open question, or no."""
        asked = asked_of(raw_state)
        return {"asked": asked} if asked else False

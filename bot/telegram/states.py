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
_QUESTION, _REVIEW = "q:", ":review"


@dataclass(frozen=True, slots=True)
class Asked:
    """The question asked last, and whether its answer leads back to the review."""

    question: Question
    to_review: bool = False

    def as_state(self) -> str:
        """As it is stored."""
        return f"{_QUESTION}{self.question.value}{_REVIEW if self.to_review else ''}"


def asked_of(state: str | None) -> Asked | None:
    """The question that a stored state speaks of, if it speaks of one."""
    if state is None or not state.startswith(_QUESTION):
        return None
    name = state.removeprefix(_QUESTION)
    return Asked(Question(name.removesuffix(_REVIEW)), name.endswith(_REVIEW))


class AskedFilter(Filter):
    """Passes while a question is open, and hands it on as `asked`."""

    async def __call__(self, _event: TelegramObject, raw_state: str | None = None) -> bool | dict[str, Any]:
        """The open question, or no."""
        asked = asked_of(raw_state)
        return {"asked": asked} if asked else False

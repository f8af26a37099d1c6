"""What an officer is to type next. It is kept as the button that asked for it: one way to write, and to read, both."""

from typing import Any, TypeVar

from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import TelegramObject

_Tap = TypeVar("_Tap", bound=CallbackData)


def awaited(kind: type[_Tap], state: str | None) -> _Tap | None:
    """The button of this kind whose question is open; None where none is."""
    try:
        return kind.unpack(state or "")
    except (TypeError, ValueError):  # another state of the talk, or one that an earlier release has kept
        return None


class Awaits(Filter):
    """Passes while the question of a button of this kind is open, and hands the button on as `asked`."""

    def __init__(self, kind: type[CallbackData]) -> None:
        """For the question of this kind of button."""
        self.kind = kind

    async def __call__(self, _event: TelegramObject, raw_state: str | None = None) -> bool | dict[str, Any]:
        """The button, or no."""
        asked = awaited(self.kind, raw_state)
        return {"asked": asked} if asked is not None else False

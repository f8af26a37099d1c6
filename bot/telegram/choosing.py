"""Which handler an update goes to: those that cannot fit are passed over without being asked.

The library asks every handler's filters in turn, two hundred for a tap, each through three coroutines. What most of
them ask first is the kind of the button or the state of the talk, and that is one look into a table.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import Command, Filter, StateFilter
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.types import CallbackQuery, Message, TelegramObject

COMMAND = "/"


@dataclass(frozen=True, slots=True)
class _Needs:
    """What an update has to be for this handler to fit; None where anything may be."""

    handler: HandlerObject
    button: str | None  # the prefix of the callback data
    states: frozenset[str | None] | None
    command: bool

    @classmethod
    def of(cls, handler: HandlerObject) -> "_Needs":
        filters = [one.callback for one in handler.filters or ()]
        buttons = [one.callback_data.__prefix__ for one in filters if isinstance(one, CallbackQueryFilter)]
        states = [one.states for one in filters if isinstance(one, StateFilter)]
        named = [names for some in states if (names := _names(some)) is not None]
        return cls(
            handler=handler,
            button=buttons[0] if buttons else None,
            states=named[0] if named else None,
            command=any(isinstance(one, Command) for one in filters),
        )


def _names(states: Sequence[object]) -> frozenset[str | None] | None:
    """The names of these states; None where a filter knows more than names ("*", `State` objects)."""
    names = [state for state in states if state is None or (isinstance(state, str) and state != "*")]
    return frozenset(names) if len(names) == len(states) else None


class FirstThatFits(Filter):
    """Finds the first of several handlers whose filters all pass, and hands it on as `chosen` with what they found."""

    def __init__(self, handlers: Sequence[HandlerObject]) -> None:
        """The handlers, in the order in which they are asked."""
        self._by_button: dict[str, list[_Needs]] = defaultdict(list)
        needs = [_Needs.of(handler) for handler in handlers]
        self._others = [one for one in needs if one.button is None]
        for button in {one.button for one in needs if one.button is not None}:
            self._by_button[button] = [one for one in needs if one.button in {button, None}]

    async def __call__(self, event: TelegramObject, raw_state: str | None = None, **data: Any) -> bool | dict[str, Any]:
        """The handler, or no."""
        is_command = isinstance(event, Message) and (event.text or event.caption or "").lstrip().startswith(COMMAND)
        for one in self._possible(event):
            if one.command and not is_command:
                continue
            if one.states is not None and raw_state not in one.states:
                continue
            fits, found = await one.handler.check(event, raw_state=raw_state, **data)
            if fits:
                return {**found, "chosen": one.handler}
        return False

    def _possible(self, event: TelegramObject) -> Sequence[_Needs]:
        if not isinstance(event, CallbackQuery):
            return self._others
        button = (event.data or "").partition(":")[0]
        return self._by_button.get(button, self._others)


async def run_chosen(event: TelegramObject, chosen: HandlerObject, **data: Any) -> Any:
    """Run the handler that was found."""
    return await chosen.call(event, **data)

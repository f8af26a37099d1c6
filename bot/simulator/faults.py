"""Faults on demand: what goes wrong between a bot and Telegram, for tests that ask whether the bot survives it."""

from dataclasses import dataclass, field
from typing import Literal

from bot.simulator.errors import ApiError
from bot.simulator.updates import UpdateQueue

Kind = Literal["429", "403", "500", "drop", "drop_after", "timeout"]
ANY = "*"


@dataclass(slots=True, kw_only=True)
class Fault:
    """One ordered fault; `times` counts down to nothing."""

    method: str
    kind: Kind
    times: int = 1
    chat_id: int | None = None
    retry_after: int = 1
    """Seconds, for 429."""

    def fits(self, method: str, chat_id: int | None) -> bool:
        """Whether this call is to fail."""
        right_method = self.method in {ANY, method.lower()}
        return self.times > 0 and right_method and self.chat_id in {None, chat_id}

    def error(self) -> ApiError | None:
        """The answer to give, or None if the connection is to break instead."""
        match self.kind:
            case "429":
                return ApiError(429, f"Too Many Requests: retry after {self.retry_after}", retry_after=self.retry_after)
            case "403":
                return ApiError(403, "Forbidden: bot was blocked by the user")
            case "500":
                return ApiError(500, "Internal Server Error")
            case _:
                return None


@dataclass(slots=True)
class Faults:
    """The faults still to come. `drop` cuts the connection before the deed, `drop_after` after it."""

    updates: UpdateQueue
    waiting: list[Fault] = field(default_factory=list)

    def add(self, method: str, kind: Kind, *, times: int = 1, chat_id: int | None = None, retry_after: int = 1) -> None:
        """Let the next `times` calls of a method fail ("*" is any method), in one chat or in all."""
        fault = Fault(method=method.lower(), kind=kind, times=times, chat_id=chat_id, retry_after=retry_after)
        self.waiting.append(fault)

    def repeat_next_update(self) -> None:
        """Deliver the next update twice with the same number, as Telegram may after a lost confirmation."""
        self.updates.repeat_next = True

    def clear(self) -> None:
        """From now on everything works."""
        self.waiting.clear()
        self.updates.repeat_next = False

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault this call meets, used up once."""
        for fault in self.waiting:
            if fault.fits(method, chat_id):
                fault.times -= 1
                if not fault.times:
                    self.waiting.remove(fault)
                return fault
        return None

"""The queue of updates: numbered, kept until confirmed, handed out by Telegram's offset rules.

Source: https://core.telegram.org/bots/api#getupdates
"""

import asyncio
from dataclasses import dataclass, field

from bot.simulator.chats import Json

NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
FIRST_ID = 100_001


@dataclass(slots=True, eq=False)
class UpdateQueue:
    """Updates the bot has not confirmed yet, oldest first."""

    pending: dict[int, Json] = field(default_factory=dict)
    allowed: list[str] = field(default_factory=list)
    next_id: int = FIRST_ID
    repeats: set[int] = field(default_factory=set)
    """Updates that come once more after the bot confirmed them."""
    repeat_next: bool = False
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def wanted(self, kind: str) -> bool:
        """Whether the bot asked for this kind of update."""
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def add(self, kind: str, body: Json) -> int | None:
        """Queue an update; None if the bot does not want its kind."""
        if not self.wanted(kind):
            return None
        number, self.next_id = self.next_id, self.next_id + 1
        self.pending[number] = {"update_id": number, kind: body}
        if self.repeat_next:
            self.repeats.add(number)
            self.repeat_next = False
        self.arrived.set()
        return number

    def confirm(self, offset: int) -> None:
        """Forget what lies below the offset; a negative offset keeps that many of the newest."""
        if offset < 0:
            offset = max(self.next_id + offset, 0)
        for number in [number for number in self.pending if number < offset]:
            if number in self.repeats:
                self.repeats.discard(number)
            else:
                del self.pending[number]

    def oldest(self, limit: int) -> list[Json]:
        """The first `limit` updates still waiting."""
        if len(self.pending) <= limit:
            return list(self.pending.values())
        return [update for update, _ in zip(self.pending.values(), range(limit), strict=False)]

    async def wait(self, timeout: float) -> None:  # noqa: ASYNC109 — long polling's timeout is the bot's own parameter
        """Return as soon as there is an update, at the latest after `timeout` seconds."""
        if self.pending or timeout <= 0:
            return
        self.arrived.clear()
        try:
            async with asyncio.timeout(timeout):
                await self.arrived.wait()
        except TimeoutError:
            return

"""The bot's clock in a rehearsal: the loop's time from a day on, and wrong by as much as somebody has set it back."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(slots=True, kw_only=True)
class WorldClock:
    """`ports.Clock` over simulated time; `true` is what everybody else's clock says."""

    start: datetime
    loop: asyncio.AbstractEventLoop
    behind: timedelta = timedelta(0)

    def true(self) -> datetime:
        """The moment, as it is."""
        return self.start + timedelta(seconds=self.loop.time())

    def now(self) -> datetime:
        """The moment, as the bot's machine has it."""
        return self.true() - self.behind

    def today(self) -> date:
        """The day, as the bot's machine has it."""
        return self.now().date()

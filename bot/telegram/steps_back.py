"""A clock that steps back must not leave unsent, until it has caught up, what was due already before the step."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.registration.ports import Clock

A_STEP = timedelta(seconds=5)  # less is a clock's everyday correction
CAUGHT_UP_AFTER = timedelta(minutes=2)  # long enough for what was on its way, and for the first tries after a fault


@dataclass(slots=True)
class DueClock:
    """By it notices fall due: for two minutes after a step back it goes on as if there had been none.

    What falls due later follows the clock again. So a reminder for this evening does not come at noon because the
    clock was a day ahead for a while, and an answer that was owed in that while does not come tomorrow.
    """

    clock: Clock
    _last: datetime | None = None
    _ahead: timedelta = field(default_factory=timedelta)
    _until: datetime | None = None

    def now(self) -> datetime:
        """Until this moment all is due."""
        now, last = self.clock.now(), self._last
        if self._until is not None and now >= self._until:
            self._ahead, self._until = timedelta(), None
        if last is not None and last - now > A_STEP:
            self._ahead += last - now
            self._until = now + CAUGHT_UP_AFTER
        self._last = now
        return now + self._ahead

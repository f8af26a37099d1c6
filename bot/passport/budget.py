"""The processor time that one photo may cost."""

import time
from dataclasses import dataclass, field


class TimeSpentError(Exception):
    """The budget is used up."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds of processor time from now on. Nothing is interrupted: the reader asks between two steps."""

    seconds: float
    begun: float = field(default_factory=time.process_time)

    @property
    def spent(self) -> float:
        """Seconds used so far."""
        return time.process_time() - self.begun

    def check(self, need: float = 0.0) -> None:
        """Go on only if a step that takes `need` seconds still fits.

        Raises:
            TimeSpentError: it does not.
        """
        if self.seconds - self.spent <= need:
            raise TimeSpentError

"""The machine's clock."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class RealClock:
    """The machine's clock, in the zone whose days the law counts."""

    zone: ZoneInfo

    def now(self) -> datetime:
        """This moment."""
        return datetime.now(self.zone)  # noqa: TID251 - the one place that asks

    def today(self) -> date:
        """This day in the zone."""
        return self.now().date()

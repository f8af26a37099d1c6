"""What an invariant is, and what breaks it."""

from collections.abc import Callable
from dataclasses import dataclass

from storage.checkup.records import Record


@dataclass(frozen=True, slots=True, order=True)
class Offence:
    """Something that breaks an invariant: "case 12", "notice 7"; never a person, nor a person's chat."""

    invariant: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant:
    """A stable name, and one sentence that must be true."""

    name: str
    sentence: str

    def broken_by(self, subject: str) -> Offence:
        """The offence of this subject."""
        return Offence(self.name, subject)

    def broken_by_case(self, record: Record) -> Offence:
        """The offence of this request."""
        return Offence(self.name, f"case {record.number}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfARequest(Invariant):
    """One that a request keeps or breaks by itself."""

    breaks: Callable[[Record], bool]

    def is_broken_by(self, record: Record) -> bool:
        """Whether it does; what is so wrong that it cannot be judged does."""
        try:
            return self.breaks(record)
        except (ValueError, LookupError, TypeError, OverflowError):
            return True

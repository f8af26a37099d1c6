"""What a timeline shows. The words are those of the reader; here nobody knows what they say."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto


class Kind(Enum):
    """A stretch of days, each kind with a pattern of its own."""

    EARLIER = auto()  # days of an earlier stay
    PRESENT = auto()  # days of the present stay, up to today
    ALLOWED = auto()  # days that the present stay may still last
    FREE = auto()  # days on which days come free
    WINDOW = auto()  # the days that are counted together


class Sign(Enum):
    """A single day, each with a shape of its own."""

    TODAY = auto()
    DEADLINE = auto()
    LAST = auto()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` to `last`, both among them; without words it is drawn and not named."""

    kind: Kind
    first: date
    last: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One day and what it is."""

    sign: Sign
    day: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A heading, a line under it, the twelve months' names from January on, and what lies between the two days."""

    heading: str
    line: str
    months: tuple[str, ...]
    first: date
    last: date
    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...]

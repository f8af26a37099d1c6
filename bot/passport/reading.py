"""What a reading says: seven fields and how each is known, or why nothing could be read."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

LARGEST_PICTURE: Final = 20 * 2**20  # bytes: what a bot may fetch from Telegram (Bot API, getFile)


class Field(StrEnum):
    """The fields that the zone gives, in the order of a passport's page."""

    SURNAME = "surname"
    GIVEN_NAMES = "given_names"
    NUMBER = "number"
    NATIONALITY = "nationality"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    EXPIRY_DATE = "expiry_date"


class Known(StrEnum):
    """How a field is known."""

    PROVEN = "proven"  # its check digit agrees, and no other likely reading would agree too
    CONFIDENT = "confident"  # no check digit covers it, and each character is far surer than any other
    CHECK = "check"  # a person has to look


class Layout(StrEnum):
    """Sizes of travel documents (ICAO Doc 9303, parts 4 to 6)."""

    TD3 = "td3"  # passports: two lines of 44
    TD2 = "td2"  # older identity cards: two lines of 36
    TD1 = "td1"  # identity cards: three lines of 30


class Sex(StrEnum):
    """As the zone gives it; `<` there is "unspecified" and is shown as X on the page (9303-4, 4.2.2.2)."""

    MALE = "M"
    FEMALE = "F"
    UNSPECIFIED = "X"


class Unread(StrEnum):
    """Why nothing could be read: each has its own advice."""

    NOT_A_PICTURE = "not_a_picture"  # a PDF, a text, a broken file
    FILE_TOO_LARGE = "file_too_large"  # more than 20 MB
    TOO_MANY_PIXELS = "too_many_pixels"  # refused by its header, never unpacked
    TOO_SMALL = "too_small"  # the zone could not be legible at this size
    FACE = "face"  # a face fills the picture, no document
    NO_ZONE = "no_zone"  # sharp enough, but no lines of a zone: a cat, another page
    CUT = "cut"  # a part of the zone lies outside the picture
    BLURRED = "blurred"
    DARK = "dark"
    GLARE = "glare"
    TOO_LONG = "too_long"  # the budget of processor time was spent
    BUSY = "busy"  # too many photos wait; later it can be read
    FAILED = "failed"  # the worker died over it


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One document's zone. `repr` shows no personal data.

    `number` is without fillers; `nationality` and `issuer` are ICAO 9303-3 codes without fillers (`D` for Germany);
    a date is None where the zone has no real one; `document_code` is the first two characters (`P`, `PD`, `I`, `AC`).
    """

    layout: Layout
    lines: tuple[str, ...]
    document_code: str
    issuer: str
    surname: str
    given_names: str
    number: str
    nationality: str
    birth_date: date | None
    sex: Sex | None
    expiry_date: date | None
    optional: str = ""
    known: dict[Field, Known]

    @property
    def unsure(self) -> tuple[Field, ...]:
        """The fields that a person has to look at."""
        return tuple(field for field in Field if self.known[field] is Known.CHECK)

    @property
    def valid(self) -> bool:
        """True when the reader stands by all of it."""
        return not self.unsure

    def __repr__(self) -> str:
        return f"Reading({self.layout.value}, unsure={[field.value for field in self.unsure]})"

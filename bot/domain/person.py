"""Names and the individual identification number (IIN)."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.refusals import Refusal, RefusalCode

LONGEST_NAME = 60
LONGEST_FULL_NAME = 120
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‘": "'", "ʻ": "'"})
_FIRST_WEIGHTS = range(1, 12)
_SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def parse_name(text: str, most: int = LONGEST_NAME) -> str:
    """A name as in the passport: letters of any script, spaces, hyphens, apostrophes and dots, at most `most` of them.

    Raises:
        Refusal: NAME_EMPTY, NAME_LONG or NAME_LETTERS.
    """
    name = " ".join(unicodedata.normalize("NFC", text).translate(_APOSTROPHES).split())
    if not name:
        raise Refusal(RefusalCode.NAME_EMPTY)
    if len(name) > most:
        raise Refusal(RefusalCode.NAME_LONG, most=most)
    if not any(map(str.isalpha, name)) or not all(map(_may_stand_in_a_name, name)):
        raise Refusal(RefusalCode.NAME_LETTERS)
    return name


def _may_stand_in_a_name(character: str) -> bool:
    return character.isalpha() or character in " -'." or unicodedata.category(character) in {"Mn", "Mc"}


class Sex(StrEnum):
    """As a travel document gives it (ICAO Doc 9303-4, 4.1.1.1)."""

    MALE = "M"
    FEMALE = "F"
    UNSPECIFIED = "X"


def full_name(family: str, given: str, patronymic: str | None) -> str:
    """Family name, given names and patronymic (if any) in the order of the certificate."""
    return " ".join(part for part in (family, given, patronymic) if part)


@dataclass(frozen=True, slots=True)
class Iin:
    """Individual identification number: 12 digits, the last for control (Order MIA No. 521 of 29 June 2023, para 2).

    `repr` shows the last four digits; `reveal` is the only way to all of them.
    """

    _digits: str

    @classmethod
    def parse(cls, text: str) -> "Iin":
        """Read an IIN, cleaning spaces and dashes.

        Raises:
            Refusal: IIN_LENGTH (not 12 ASCII digits), IIN_IS_BIN (an organisation's number) or IIN_CHECKSUM.
        """
        digits = re.sub(r"[\s\-–.]", "", text)
        if not re.fullmatch(r"[0-9]{12}", digits):
            raise Refusal(RefusalCode.IIN_LENGTH)
        if digits[4] in "456":  # the fifth digit of a BIN; of an IIN it is the tens of the day of birth
            raise Refusal(RefusalCode.IIN_IS_BIN)
        if control_digit(digits) != int(digits[11]):
            raise Refusal(RefusalCode.IIN_CHECKSUM)
        return cls(digits)

    def reveal(self) -> str:
        """All twelve digits: for the sealed column, the certificate and the owner's own eye."""
        return self._digits

    @property
    def masked(self) -> str:
        """The last four digits, for those to whom the number does not belong."""
        return f"••••••••{self._digits[-4:]}"

    @property
    def grouped(self) -> str:
        """Six and six, as a person compares it with a card."""
        return f"{self._digits[:6]} {self._digits[6:]}"

    def __repr__(self) -> str:
        return f"Iin({self.masked})"


def control_digit(digits: str) -> int | None:
    """The last digit that belongs to the first eleven; None for a number that is never issued (the same Order)."""
    for weights in (_FIRST_WEIGHTS, _SECOND_WEIGHTS):
        rest = sum(int(digit) * weight for digit, weight in zip(digits[:11], weights, strict=True)) % 11
        if rest < 10:
            return rest
    return None  # such a number is never issued


def with_control_digit(eleven: str) -> str | None:
    """The whole number that begins with these eleven digits; None where none is ever issued."""
    control = control_digit(eleven)
    return None if control is None else f"{eleven}{control}"

"""What is written in people's papers: made up from a number and chance, so that no two people say the same."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random

from bot.domain.person import with_control_digit

_LETTERS = str.maketrans("0123456789", "abcdefghij")
_COUNTRIES = (
    "Россия",
    "Россия",
    "Russia",
    "Кыргызстан",
    "Kyrgyzstan",
    "Tajikistan",
    "Belarus",
    "Türkiye",
    "Uzbekistan",
)
_STREETS = ("Abay avenue", "Satpaev street", "улица Толе би", "Nazarbayev avenue")
_YOUNGEST, _OLDEST = 19, 70


@dataclass(slots=True)
class Papers:
    """One person's particulars; a new passport changes the number."""

    number: int
    family: str
    given: str
    patronymic: str
    country: str
    born: date
    document: str
    expires: date
    iin: str
    bin: str

    @property
    def full_name(self) -> str:
        """As one types it beside an IIN."""
        return f"{self.family} {self.given} {self.patronymic}"


def papers_of(number: int, random: Random, today: date) -> Papers:
    """The papers of the person with this number."""
    letters = f"{number:04d}".translate(_LETTERS)
    return Papers(
        number=number,
        family=f"Family{letters}",
        given=f"Given{letters}",
        patronymic=f"Patronymic{letters}",
        country=random.choice(_COUNTRIES),
        born=today - timedelta(days=random.randint(_YOUNGEST * 366, _OLDEST * 365)),
        document=new_document(number, random),
        expires=today + timedelta(days=random.choice((200, 900, 2000, 3000))),
        iin=iin_of(number),
        bin=bin_of(number),
    )


def new_document(number: int, random: Random) -> str:
    """A series and number that nobody else has."""
    return f"{random.randint(10, 99)}{random.randint(10, 99)}{number:05d}"


def address(random: Random) -> str:
    """An address; some of them twice."""
    return f"Almaty, {random.choice(_STREETS)} {random.randint(1, 12)}, flat {random.randint(1, 4)}"


def iin_of(number: int) -> str:
    """A valid IIN with this serial number, or with the next one that has a control digit."""
    return _issued_from(8504123_0000 + number % 10_000)


def bin_of(number: int) -> str:
    """A valid BIN, likewise."""
    return _issued_from(2404400_0000 + number % 10_000)


def _issued_from(eleven: int) -> str:
    return next(digits for body in count(eleven) if (digits := with_control_digit(str(body))))

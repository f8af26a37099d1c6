"""The people of a crowd: what guests and hosts say to whatever the bot asks, each of them other words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice

from bot.domain.person import with_control_digit
from bot.simulator.phone import Phone

Deed = Callable[[Phone], object]
Script = Mapping[str, Deed]
FIRST_GUEST, FIRST_HOST = 100_000, 500_000  # user ids
FIRST_BORN = date(1985, 4, 12)  # of the hosts
SERIALS_A_DAY = 10_000  # numbers that an IIN has for those born on one day
_LETTERS = str.maketrans("0123456789", "abcdefghij")


def _letters(number: int) -> str:
    """A number in letters, six always: none is the beginning of another."""
    return f"{number:06d}".translate(_LETTERS)


@dataclass(frozen=True, slots=True)
class Guest:
    """What one guest says; everything is made from a number, so that no two guests say the same."""

    number: int
    host_iin: str

    @property
    def chat(self) -> int:
        """The guest's user id."""
        return FIRST_GUEST + self.number

    @property
    def names(self) -> tuple[str, str, str]:
        """Family name, given names, patronymic: none is the beginning of another."""
        letters = _letters(self.number)
        return f"Family{letters}", f"Given{letters}", f"Patronymic{letters}"

    @property
    def document(self) -> str:
        """Series and number."""
        return f"75{1_000_000 + self.number}"

    @property
    def house(self) -> str:
        """The number of the house, which tells addresses apart."""
        return str(self.number + 1)

    def script(self) -> Script:
        """An answer for each thing the bot can ask a guest."""
        family, given, patronymic = self.names
        return {
            "Choose your language": tap("English"),
            "I help you register": tap("I agree"),
            "What would you like to do?": tap("Register me at an address"),
            "You have started a registration": tap("Continue"),
            "Photograph your passport": tap("Type it instead"),
            "What is your citizenship?": say("Россия"),
            "When did you enter Kazakhstan?": tap("Today"),
            "What is your family name?": say(family),
            "What are your given names?": say(given),
            "What is your patronymic?": say(patronymic),
            "What is your date of birth?": say("27.03.1990"),
            "Which document did you enter with?": tap("Passport"),
            "What is the series and number": say(self.document),
            "Until when is the document valid?": say("27.03.2041"),
            "Who gives you the place to live?": say(self.host_iin),
            "What is the address where you live?": say(f"Almaty, Abay avenue {self.house}, flat 25"),
            "What kind of place is it?": tap("Flat"),
            "Until when will you live there?": tap("Last lawful day"),
            "Check your answers": tap("Send to my host"),
        }


REQUEST_IS_SENT = "You are not registered until your host agrees"
REQUEST_CARD = "Do not agree if you do not know"
HOST_HAS_AGREED = "You agreed that"
HOST_HAD_ANSWERED = "This request was already answered"


@dataclass(frozen=True, slots=True)
class Host:
    """What one host says."""

    number: int
    iin: str

    @property
    def chat(self) -> int:
        """The host's user id."""
        return FIRST_HOST + self.number

    def script(self, *, agrees: bool = True) -> Script:
        """An answer for each thing the bot can ask a host."""
        card: Script = {REQUEST_CARD: tap("Agree")} if agrees else {}
        return {
            "Someone asks to be registered": Phone.share_contact,
            "Type your IIN and your full name": say(f"{self.iin} Hostess{_letters(self.number)} Aigul"),
            **card,
        }


def say(text: str) -> Deed:
    """Type this."""
    return lambda phone: phone.send(text)


def tap(beginning: str) -> Deed:
    """Tap the button whose words begin so; raises PhoneError when there is none (any more)."""

    def do(phone: Phone) -> str:
        label = next((label for label in phone.labels() if label.startswith(beginning)), beginning)
        return phone.tap(label)

    return do


def iins(first: int, most: int) -> list[str]:
    """Valid IINs, no two alike."""
    return list(islice(every_iin(first), most))


def every_iin(first: int = 0) -> Iterator[str]:
    """The same without an end."""
    return (iin for number in count(first) if (iin := _iin(number)))


def _iin(number: int) -> str | None:
    """An IIN with this serial number, if there is one."""
    days, serial = divmod(number, SERIALS_A_DAY)
    born = FIRST_BORN + timedelta(days=days)
    return with_control_digit(f"{born:%y%m%d}3{serial:04d}")

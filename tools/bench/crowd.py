"""People who answer whatever the bot asks, as fast as it asks: the crowd of the bench and of the kill test.

They sit in the simulator's own process and use its phones directly, so that a crowd costs little beside the bot.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count, islice

from bot.domain.person import Iin
from bot.domain.refusals import Refusal
from bot.simulator import Simulator
from bot.simulator.errors import PhoneError
from bot.simulator.phone import Phone

Deed = Callable[[Phone], object]
Script = Mapping[str, Deed]
FIRST_GUEST, FIRST_HOST = 100_000, 500_000
_LETTERS = str.maketrans("0123456789", "abcdefghij")


class NoAnswerError(Exception):
    """The bot has not answered a deed in time: an update was lost, or the bot is dead."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest thing on a phone that its owner has an answer for."""

    message: int
    text: str
    heading: str


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
        letters = f"{self.number:04d}".translate(_LETTERS)
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
        letters = f"{self.number:04d}".translate(_LETTERS)
        card: Script = {REQUEST_CARD: tap("Agree")} if agrees else {}
        return {
            "Someone asks to be registered": Phone.share_contact,
            "Type your IIN and your full name": say(f"{self.iin} Hostess{letters} Aigul"),
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
    return list(islice((iin for number in count(first) if (iin := _iin(number))), most))


def _iin(number: int) -> str:
    """An IIN with this serial number; "" where its control digit would be ten, as such numbers are never given."""
    for control in range(10):
        try:
            return Iin.parse(f"8504123{number:04d}{control}").reveal()
        except Refusal:
            continue
    return ""


async def play(
    phone: Phone,
    first: Deed,
    script: Script,
    *,
    until: tuple[str, ...],
    patience: float = 30.0,
    second_look: float = 0.0,
) -> Seen:
    """Do the first deed, then answer what is asked until one of the endings stands on the screen.

    Args:
        phone: whose turn it is.
        first: what begins the talk.
        script: the answer to each heading.
        until: headings, or the beginnings of alerts, after which this person has nothing more to do.
        patience: seconds until an answer must have come.
        second_look: seconds a person who is asked the same again waits before answering again.

    Raises:
        NoAnswerError: the bot fell silent.
    """
    headings = (*script, *until)
    alerts = len(phone.chat.alerts)
    seen = newest(phone, headings)
    first(phone)
    while True:
        before, seen = seen, await _news(phone, headings, seen, alerts, patience)
        if seen.heading in until:
            return seen
        if second_look and before and before.heading == seen.heading:
            await asyncio.sleep(second_look)
            if newest(phone, headings) != seen:
                continue
        try:
            script[seen.heading](phone)
        except PhoneError:
            continue  # the button went away under the finger


async def _news(phone: Phone, headings: tuple[str, ...], old: Seen | None, alerts: int, patience: float) -> Seen:
    loop = asyncio.get_running_loop()
    give_up = loop.time() + patience
    while True:
        if said := _alert(phone, headings, alerts):
            return said
        seen = newest(phone, headings)
        if seen is not None and seen != old:
            return seen
        if not await phone.chat.changed(max(give_up - loop.time(), 0)):
            raise NoAnswerError(f"nothing new in {patience} s; the talk:\n{talk_of(phone)}")


def newest(phone: Phone, headings: tuple[str, ...]) -> Seen | None:
    """The newest message of the bot's that bears one of the headings; the last one in it counts."""
    for message in phone.from_bot_newest():
        text = message.text
        heading = max(headings, key=text.rfind)
        if heading in text:
            return Seen(message.id, text, heading)
    return None


def _alert(phone: Phone, headings: tuple[str, ...], known: int) -> Seen | None:
    for alert in phone.chat.alerts[known:]:
        for heading in headings:
            if str(alert["text"]).startswith(heading):
                return Seen(0, alert["text"], heading)
    return None


def link_of(phone: Phone) -> str:
    """The link for the host on the guest's newest card."""
    words = (word for message in phone.from_bot_newest() for word in message.text.split())
    return next(word for word in words if "start=q" in word)


def talk_of(phone: Phone) -> str:
    """Everything said and done, a line each."""
    return "\n".join(f"{line.at:%T.%f} {line.who} {line.what}: {line.text}" for line in phone.history)


def picture_of(phone: Phone) -> bool:
    """True when a picture has arrived."""
    return any(message.file and message.file.kind == "photo" for message in phone.from_bot_newest())


async def until_picture(phone: Phone, patience: float = 60.0) -> None:
    """Wait for the certificate's picture. Raises NoAnswerError when it does not come."""
    loop = asyncio.get_running_loop()
    give_up = loop.time() + patience
    while not picture_of(phone):
        if not await phone.chat.changed(max(give_up - loop.time(), 0)):
            raise NoAnswerError(f"no picture in {patience} s")


async def ask(simulator: Simulator, guest: Guest, *, patience: float = 60.0, second_look: float = 0.0) -> Phone:
    """A whole registration from Start to the sent request; the guest's phone."""
    phone = simulator.person(guest.chat, guest.names[1], language_code="en")
    ends = (REQUEST_IS_SENT,)
    await play(phone, Phone.start, guest.script(), until=ends, patience=patience, second_look=second_look)
    return phone


async def agree(
    simulator: Simulator, host: Host, link: str, *, patience: float = 60.0, second_look: float = 0.0
) -> Phone:
    """The host opens the link, proves who they are (the first time), and agrees; the host's phone."""
    phone = simulator.person(host.chat, "Aigul", language_code="en")
    ends = (HOST_HAS_AGREED, HOST_HAD_ANSWERED)
    first: Deed = lambda phone: phone.open_link(link)  # noqa: E731 - a deed like the others
    await play(phone, first, host.script(), until=ends, patience=patience, second_look=second_look)
    return phone

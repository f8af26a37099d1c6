"""People who answer whatever the bot asks, as fast as it asks: the crowd of loads, benches and kill tests.

They sit in the simulator's own process and use its phones directly, so that a crowd costs little beside the bot.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter

from bot.load.people import (
    HOST_HAD_ANSWERED,
    HOST_HAS_AGREED,
    REQUEST_CARD,
    REQUEST_IS_SENT,
    Deed,
    Guest,
    Host,
    Script,
    iins,
    say,
    tap,
)
from bot.simulator import Simulator
from bot.simulator.errors import PhoneError
from bot.simulator.phone import Phone

__all__ = [
    "HOST_HAD_ANSWERED",
    "HOST_HAS_AGREED",
    "REQUEST_CARD",
    "REQUEST_IS_SENT",
    "Deed",
    "Guest",
    "Host",
    "NoAnswerError",
    "Pace",
    "Script",
    "Seen",
    "agree",
    "ask",
    "iins",
    "link_of",
    "newest",
    "play",
    "say",
    "talk_of",
    "tap",
    "until_picture",
]


class NoAnswerError(Exception):
    """The bot has not answered a deed in time: an update was lost, or the bot is dead."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest thing on a phone that its owner has an answer for."""

    message: int
    text: str
    heading: str


class Pace:
    """How a person takes their time. This one answers at once, and nobody holds a watch."""

    async def think(self) -> None:
        """Before an answer is given."""

    def answered(self, seconds: float) -> None:
        """The bot's answer to a deed stands on the screen, so long after the deed."""


AT_ONCE = Pace()
OUR_FAULT = "there is a problem with the service"
TRY_AGAIN = 1.0  # seconds
SILENT = ("editMessageReplyMarkup", "pinChatMessage", "unpinChatMessage")  # calls about a message that say nothing new


async def play(
    phone: Phone,
    first: Deed,
    script: Script,
    *,
    until: tuple[str, ...],
    patience: float = 30.0,
    second_look: float = 0.0,
    pace: Pace = AT_ONCE,
) -> Seen:
    """Do the first deed, then answer each heading by the script until one of the endings stands on the screen.

    Args:
        until: headings, or the beginnings of alerts, after which this person has nothing more to do.
        patience: seconds until an answer must have come.
        second_look: seconds a person who is asked the same again waits before answering again.
        pace: how long they think, and who is told how long the bot took.

    Raises:
        NoAnswerError: the bot fell silent.
    """
    headings, deed = (*script, *until, OUR_FAULT), first
    alerts = len(phone.chat.alerts)
    seen = newest(phone, headings)
    done_at = perf_counter()  # a loop's own time stands still while the loop is busy
    first(phone)
    while True:
        before, seen = seen, await _news(phone, headings, seen, alerts, patience)
        pace.answered(perf_counter() - done_at)
        if seen.heading in until:
            return seen
        if before and before.heading == seen.heading and await _has_changed(phone, headings, seen, second_look):
            continue
        seen = await _thought_over(phone, script, seen, pace)
        deed = await _next_deed(script, seen, deed)
        with suppress(PhoneError):  # the button went away under the finger
            done_at = perf_counter()
            deed(phone)


async def _has_changed(phone: Phone, headings: tuple[str, ...], seen: Seen, after: float) -> bool:
    """Whether something else stands on the screen at a second look; nobody looks twice who needs no time for it."""
    if not after:
        return False
    await asyncio.sleep(after)
    return newest(phone, headings) != seen


async def _thought_over(phone: Phone, script: Script, seen: Seen, pace: Pace) -> Seen:
    """What is answered in the end: whoever takes time to think answers what came meanwhile."""
    if pace is AT_ONCE:
        return seen
    await pace.think()
    return newest(phone, tuple(script)) or seen


async def _next_deed(script: Script, seen: Seen, done: Deed) -> Deed:
    """What is done now; after a fault of the service the same once more, a little later, as one is told."""
    if seen.heading != OUR_FAULT:
        return script[seen.heading]
    await asyncio.sleep(TRY_AGAIN)
    return done


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
    """What the bot said last that bears one of the headings, be it by an edit higher up; the last one in it counts."""
    looked_at: set[int] = set()
    for entry in reversed(phone.history):
        message = phone.chat.messages.get(entry.message_id or 0)
        if entry.who != "bot" or entry.what in SILENT or message is None or message.id in looked_at:
            continue
        looked_at.add(message.id)
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


async def ask(
    simulator: Simulator, guest: Guest, *, patience: float = 60.0, second_look: float = 0.0, pace: Pace = AT_ONCE
) -> Phone:
    """A whole registration from Start to the sent request; the guest's phone."""
    phone = simulator.person(guest.chat, guest.names[1], language_code="en")
    ends = (REQUEST_IS_SENT,)
    script = guest.script()
    await play(phone, Phone.start, script, until=ends, patience=patience, second_look=second_look, pace=pace)
    return phone


async def agree(
    simulator: Simulator,
    host: Host,
    link: str,
    *,
    patience: float = 60.0,
    second_look: float = 0.0,
    pace: Pace = AT_ONCE,
) -> Phone:
    """The host opens the link, proves who they are (the first time), and agrees; the host's phone."""
    phone = simulator.person(host.chat, "Aigul", language_code="en")
    ends = (HOST_HAS_AGREED, HOST_HAD_ANSWERED)
    first: Deed = lambda phone: phone.open_link(link)  # noqa: E731 - a deed like the others
    await play(phone, first, host.script(), until=ends, patience=patience, second_look=second_look, pace=pace)
    return phone

"""One person: looks at the phone, wants something, mostly does what is sensible, and at times what is not."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any, Protocol

from bot.rehearsal.clock import WorldClock
from bot.rehearsal.people.errands import MOST_STEPS, REACTING, Errand
from bot.rehearsal.people.papers import Papers, new_document, papers_of
from bot.rehearsal.people.words import ANSWERS, COMMANDS, GIBBERISH, Speaker
from bot.simulator.chats import Message
from bot.simulator.errors import ApiError, PhoneError
from bot.simulator.phone import Phone

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
AWAY = (HOUR, 10 * DAY, 60 * DAY, 120 * DAY, 200 * DAY)  # seconds, give or take a half
REACTS = 0.12  # of all times when the phone rings; a link that somebody has sent is opened always
FOOLISH = 0.08  # of all deeds on an errand are not what leads there
RELATIVES = 5000  # the numbers of people's relatives begin here
HASTY = 0.1  # of what is foolish
MISTYPED = 0.07  # of all typed answers
RECENT = 4  # messages, newest first, whose buttons are within reach
Deed = Callable[[Phone], Any]


class Street(Protocol):
    """What a person finds outside: events are counted there, and links are found."""

    async def event(self, person: "Person", deed: Deed, *, is_hasty: bool) -> bool:
        """Do a deed and see it through; False where the phone does not let it be done."""

    def some_link(self, random: Random) -> str | None:
        """A link that somebody was given."""


@dataclass(slots=True, eq=False)
class Person:
    """A small state machine whose state is what stands on the screen."""

    phone: Phone
    papers: Papers
    random: Random
    clock: WorldClock
    errands: Sequence[Errand]
    host_number: str
    arrives: float  # seconds from the beginning
    links: list[str] = field(default_factory=list)  # that others have sent and that were not opened yet
    is_organisation: bool = False
    _speaker: Speaker = field(init=False)
    _called: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        today = self.clock.today()
        relative = papers_of(self.papers.number + RELATIVES, self.random, today)
        relative.family, relative.country = self.papers.family, self.papers.country
        relative.born = today - timedelta(days=self.random.randint(400, 9000))
        self._speaker = Speaker(self.papers, relative, self.random, self.host_number, today)

    def called(self) -> None:
        """The phone has rung: a message, or a link from somebody."""
        self._called.set()

    async def live(self, street: Street) -> None:
        """Arrive, and come back to the bot again and again."""
        await asyncio.sleep(self.arrives)
        while True:
            await self._run(street, self._next_errand())
            await self._be_elsewhere(street)

    def _next_errand(self) -> Errand:
        if not self.phone.chat.started:
            return self.errands[0]
        return self.random.choices(self.errands, [errand.weight for errand in self.errands])[0]

    async def _be_elsewhere(self, street: Street) -> None:
        """Minutes or weeks; the phone that rings mostly brings one back sooner."""
        self._called.clear()
        away = self.random.choice(AWAY) * self.random.uniform(0.5, 1.5)
        with suppress(TimeoutError):
            async with asyncio.timeout(away):
                await self._called.wait()
            await asyncio.sleep(self.random.choice((MINUTE, HOUR, 6 * HOUR, DAY)) * self.random.uniform(0.2, 2))
            if self.links or self.random.random() < REACTS:
                await self._react(street)

    async def _react(self, street: Street) -> None:
        if self.links:
            link = self.links.pop()
            await street.event(self, lambda phone: phone.open_link(link), is_hasty=False)
        await self._run(street, REACTING)

    async def _run(self, street: Street, errand: Errand) -> None:
        """On with the errand, until nothing on the screen leads any further."""
        if errand.gets_new_passport:
            self.papers.document = new_document(self.papers.number, self.random)
            self.papers.expires = self.clock.today() + timedelta(days=self.random.choice((900, 3600)))
        if errand.begins and not await street.event(self, _say(errand.begins), is_hasty=False):
            await street.event(self, Phone.unblock, is_hasty=True)
            return
        reached, asked = -1, ""
        for _ in range(MOST_STEPS):
            if self.phone.chat.blocked:
                return
            await asyncio.sleep(self.random.uniform(2, 40))
            if self.random.random() < FOOLISH:
                await self._be_foolish(street)
                continue
            deed, reached, question = self._sensible(errand, reached)
            if deed is None or (question and question == asked and self.random.random() < 0.3):
                return  # nothing leads further, or one is tired of being asked the same
            asked = question
            await street.event(self, deed, is_hasty=False)

    def _sensible(self, errand: Errand, reached: int) -> tuple[Deed | None, int, str]:
        """What leads on: a button that is wanted, or the answer to what is asked; and how far that is."""
        newest = self._newest()
        if newest is None:
            return None, reached, ""
        labels = [given["text"] for row in newest.buttons for given in row]
        for place in range(len(errand.wants) - 1, reached, -1):
            fitting = [label for label in labels if label.startswith(errand.wants[place])]
            if fitting:
                return _tap(self.random.choice(fitting), newest.id), place, ""
        if not errand.answers:
            return None, reached, ""
        heading = max(ANSWERS, key=lambda heading: (newest.text.rfind(heading), len(heading)))
        if heading not in newest.text:
            return None, reached, ""
        return self._answer(heading, newest), reached, f"{newest.id} {heading}"

    def _answer(self, heading: str, newest: Message) -> Deed | None:
        self._speaker.today = self.clock.today()
        said = ANSWERS[heading](self._speaker)
        if not said:
            return None
        if said == "contact:":
            return Phone.share_contact
        if said.startswith("tap:"):
            return _tap_beginning(said.removeprefix("tap:"), newest)
        if self.random.random() < MISTYPED:
            said = self.random.choice(GIBBERISH)
        elif self.is_organisation and heading == "Type your IIN and your full name":
            said = f"{self.papers.bin} Hotel {self.papers.family}"
        return _say(said)

    async def _be_foolish(self, street: Street) -> None:
        """Something that nobody has asked for; sometimes the answer is not waited for."""
        deed = self._foolish(street.some_link(self.random))
        await street.event(self, deed, is_hasty=deed is Phone.block or self.random.random() < HASTY)

    def _foolish(self, link: str | None) -> Deed:
        random = self.random
        return random.choice(
            (
                *[self._tap_anything()] * 5,
                *[_tap_twice] * 2,
                *[_say(random.choice(GIBBERISH))] * 2,
                *[_say(random.choice(COMMANDS))] * 2,
                _say("/start") if link is None else (lambda phone: phone.open_link(link)),
                random.choice((Phone.send_sticker, Phone.send_voice, Phone.share_contact)),
                Phone.block,
            )
        )

    def _tap_anything(self) -> Deed:
        buttons = [(given, message) for message in self._recent() for row in message.buttons for given in row]
        if not buttons:
            return _say("/start")
        given, message = self.random.choice(buttons)
        return _tap(given["text"], message.id)

    def _newest(self) -> Message | None:
        return next(self.phone.from_bot_newest(), None)

    def _recent(self) -> Iterator[Message]:
        for message, _ in zip(self.phone.from_bot_newest(), range(RECENT), strict=False):
            yield message


def _say(text: str) -> Deed:
    return lambda phone: phone.send(text)


def _tap(label: str, message: int) -> Deed:
    return lambda phone: phone.tap(label, message)


def _tap_beginning(beginning: str, newest: Message) -> Deed:
    labels = [given["text"] for row in newest.buttons for given in row]
    label = next((label for label in labels if label.startswith(beginning)), None)
    return _say(beginning) if label is None else _tap(label, newest.id)


def _tap_twice(phone: Phone) -> None:
    """A double tap, of the last button that was tapped."""
    phone.tap_again()
    phone.tap_again()


REFUSED = (PhoneError, ApiError)
"""What a phone says to what cannot be done on it."""

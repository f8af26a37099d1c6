"""Everybody and what happens among them: events are counted, links are passed on, what is broken is found at once."""

import asyncio
import re
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from bot.rehearsal.chance import chance
from bot.rehearsal.checks import BrokenError, Checks
from bot.rehearsal.people.errands import GUEST, HOST
from bot.rehearsal.people.papers import papers_of
from bot.rehearsal.people.person import REFUSED, Deed, Person
from bot.rehearsal.telegram import Telegram
from bot.rehearsal.trouble import Trouble

PATIENCE = 60.0  # seconds for an answer where nothing is wrong
LOOK = 1.0
A_HOST_FOR = 4  # guests
FIRST = 1001
_LINK = re.compile(r"https://t\.me/\w+\?start=[A-Za-z0-9_-]+")
_KEPT_LINKS = 200


class OverError(Exception):
    """The world has come to its end."""


@dataclass(slots=True, eq=False)
class Town:
    """The people and what they do; `upto` is the last event that happens."""

    telegram: Telegram
    checks: Checks
    trouble: Trouble
    upto: int | None = None
    ends_at_upto: bool = True
    people: dict[int, Person] = field(default_factory=dict)
    events: int = 0
    broken: str = ""
    over: asyncio.Event = field(default_factory=asyncio.Event)
    _links: list[str] = field(default_factory=list)

    def settle(self, number: int, days: int, seed: int) -> None:
        """Let this many people live here, a host for every few guests; the first of the hosts is an organisation."""
        random, clock = chance(seed, "town"), self.telegram.clock
        hosts = max(number // (A_HOST_FOR + 1), 1)
        papers = [papers_of(n, random, clock.today()) for n in range(number)]
        for n, mine in enumerate(papers):
            is_host, is_organisation = n < hosts, n < hosts and n % 5 == 0
            theirs = papers[random.randrange(hosts)]
            phone = self.telegram.phone(FIRST + n, mine.given, "en", f"+77{n:09d}")
            self.people[phone.id] = Person(
                phone=phone,
                papers=mine,
                random=chance(seed, f"person {n}"),
                clock=clock,
                errands=HOST if is_host else GUEST,
                host_number=theirs.bin if (theirs.number % 5 == 0) else theirs.iin,
                arrives=random.uniform(0, timedelta(days=days).total_seconds() * (0.1 if is_host else 0.7)),
                is_organisation=is_organisation,
            )
        self.telegram.world.on_called.append(self._hear)
        self.telegram.world.on_called.append(self.checks.hear)

    def some_link(self, random: Random) -> str | None:
        """A link that somebody was given."""
        return random.choice(self._links) if self._links else None

    def closes(self) -> None:
        """From now on nobody does anything."""
        self.upto, self.ends_at_upto = self.events, False

    async def event(self, person: Person, deed: Deed, *, is_hasty: bool) -> bool:
        """One deed: it is counted, done, answered, and then all that must hold is looked at."""
        if self.over.is_set() or self.events == self.upto:
            if self.ends_at_upto:
                self.over.set()
            await asyncio.Event().wait()  # for ever
        self.events += 1
        self.telegram.note(f"event {self.events}")
        self.trouble.may_strike()
        try:
            deed(person.phone)
        except REFUSED as no:
            self.telegram.note(f"{person.phone.id} cannot: {type(no).__name__}")
            return False
        if not is_hasty:
            await self._answered(person)
        await self.look()
        return True

    async def look(self) -> None:
        """Look whether all holds that must; what is broken ends the world."""
        try:
            await self.checks.after_event()
        except BrokenError as broken:
            self.fail(str(broken))

    def fail(self, what: str) -> None:
        """Something does not hold: the world ends here."""
        if not self.broken:
            self.broken = what
            self.telegram.note(f"broken: {what}")
        self.over.set()

    async def _answered(self, person: Person) -> None:
        """Wait for the bot's answer. There must be one, unless something has gone wrong of late."""
        for _ in range(int(PATIENCE / LOOK)):
            await asyncio.sleep(LOOK)
            if not person.phone.chat.awaiting:
                return
        if self.trouble.is_calm() and not person.phone.chat.blocked:
            self.fail(f"chat {person.phone.id} got no answer")

    def _hear(self, chat: int, text: str) -> None:
        """A message has come: its owner's phone rings, and a link in it goes to whom it may concern."""
        person = self.people.get(chat)
        if person is not None:
            person.called()
        for link in _LINK.findall(text):
            self._pass_on(link, chat)

    def _pass_on(self, link: str, chat: int) -> None:
        if link in self._links:
            return
        self._links = [*self._links[-_KEPT_LINKS:], link]
        others = [person for person in self.people.values() if person.phone.id != chat]
        wanted = [person for person in others if self._is_meant(link, chat, person)] or others
        if wanted:
            friend = wanted[len(self._links) % len(wanted)]
            friend.links.append(link)
            friend.called()

    def _is_meant(self, link: str, chat: int, person: Person) -> bool:
        """A guest's link is for the host whose number the guest gives."""
        sender = self.people.get(chat)
        number = sender.host_number if sender else ""
        return "start=q" not in link or number in {person.papers.iin, person.papers.bin}

"""Everybody's stays, many people at a time: what the sweep of the law reads."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from bot.domain.answers import Answers
from bot.domain.case import Case
from bot.domain.people import ChatId
from bot.domain.travel import Travels


class Standing(NamedTuple):
    """What is stored of one person's stays.

    `cases` bear, of all events, only endings (of the request and of the stay) and the host's notice.
    """

    chat: ChatId
    drafted: Answers
    travels: Travels | None
    cases: Sequence[Case]  # the newest first, none whose answers were wiped
    told: str | None  # the outlook, if anything was ever told


class Declared(NamedTuple):
    """What one person has declared of the own stays, beside the requests."""

    drafted: Answers
    travels: Travels | None


class Shelf(NamedTuple):
    """The standings of some people, and how many could not be read."""

    standings: Sequence[Standing]
    unreadable: int


class Standings(Protocol):
    """Everybody who has consented and not blocked the bot, many at a time; or what one person has declared."""

    async def declared_by(self, chat: ChatId) -> Declared | None:
        """What this person has declared, who may have blocked the bot; None without the consent."""

    async def count(self) -> int:
        """How many people there are."""

    async def mark(self, after: ChatId, most: int) -> ChatId | None:
        """The last of the next so many people; None where there are not so many."""

    async def between(self, after: ChatId, upto: ChatId) -> Shelf:
        """The people after this one up to that one."""

    async def of(self, chats: Sequence[ChatId]) -> Shelf:
        """These people."""

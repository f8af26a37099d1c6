"""What is stored of people: their talks, drafts, travels, and what was told them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.people import Chat, ChatId, Draft, Profile
from bot.domain.travel import Travels
from bot.registration.outlook import Outlook


class Chats(Protocol):
    """Private talks."""

    async def get(self, chat: ChatId) -> Chat | None:
        """The talk with this id, if it ever began."""

    async def save(self, chat: Chat) -> None:
        """Insert or overwrite."""

    async def forget(self, chat: ChatId) -> None:
        """Remove the talk, its place in the conversation, and every notice, sent or not."""


class Drafts(Protocol):
    """Answers not yet sent; at most one draft a chat."""

    async def get(self, chat: ChatId) -> Draft | None:
        """The draft of this chat."""

    async def save(self, draft: Draft) -> None:
        """Insert or overwrite."""

    async def drop(self, chat: ChatId) -> bool:
        """Remove the draft; whether there was one."""

    async def forget_untouched(self, before: datetime) -> int:
        """Remove drafts last saved before this moment; how many."""


class Profiles(Protocol):
    """What is kept of people between stays; at most one record a chat."""

    async def get(self, chat: ChatId) -> Profile | None:
        """What is kept of this person."""

    async def save(self, profile: Profile) -> None:
        """Insert or overwrite."""

    async def forget(self, chat: ChatId) -> None:
        """Remove it."""

    async def forget_untouched(self, before: datetime) -> int:
        """Remove what was last saved before this moment; how many."""


class TravelLog(Protocol):
    """What people told of their earlier stays and moves; at most one record a chat."""

    async def get(self, chat: ChatId) -> Travels | None:
        """The record of this chat."""

    async def save(self, travels: Travels) -> None:
        """Insert or overwrite."""

    async def forget(self, chat: ChatId) -> None:
        """Remove the record."""

    async def forget_untouched(self, before: datetime) -> int:
        """Remove records last saved before this moment whose owner has no draft, request or profile left; how many."""


class Outlooks(Protocol):
    """What people were told last of their duties; at most one record a chat."""

    async def lock(self, *chats: ChatId) -> None:
        """Wait for whoever plans for these people, and let nobody else until the unit of work ends."""

    async def get(self, chat: ChatId) -> Outlook | None:
        """What this person was told last."""

    async def save(self, *outlooks: Outlook) -> None:
        """Insert or overwrite."""

    async def forget(self, chat: ChatId) -> None:
        """Remove the record."""

    async def orphans(self) -> Sequence[ChatId]:
        """Of whom there is a record, but neither draft nor request any more."""

    async def forget_orphans(self, chats: Sequence[ChatId] | None = None) -> int:
        """Remove the records of those who have neither draft nor request left (of these, if named); how many."""

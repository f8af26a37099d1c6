"""What the office needs from outside."""

from collections.abc import Mapping
from typing import Protocol

from bot.domain.officer import Role
from bot.domain.people import ChatId


class Roster(Protocol):
    """Who is an officer at this moment: the operator's settings say so, and are asked at every step."""

    def role_of(self, chat: ChatId) -> Role | None:
        """The role of this chat; None where it is no officer's (any more)."""

    def everyone(self) -> Mapping[ChatId, Role]:
        """All officers."""

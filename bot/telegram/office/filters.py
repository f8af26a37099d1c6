"""Who may even know that there is an office."""

from dataclasses import dataclass
from typing import Any

from aiogram.filters import Filter
from aiogram.types import TelegramObject, User

from bot.domain.people import ChatId
from bot.office.ports import Roster


@dataclass(frozen=True)
class IsOfficer(Filter):
    """Officers at this moment; to all others its commands and buttons do not exist."""

    roster: Roster

    async def __call__(self, _event: TelegramObject, event_from_user: User | None = None, **_data: Any) -> bool:
        """Whether the sender is one."""
        return event_from_user is not None and self.roster.role_of(ChatId(event_from_user.id)) is not None

"""What is kept of people and what goes: their own copy, wiping, legal holds."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.legal_hold import LegalHold
from bot.domain.people import ChatId


class OwnRecords(Protocol):
    """Everything that is stored about one person, as plain values under stable names."""

    async def of(self, chat: ChatId) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """The rows of each table that are this person's, oldest first; other people's numbers are left out."""

    async def hosted(self, chat: ChatId) -> Mapping[str, int]:
        """How many requests this person was asked by as a host, how many led to a certificate, how many complain."""


class Wiping(Protocol):
    """What goes for good when a person deletes; called last in a unit of work."""

    async def wipe(self, numbers: Sequence[int]) -> None:
        """Wipe the answers of these requests, and the text of their certificates."""

    async def untie(self, chat: ChatId) -> None:
        """Let no wiped request, and nothing that was done as a host, lead to this person; what is kept stays theirs."""

    async def gone(self) -> Sequence[int]:
        """Wiped requests that still tell a day, or still lead to somebody who has withdrawn."""

    async def untie_gone(self, numbers: Sequence[int]) -> int:
        """The same for all who have withdrawn, once nothing of theirs is kept any more: of these requests."""

    async def old_crossings(self, before: date) -> Sequence[int]:
        """The ids of crossings of the border before this day, but of documents whose request is held."""

    async def forget_crossings(self, ids: Sequence[int]) -> int:
        """Remove these; how many."""


class LegalHolds(Protocol):
    """Which requests have to be kept whatever their term. Retention and deletion leave what is held alone."""

    async def add(self, hold: LegalHold) -> None:
        """One more; a request may be held for several reasons."""

    async def current(self) -> Sequence[LegalHold]:
        """All that are not lifted, the oldest first."""

    async def of_guest(self, chat: ChatId) -> Sequence[LegalHold]:
        """Those of them that are on this guest's requests."""

    async def lift(self, number: int, at: datetime) -> int:
        """Lift all on this request; how many there were."""

    async def lapse(self, now: datetime) -> Sequence[int]:
        """Lift those whose last moment is over; the requests they were on. To be called before anything is wiped."""

    async def ask_deletion(self, numbers: Sequence[int]) -> None:
        """Remember that the person wants these requests gone: they go when nothing holds them any more."""

    async def over(self) -> Mapping[int, bool]:
        """Requests that were held and are not any more, and whether their person wanted them gone meanwhile."""

    async def let_go(self, numbers: Sequence[int]) -> None:
        """Of these, let no row lead to people who have left since, and forget the holds; what is held again stays."""

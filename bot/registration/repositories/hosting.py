"""What is stored of hosts: themselves, their places and staff, whom they block, guests they prepare."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.guest_import import GuestImport
from bot.domain.organisation import HostNumber, StaffEvent, StaffMember
from bot.domain.people import ChatId, Host
from bot.domain.place import Place, PlaceId


class Hosts(Protocol):
    """Chats that are linked to an IIN."""

    async def get(self, chat: ChatId) -> Host | None:
        """The host of this chat."""

    async def by_number(self, number: HostNumber) -> Host | None:
        """The host to whom this IIN or BIN is linked."""

    async def by_invitation(self, token: str) -> Host | None:
        """The host who handed out this link."""

    async def save(self, host: Host) -> None:
        """Insert or overwrite. Raises Refusal: IIN_TAKEN when the IIN is linked to another chat."""

    async def who_want_digests(self, now: datetime) -> Sequence[ChatId]:
        """The hosts with somebody registered now who did not switch the monthly message off, nor block the bot."""

    async def forget(self, chat: ChatId) -> None:
        """Remove the host."""


class Places(Protocol):
    """Places to live, each with its standing invitation."""

    async def add(self, place: Place) -> Place:
        """Insert, and return it with its id (the id passed in is ignored)."""

    async def save(self, place: Place) -> None:
        """Append the events that are new; what a place is never changes. Raises LookupError where it is gone."""

    async def get(self, place: PlaceId, *, lock: bool = False) -> Place | None:
        """The place with this id."""

    async def by_token(self, token: str) -> Place | None:
        """The place to which this link leads or once led: whether it still works, the place itself says."""

    async def of_owner(self, owner: ChatId) -> Sequence[Place]:
        """All places of this host, oldest first."""

    async def forget(self, owner: ChatId) -> None:
        """Remove all places of this host."""


class Staff(Protocol):
    """Who answers for an organisation."""

    async def add(self, event: StaffEvent) -> None:
        """Append."""

    async def events_of(self, owner: ChatId) -> Sequence[StaffEvent]:
        """All that happened to the staff of this organisation, oldest first."""

    async def of_owner(self, owner: ChatId) -> Sequence[StaffMember]:
        """Who answers for this organisation now, in the order of joining."""

    async def employer_of(self, chat: ChatId) -> ChatId | None:
        """The organisation for which this chat answers now; at most one."""

    async def by_token(self, token: str) -> Sequence[StaffEvent]:
        """What happened by this link, oldest first: the invitation, and who joined by it."""

    async def forget(self, chat: ChatId) -> None:
        """Remove the staff of this organisation, and this chat from any staff."""


class Blocks(Protocol):
    """Which guests may not ask which hosts any more."""

    async def add(self, host: ChatId, guest: ChatId, at: datetime) -> None:
        """From now on this guest may not ask this host; said twice it is said once."""

    async def holds(self, host: ChatId, guest: ChatId) -> bool:
        """Whether this guest may not ask this host."""

    async def of_host(self, host: ChatId) -> Sequence[ChatId]:
        """Who may not ask this host, the last one first."""

    async def lift(self, host: ChatId, guest: ChatId) -> None:
        """This guest may ask again."""

    async def forget(self, chat: ChatId) -> None:
        """Remove all that names this chat."""


class Imports(Protocol):
    """Guests from spreadsheets that wait for the tap that files them."""

    async def add(self, prepared: GuestImport) -> GuestImport:
        """Insert, and return it with its id (the id passed in is ignored)."""

    async def get(self, number: int, *, lock: bool = False) -> GuestImport | None:
        """The import with this id."""

    async def settle(self, number: int, at: datetime) -> None:
        """It was filed or given up: its rows go."""

    async def forget(self, chat: ChatId) -> None:
        """Remove what this organisation or this member of staff has prepared."""

    async def forget_old(self, before: datetime) -> int:
        """Remove what was prepared before this moment; how many."""

"""What needs an officer: appeals, strangers reported, crowded addresses. Kept until an officer takes them up."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from bot.domain.ids import ChatId


class MatterKind(StrEnum):
    """What it is about."""

    APPEAL = "appeal"
    STRANGER = "stranger"  # "I don't know this person"
    CROWDED = "crowded"  # more people at an address than it may hold


class MatterState(StrEnum):
    """Where it stands; each is also the kind of the event that led there."""

    RECEIVED = "received"
    IN_WORK = "in_work"  # this and the next an officer will say; the bot shows them and does not set them
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


_OPEN = {MatterState.RECEIVED, MatterState.IN_WORK}
_NOT_YET_NUMBERED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterEvent:
    """One link of the chain; `note` is what was said with it."""

    kind: MatterState
    at: datetime
    chat: ChatId | None = None
    note: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Number from a sequence, who opened it, the request it is about, words and pictures (Telegram's file ids)."""

    number: int
    kind: MatterKind
    chat: ChatId
    events: tuple[MatterEvent, ...]
    case: int | None = None
    text: str = field(default="", repr=False)
    pictures: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def received(
        cls,
        kind: MatterKind,
        *,
        at: datetime,
        chat: ChatId,
        by: ChatId | None,
        case: int,
        text: str = "",
        pictures: tuple[str, ...] = (),
    ) -> Self:
        """As it comes, without a number yet; `by` is None where nobody has said it and the bot itself has seen it."""
        came = MatterEvent(kind=MatterState.RECEIVED, at=at, chat=by)
        return cls(
            number=_NOT_YET_NUMBERED, kind=kind, chat=chat, events=(came,), case=case, text=text, pictures=pictures
        )

    @property
    def state(self) -> MatterState:
        """Where it stands now."""
        return self.events[-1].kind

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it or taken it back."""
        return self.state in _OPEN

    @property
    def opened_at(self) -> datetime:
        """When it came."""
        return self.events[0].at

    def happened(self, kind: MatterState, at: datetime, chat: ChatId | None = None, note: str | None = None) -> Self:
        """The matter with one more event."""
        return replace(self, events=(*self.events, MatterEvent(kind=kind, at=at, chat=chat, note=note)))

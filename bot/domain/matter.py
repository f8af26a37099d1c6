"""What needs an officer, or an officer has begun, each with its chain: taken up, decided, taken back."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from bot.domain.ids import ChatId
from bot.domain.life import UNDO_WITHIN


class MatterKind(StrEnum):
    """What it is about."""

    APPEAL = "appeal"
    STRANGER = "stranger"  # "I don't know this person"
    CROWDED = "crowded"  # more people at an address than it may hold
    CONTRADICTION = "contradiction"  # what was said does not fit with what was said, or is known, elsewhere
    REFUSAL = "refusal"  # an officer has found a request and refuses it
    HOST = "host"  # the first yes of a host for whom nobody has vouched
    CROSSING = "crossing"  # the border's record says otherwise than the person
    OVERSTAY = "overstay"  # still here after the lawful day, as far as the border's record goes


SEEN_BY_THE_BOT = frozenset({MatterKind.CROWDED, MatterKind.CONTRADICTION, MatterKind.CROSSING, MatterKind.OVERSTAY})
"""What nobody has said: it belongs to the request, and whoever it is about cannot take it out of the queue."""


class Decision(StrEnum):
    """What an officer decides about a matter."""

    NOTHING = "nothing"  # all is well: nothing changes
    ANSWERED = "answered"  # in words, to whoever appealed
    UNTRUE = "untrue"  # Order 923, paragraph 4, 1)
    TERM_BROKEN = "term_broken"  # paragraph 4, 2)
    HOST_REFUSED = "host_refused"  # paragraph 4, 3)
    TO_BE_MENDED = "to_be_mended"
    VOUCHED = "vouched"  # for a host
    NOT_VOUCHED = "not_vouched"


DENIES = frozenset(
    {
        *(Decision.UNTRUE, Decision.TERM_BROKEN, Decision.HOST_REFUSED, Decision.TO_BE_MENDED),
        Decision.NOT_VOUCHED,
    }
)


class MatterState(StrEnum):
    """Where it stands; each is also the kind of the event that led there."""

    RECEIVED = "received"
    IN_WORK = "in_work"  # an officer has taken it up: the chat is theirs
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


_OPEN = {MatterState.RECEIVED, MatterState.IN_WORK}
_NOT_YET_NUMBERED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterEvent:
    """One link of the chain; `note` is what was said with it, `decision` what an officer decided."""

    kind: MatterState
    at: datetime
    chat: ChatId | None = None
    note: str | None = field(default=None, repr=False)
    decision: Decision | None = None


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
        case: int | None,
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

    @property
    def decision(self) -> Decision | None:
        """What was decided and not taken back."""
        return self.events[-1].decision

    @property
    def in_hand_of(self) -> ChatId | None:
        """The officer who has it in work now."""
        return self.events[-1].chat if self.state is MatterState.IN_WORK else None

    def as_told(self, now: datetime) -> Self:
        """As whoever has opened it may see it: without decisions that were, or still can be, taken back."""
        *before, last = self.events
        kept = [event for event in before if event.decision is None]
        is_fresh = last.decision is not None and now - last.at < UNDO_WITHIN
        return replace(self, events=tuple(kept if is_fresh else [*kept, last]))

    def happened(
        self,
        kind: MatterState,
        at: datetime,
        chat: ChatId | None = None,
        note: str | None = None,
        decision: Decision | None = None,
    ) -> Self:
        """The matter with one more event."""
        event = MatterEvent(kind=kind, at=at, chat=chat, note=note, decision=decision)
        return replace(self, events=(*self.events, event))

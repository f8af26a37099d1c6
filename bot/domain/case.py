"""A request to be registered: a chain of events, from which what holds now is derived."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from bot.domain.answers import Answers
from bot.domain.organisation import HostNumber
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode

LINK_LIVES = timedelta(days=30)
IIN_TRIES = 5
ONE_DAY = timedelta(days=1)


class EventKind(StrEnum):
    """What can happen to a request."""

    ASKED = "asked"
    OPENED = "opened"
    GRANTED = "granted"
    REFUSED = "refused"
    DENIED = "denied"  # the host agreed, but the law does not allow it (Order 923, paragraph 4)
    EXPIRED = "expired"
    CLOSED = "closed"  # five wrong IINs on its link
    CANCELLED = "cancelled"
    WRONG_IIN = "wrong_iin"
    REMINDED = "reminded"
    HOST_NOTIFIED = "host_notified"  # the host says that the police were told of the guest (decree 148, paragraph 9)
    # after the grant (`bot.domain.life`)
    STILL_HERE = "still_here"
    LEFT = "left"  # the guest says so; the reason is the day, ISO 8601
    HOST_ENDED = "host_ended"  # the reason is a `StayEnd`
    RESTORED = "restored"  # the host took that back
    REPLACED = "replaced"  # by a newer registration; the reason is its number
    DOCUMENT_LOST = "document_lost"
    DOCUMENT_FOUND = "document_found"  # taken back within ten minutes
    PROOF_ISSUED = "proof_issued"  # a proof of diligence; the reason is its public name
    TAKEN_OVER = "taken_over"  # by the grown person for whom another had filed; the chat is theirs
    # what an officer did; the chat is the officer's, the reason a `Ground`
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    SHORTENED = "shortened"  # the reason is the new last day, ISO 8601
    EXPELLED = "expelled"
    UNDONE = "undone"  # within ten minutes, by the officer; the reason is the kind of the event that is undone
    AWAITS_VOUCHING = "awaits_vouching"  # the host said yes, which counts once an officer has vouched for the host
    # what the border's own record says; the reason is the day, ISO 8601
    ENTRY_CONFIRMED = "entry_confirmed"
    EXIT_CONFIRMED = "exit_confirmed"
    # a host without Telegram
    CODE_SHOWN = "code_shown"  # a (new) code for the web page was shown to the guest
    WRONG_CODE = "wrong_code"
    WRONG_DOCUMENT = "wrong_document"  # a wrong number was typed on the link by which one takes over one's own
    HOST_CONSENTED = "host_consented"  # to the use of personal data, on that page; the reason is the version


class RefusalReason(StrEnum):
    """Why a host refuses."""

    STRANGER = "stranger"
    ADDRESS = "address"
    DATES = "dates"
    NOT_ARRIVED = "not_arrived"
    HAS_LEFT = "has_left"
    OTHER = "other"


class StayEnd(StrEnum):
    """Why a host ends somebody's stay."""

    HAS_LEFT = "has_left"
    WITHDRAWN = "withdrawn"
    STRANGER = "stranger"


class Stage(StrEnum):
    """Where a request stands."""

    SENT = "sent"
    OPENED = "opened"
    GRANTED = "granted"
    REFUSED = "refused"
    DENIED = "denied"
    EXPIRED = "expired"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def is_live(self) -> bool:
        """True while a host may still answer."""
        return self in {Stage.SENT, Stage.OPENED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One link of the chain: what, when, from which chat, and a code that says why (a reason or a ground)."""

    kind: EventKind
    at: datetime
    chat: ChatId | None = None
    reason: str | None = None


DENIED_BY_OFFICER = "denied_by_officer"  # how a request ended that an officer refused before its host had answered
GROUNDS_OF_OFFICERS = {"untrue", "term_broken", "host_refused", "to_be_mended"}  # of `acts.Ground`, `matter.Decision`
_ENDS = {
    EventKind.GRANTED: RefusalCode.ALREADY_ANSWERED,
    EventKind.REFUSED: RefusalCode.ALREADY_ANSWERED,
    EventKind.DENIED: RefusalCode.ALREADY_ANSWERED,
    EventKind.EXPIRED: RefusalCode.EXPIRED,
    EventKind.CLOSED: RefusalCode.LINK_CLOSED,
    EventKind.CANCELLED: RefusalCode.CANCELLED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A request: number from the system's sequence, guest, answers as sent, the link's token, and what happened."""

    number: int
    guest: ChatId
    answers: Answers
    token: str
    events: tuple[Event, ...]
    host: ChatId | None = None  # the chat that may answer, once known
    guest_card: int | None = None  # the message that shows the guest where the request stands
    host_card: int | None = None  # the same, in the host's chat
    party: int | None = None  # the request that this one goes with: one link and one answer for all
    together: "tuple[Case, ...]" = ()  # those that go with it, where they were read along (`with_party`, `whole_party`)

    @property
    def sent_at(self) -> datetime:
        """When the guest sent it."""
        return self.events[0].at

    @property
    def expires_at(self) -> datetime:
        """From when its link answers nobody any more."""
        return self.sent_at + LINK_LIVES

    @property
    def application_number(self) -> str:
        """The number as printed: at least eight digits."""
        return f"{self.number:08d}"

    @property
    def ending(self) -> Event | None:
        """The event that ended the request, if one did."""
        return next((event for event in self.events if event.kind in _ENDS), None)

    @property
    def is_refused_by_officer(self) -> bool:
        """Whether an officer has refused it before its host had answered."""
        ending = self.ending
        return ending is not None and ending.kind is EventKind.DENIED and ending.reason in GROUNDS_OF_OFFICERS

    @property
    def how_ended(self) -> str:
        """A code for it; "" where nothing has ended it."""
        if self.is_refused_by_officer:
            return DENIED_BY_OFFICER
        return self.ending.kind.value if self.ending is not None else ""

    def stage(self, now: datetime) -> Stage:
        """Where the request stands at this moment."""
        if self.ending is not None:
            return Stage(self.ending.kind.value)
        if now >= self.expires_at:
            return Stage.EXPIRED
        opened = any(event.kind is EventKind.OPENED for event in self.events)
        return Stage.OPENED if opened else Stage.SENT

    def check_live(self, now: datetime) -> None:
        """Refuse whatever comes after the end. Raises Refusal: ALREADY_ANSWERED, EXPIRED, LINK_CLOSED or CANCELLED."""
        if self.ending is not None:
            raise Refusal(_ENDS[self.ending.kind], kind=self.how_ended, at=self.ending.at)
        if now >= self.expires_at:
            raise Refusal(RefusalCode.EXPIRED, kind=EventKind.EXPIRED.value, at=self.expires_at)

    def check_host(self, chat: ChatId) -> None:
        """Let only the request's own host pass. Raises Refusal: OWN_HOST or NOT_YOURS."""
        if chat == self.guest:
            raise Refusal(RefusalCode.OWN_HOST)
        if self.host is not None and chat != self.host:
            raise Refusal(RefusalCode.NOT_YOURS)

    def check_answerer(self, chat: ChatId, now: datetime) -> None:
        """Let only the proven host answer, while the request lives.

        Raises:
            Refusal: OWN_HOST, NOT_YOURS, or what `check_live` raises.
        """
        if self.host is None or chat != self.host:
            raise Refusal(RefusalCode.OWN_HOST if chat == self.guest else RefusalCode.NOT_YOURS)
        self.check_live(now)

    def happened(self, kind: EventKind, at: datetime, chat: ChatId | None = None, reason: str | None = None) -> Self:
        """The request with one more event."""
        return replace(self, events=(*self.events, Event(kind=kind, at=at, chat=chat, reason=reason)))

    def with_host(self, chat: ChatId) -> Self:
        """The request bound to the one chat that may answer."""
        return replace(self, host=chat)

    def tried_iin(self, iin: HostNumber, chat: ChatId | None, at: datetime) -> Self:
        """The request after this chat gave this IIN: bound to the chat if it fits, closed at the fifth wrong one.

        Where it was given on the web page there is no chat to bind to.
        """
        if iin == self.answers.host:
            return self if chat is None else self.with_host(chat)
        tried = self.happened(EventKind.WRONG_IIN, at, chat)
        return tried.happened(EventKind.CLOSED, at) if tried.wrong_iins >= IIN_TRIES else tried

    @property
    def wrong_iins(self) -> int:
        """How many wrong IINs were given on its link."""
        return sum(event.kind is EventKind.WRONG_IIN for event in self.events)

    def reminded(self, now: datetime) -> Self:
        """The request after the guest had the host reminded. Raises Refusal: REMINDED_TODAY (at most once a day)."""
        last = max((event.at for event in self.events if event.kind is EventKind.REMINDED), default=None)
        if last is not None and now - last < ONE_DAY:
            raise Refusal(RefusalCode.REMINDED_TODAY, at=last)
        return self.happened(EventKind.REMINDED, now)

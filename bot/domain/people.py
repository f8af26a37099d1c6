"""Those who talk with the bot: a chat, a host linked to one, a draft kept for a guest."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from bot.domain.answers import Answers
from bot.domain.ids import ChatId as ChatId
from bot.domain.organisation import Bin, HostNumber
from bot.domain.passport import PassportCard

SOURCES_KEPT = 100  # as many as one poll brings


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A private talk: its language, and the version and time of the consent to personal data (None: not given)."""

    id: ChatId
    language: str
    consent_version: str | None = None
    consented_at: datetime | None = None
    blocked: bool = False

    @property
    def has_consented(self) -> bool:
        """True when personal data may be asked for."""
        return self.consented_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One who gives a place to live: the chat that proved an own phone and gave an IIN (or a BIN) and a name.

    `vouched`: a guest's own link with this IIN reached this chat. Only such a host is pinged for requests that name the
    IIN, since an IIN is no secret: whoever merely claims one must not be shown those who ask for its owner.
    """

    chat: ChatId
    phone: str
    consented_at: datetime  # sharing the phone is the consent to personal data
    consent_version: str
    number: HostNumber | None = None  # a person's IIN, or the BIN of an organisation
    name: str | None = None
    vouched: bool = False
    invitation: str | None = None  # the token of the link that this host hands to guests
    wants_digest: bool = True  # a message a month about who is registered here
    checked_at: datetime | None = None  # when an officer vouched for this name with this number

    @property
    def is_linked(self) -> bool:
        """True when the IIN and the name are known."""
        return self.number is not None and self.name is not None

    @property
    def is_organisation(self) -> bool:
        """True when the number is a BIN."""
        return isinstance(self.number, Bin)

    def __repr__(self) -> str:
        return f"Host(chat={self.chat}, linked={self.is_linked})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """One more person of a request: what was told of them, or read from a photo and not yet looked at.

    `answers` bear kinship and proof beside what a passport says; host, address and last day are those of the guest.
    """

    answers: Answers
    card: PassportCard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is kept of a person between stays, so that coming back takes no new passport photo."""

    chat: ChatId
    answers: Answers
    saved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a guest has answered and not yet sent.

    `sources`: the last updates whose answers are in it. Telegram repeats an update until it is confirmed, and an answer
    that came twice must not be taken for the answer to the next question.
    """

    chat: ChatId
    answers: Answers
    saved_at: datetime
    sources: tuple[int, ...] = ()
    passport: PassportCard | None = None  # read from a photo and not yet looked at: it counts for nothing
    companions: tuple[Companion, ...] = ()  # those who are to be registered together with this guest

    def by(self, source: int) -> Self:
        """The draft as this update left it."""
        return replace(self, sources=(*self.sources, source)[-SOURCES_KEPT:])

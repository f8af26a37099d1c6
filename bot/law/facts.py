"""The case as the law sees it. What is not known is None and is never replaced by a guess."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.domain.address import Premises as Premises
from bot.domain.answers import Basis as Basis
from bot.domain.document import DocumentKind as DocumentKind
from bot.domain.travel import Stay as Stay
from bot.domain.travel import disorder as disorder
from bot.law.circumstances import Circumstances as Circumstances

STATELESS = "XXA"
"""The code that travel documents bear in place of a citizenship (ICAO Doc 9303, part 3)."""


class HostKind(StrEnum):
    """Who gives the place."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Consent(StrEnum):
    """How far the host's answer has come."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Visa(NamedTuple):
    """The first and the last day of a visa."""

    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A person's case on the day `on`; `stays` are in order of time, the last one is the present one.

    `registered`, `host_notified` and `moved` are days on which something happened; None means that nobody told of it.
    `circumstances` are told only by one who asks "what if": without them the rules that read them are silent.

    Raises:
        ValueError: the stays overlap, run backwards, or one before the last is open.
    """

    on: date
    citizenship: str
    stays: tuple[Stay, ...]
    born: date | None = None
    document_kind: DocumentKind | None = None
    document_expires: date | None = None
    basis: Basis | None = None
    visa: Visa | None = None
    address_kind: Premises | None = None
    address_since: date | None = None
    moved: date | None = None
    host_kind: HostKind | None = None
    consent: Consent | None = None
    host_notified: date | None = None
    registered: date | None = None
    untrue: tuple[str, ...] | None = None
    circumstances: Circumstances | None = None

    def __post_init__(self) -> None:
        """Refuse a travel history that cannot have happened."""
        if wrong := disorder(self.stays):
            raise ValueError(": ".join(wrong))

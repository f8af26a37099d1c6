"""Guests of an organisation from a spreadsheet, checked and waiting for the one tap that files them."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.answers import Answers
from bot.domain.ids import ChatId, PlaceId


@dataclass(frozen=True, slots=True)
class GuestEntry:
    """One good row: its number in the file, and all answers of a request."""

    row: int
    answers: Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestImport:
    """The good rows of one file. They are gone from it once they were filed or given up (`settled_at`)."""

    id: int
    owner: ChatId  # the organisation's own chat
    place: PlaceId
    prepared_at: datetime
    prepared_by: ChatId | None  # None: by the operator's command line
    entries: tuple[GuestEntry, ...] = field(repr=False)
    settled_at: datetime | None = None

"""The record that can be proved: who did what, when, why, and under which version of the rules. No person in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from bot.domain.ids import ChatId


class ActorKind(StrEnum):
    """Who did it."""

    BOT = "bot"  # nobody's tap: a term that ended, the daily work
    PERSON = "person"  # a guest or a host; kept under a keyed digest, which outlives the deletion of their data
    OFFICER = "officer"
    OPERATOR = "operator"  # on the command line


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who, and in which chat where there is one."""

    kind: ActorKind
    chat: ChatId | None = None

    @classmethod
    def officer(cls, chat: ChatId) -> Self:
        """An officer, by name of their chat: they answer for what they do."""
        return cls(kind=ActorKind.OFFICER, chat=chat)

    @classmethod
    def person(cls, chat: ChatId) -> Self:
        """A guest or a host."""
        return cls(kind=ActorKind.PERSON, chat=chat)


BOT = Actor(kind=ActorKind.BOT)
OPERATOR = Actor(kind=ActorKind.OPERATOR)


class AuditAction(StrEnum):
    """What was done."""

    REQUEST = "request"  # an event of a request; `detail` has its kind and reason
    CERTIFICATE = "certificate"  # its status; `detail` has the new one
    MATTER = "matter"  # an event of what needs an officer
    HOST = "host"  # an officer has vouched for a host, or not
    LOOKED_UP = "looked_up"  # a person's data were shown to an officer; `detail` has purpose and way
    SEARCHED = "searched"  # a search, whatever it found: way, purpose, how many
    EXPORTED = "exported"
    IMPORTED = "imported"
    PURGED = "purged"
    HELD = "held"  # a legal hold was set or lifted
    STATISTICS = "statistics"
    KEYS = "keys"  # a signing key was made or withdrawn; `detail` has its id, and since when
    RESTORED = "restored"  # the database came out of a backup; `detail` says of which moment
    BREACH = "breach"  # the operator listed whose data an interval has touched


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line. `detail` holds codes, counts and dates, never a person; `law` is the version of the rules."""

    action: AuditAction
    at: datetime
    by: Actor
    case: int | None = None
    matter: int | None = None
    detail: Mapping[str, str] = field(default_factory=dict)
    law: str | None = None

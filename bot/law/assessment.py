"""What an assessment says: is registration required, what is decided and why, who must do what by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """A rule is kept, broken, or cannot be judged: the law is unclear or a fact is missing."""

    MET = "met"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class Registration(StrEnum):
    """Whether the guest must register."""

    REQUIRED = "required"
    NOT_REQUIRED = "not_required"
    UNCLEAR = "unclear"


class Decision(StrEnum):
    """What becomes of an application."""

    GRANT = "grant"
    REFUSE = "refuse"
    WAIT = "wait"


class DutyKind(StrEnum):
    """Something a person must do."""

    REGISTER = "register"
    REREGISTER = "reregister"
    HOST_NOTICE = "host_notice"
    LEAVE = "leave"
    TEMPORARY_RESIDENCE = "temporary_residence"
    RENEW_DOCUMENT = "renew_document"


class Who(StrEnum):
    """Who owes a duty."""

    GUEST = "guest"
    HOST = "host"


class Body(StrEnum):
    """Who can say what the law means or decides: see `competence.csv` for the source of each."""

    MIGRATION_COMMITTEE = "mia_migration_committee"
    MIGRATION_POLICE = "migration_police"
    LOCAL_EXECUTIVE = "local_executive_body"
    NATIONAL_SECURITY = "national_security_bodies"


class Citation(NamedTuple):
    """Where a rule is written. `paragraph` is None where no source shows the number."""

    act: str
    paragraph: str | None


class Duty(NamedTuple):
    """A deadline with its two dates: people are warned by `due`, and blamed only after `last_arguable`."""

    duty: DutyKind
    who: Who
    due: date
    last_arguable: date
    done: bool
    cite: Citation


class Allowance(NamedTuple):
    """The lawful stay: `used` of `limit` days in each `window` (None: in one entry), its last day and the laxer one.

    `limit` and `left` are None where a stay is bounded by a date and not by a count (a visa).
    """

    limit: int | None
    window: int | None
    used: int
    left: int | None
    until: date
    last_arguable: date


class Finding(NamedTuple):
    """One rule's answer, with the dates, counts and codes that a text needs to speak of it, and whom to ask."""

    rule: str
    version: int
    outcome: Outcome
    cite: Citation
    data: Mapping[str, object]
    ask: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that the law says of one case on one day.

    `decision` is None when there is no application, or when the person is not one whom Order 923 registers.
    `grounds` is filled exactly when the decision is to refuse.
    """

    registration: Registration
    decision: Decision | None
    grounds: tuple[str, ...]
    duties: tuple[Duty, ...]
    stay: Allowance | None
    findings: tuple[Finding, ...]
    ask: tuple[Body, ...]

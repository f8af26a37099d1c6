"""Registrations as they go out to a register: the fields of the annex to Order 923, and what each is worth now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from bot.domain.answers import Answers
from bot.domain.certificate import CertificateStatus

NUMBER: Final = "application_number"
STATUS: Final = "status"
FIELDS: Final = (
    *(NUMBER, STATUS, "full_name", "document_number", "citizenship", "address", "stay_from", "stay_until"),
    *("host_iin", "host_name", "issued_at", "valid_until"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A request that led to a certificate; without answers where they were wiped."""

    number: int
    status: CertificateStatus
    issued_at: datetime
    valid_until: datetime
    host_name: str = field(repr=False)
    answers: Answers | None = field(repr=False)


def as_fields(registration: Registration) -> Mapping[str, str]:
    """All of `FIELDS`, as text, days and moments in ISO 8601; of a wiped one number and status only."""
    known = {NUMBER: f"{registration.number:08d}", STATUS: registration.status.value}
    answers = registration.answers
    if answers is None:
        return known
    names = (answers.family_name, answers.given_names, answers.patronymic)
    return known | {
        "full_name": " ".join(name for name in names if name),
        "document_number": answers.document_number.reveal() if answers.document_number else "",
        "citizenship": answers.citizenship or "",
        "address": answers.address.line if answers.address else "",
        "stay_from": _day(answers.entered),
        "stay_until": _day(answers.until),
        "host_iin": answers.host.reveal() if answers.host else "",
        "host_name": registration.host_name,
        "issued_at": _moment(registration.issued_at),
        "valid_until": _moment(registration.valid_until),
    }


def as_cells(fields: Mapping[str, str]) -> list[str]:
    """The same in the order of `FIELDS`."""
    return [fields.get(name, "") for name in FIELDS]


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")

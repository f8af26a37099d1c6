"""What a person was told last: whether to register, and the day of each own duty that is still open.

Kept as a line of codes and dates, so that after a change of law two outlooks are compared as two lines.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.domain.people import ChatId
from bot.law.assessment import Assessment, DutyKind, Registration, Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """`told` is a line that `told_of` wrote on the day `assessed_on`; its repr shows no date of the person's."""

    chat: ChatId
    told: str
    assessed_on: date

    def __repr__(self) -> str:
        return f"Outlook(chat={self.chat})"


class Told(NamedTuple):
    """The same taken apart."""

    registration: Registration
    duties: dict[DutyKind, date]


def told_of(assessment: Assessment) -> str:
    """The line for an assessment, such as `required register=2026-12-11 leave=2027-02-09`."""
    duties = [
        f"{duty.duty.value}={duty.due.isoformat()}"
        for duty in assessment.duties
        if duty.who is Who.GUEST and not duty.done
    ]
    return " ".join((assessment.registration.value, *duties))


def read_told(told: str) -> Told:
    """What `told_of` wrote. Raises ValueError for a code that this version does not know."""
    registration, *duties = told.split(" ")
    pairs = [duty.split("=") for duty in duties]
    return Told(Registration(registration), {DutyKind(kind): date.fromisoformat(due) for kind, due in pairs})

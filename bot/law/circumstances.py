"""What the bot cannot know and never keeps: told only by one who asks "what if".

The reasons are those of the summary of 6 December 2022 of the rules of entry and departure, in its order.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EntryBar(StrEnum):
    """Why a foreigner may be refused entry."""

    SECURITY_ORDER_HEALTH = "security_order_health"
    CONSTITUTIONAL_ORDER = "constitutional_order"
    SOVEREIGNTY_AND_UNITY = "sovereignty_and_unity"
    ENMITY = "enmity"
    RIGHTS_OF_OTHERS = "rights_of_others"
    EXTREMISM_OR_DANGEROUS_RELAPSE = "extremism_or_dangerous_relapse"
    PENALTY_NOT_SERVED = "penalty_not_served"
    TAX_DECLARATION_MISSING = "tax_declaration_missing"
    FUNDS_NOT_SHOWN = "funds_not_shown"
    FALSE_OR_LATE_PAPERS = "false_or_late_papers"
    DISEASE = "disease"
    CITIZENSHIP_LOST = "citizenship_lost"
    CITIZENSHIP_DEPRIVED = "citizenship_deprived"


class ExitBar(StrEnum):
    """Why a foreigner is not let out, or must wait."""

    CRIMINAL_CASE = "criminal_case"
    SENTENCE = "sentence"
    COURT_DUTY = "court_duty"
    PROPERTY_DUTY = "property_duty"


class Work(StrEnum):
    """Whether the guest works."""

    NONE = "none"
    WITH_PERMIT = "with_permit"
    WITHOUT_PERMIT = "without_permit"


class TravelsAs(StrEnum):
    """Those whom the rules until 2020 named apart: they got no migration card."""

    CREW = "crew"
    TRAIN_CREW = "train_crew"
    TRAIN_TRANSIT = "train_transit"
    ROAD_DRIVER = "road_driver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Each is None where it was not told; `host_punished` are the days of the decisions.

    `funds_not_asked_of`: an ethnic Kazakh, one born here or once a citizen here, or a member of such a family.
    """

    expelled: date | None = None
    entry_bars: tuple[EntryBar, ...] | None = None
    funds_not_asked_of: bool | None = None
    exit_bars: tuple[ExitBar, ...] | None = None
    works: Work | None = None
    host_punished: tuple[date, ...] | None = None
    travels_as: TravelsAs | None = None

"""A legal hold: somebody who may ask for it has asked that the data of a request be kept beyond their term."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class HoldGround(StrEnum):
    """Why it is kept, as it may be told to the person. The operator's own note says more, and only to the operator."""

    AUTHORITY = "authority"  # a court, a prosecutor or another body has asked in writing
    DISPUTE = "dispute"  # an appeal, a complaint or a claim about it is not over


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalHold:
    """On one request. `until` is the first moment at which it holds no more; None: until it is lifted."""

    case: int
    set_at: datetime
    ground: HoldGround
    reason: str = field(repr=False)  # the operator's note, as the number of the letter; it may name a person
    until: datetime | None = None

    @property
    def application_number(self) -> str:
        """The request's number as printed (`Case.application_number`)."""
        return f"{self.case:08d}"

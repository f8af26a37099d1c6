"""The Law on Migration from 11 January 2020 to 1 July 2026: who needed no registration, and whom a treaty asked."""

from datetime import date
from typing import Any

import pytest
from law_cases import case, finding

from bot.law.assessment import Citation, Registration
from bot.law.engine import assess
from bot.law.facts import Basis, DocumentKind

NOT_REQUIRED, UNCLEAR = Registration.NOT_REQUIRED, Registration.UNCLEAR
ON = date(2024, 5, 1)
LONG_AGO, LATELY = date(2024, 3, 1), date(2024, 4, 20)


@pytest.mark.parametrize("entered", [LATELY, LONG_AGO])
@pytest.mark.parametrize(
    ("state", "known", "why"),
    [
        ("KAZ", {}, "not_an_immigrant"),
        ("RUS", {"basis": Basis.PERMANENT_RESIDENCE}, "permanent_registration_service"),
        ("RUS", {"basis": Basis.REFUGEE}, "refugee_registration_service"),
        ("RUS", {"document_kind": DocumentKind.REFUGEE}, "refugee_registration_service"),
        ("RUS", {"basis": Basis.VISA}, "abolished_2020"),
        ("RUS", {"basis": Basis.INVESTOR_VISA}, "abolished_2020"),
        ("RUS", {"basis": Basis.TEMPORARY_RESIDENCE}, "abolished_2020"),
        ("RUS", {"document_kind": DocumentKind.SERVICE}, "abolished_2020"),
        ("RUS", {"born": date(2010, 1, 1)}, "abolished_2020"),
        ("FRA", {}, "abolished_2020"),
        ("UKR", {}, "abolished_2020"),
        ("XXA", {}, "abolished_2020"),
    ],
)
def test_l477_whom_the_abolition_freed_whatever_a_treaty_says(
    state: str, known: dict[str, Any], why: str, entered: date
) -> None:
    """Residents and refugees have another service; holders of visas and permits, officials, children need no more."""
    said = assess(case(state, on=ON, entered=entered, **known))

    assert (said.registration, finding(said, "L477-registration").data["why"]) == (NOT_REQUIRED, why)


@pytest.mark.parametrize(
    ("state", "known", "act"),
    [
        ("RUS", {}, None),
        ("BLR", {"basis": Basis.VISA_FREE}, None),
        ("AZE", {"basis": Basis.VISA_FREE}, None),
        ("KGZ", {"basis": Basis.EAEU_WORKER}, "EAEU-2014"),
        ("ARM", {"basis": Basis.EAEU_FAMILY}, "EAEU-2014"),
    ],
)
def test_l477_whom_a_treaty_asks_after_thirty_days(state: str, known: dict[str, Any], act: str | None) -> None:
    """Visitors without a visa and workers of the EAEU are free for thirty days, and unclear after them."""
    lately, later = (assess(case(state, on=ON, entered=day, **known)) for day in (LATELY, LONG_AGO))

    assert (lately.registration, later.registration) == (NOT_REQUIRED, UNCLEAR)
    assert finding(later, "L477-registration").cite == Citation(act or "L477", "97" if act else None)

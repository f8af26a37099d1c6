"""Seed 001: those who live here permanently, and refugees, register through another service."""

from datetime import date
from typing import Any

import pytest
from law_cases import CITIZENSHIPS, case, finding

from bot.law.assessment import Body, Citation, Outcome
from bot.law.engine import assess
from bot.law.facts import Basis, DocumentKind

SERVICE = "RESIDENTS-service"


@pytest.mark.parametrize(
    ("known", "person"),
    [
        ({"basis": Basis.PERMANENT_RESIDENCE}, "permanent_resident"),
        ({"basis": Basis.PERMANENT_RESIDENCE, "document_kind": DocumentKind.STATELESS}, "permanent_resident"),
        ({"basis": Basis.REFUGEE}, "refugee"),
        ({"document_kind": DocumentKind.REFUGEE}, "refugee"),
    ],
)
def test_whose_service_it_is(known: dict[str, Any], person: str) -> None:
    """They are recognised by their ground or document, whatever their citizenship."""
    for citizenship in ("AFG", "RUS", "XXA"):
        assert finding(assess(case(citizenship, **known)), SERVICE).data["person"] == person


@pytest.mark.parametrize(
    "basis", [None, *[basis for basis in Basis if basis not in (Basis.PERMANENT_RESIDENCE, Basis.REFUGEE)]]
)
def test_others_are_not_sent_there(basis: Basis | None) -> None:
    """Who stays for a time and who is a citizen hears nothing of it."""
    for citizenship in CITIZENSHIPS:
        said = assess(case(citizenship, basis=basis))
        assert SERVICE not in {finding.rule for finding in said.findings}
    assert SERVICE not in {f.rule for f in assess(case("KAZ", basis=Basis.PERMANENT_RESIDENCE)).findings}


def test_what_to_bring() -> None:
    """One's document, the owner's document and consent; what institutions and representatives add; refusal, appeal."""
    said = finding(assess(case("AFG", basis=Basis.PERMANENT_RESIDENCE)), SERVICE)

    assert (said.outcome, said.cite) == (Outcome.MET, Citation("RESIDENTS", None))
    assert said.data["documents"] == ("identity_document", "owner_identity_document", "owner_consent")
    assert said.data["where_it_applies"] == (
        "institution_request",
        "identity_documents_above_14",
        "representative_authority",
    )
    assert said.data["forms"] == ("original", "electronic")
    assert (said.data["incomplete"], said.data["appeal"]) == ("rejected", "possible")


@pytest.mark.parametrize(
    ("on", "version", "outcome"),
    [(date(2024, 3, 15), 1, Outcome.UNKNOWN), (date(2024, 3, 16), 2, Outcome.MET)],
)
def test_the_rules_were_renewed_on_16_march_2024(on: date, version: int, outcome: Outcome) -> None:
    """Of the rules before nothing was seen, and the police that registers is named instead."""
    said = assess(case("AFG", basis=Basis.REFUGEE, on=on, entered=date(2024, 3, 1)))
    service = finding(said, SERVICE)

    assert (service.version, service.outcome) == (version, outcome)
    assert (Body.MIGRATION_POLICE in said.ask) is (outcome == Outcome.UNKNOWN)

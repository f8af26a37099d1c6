"""Seed 002 on entry, expulsion, exit, work and invitations, at the edges of each."""

from datetime import date, timedelta
from typing import Any

import pytest
from law_cases import ENTRY, case

from bot.law.assessment import Body, Citation, Finding, Outcome
from bot.law.circumstances import Circumstances, EntryBar, ExitBar, Work
from bot.law.engine import assess
from bot.law.facts import Basis, Stay

TODAY = date(2026, 12, 1)
DAY = timedelta(days=1)


def told(rule: str, citizenship: str = "FRA", *, on: date = TODAY, **circumstances: Any) -> Finding | None:
    """What the rule finds for one who asks what would follow."""
    return found(rule, case(citizenship, on=on, circumstances=Circumstances(**circumstances)))


def found(rule: str, facts: Any) -> Finding | None:
    """What the rule finds, or None where it is silent."""
    return next((finding for finding in assess(facts).findings if finding.rule == rule), None)


RULES = ("EE2022-entry", "EE2022-expulsion", "EE2022-exit", "P148-work", "L477-invitation")


def test_what_was_not_told_is_not_spoken_of() -> None:
    """Without circumstances, and without the one it reads, a rule is silent."""
    for rule in RULES:
        assert found(rule, case("FRA")) is None
        assert told(rule) is None


EVERYTHING: dict[str, Any] = {
    "expelled": date(2022, 1, 1),
    "entry_bars": (EntryBar.DISEASE,),
    "exit_bars": (ExitBar.SENTENCE,),
    "works": Work.WITHOUT_PERMIT,
    "host_punished": (),
}


def test_the_rules_hold_from_the_day_of_their_summary() -> None:
    """6 December 2022 is the first day on which they are known."""
    for on, count in ((date(2022, 12, 5), 0), (date(2022, 12, 6), 5)):
        facts = case("FRA", on=on, entered=on, circumstances=Circumstances(**EVERYTHING))
        assert sum(finding.rule in RULES for finding in assess(facts).findings) == count


def test_citizens_of_kazakhstan_are_no_foreigners() -> None:
    """Only what concerns the host is said of them."""
    facts = case("KAZ", circumstances=Circumstances(**EVERYTHING))

    assert [finding.rule for finding in assess(facts).findings if finding.rule in RULES] == ["L477-invitation"]


@pytest.mark.parametrize("bar", EntryBar)
def test_ee2022_entry_each_reason_is_enough(bar: EntryBar) -> None:
    """Each of the thirteen lets entry be refused."""
    said = told("EE2022-entry", entry_bars=(bar,), funds_not_asked_of=False)

    assert (said.outcome, said.data["bars"]) == (Outcome.BROKEN, (bar,))
    assert said.cite == Citation("EE2022", None)


def test_ee2022_entry_without_a_reason() -> None:
    """One who names none is told so."""
    assert told("EE2022-entry", entry_bars=()).outcome == Outcome.MET


FUNDS = EntryBar.FUNDS_NOT_SHOWN


@pytest.mark.parametrize(
    ("bars", "exempt", "outcome", "kept"),
    [
        ((FUNDS,), True, Outcome.MET, ()),
        ((FUNDS,), None, Outcome.UNKNOWN, None),
        ((FUNDS, EntryBar.DISEASE), True, Outcome.BROKEN, (EntryBar.DISEASE,)),
        ((FUNDS, EntryBar.DISEASE), None, Outcome.BROKEN, (EntryBar.DISEASE,)),
        ((FUNDS, EntryBar.DISEASE), False, Outcome.BROKEN, (FUNDS, EntryBar.DISEASE)),
        ((EntryBar.DISEASE,), True, Outcome.BROKEN, (EntryBar.DISEASE,)),
    ],
)
def test_ee2022_entry_means_are_not_asked_of_kin(
    bars: tuple[EntryBar, ...], exempt: bool | None, outcome: Outcome, kept: tuple[EntryBar, ...] | None
) -> None:
    """Ethnic Kazakhs, former citizens and their families need show no means; the other reasons reach them."""
    said = told("EE2022-entry", entry_bars=bars, funds_not_asked_of=exempt)

    assert (said.outcome, said.data.get("bars")) == (outcome, kept)
    assert ("missing" in said.data) is (exempt is None and FUNDS in bars)


@pytest.mark.parametrize(
    ("entering", "outcome"),
    [
        (date(2027, 3, 9), Outcome.BROKEN),
        (date(2027, 3, 10), Outcome.UNKNOWN),
        (date(2027, 3, 11), Outcome.MET),
    ],
)
def test_ee2022_expulsion_bars_entry_for_five_years(entering: date, outcome: Outcome) -> None:
    """Decided on 10 March 2022: surely until 9 March 2027, arguably on the 10th."""
    planned = case("FRA", on=entering, entered=entering, circumstances=Circumstances(expelled=date(2022, 3, 10)))
    said = found("EE2022-expulsion", planned)

    assert (said.outcome, said.data["last_day"]) == (outcome, date(2027, 3, 10))
    assert ("readings" in said.data) is (outcome == Outcome.UNKNOWN)


def test_ee2022_expulsion_is_judged_by_the_entry_that_followed_it() -> None:
    """Who came in during the ban is not cleared by its end; who was expelled from this stay asks for today."""
    came_back = case("FRA", on=TODAY, circumstances=Circumstances(expelled=date(2022, 1, 1)))
    from_this_stay = case("FRA", on=TODAY, circumstances=Circumstances(expelled=ENTRY + DAY))

    assert found("EE2022-expulsion", came_back).data["entering"] == ENTRY
    assert found("EE2022-expulsion", from_this_stay).data["entering"] == TODAY


def test_ee2022_expulsion_counts_from_a_leap_day() -> None:
    """From 29 February 2024 the five years end on 28 February 2029."""
    assert told("EE2022-expulsion", expelled=date(2024, 2, 29)).data["last_day"] == date(2029, 2, 28)


def test_ee2022_expulsion_that_has_not_happened_yet() -> None:
    """A decision after the day that is judged says nothing of it."""
    assert told("EE2022-expulsion", expelled=TODAY + DAY) is None


@pytest.mark.parametrize(
    ("bar", "effect", "until"),
    [
        (ExitBar.CRIMINAL_CASE, "not_let_out", "end_of_proceedings"),
        (ExitBar.SENTENCE, "not_let_out", "sentence_served"),
        (ExitBar.COURT_DUTY, "not_let_out", "duty_fulfilled"),
        (ExitBar.PROPERTY_DUTY, "may_be_postponed", "debt_settled"),
    ],
)
def test_ee2022_exit_is_refused_or_put_off(bar: ExitBar, effect: str, until: str) -> None:
    """Three reasons keep a foreigner here, the fourth may; each has its end."""
    said = told("EE2022-exit", exit_bars=(bar,))

    assert (said.outcome, said.data["effect"], said.data["until"]) == (Outcome.BROKEN, effect, (until,))


def test_ee2022_exit_the_stronger_reason_decides() -> None:
    """A debt beside a criminal case is not merely a delay."""
    bars = (ExitBar.PROPERTY_DUTY, ExitBar.CRIMINAL_CASE)

    assert told("EE2022-exit", exit_bars=bars).data["effect"] == "not_let_out"


def test_ee2022_exit_is_free_without_a_reason() -> None:
    """One leaves on a valid document, with an exit visa unless states agreed otherwise."""
    said = told("EE2022-exit", exit_bars=())

    assert (said.outcome, said.data["effect"]) == (Outcome.MET, "let_out")
    assert said.data["papers"] == ("valid_document", "exit_visa_unless_agreed_otherwise")


@pytest.mark.parametrize(
    ("expelled", "outcome"), [(ENTRY, Outcome.MET), (ENTRY - DAY, Outcome.BROKEN), (TODAY + DAY, Outcome.BROKEN)]
)
def test_ee2022_exit_a_sentence_does_not_hold_back_the_expelled(expelled: date, outcome: Outcome) -> None:
    """A court's expulsion from this stay lifts it; an older one and one to come do not."""
    assert told("EE2022-exit", exit_bars=(ExitBar.SENTENCE,), expelled=expelled).outcome == outcome


def test_ee2022_exit_an_expulsion_lifts_nothing_but_the_sentence() -> None:
    """A criminal case that still runs keeps even the expelled."""
    assert told("EE2022-exit", exit_bars=(ExitBar.CRIMINAL_CASE,), expelled=TODAY).outcome == Outcome.BROKEN


WORKS = Circumstances(works=Work.WITHOUT_PERMIT)


@pytest.mark.parametrize(
    ("citizenship", "basis", "outcome", "why"),
    [
        ("FRA", Basis.VISA_FREE, Outcome.BROKEN, "no_permit"),
        ("AFG", Basis.VISA, Outcome.BROKEN, "no_permit"),
        ("FRA", None, Outcome.UNKNOWN, None),
        ("RUS", None, Outcome.MET, "eaeu_worker"),
        ("KGZ", Basis.VISA_FREE, Outcome.MET, "eaeu_worker"),
        ("UZB", Basis.EAEU_FAMILY, Outcome.UNKNOWN, "eaeu_family"),
        ("FRA", Basis.PERMANENT_RESIDENCE, Outcome.MET, "lives_here_permanently"),
        ("FRA", Basis.TEMPORARY_RESIDENCE, Outcome.UNKNOWN, "temporary_residence"),
        ("AFG", Basis.REFUGEE, Outcome.UNKNOWN, "refugee"),
    ],
)
def test_p148_no_work_without_a_permit(citizenship: str, basis: Basis | None, outcome: Outcome, why: str) -> None:
    """Who stays for a time needs one; citizens of the EAEU do not; who lives here is unclear or free."""
    said = found("P148-work", case(citizenship, basis=basis, circumstances=WORKS))

    assert (said.outcome, said.data.get("why")) == (outcome, why)


def test_p148_work_cites_the_treaty_that_frees() -> None:
    """Article 97 of the Treaty on the EAEU, and not the decree."""
    assert told("P148-work", "ARM", works=Work.WITHOUT_PERMIT).cite == Citation("EAEU-2014", "97")
    assert told("P148-work", "FRA", works=Work.WITH_PERMIT).cite == Citation("P148", None)


@pytest.mark.parametrize("works", [Work.NONE, Work.WITH_PERMIT])
def test_p148_work_with_a_permit_or_none_at_all(works: Work) -> None:
    """Neither breaks anything."""
    assert told("P148-work", works=works).outcome == Outcome.MET


def test_p148_work_unclear_asks_who_gives_permits() -> None:
    """The local executive body and the migration police."""
    said = assess(case("FRA", basis=Basis.TEMPORARY_RESIDENCE, circumstances=WORKS))

    assert {Body.LOCAL_EXECUTIVE, Body.MIGRATION_POLICE} <= set(said.ask)


@pytest.mark.parametrize(
    ("punished", "outcome"),
    [
        ((), Outcome.MET),
        ((date(2026, 6, 1),), Outcome.MET),
        ((date(2026, 3, 1), date(2026, 6, 1)), Outcome.BROKEN),
        ((date(2026, 6, 1), date(2026, 6, 1)), Outcome.BROKEN),
        ((date(2025, 12, 15), date(2026, 11, 30)), Outcome.BROKEN),  # both counts reach them
        ((date(2025, 12, 14), date(2026, 11, 30)), Outcome.UNKNOWN),  # only whole months reach the older one
        ((date(2025, 12, 1), date(2026, 11, 30)), Outcome.UNKNOWN),
        ((date(2025, 11, 30), date(2026, 11, 30)), Outcome.MET),
        ((date(2026, 6, 1), date(2026, 12, 1)), Outcome.UNKNOWN),  # only days reach the present month
        ((date(2026, 6, 1), date(2026, 12, 16)), Outcome.MET),  # not yet
    ],
)
def test_l477_a_host_punished_twice_in_twelve_months_cannot_invite(
    punished: tuple[date, ...], outcome: Outcome
) -> None:
    """Counted to 15 December 2026; twelve calendar months are read to the day or as whole months."""
    said = told("L477-invitation", on=date(2026, 12, 15), host_punished=punished)

    assert said.outcome == outcome
    assert ("readings" in said.data) is (outcome == Outcome.UNKNOWN)


def test_p148_one_leaves_on_a_document_that_is_valid() -> None:
    """Its last day serves, the next one does not."""
    expires = date(2026, 12, 1)
    stays = (Stay(ENTRY, expires),)

    assert found("P148-document", case(on=TODAY, stays=stays, document_expires=expires)).outcome == Outcome.MET
    assert found("P148-document", case(on=TODAY, document_expires=expires - DAY)).outcome == Outcome.BROKEN

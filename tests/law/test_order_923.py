"""Order 923, paragraph by paragraph, at the edges."""

from datetime import date, timedelta

import pytest
from law_cases import AGREED, ENTRY, case, duty, finding

from bot.law.assessment import Body, Decision, DutyKind, Outcome, Registration
from bot.law.engine import assess
from bot.law.facts import Basis, Consent, DocumentKind, HostKind, Premises, Stay

DAY_30, LAST_ARGUABLE = date(2026, 12, 11), date(2026, 12, 12)
STAY_ENDS = date(2027, 2, 9)


def test_o923_came_into_force_on_1_july_2026() -> None:
    """The day before, the order says nothing; on the day, it asks for registration."""
    eve, day = (
        case(on=date(2026, 6, 30), entered=date(2026, 6, 25)),
        case(on=date(2026, 7, 1), entered=date(2026, 6, 25)),
    )

    assert not [f for f in assess(eve).findings if f.rule.startswith("O923")]
    assert assess(day).registration == Registration.REQUIRED


def test_o923_2_a_citizen_of_kazakhstan_is_no_immigrant() -> None:
    """A citizen has nothing to register here and no duty of a foreigner."""
    said = assess(case("KAZ", **AGREED))

    assert (said.registration, said.decision, said.duties, said.stay) == (Registration.NOT_REQUIRED, None, (), None)
    assert finding(said, "O923-2").data == {"immigrant": False}


@pytest.mark.parametrize("state", ["RUS", "BLR", "ARM", "KGZ", "TJK", "AZE", "TUR", "GEO", "MDA", "MNG"])
def test_o923_3_ten_states_have_an_order_of_up_to_ninety_days(state: str) -> None:
    """Their citizens register, on the thirtieth day at the latest."""
    said = assess(case(state, basis=Basis.VISA_FREE))
    register = duty(said, DutyKind.REGISTER)

    assert said.registration == Registration.REQUIRED
    assert register is not None
    assert (register.due, register.last_arguable, register.done) == (DAY_30, LAST_ARGUABLE, False)


@pytest.mark.parametrize(
    ("state", "why"),
    [("FRA", "thirty_days"), ("CHN", "thirty_days"), ("IND", "fourteen_days"), ("AFG", "no_order_of_stay")],
)
def test_o923_3_other_states_are_not_covered(state: str, why: str) -> None:
    """Who comes from another state is not registered, is told why, and gets no decision even if a host agreed."""
    said = assess(case(state, **AGREED))

    assert (said.registration, said.decision, said.grounds) == (Registration.NOT_REQUIRED, None, ())
    assert why == finding(said, "O923-3-who").data["why"]
    assert duty(said, DutyKind.REGISTER) is None
    assert duty(said, DutyKind.HOST_NOTICE) is not None


@pytest.mark.parametrize(
    ("state", "known", "why"),
    [
        ("UZB", {}, "thirty_days_contested"),
        ("ALB", {}, "ninety_in_year"),
        ("AND", {}, "ninety_in_year"),
        ("KNA", {}, "ninety_in_year"),
        ("RUS", {"basis": Basis.VISA}, "another_basis"),
        ("TUR", {"basis": Basis.TEMPORARY_RESIDENCE}, "another_basis"),
        ("FRA", {"basis": Basis.EAEU_FAMILY}, "eaeu_basis_of_another_state"),
        ("XXA", {}, "stateless"),
        ("RUS", {"document_kind": DocumentKind.STATELESS}, "stateless"),
    ],
)
def test_o923_3_what_is_unclear_has_two_readings_and_a_body_to_ask(state: str, known: dict, why: str) -> None:
    """The unclear are advised by the stricter date, can be registered, and learn whom to ask."""
    said = assess(case(state, **{**AGREED, **known}))
    data = finding(said, "O923-3-who").data

    assert (said.registration, said.decision) == (Registration.UNCLEAR, Decision.GRANT)
    assert why == data["why"]
    assert len(data["readings"]) == 2
    assert said.ask[0] is Body.MIGRATION_COMMITTEE
    assert duty(said, DutyKind.REGISTER).due == DAY_30


@pytest.mark.parametrize(
    ("basis", "why"),
    [
        (Basis.PERMANENT_RESIDENCE, "permanent_registration_service"),
        (Basis.REFUGEE, "refugee_registration_service"),
    ],
)
def test_o923_3_residents_and_refugees_have_another_service(basis: Basis, why: str) -> None:
    """They are pointed to the service that registers them."""
    said = assess(case(basis=basis))

    assert said.registration == Registration.NOT_REQUIRED
    assert why == finding(said, "O923-3-who").data["why"]


def test_o923_3_an_eaeu_worker_registers_after_thirty_days() -> None:
    """A worker's contract changes the stay and not the thirty days."""
    said = assess(case("KGZ", basis=Basis.EAEU_WORKER))

    assert (said.registration, said.stay) == (Registration.REQUIRED, None)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2027, 2, 9), Registration.NOT_REQUIRED),  # day 90
        (date(2027, 2, 10), Registration.NOT_REQUIRED),  # arguably day 90
        (date(2027, 2, 11), Registration.UNCLEAR),
    ],
)
def test_o923_3_ukraine_is_exempt_by_treaty_within_ninety_days(on: date, expected: Registration) -> None:
    """Ukraine's citizens register nowhere while their ninety days in each 180 last."""
    assert expected == assess(case("UKR", on=on)).registration


def test_o923_3_ukraine_counts_earlier_stays() -> None:
    """Sixty days of an earlier stay leave thirty to the exemption."""
    stays = (Stay(date(2026, 8, 1), date(2026, 9, 29)), Stay(ENTRY))
    last, after = (
        assess(case("UKR", on=day, stays=stays)).registration for day in (date(2026, 12, 12), date(2026, 12, 13))
    )

    assert (last, after) == (Registration.NOT_REQUIRED, Registration.UNCLEAR)


def test_o923_3_has_no_exemption_for_a_child_or_a_diplomat() -> None:
    """Who was free in the older regimes registers now, and the finding says so."""
    said = assess(case(born=date(2015, 1, 1), document_kind=DocumentKind.DIPLOMATIC))

    assert said.registration == Registration.REQUIRED
    assert finding(said, "O923-3-who").data["no_exemption"] == ("under_16", "official_document")


@pytest.mark.parametrize(
    ("today", "expected", "late"),
    [
        (DAY_30, Outcome.MET, 0),
        (LAST_ARGUABLE, Outcome.MET, 0),  # a Saturday, and no reason to wait for Monday
        (date(2026, 12, 13), Outcome.BROKEN, 1),
    ],
)
def test_o923_3_counts_thirty_days_from_the_crossing(today: date, expected: Outcome, late: int) -> None:
    """A guest who crossed on 12 November may still register on 12 December, and no later."""
    found = finding(assess(case(on=today)), "O923-3")

    assert (expected, late) == (found.outcome, found.data["late_days"])


def test_o923_3_a_late_registration_is_a_broken_duty_and_no_ground_of_refusal() -> None:
    """Paragraph 4's list is closed: lateness is not on it while the stay is lawful."""
    said = assess(case(on=date(2027, 1, 15), **AGREED))

    assert finding(said, "O923-3").outcome == Outcome.BROKEN
    assert (said.decision, said.grounds) == (Decision.GRANT, ())


@pytest.mark.parametrize(
    ("registered", "expected", "done"),
    [
        (LAST_ARGUABLE, Outcome.MET, True),
        (date(2026, 12, 13), Outcome.BROKEN, True),
        (date(2026, 11, 11), Outcome.BROKEN, False),  # of an earlier stay
    ],
)
def test_o923_3_a_registration_counts_from_its_day(registered: date, expected: Outcome, done: bool) -> None:
    """One in time keeps the duty, a late one ends it broken, one before the entry is not of this stay."""
    said = assess(case(on=date(2027, 1, 1), registered=registered))

    assert (expected, done) == (finding(said, "O923-3").outcome, duty(said, DutyKind.REGISTER).done)


def test_o923_3_each_crossing_begins_anew() -> None:
    """The thirty days run from the latest entry."""
    said = assess(case(stays=(Stay(date(2026, 7, 10), date(2026, 7, 30)), Stay(ENTRY))))

    assert duty(said, DutyKind.REGISTER).due == DAY_30


def test_o923_3_who_left_in_time_owes_nothing() -> None:
    """A departure within the thirty days ends the duty unbroken; one after them does not mend it."""
    in_time = assess(case(on=date(2027, 1, 1), stays=(Stay(ENTRY, LAST_ARGUABLE),)))
    too_late = assess(case(on=date(2027, 1, 1), stays=(Stay(ENTRY, date(2026, 12, 13)),)))

    assert (duty(in_time, DutyKind.REGISTER), finding(in_time, "O923-3").outcome) == (None, Outcome.MET)
    assert finding(too_late, "O923-3").outcome == Outcome.BROKEN


@pytest.mark.parametrize(
    ("entered", "registration", "due"),
    [
        (date(2026, 6, 30), Registration.REQUIRED, date(2026, 7, 29)),
        (date(2026, 6, 2), Registration.REQUIRED, date(2026, 7, 1)),  # day 30 is the order's first day
        (date(2026, 6, 1), Registration.UNCLEAR, date(2026, 7, 1)),  # day 30 was the day before
        (date(2026, 5, 1), Registration.UNCLEAR, date(2026, 7, 1)),
    ],
)
def test_o923_3_arrivals_across_the_first_day(entered: date, registration: Registration, due: date) -> None:
    """Whose thirtieth day comes under the order is due then; whose came before it is told to register at once."""
    said = assess(case(on=date(2026, 7, 2), entered=entered))

    assert (registration, due) == (said.registration, duty(said, DutyKind.REGISTER).due)
    assert finding(said, "O923-3").outcome != Outcome.BROKEN


def test_o923_3_without_an_entry_the_day_is_unknown() -> None:
    """Whoever has not come is told that the entry is missing."""
    assert finding(assess(case(stays=())), "O923-3").data["missing"] == ("stays",)


def test_o923_3_an_organisation_as_host_is_unclear() -> None:
    """The form has room for a person's IIN only, so the ministry is to be asked."""
    said = assess(case(host_kind=HostKind.ORGANISATION))

    assert finding(said, "O923-3-host").outcome == Outcome.UNKNOWN
    assert said.ask[0] is Body.MIGRATION_COMMITTEE


@pytest.mark.parametrize(
    ("known", "ground"),
    [
        ({"untrue": ("document",)}, "O923-4-1"),
        ({"address_kind": Premises.NOT_DWELLING}, "O923-4-1"),
        ({"on": date(2027, 2, 11)}, "O923-4-2"),
        ({"consent": Consent.REFUSED}, "O923-4-3"),
        ({"consent": Consent.WITHDRAWN}, "O923-4-3"),
    ],
)
def test_o923_4_each_ground_refuses_alone(known: dict, ground: str) -> None:
    """Untrue facts, an overstay and the host's refusal are the three grounds."""
    said = assess(case(**{**AGREED, **known}))

    assert (Decision.REFUSE, (ground,)) == (said.decision, said.grounds)


def test_o923_4_all_grounds_are_named() -> None:
    """A refusal names every ground there is, in the order's order."""
    said = assess(case(on=date(2027, 3, 1), **{**AGREED, "untrue": ("born",), "consent": Consent.REFUSED}))

    assert said.grounds == ("O923-4-1", "O923-4-2", "O923-4-3")


@pytest.mark.parametrize(
    ("on", "decision"),
    [
        (STAY_ENDS, Decision.GRANT),
        (STAY_ENDS + timedelta(days=1), Decision.GRANT),
        (STAY_ENDS + timedelta(days=2), Decision.REFUSE),
    ],
)
def test_o923_4_2_refuses_only_by_the_laxer_day(on: date, decision: Decision) -> None:
    """The ninetieth day and the arguable ninetieth day are still within the term."""
    assert decision == assess(case(on=on, **AGREED)).decision


@pytest.mark.parametrize(
    ("consent", "decision"), [(None, None), (Consent.ASKED, Decision.WAIT), (Consent.GRANTED, Decision.GRANT)]
)
def test_o923_4_3_waits_for_the_host(consent: Consent | None, decision: Decision | None) -> None:
    """Without an application there is no decision; with one the host's answer is awaited."""
    assert decision == assess(case(**{**AGREED, "consent": consent})).decision


def test_o923_4_a_broken_ground_does_not_wait_for_the_host() -> None:
    """An overstayer's request is refused before the host is troubled."""
    said = assess(case(on=date(2027, 2, 11), **{**AGREED, "consent": Consent.ASKED}))

    assert (said.decision, said.grounds) == (Decision.REFUSE, ("O923-4-2",))


def test_o923_4_3_a_consent_withdrawn_after_registration_is_not_written_of() -> None:
    """The order does not say whether the registration ends, so nothing is decided."""
    said = assess(case(**{**AGREED, "consent": Consent.WITHDRAWN, "registered": date(2026, 11, 20)}))

    assert (said.decision, finding(said, "O923-4-3").outcome) == (Decision.WAIT, Outcome.UNKNOWN)


MOVED = date(2026, 12, 11)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 12, 18), Outcome.MET),
        (date(2026, 12, 21), Outcome.MET),
        (date(2026, 12, 22), Outcome.BROKEN),
    ],
)
def test_o923_5_five_working_days_after_a_move(on: date, expected: Outcome) -> None:
    """From Friday 11 December 2026 five working days end on the 18th, arguably on the 21st."""
    said = assess(case(on=on, registered=date(2026, 11, 20), moved=MOVED))
    again = duty(said, DutyKind.REREGISTER)

    assert expected == finding(said, "O923-5").outcome
    assert (date(2026, 12, 18), date(2026, 12, 21), False) == (again.due, again.last_arguable, again.done)


def test_o923_5_before_a_first_registration_the_thirty_days_may_still_run() -> None:
    """Who moved before registering is warned by the five days and not blamed before the thirty are over."""
    moved = date(2026, 11, 16)
    open_still = finding(assess(case(on=LAST_ARGUABLE, moved=moved)), "O923-5")
    over = finding(assess(case(on=LAST_ARGUABLE + timedelta(days=1), moved=moved)), "O923-5")

    assert (open_still.outcome, len(open_still.data["readings"])) == (Outcome.UNKNOWN, 2)
    assert over.outcome == Outcome.BROKEN


def test_o923_5_a_move_before_the_entry_is_not_of_this_stay() -> None:
    """Only a move within the stay starts the five days."""
    assert duty(assess(case(moved=ENTRY - timedelta(days=1))), DutyKind.REREGISTER) is None


def test_o923_6_the_old_address_ends_with_the_new_registration() -> None:
    """A registration after the move does both at once; without one nothing has ended."""
    new = date(2026, 12, 14)
    said = assess(case(on=date(2026, 12, 20), registered=new, moved=MOVED))

    assert {"removed": new} == finding(said, "O923-6").data
    assert duty(said, DutyKind.REREGISTER).done
    assert "O923-6" not in {f.rule for f in assess(case(moved=MOVED, registered=date(2026, 11, 20))).findings}


@pytest.mark.parametrize("kind", Premises)
def test_o923_7_all_that_is_used_for_living_will_do(kind: Premises) -> None:
    """Each kind that the paragraph lists is met, and what is no dwelling is not."""
    expected = Outcome.BROKEN if kind is Premises.NOT_DWELLING else Outcome.MET

    assert expected == finding(assess(case(address_kind=kind)), "O923-7").outcome


def test_o923_7_premises_not_told_are_unknown() -> None:
    """The finding names what is missing."""
    assert finding(assess(case()), "O923-7").data["missing"] == ("address.kind",)


def test_o923_3_no_day_is_due_while_the_treaty_still_frees() -> None:
    """A Ukrainian's ninety free days end on 9 February: what may be due then is due on the next day, not on day 30."""
    said = assess(case("UKR", on=date(2027, 2, 12), moved=date(2026, 11, 20)))

    [register] = [duty for duty in said.duties if duty.duty is DutyKind.REGISTER]
    assert (register.due, register.last_arguable) == (date(2027, 2, 10), date(2027, 2, 11))
    assert DutyKind.REREGISTER not in {duty.duty for duty in said.duties}
    assert said.registration is Registration.UNCLEAR


@pytest.mark.parametrize("basis", [Basis.PERMANENT_RESIDENCE, Basis.REFUGEE])
def test_treaties_of_visitors_do_not_speak_of_residents_and_refugees(basis: Basis) -> None:
    """Who has a service of one's own is not told of the thirty days of visitors."""
    assert "TREATY-registration" not in {finding.rule for finding in assess(case("RUS", basis=basis)).findings}

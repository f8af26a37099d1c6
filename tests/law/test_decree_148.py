"""Decree 148: the host's notice, the stay, the document; and the permit of the Law on Migration beside it."""

from datetime import date, timedelta

import pytest
from law_cases import ENTRY, case, duty, finding

from bot.law.acts.decree_148 import months_after
from bot.law.assessment import Body, Citation, DutyKind, Outcome, Registration, Who
from bot.law.engine import assess
from bot.law.facts import Basis, DocumentKind, Stay, Visa

FRIDAY = date(2026, 12, 11)


def test_p148_9_the_host_has_three_working_days() -> None:
    """From Friday 11 December 2026 they end on the 15th, arguably on the 17th; whether it was repealed is not found."""
    said = assess(case("FRA", entered=FRIDAY, on=FRIDAY))
    notice = duty(said, DutyKind.HOST_NOTICE)

    assert (notice.who, notice.due, notice.last_arguable) == (Who.HOST, date(2026, 12, 15), date(2026, 12, 17))
    assert finding(said, "P148-9-beside-O923").data["standing"] == "repeal_not_found"


def test_p148_9_is_one_rule_before_order_923_and_another_beside_it() -> None:
    """The notice is owed on both sides of 1 July 2026, and only the later rule is in doubt."""
    before = assess(case("FRA", entered=date(2026, 6, 29), on=date(2026, 6, 30)))
    beside = assess(case("FRA", entered=date(2026, 6, 29), on=date(2026, 7, 1)))

    assert "standing" not in finding(before, "P148-9").data
    assert duty(before, DutyKind.HOST_NOTICE) == duty(beside, DutyKind.HOST_NOTICE)


def test_p148_9_beside_order_923_can_be_switched_off() -> None:
    """Once a repeal is found the duty goes, with what its breach would cost, and nothing else."""
    facts = case("FRA")
    on, off = (assess(facts, without=rules) for rules in (frozenset[str](), frozenset({"P148-9-beside-O923"})))

    assert duty(off, DutyKind.HOST_NOTICE) is None
    assert {f.rule for f in on.findings} - {f.rule for f in off.findings} == {"P148-9-beside-O923", "K235-518"}


@pytest.mark.parametrize(
    ("notified", "expected", "done"),
    [
        (None, Outcome.UNKNOWN, False),  # another person's act, of which nothing was told
        (date(2026, 12, 17), Outcome.MET, True),
        (date(2026, 12, 18), Outcome.BROKEN, True),
    ],
)
def test_p148_9_after_the_last_arguable_day(notified: date | None, expected: Outcome, done: bool) -> None:
    """A notice in time keeps the duty, a late one breaks it, silence leaves it unknown."""
    said = assess(case(entered=FRIDAY, on=date(2026, 12, 20), host_notified=notified))

    assert finding(said, "P148-9-beside-O923").outcome == expected
    assert duty(said, DutyKind.HOST_NOTICE).done is done


@pytest.mark.parametrize("known", [{"address_since": FRIDAY}, {"moved": FRIDAY}])
def test_p148_9_counts_from_a_change_of_place(known: dict[str, date]) -> None:
    """A new place has its own notice, which an earlier one does not serve."""
    said = assess(case(on=FRIDAY, host_notified=ENTRY + timedelta(days=1), **known))
    notice = duty(said, DutyKind.HOST_NOTICE)

    assert (notice.due, notice.done) == (date(2026, 12, 15), False)


def test_p148_9_is_not_for_residents_and_refugees() -> None:
    """Their hosts owe no such notice."""
    for basis in (Basis.PERMANENT_RESIDENCE, Basis.REFUGEE):
        assert duty(assess(case(basis=basis)), DutyKind.HOST_NOTICE) is None


@pytest.mark.parametrize(
    ("state", "limit", "window", "until"),
    [
        ("FRA", 30, None, date(2026, 12, 11)),
        ("IND", 14, None, date(2026, 11, 25)),
        ("TUR", 90, 180, date(2027, 2, 9)),
    ],
)
def test_p148_17_days_of_the_listed_states(state: str, limit: int, window: int | None, until: date) -> None:
    """Thirty, fourteen and ninety days, the day of entry being the first."""
    said = assess(case(state))
    leave = duty(said, DutyKind.LEAVE)

    assert (said.stay.limit, said.stay.window, said.stay.until) == (limit, window, until)
    assert (leave.due, leave.last_arguable) == (until, until + timedelta(days=1))


def test_p148_17_a_row_holds_for_entries_from_its_day() -> None:
    """Türkiye's ninety days are for entries since 25 August 2025; of the order before, nothing was seen."""
    before, since = (assess(case("TUR", entered=day, on=day)) for day in (date(2025, 8, 24), date(2025, 8, 25)))

    assert (before.stay, since.stay.limit) == (None, 90)


def test_p148_17_without_an_order_of_stay_the_basis_is_missing() -> None:
    """Whoever needs a visa is not judged before it is known."""
    said = assess(case("AFG"))

    assert said.stay is None
    assert finding(said, "P148-17").data["missing"] == ("basis", "visa")


VISA = Visa(date(2026, 11, 1), date(2027, 1, 31))


@pytest.mark.parametrize(("on", "expected"), [(VISA.until, Outcome.MET), (date(2027, 2, 1), Outcome.BROKEN)])
def test_p148_a_visa_is_a_date_and_not_a_count(on: date, expected: Outcome) -> None:
    """A visa's last day has one reading."""
    said = assess(case("AFG", basis=Basis.VISA, visa=VISA, on=on))

    assert (said.stay.until, said.stay.last_arguable) == (VISA.until, VISA.until)
    assert finding(said, "P148-visa").outcome == expected


@pytest.mark.parametrize(
    ("expires", "expected"), [(date(2027, 4, 30), Outcome.MET), (date(2027, 4, 29), Outcome.BROKEN)]
)
def test_p148_a_visa_ends_three_months_after_the_document(expires: date, expected: Outcome) -> None:
    """A visa until 31 January asks for a passport until 30 April at least."""
    said = assess(case("AFG", basis=Basis.VISA, visa=VISA, document_expires=expires))

    assert finding(said, "P148-visa-document").outcome == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 11, 15), date(2027, 2, 15)),
        (date(2026, 9, 30), date(2026, 12, 30)),
    ],
)
def test_months_are_counted_on_to_the_same_day_or_the_last(day: date, expected: date) -> None:
    """Three months after a 30 November is February's last day."""
    assert months_after(day, 3) == expected


@pytest.mark.parametrize(
    ("expires", "owed"), [(date(2027, 2, 8), True), (date(2027, 2, 9), False), (date(2030, 1, 1), False)]
)
def test_p148_a_document_that_ends_within_the_stay_is_renewed(expires: date, owed: bool) -> None:
    """The duty is there when the last lawful day is past the document's."""
    assert (duty(assess(case(document_expires=expires)), DutyKind.RENEW_DOCUMENT) is not None) is owed


def test_p148_a_document_serves_on_its_last_day() -> None:
    """It is broken on the day after."""
    expires = date(2026, 11, 30)
    last, after = (assess(case(on=day, document_expires=expires)) for day in (expires, date(2026, 12, 1)))

    assert finding(last, "P148-document").outcome == Outcome.MET
    assert finding(after, "P148-document").outcome == Outcome.BROKEN


def test_who_has_left_on_time_has_left_lawfully() -> None:
    """A departure on the last day does the duty to leave."""
    said = assess(case("FRA", on=date(2027, 1, 1), stays=(Stay(ENTRY, date(2026, 12, 11)),)))

    assert (said.stay.used, duty(said, DutyKind.LEAVE).done) == (30, True)
    assert finding(said, "P148-17").outcome == Outcome.MET


@pytest.mark.parametrize("state", ["FRA", "UZB", "SRB"])
def test_l477_a_permit_is_the_way_to_stay_beyond_thirty_days(state: str) -> None:
    """It falls due with the visa-free stay, as the other way beside leaving."""
    said = assess(case(state))

    assert duty(said, DutyKind.TEMPORARY_RESIDENCE).due == date(2026, 12, 11)
    assert finding(said, "L477-permit").data["instead"] == "leave"


@pytest.mark.parametrize(
    ("state", "known"),
    [
        ("RUS", {}),
        ("FRA", {"basis": Basis.VISA, "visa": VISA}),
        ("FRA", {"basis": Basis.TEMPORARY_RESIDENCE}),
        ("FRA", {"document_kind": DocumentKind.SERVICE}),
        ("FRA", {"born": date(2010, 12, 2)}),  # sixteen tomorrow
    ],
)
def test_l477_who_needs_no_permit(state: str, known: dict) -> None:
    """Ninety-day states, holders of a visa or of an official passport, and children under sixteen."""
    assert duty(assess(case(state, **known)), DutyKind.TEMPORARY_RESIDENCE) is None


def test_l477_a_child_needs_a_permit_from_the_sixteenth_birthday() -> None:
    """The exemption ends on the day."""
    assert duty(assess(case("FRA", born=date(2010, 12, 1))), DutyKind.TEMPORARY_RESIDENCE) is not None


@pytest.mark.parametrize(
    ("state", "due"),
    [("FRA", date(2026, 4, 30)), ("MDA", date(2026, 4, 30)), ("IND", date(2026, 4, 14)), ("BLR", date(2026, 6, 29))],
)
def test_l477_before_order_923_a_permit_beyond_thirty_days(state: str, due: date) -> None:
    """From 11 January 2020 on a permit is due on day 30, for citizens of the EAEU on day 90."""
    said = assess(case(state, entered=date(2026, 4, 1), on=date(2026, 4, 10)))

    assert duty(said, DutyKind.TEMPORARY_RESIDENCE).due == due


@pytest.mark.parametrize(
    ("state", "on", "expected"),
    [
        ("FRA", date(2020, 1, 10), Registration.UNCLEAR),  # of age, document and basis nothing is told
        ("FRA", date(2020, 1, 11), Registration.NOT_REQUIRED),
        ("FRA", date(2026, 6, 30), Registration.NOT_REQUIRED),
        ("ARM", date(2026, 6, 30), Registration.NOT_REQUIRED),
    ],
)
def test_l477_no_registration_of_ones_own_from_11_january_2020(state: str, on: date, expected: Registration) -> None:
    """It was abolished until Order 923 came into force."""
    assert assess(case(state, on=on, entered=on)).registration == expected


def test_l477_a_treaty_that_asked_after_thirty_days_had_no_procedure() -> None:
    """An Armenian citizen's thirty-second day before Order 923 is unclear, the thirty-first is free."""
    entered = date(2026, 5, 1)
    free, unclear = (assess(case("ARM", entered=entered, on=entered + timedelta(days=n))) for n in (30, 31))

    assert (free.registration, unclear.registration) == (Registration.NOT_REQUIRED, Registration.UNCLEAR)


def test_treaties_cite_themselves() -> None:
    """What a treaty says is cited from the treaty and not from the order that gives way to it."""
    said = assess(case("UKR"))

    assert finding(said, "TREATY-registration").cite == Citation("KZ-UKR-2000", "1(3)")
    assert finding(said, "TREATY-stay").cite == Citation("KZ-UKR-2000", "1(3)")


def test_azerbaijans_protocol_is_not_ratified() -> None:
    """The order gives way to ratified treaties only, and the finding says which kind it is."""
    assert finding(assess(case("AZE")), "TREATY-registration").data["ratified"] is False
    assert finding(assess(case("BLR")), "TREATY-registration").data["ratified"] is True


def test_p148_a_visa_that_begins_after_the_entry_does_not_cover_it() -> None:
    """By what one stayed until the visa's first day is not known, and the police can be asked; its end is its end."""
    visa = VISA._replace(since=ENTRY + timedelta(days=1))
    said, over = (assess(case("AFG", basis=Basis.VISA, visa=visa, on=day)) for day in (visa.since, date(2027, 2, 1)))
    stay = finding(said, "P148-visa")

    assert (stay.outcome, stay.data["why"]) == (Outcome.UNKNOWN, "entered_before_visa")
    assert Body.MIGRATION_POLICE in stay.ask
    assert finding(said, "O923-4-2").outcome == Outcome.UNKNOWN
    assert duty(said, DutyKind.LEAVE).due == visa.until
    assert [finding(over, rule).outcome for rule in ("P148-visa", "O923-4-2")] == [Outcome.BROKEN, Outcome.BROKEN]


def test_p148_a_visas_first_day_covers_an_entry_on_it() -> None:
    """Entered on the visa's first day, one stays by it."""
    said = assess(case("AFG", basis=Basis.VISA, visa=VISA._replace(since=ENTRY)))

    assert finding(said, "P148-visa").outcome == Outcome.MET


@pytest.mark.parametrize("known", [{"basis": Basis.PERMANENT_RESIDENCE}, {"stays": ()}, {"basis": Basis.VISA}])
@pytest.mark.parametrize(("days", "owed"), [(90, True), (91, False), (-1, True)])
def test_p148_a_document_is_renewed_in_good_time_where_no_stay_is_known(known: dict, days: int, owed: bool) -> None:
    """Ninety days before its end, and no earlier: our own horizon, and not the law's."""
    said = assess(case("AFG", document_expires=date(2026, 12, 1) + timedelta(days=days), **known))

    assert said.stay is None
    assert (duty(said, DutyKind.RENEW_DOCUMENT) is not None) is owed


@pytest.mark.parametrize(
    ("stays", "until"),
    [
        ((Stay(ENTRY),), date(2027, 2, 9)),
        ((Stay(date(2026, 8, 1), date(2026, 9, 29)), Stay(ENTRY)), date(2026, 12, 11)),
    ],
)
def test_treaties_ukraine_is_free_as_long_as_its_days_last(stays: tuple[Stay, ...], until: date) -> None:
    """The ninety days in 180 are counted with earlier stays."""
    said = finding(assess(case("UKR", stays=stays)), "TREATY-registration").data

    assert (said["days"], said["window"], said["free_until"]) == (90, 180, until)


def test_treaties_thirty_days_run_from_the_entry() -> None:
    """A treaty that names no window is counted from the crossing."""
    said = finding(assess(case("RUS")), "TREATY-registration").data

    assert (said["window"], said["free_until"]) == (None, date(2026, 12, 11))

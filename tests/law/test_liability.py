"""The code on administrative offences: articles 517, 518 and 62, and no sum that no source gives."""

from datetime import date, timedelta
from typing import Any

import pytest
from law_cases import ENTRY, case

from bot.law.assessment import Body, Citation, Finding, Outcome
from bot.law.circumstances import Circumstances
from bot.law.engine import assess
from bot.law.facts import Basis, Facts, HostKind, Stay, Visa
from bot.law.penalties import Breach, Measure, monthly_index, penalties
from bot.law.tables import rows_of

DAY = timedelta(days=1)
LAX_LAST_DAY = date(2026, 12, 12)  # of a French guest's thirty days from 12 November; the strict one is the 11th


def found(rule: str, facts: Facts) -> Finding | None:
    """What the rule finds, or None where it is silent."""
    return next((finding for finding in assess(facts).findings if finding.rule == rule), None)


@pytest.mark.parametrize(
    ("over", "measure", "tenge"),
    [(1, "warning", None), (3, "warning", None), (4, "fine", (43250, 43250)), (5, "fine", (43250, 43250))],
)
def test_k235_517_the_ladder_of_an_overstay(over: int, measure: str, tenge: tuple[int, int] | None) -> None:
    """To three days a warning, to five ten indices; the days are counted from the laxer last day."""
    said = found("K235-517", case("FRA", on=LAX_LAST_DAY + over * DAY))

    assert (said.outcome, said.cite) == (Outcome.BROKEN, Citation("K235", "517(3)"))
    assert (said.data["over"], said.data["over_strictly"]) == (over, over + 1)
    assert (said.data["rung"]["measure"], said.data["rung"]["tenge"]) == (measure, tenge)


@pytest.mark.parametrize("over", [6, 10, 11, 40])
def test_k235_517_beyond_five_days_no_sum_was_found(over: int) -> None:
    """Only the range is told: ten to twenty-five indices, fifteen days, expulsion, five years."""
    said = found("K235-517", case("FRA", on=LAX_LAST_DAY + over * DAY))

    assert said.data["rung"] is None
    assert [(rung["measure"], rung["least"], rung["most"]) for rung in said.data["range"]] == [
        ("fine", 10, 25),
        ("arrest", None, 15),
        ("expulsion", None, None),
        ("entry_ban", 5, 5),
    ]


def test_k235_517_the_last_arguable_day_is_no_offence() -> None:
    """Between the two counts nobody is blamed."""
    assert found("K235-517", case("FRA", on=LAX_LAST_DAY)) is None


def test_k235_517_a_visas_end_has_one_count() -> None:
    """A visa ends on its day by both."""
    visa = Visa(date(2026, 11, 1), date(2026, 11, 30))
    said = found("K235-517", case("AFG", basis=Basis.VISA, visa=visa, on=date(2026, 12, 3)))

    assert (said.data["over"], said.data["over_strictly"]) == (3, 3)


@pytest.mark.parametrize(
    ("on", "ladder", "told"),
    [
        (date(2022, 7, 30), None, False),
        (date(2022, 7, 31), None, True),
        (date(2023, 12, 30), None, True),
        (date(2023, 12, 31), "warning", True),
    ],
)
def test_k235_517_holds_from_where_a_source_shows_it(on: date, ladder: str | None, told: bool) -> None:
    """The range since July 2022, the ladder since the end of 2023: before, nothing is told."""
    visa = Visa(on - 20 * DAY, on - DAY)
    said = found("K235-517", case("AFG", basis=Basis.VISA, visa=visa, on=on, entered=on - 10 * DAY))

    assert (said is not None) is told
    assert said is None or (said.data["rung"] or {}).get("measure") == ladder


@pytest.mark.parametrize(("on", "passed"), [(date(2027, 2, 20), False), (date(2027, 2, 21), True)])
def test_k235_62_two_months_from_the_departure(on: date, passed: bool) -> None:
    """Of an overstay that ended on 20 December; while it lasts the two months do not run."""
    ended = found("K235-517", case("FRA", on=on, stays=(Stay(ENTRY, date(2026, 12, 20)),)))
    lasting = found("K235-517", case("FRA", on=on))

    assert (ended.data["limitation_until"], ended.data["limitation_passed"]) == (date(2027, 2, 20), passed)
    assert (lasting.data["limitation_until"], lasting.data["limitation_passed"]) == (None, False)


@pytest.mark.parametrize(
    ("known", "on", "late"),
    [
        ({}, date(2026, 12, 12), False),
        ({}, date(2026, 12, 13), True),
        ({"registered": date(2026, 12, 12)}, date(2026, 12, 20), False),
        ({"registered": date(2026, 12, 13)}, date(2026, 12, 20), True),
        ({"registered": date(2026, 11, 20), "moved": date(2026, 12, 1)}, date(2026, 12, 8), False),
        ({"registered": date(2026, 11, 20), "moved": date(2026, 12, 1)}, date(2026, 12, 9), True),
    ],
)
def test_k235_a_late_registration_has_no_known_sum(known: dict[str, Any], on: date, late: bool) -> None:
    """Neither article nor sum was found, so the answer is unknown and names whom to ask."""
    facts = case("RUS", on=on, **known)
    said = found("K235-517", facts)

    assert (said is not None) is late
    if said is not None:
        assert (said.outcome, said.data) == (Outcome.UNKNOWN, {"why": "late_registration", "sum": "not_found"})
        assert said.cite == Citation("K235", None)
        assert Body.MIGRATION_POLICE in assess(facts).ask


NOTICE_LATE = date(2026, 12, 20)


def host(kind: HostKind | None = HostKind.PERSON, **known: Any) -> Finding | None:
    """What a host risks whose guest came on Friday 11 December 2026; the notice is in time until the 17th."""
    facts = case("FRA", **{"entered": date(2026, 12, 11), "on": NOTICE_LATE, "host_kind": kind, **known})
    return found("K235-518", facts)


@pytest.mark.parametrize(("notified", "late"), [(date(2026, 12, 17), False), (date(2026, 12, 18), True)])
def test_k235_518_a_notice_after_the_last_arguable_day(notified: date, late: bool) -> None:
    """The laxer of the two counts decides."""
    said = host(host_notified=notified)

    assert (said is not None) is late
    assert said is None or (said.outcome, said.data["late_since"]) == (Outcome.BROKEN, date(2026, 12, 18))


def test_k235_518_a_notice_that_nobody_told_of_is_not_known_to_be_late() -> None:
    """What the host risks is told under the condition that none was given."""
    said = host()

    assert (said.outcome, said.data["missing"]) == (Outcome.UNKNOWN, ("host.notified",))
    assert host(on=date(2026, 12, 17)) is None


def rungs(said: Finding, which: str) -> list[tuple[object, ...]]:
    """Who is punished how, in indices and tenge."""
    return [(rung["who"], rung["measure"], rung["most"], rung["tenge"]) for rung in said.data[which]]


def test_k235_518_a_person_is_warned() -> None:
    """The first time; again within a year it is thirty indices."""
    said = host()

    assert rungs(said, "first") == [("person", "warning", None, None)]
    assert rungs(said, "again") == [("person", "fine", 30, (129750, 129750))]
    assert [rung["confidence"] for rung in said.data["again"]] == ["M"]


def test_k235_518_an_organisation_is_fined_by_its_size() -> None:
    """Which the case does not tell, so the whole ladder stands; again up to a hundred and no invitations."""
    said = host(HostKind.ORGANISATION)

    assert rungs(said, "first") == [
        ("small", "fine", 10, (43250, 43250)),
        ("medium", "fine", 15, (64875, 64875)),
        ("large", "fine", 20, (86500, 86500)),
    ]
    assert rungs(said, "again") == [
        ("organisation", "fine", 100, (None, 432500)),
        ("organisation", "no_invitations", 1, None),
    ]


def test_k235_518_of_an_unknown_host_both_are_told() -> None:
    """A person and an organisation."""
    assert {rung["who"] for rung in host(None).data["first"]} == {"person", "small", "medium", "large"}


@pytest.mark.parametrize(
    ("punished", "repeated"),
    [
        ((), False),
        ((date(2025, 12, 17),), False),
        ((date(2025, 12, 18),), True),
        ((date(2026, 12, 17),), True),
        ((date(2026, 12, 18),), False),
    ],
)
def test_k235_518_again_within_a_year(punished: tuple[date, ...], repeated: bool) -> None:
    """A punishment in the year before the notice was late makes it a repeated one, and only that is told."""
    said = host(circumstances=Circumstances(host_punished=punished))

    assert said.data["repeated"] is repeated
    assert (bool(said.data["first"]), bool(said.data["again"])) == (not repeated, repeated)


@pytest.mark.parametrize(("on", "passed"), [(date(2027, 2, 18), False), (date(2027, 2, 19), True)])
def test_k235_62_two_months_from_the_late_notice(on: date, passed: bool) -> None:
    """Counted from the day on which it was given at last."""
    assert host(host_notified=date(2026, 12, 18), on=on).data["limitation_passed"] is passed


@pytest.mark.parametrize(("entered", "first"), [(date(2024, 11, 28), 0), (date(2024, 11, 29), 1)])
def test_k235_518_holds_from_where_a_source_shows_it(entered: date, first: int) -> None:
    """The ladder for what became late since 5 December 2024; thirty indices for a repetition already before."""
    said = host(entered=entered, on=entered + 20 * DAY)

    assert (len(said.data["first"]), len(said.data["again"])) == (first, 1)


def test_k235_518_before_the_first_source_nothing_is_told() -> None:
    """On 30 December 2022 no sum is known; on the 31st that of a repetition is, for what became late then."""
    assert host(entered=date(2022, 12, 20), on=date(2022, 12, 30)) is None
    late = host(entered=date(2022, 12, 27), on=date(2023, 1, 20))

    assert (late.data["first"], len(late.data["again"])) == ((), 1)


def test_tenge_only_for_the_years_with_an_index() -> None:
    """2022, 2025 and 2026; in another year the index itself is all that is told."""
    assert {year: monthly_index(year) for year in range(2020, 2030) if monthly_index(year)} == {
        2022: 3063,
        2025: 3932,
        2026: 4325,
    }
    assert [rung["tenge"] for rung in host(on=date(2027, 1, 10)).data["again"]] == [None]


def test_every_row_has_a_source_and_a_confidence() -> None:
    """No sum without where it is from and how sure it is."""
    for name in ("mrp.csv", "penalties.csv"):
        assert all(row["sources"].startswith("S") and row["confidence"] in {"H", "M", "L"} for row in rows_of(name))


def test_the_steps_of_the_ladder_do_not_overlap() -> None:
    """Each number of days over has at most one measure."""
    for over in range(1, 30):
        steps = [
            penalty
            for penalty in penalties(Breach.OVERSTAY, date(2026, 12, 1))
            if penalty.over_to is not None and (penalty.over_from or 0) <= over <= penalty.over_to
        ]
        assert len(steps) <= 1
        assert all(penalty.measure in (Measure.WARNING, Measure.FINE) for penalty in steps)


def test_k235_517_the_ladder_is_that_of_the_last_day_over() -> None:
    """A departure in 2026 is measured by what stood then and by that year's index, however late one asks."""
    stays = (Stay(ENTRY, LAX_LAST_DAY + 4 * DAY),)
    then, later = (
        found("K235-517", case("FRA", on=day, stays=stays)) for day in (date(2026, 12, 20), date(2027, 1, 20))
    )

    assert (later.data["rung"], later.data["index"]) == (then.data["rung"], 4325)
    assert later.data["rung"]["tenge"] == (43250, 43250)


def test_k235_517_a_departure_before_the_ladders_source_has_no_rung() -> None:
    """Three days over in 2023 are not measured by a text that was first seen later."""
    visa = Visa(date(2023, 5, 1), date(2023, 5, 30))
    stays = (Stay(date(2023, 5, 1), date(2023, 6, 2)),)
    said = found("K235-517", case("AFG", basis=Basis.VISA, visa=visa, on=date(2024, 3, 1), stays=stays))

    assert (said.data["over"], said.data["rung"]) == (3, None)
    assert said.data["range"]


@pytest.mark.parametrize("known", [{}, {"host_notified": date(2026, 12, 18)}])
def test_k235_518_is_silent_where_no_notice_is_owed(known: dict[str, Any]) -> None:
    """Without the rule that asks for the notice nobody is told that it is late."""
    facts = case("FRA", entered=date(2026, 12, 11), on=NOTICE_LATE, **known)
    off = assess(facts, without=frozenset({"P148-9-beside-O923"}))

    assert found("K235-518", facts) is not None
    assert not [finding for finding in off.findings if finding.rule in ("K235-518", "P148-9-beside-O923")]

"""The regime until 10 January 2020: registration within five days, moves, the host's notice, the migration card."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from law_cases import case, duty, finding

from bot.law import residence
from bot.law.age import birthday
from bot.law.assessment import Citation, DutyKind, Outcome, Registration, Who
from bot.law.circumstances import Circumstances, TravelsAs
from bot.law.engine import assess
from bot.law.facts import Basis, DocumentKind, Facts, Stay

ENTRY = date(2018, 3, 1)
FIFTH = date(2018, 3, 5)
REQUIRED, NOT_REQUIRED, UNCLEAR = Registration.REQUIRED, Registration.NOT_REQUIRED, Registration.UNCLEAR
MET, BROKEN, UNKNOWN = Outcome.MET, Outcome.BROKEN, Outcome.UNKNOWN


def grown(citizenship: str = "XXA", *, entered: date = ENTRY, on: date = FIFTH, **known: object) -> Facts:
    """A grown-up on a common passport without a visa; stateless, so that no state's list or treaty concerns them."""
    common = {"born": date(1990, 1, 1), "document_kind": DocumentKind.PASSPORT, "basis": Basis.VISA_FREE}
    return case(citizenship, entered=entered, on=on, **{**common, **known})


@pytest.mark.parametrize(
    ("on", "expected"),
    [(ENTRY, MET), (FIFTH, MET), (date(2018, 3, 6), MET), (date(2018, 3, 7), BROKEN), (date(2019, 3, 7), BROKEN)],
)
def test_five_days_the_day_of_entry_is_the_first(on: date, expected: Outcome) -> None:
    """Entered on the first, one registers by the fifth, arguably by the sixth; from the seventh on it is broken."""
    said = assess(grown(on=on))
    register = duty(said, DutyKind.REGISTER)

    assert said.registration is REQUIRED
    assert (register.who, register.due, register.last_arguable) == (Who.GUEST, FIFTH, date(2018, 3, 6))
    assert finding(said, "P148-five-days").outcome is expected


def test_five_days_are_not_moved_on_from_a_weekend() -> None:
    """An entry on a Wednesday is due on the Sunday."""
    assert duty(assess(grown(entered=date(2018, 3, 7))), DutyKind.REGISTER).due == date(2018, 3, 11)


@pytest.mark.parametrize(("registered", "expected"), [(date(2018, 3, 6), MET), (date(2018, 3, 7), BROKEN)])
def test_five_days_a_registration_in_time_and_one_too_late(registered: date, expected: Outcome) -> None:
    """The sixth day is arguably in time, the seventh is not; both do the duty."""
    said = assess(grown(on=date(2018, 4, 1), registered=registered))

    assert duty(said, DutyKind.REGISTER).done
    assert finding(said, "P148-five-days").outcome is expected


def test_five_days_a_registration_of_an_earlier_stay_does_not_serve() -> None:
    """Each crossing begins anew."""
    assert not duty(assess(grown(registered=date(2018, 2, 28))), DutyKind.REGISTER).done


@pytest.mark.parametrize(("left", "expected"), [(FIFTH, NOT_REQUIRED), (date(2018, 3, 6), REQUIRED)])
def test_five_days_who_leaves_by_the_fifth_day_needs_none(left: date, expected: Registration) -> None:
    """Only a stay of more than five days asks for it, counted strictly; nobody is blamed for the sixth."""
    said = assess(grown(stays=(Stay(ENTRY, left),), on=date(2018, 5, 1)))

    assert said.registration is expected
    assert duty(said, DutyKind.REGISTER) is None
    assert all(found.outcome is MET for found in said.findings if found.rule == "P148-five-days")


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"citizenship": "KAZ"}, "not_an_immigrant"),
        ({"document_kind": DocumentKind.DIPLOMATIC}, "official_document"),
        ({"document_kind": DocumentKind.SERVICE}, "official_document"),
        ({"basis": Basis.INVESTOR_VISA}, "investor_visa"),
        ({"basis": Basis.PERMANENT_RESIDENCE}, "permanent_registration_service"),
        ({"basis": Basis.REFUGEE}, "refugee_registration_service"),
        ({"born": date(2002, 3, 6)}, "under_16"),
    ],
)
def test_five_days_who_needed_none(known: dict, why: str) -> None:
    """Official passports, investor visas, children under sixteen; residents and refugees had another service."""
    said = assess(grown(**known))

    assert said.registration is NOT_REQUIRED
    assert finding(said, "P148-five-days-who").data["why"] == why
    assert duty(said, DutyKind.REGISTER) is None


def test_five_days_who_turns_sixteen_within_them_registers() -> None:
    """On the fifth day such a person is no child any more."""
    assert assess(grown(born=date(2002, 3, 5))).registration is REQUIRED


@pytest.mark.parametrize(("on", "expected"), [(date(2018, 3, 9), NOT_REQUIRED), (date(2018, 3, 10), UNCLEAR)])
def test_five_days_a_sixteenth_birthday_later_in_the_stay_is_unclear(on: date, expected: Registration) -> None:
    """What it asks is not written, so there are two readings and no day by which to register."""
    said = assess(grown(born=date(2002, 3, 10), on=on))

    assert said.registration is expected
    assert duty(said, DutyKind.REGISTER) is None
    assert ("readings" in finding(said, "P148-five-days-who").data) is (expected is UNCLEAR)


def test_five_days_one_born_on_29_february_is_sixteen_on_it() -> None:
    """Sixteen years after a leap day there is one again, but for the turn of some centuries."""
    assert birthday(date(2004, 2, 29), 16) == date(2020, 2, 29)
    assert birthday(date(2084, 2, 29), 16) == date(2100, 3, 1)


@pytest.mark.parametrize("fact", ["born", "document_kind", "basis"])
def test_five_days_a_missing_fact_that_might_free_is_named(fact: str) -> None:
    """Nobody is told that they must, nor blamed, before it is known."""
    said = assess(replace(grown(on=date(2018, 4, 1)), **{fact: None}))

    assert said.registration is UNCLEAR
    assert finding(said, "P148-five-days-who").data["missing"] == (fact.replace("_", "."),)
    assert finding(said, "P148-five-days").outcome is UNKNOWN


def test_five_days_a_visa_of_unseen_kind_may_free() -> None:
    """A visa's holder registers, unless it is a diplomatic or service one, which is not asked."""
    said = assess(grown("IND", basis=Basis.VISA))

    assert said.registration is REQUIRED
    assert finding(said, "P148-five-days-who").data["unless"] == ("diplomatic_or_service_visa",)


def test_five_days_of_the_border_stamp_no_list_was_seen() -> None:
    """A citizen of any state may be among the 56 whom the border service registered, so nothing is called broken."""
    said = assess(grown("JPN", on=date(2018, 4, 1)))

    assert said.registration is REQUIRED
    assert finding(said, "P148-five-days-who").data["border_stamp"] == "list_not_seen"
    assert finding(said, "P148-five-days").outcome is UNKNOWN
    assert len(finding(said, "P148-five-days").data["readings"]) == 2


TREATIES = [
    ("RUS", date(2015, 1, 1), 30),
    ("BLR", date(2015, 1, 24), 5),
    ("BLR", date(2015, 1, 29), 30),
    ("KGZ", date(2017, 6, 10), 5),
    ("KGZ", date(2017, 6, 23), 30),
    ("TJK", date(2019, 12, 20), 5),
    ("TJK", date(2019, 12, 31), 30),
    ("UZB", date(2018, 3, 1), 5),
    ("AZE", date(2018, 3, 1), 5),
]


@pytest.mark.parametrize(("state", "entered", "days"), TREATIES)
def test_five_days_and_the_treaties_by_date(state: str, entered: date, days: int) -> None:
    """Thirty days for citizens of Russia, and of Belarus, Kyrgyzstan and Tajikistan since their treaties' days."""
    said = assess(grown(state, entered=entered, on=entered))

    assert duty(said, DutyKind.REGISTER).due == entered + timedelta(days=days - 1)
    assert said.registration is (NOT_REQUIRED if days == 30 else REQUIRED)


@pytest.mark.parametrize(
    ("on", "registration", "outcome"),
    [
        (date(2018, 3, 30), NOT_REQUIRED, MET),
        (date(2018, 3, 31), REQUIRED, MET),
        (date(2018, 4, 1), REQUIRED, BROKEN),
    ],
)
def test_five_days_a_treatys_thirty_and_then_the_duty(on: date, registration: Registration, outcome: Outcome) -> None:
    """A Russian citizen is free on day 30, and late from the day after the next."""
    said = assess(grown("RUS", on=on))

    assert said.registration is registration
    assert finding(said, "P148-five-days").outcome is outcome
    assert finding(said, "P148-five-days-who").cite == Citation("KZ-RUS-2012", None)


def test_five_days_a_treaty_that_comes_within_them_lengthens_them() -> None:
    """A Kyrgyz citizen whose five days still ran on 23 June 2017 got thirty; who had missed them got nothing back."""
    running, missed = date(2017, 6, 20), date(2017, 6, 18)
    on = date(2017, 6, 25)

    assert duty(assess(grown("KGZ", entered=running, on=on)), DutyKind.REGISTER).due == date(2017, 7, 19)
    assert duty(assess(grown("KGZ", entered=missed, on=on)), DutyKind.REGISTER).due == date(2017, 6, 22)


def test_five_days_ukraine_is_free_for_ninety_days_in_180() -> None:
    """On the ninety-first day, arguably still free; after it unclear, with no day by which to register."""
    lasts, ended = (assess(grown("UKR", on=ENTRY + timedelta(days=days))) for days in (90, 91))

    assert (lasts.registration, ended.registration) == (NOT_REQUIRED, UNCLEAR)
    assert duty(ended, DutyKind.REGISTER) is None
    assert finding(ended, "P148-five-days").data["readings"] == ("five_days_apply_again", "five_days_ran_out_unseen")


def test_five_days_of_armenias_earlier_treaty_only_ninety_free_days_are_told() -> None:
    """The press of 2025 says that ninety days were free before; since when was not seen."""
    said = assess(grown("ARM"))

    assert said.registration is UNCLEAR
    assert finding(said, "P148-five-days-who").data["why"] == "earlier_treaty_not_seen"


def test_five_days_workers_of_the_eaeu_have_thirty() -> None:
    """By their own state's treaty where it gives as much; else who was in the union is not seen, and it is unclear."""
    russian, armenian, other = (assess(grown(state, basis=Basis.EAEU_FAMILY)) for state in ("RUS", "ARM", "UZB"))
    who = finding(armenian, "P148-five-days-who")

    assert duty(russian, DutyKind.REGISTER).due == date(2018, 3, 30)
    assert finding(russian, "P148-five-days-who").cite == Citation("KZ-RUS-2012", None)
    assert (armenian.registration, who.data["why"]) == (UNCLEAR, "eaeu_membership_not_seen")
    assert who.data["readings"] == ("five_days_for_others", "eaeu_thirty_days")
    assert other.registration is UNCLEAR


def test_five_days_a_member_of_the_eaeu_by_a_source_has_thirty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a source shows an earlier day of membership, the treaty on the union is what is cited."""
    monkeypatch.setattr(residence, "eaeu_members", lambda: {"ARM": date(2015, 1, 2)})
    said = assess(grown("ARM", basis=Basis.EAEU_FAMILY))

    assert duty(said, DutyKind.REGISTER).due == date(2018, 3, 30)
    assert finding(said, "P148-five-days-who").cite == Citation("EAEU-2014", "97")


def test_five_days_a_residence_permit_may_itself_be_the_registration() -> None:
    """The summary of the law gives both one name."""
    assert assess(grown(basis=Basis.TEMPORARY_RESIDENCE)).registration is UNCLEAR


MOVED = date(2018, 5, 7)


@pytest.mark.parametrize(("on", "expected"), [(date(2018, 5, 12), MET), (date(2018, 5, 13), BROKEN)])
def test_five_days_after_a_move(on: date, expected: Outcome) -> None:
    """Five calendar days, the day of the move being the first, whatever days off they hold."""
    said = assess(grown(on=on, registered=FIFTH, moved=MOVED))
    anew = duty(said, DutyKind.REREGISTER)

    assert (anew.due, anew.last_arguable) == (date(2018, 5, 11), date(2018, 5, 12))
    assert finding(said, "P148-five-days-move").outcome is expected


def test_five_days_after_a_move_are_for_permanent_residents_too() -> None:
    """The rule names the permanent place of residence beside the temporary one."""
    said = assess(grown(on=date(2018, 6, 1), basis=Basis.PERMANENT_RESIDENCE, moved=MOVED))

    assert finding(said, "P148-five-days-move").outcome is BROKEN


def test_five_days_after_a_move_wait_for_the_end_of_a_treatys_days() -> None:
    """Who moves on day 2 of thirty free ones has the whole of them."""
    said = assess(grown("RUS", moved=date(2018, 3, 2)))

    assert duty(said, DutyKind.REREGISTER).due == date(2018, 3, 30)


def test_five_days_after_a_move_are_not_for_those_who_need_no_registration() -> None:
    """Nor for a move before the entry."""
    for facts in (grown(document_kind=DocumentKind.SERVICE, moved=FIFTH), grown(moved=date(2018, 2, 1))):
        assert duty(assess(facts), DutyKind.REREGISTER) is None


def test_five_days_the_host_has_three_working_days() -> None:
    """From Wednesday 7 March 2018 over Women's Day, the 9th off in exchange and the weekend; no paragraph was seen."""
    notice = duty(assess(grown(entered=date(2018, 3, 7))), DutyKind.HOST_NOTICE)

    assert (notice.who, notice.due) == (Who.HOST, date(2018, 3, 13))
    assert notice.cite == Citation("P148", None)


def test_five_days_the_host_tells_of_a_change_of_place() -> None:
    """A move begins three working days of its own, here after three days off."""
    assert duty(assess(grown(on=MOVED, moved=MOVED)), DutyKind.HOST_NOTICE).due == date(2018, 5, 14)


def card(facts: Facts) -> tuple[object, object]:
    """Whether a card was given, and why not."""
    data = finding(assess(facts), "P148-five-days-card").data
    return data["card"], data.get("why")


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"document_kind": DocumentKind.DIPLOMATIC}, "official_document"),
        ({"basis": Basis.INVESTOR_VISA}, "investor_visa"),
        ({"born": date(2002, 4, 2)}, "under_16"),
        *(({"circumstances": Circumstances(travels_as=way)}, way.value) for way in TravelsAs),
    ],
)
def test_five_days_who_got_no_migration_card(known: dict, why: str) -> None:
    """Those whom the rule names; crews, drivers and passengers in transit register after five days all the same."""
    assert ("none", why) == card(grown(**known))
    assert assess(grown(**known)).registration is (REQUIRED if "circumstances" in known else NOT_REQUIRED)


def test_five_days_everyone_else_got_a_migration_card() -> None:
    """At entry, on the day of the sixteenth birthday too; what is not known is missing."""
    assert card(grown()) == ("given", None)
    assert card(grown(born=date(2002, 3, 1))) == ("given", None)
    assert finding(assess(grown(born=None)), "P148-five-days-card").data["missing"] == ("born",)


ABOLISHED = date(2020, 1, 11)


@pytest.mark.parametrize(
    ("entered", "outcome"),
    [
        (date(2020, 1, 4), BROKEN),  # arguably until the 9th
        (date(2020, 1, 5), MET),  # arguably until the 10th, the last day of that law
        (date(2020, 1, 10), MET),
    ],
)
def test_five_days_across_the_abolition(entered: date, outcome: Outcome) -> None:
    """What was broken by 10 January 2020 stays broken, what was still open fell away, and nothing is left to file."""
    for on in (ABOLISHED, date(2020, 6, 1)):
        said = assess(grown(entered=entered, on=on))

        assert said.registration is NOT_REQUIRED
        assert finding(said, "P148-five-days").outcome is outcome
        assert duty(said, DutyKind.REGISTER) is None


def test_five_days_a_registration_after_the_abolition_mends_nothing() -> None:
    """It could not be filed any more."""
    said = assess(grown(entered=date(2020, 1, 2), on=date(2020, 2, 1), registered=ABOLISHED))

    assert finding(said, "P148-five-days").outcome is BROKEN


def test_five_days_nothing_is_said_of_those_who_came_after() -> None:
    """An entry or a move on 11 January 2020 belongs to the new law."""
    said = assess(grown(entered=ABOLISHED, on=ABOLISHED, moved=ABOLISHED))

    assert not [found for found in said.findings if found.rule.startswith("P148-five-days")]


@pytest.mark.parametrize(("moved", "outcome"), [(date(2020, 1, 4), BROKEN), (date(2020, 1, 5), MET)])
def test_five_days_after_a_move_across_the_abolition(moved: date, outcome: Outcome) -> None:
    """As with the first registration."""
    said = assess(grown(entered=date(2019, 12, 1), registered=date(2019, 12, 2), moved=moved, on=ABOLISHED))

    assert finding(said, "P148-five-days-move").outcome is outcome
    assert duty(said, DutyKind.REREGISTER) is None


def test_l477_whose_thirty_days_were_over_when_the_permit_came() -> None:
    """The permit beyond thirty days is then read in two ways, and asked for on its first day."""
    said = assess(grown(entered=date(2019, 12, 12), on=ABOLISHED))
    over = assess(grown(entered=date(2019, 12, 11), on=ABOLISHED))

    assert finding(said, "L477-permit").outcome is MET
    assert finding(over, "L477-permit").data["readings"] == ("permit_due_at_once", "law_does_not_reach_back")
    assert duty(over, DutyKind.TEMPORARY_RESIDENCE).due == ABOLISHED

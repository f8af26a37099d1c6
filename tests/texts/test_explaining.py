"""The law in words: whatever the rules find, for whomever and whenever, has words of its own."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from bot.law import competence
from bot.law.assessment import Assessment, Body, Citation, Decision, Duty, DutyKind, Finding, Outcome, Registration, Who
from bot.law.circumstances import Circumstances, EntryBar, ExitBar, TravelsAs, Work
from bot.law.engine import ACTS, GROUNDS, RULES, assess
from bot.law.facts import Basis, Facts, HostKind, Premises, Stay, Visa
from bot.law.rule import Question
from bot.law.states import stay_orders, treaty_clauses
from bot.texts.explaining import assessment, bodies, duties, duty_line, explain, explain_finding, topics
from bot.texts.explaining.acts import READINGS, SENTENCES
from bot.texts.explaining.citations import cite
from bot.texts.explaining.facts import FACTS
from bot.texts.explaining.stays import ground_of_stay
from bot.texts.words import LANGUAGES, unmarked, words_of
from tests.law.law_cases import ENTRY, case, persons

ENGLISH = words_of("en")
LAW = Path(__file__).parents[2] / "bot" / "law"
TURNS = sorted({day for rule in RULES for day in rule.span if day is not None and day.year >= 2015})
DAYS = (date(2015, 6, 1), *TURNS, date(2026, 7, 20), date(2026, 12, 10), date(2027, 6, 1))
CODE = re.compile(r"\w_\w|[{}]| [.,;:)]|\bNone\b|\b(O923|P148|L477|K235|KZ)-|\bXXA\b")

Standing = tuple[Facts, Assessment]
WHAT_IFS = (
    *(Circumstances(entry_bars=(bar,)) for bar in EntryBar),
    *(Circumstances(exit_bars=(bar,)) for bar in ExitBar),
    *(Circumstances(works=work) for work in Work),
    *(Circumstances(travels_as=way) for way in TravelsAs),
    Circumstances(entry_bars=(), exit_bars=()),
    Circumstances(entry_bars=(EntryBar.FUNDS_NOT_SHOWN,), funds_not_asked_of=True),
    Circumstances(entry_bars=(EntryBar.FUNDS_NOT_SHOWN, EntryBar.DISEASE), funds_not_asked_of=False),
    Circumstances(exit_bars=(ExitBar.SENTENCE,), expelled=date(2026, 11, 1)),
    Circumstances(expelled=date(2024, 6, 1)),
    Circumstances(expelled=date(2021, 12, 10)),
    Circumstances(expelled=date(2014, 6, 1)),
    Circumstances(host_punished=()),
    Circumstances(host_punished=(date(2026, 3, 1), date(2026, 5, 1))),
    Circumstances(host_punished=(date(2025, 12, 5), date(2026, 5, 1))),
)


@cache
def everyone() -> tuple[Standing, ...]:
    """The grid of persons around each change of law, and those who ask "what if"."""
    grid = (facts for day in DAYS for facts in persons(day))
    return tuple((facts, assess(facts)) for facts in (*grid, *_who_ask_what_if(), *_others()))


def _who_ask_what_if() -> Iterator[Facts]:
    bases, citizenships, hosts = (None, *Basis), ("RUS", "CHN"), (None, *HostKind)
    for what, basis, citizenship in product(WHAT_IFS, bases, citizenships):
        yield case(citizenship, on=date(2026, 12, 10), basis=basis, circumstances=what)
    for what, host, day in product(WHAT_IFS[-3:], hosts, (date(2026, 12, 10), date(2027, 3, 1))):
        yield case(on=day, host_kind=host, circumstances=what, host_notified=date(2026, 12, 1))


def _others() -> Iterator[Facts]:
    """Whom the grid lacks: an overstay by days, premises, a table's row with a weak source."""
    for day in (1, 2, 3, 4, 6, 12):
        yield case(on=date(2027, 2, 9 + day), basis=Basis.VISA_FREE)
    for place in Premises:
        yield case(address_kind=place, untrue=())
    yield case(untrue=("document", "anything_at_all"))
    yield case("KNA")
    yield case("AFG", basis=Basis.VISA, visa=Visa(date(2026, 11, 20), date(2027, 3, 1)))
    yield case("UKR", stays=(Stay(date(2026, 6, 20), date(2026, 11, 10)), Stay(date(2026, 11, 12))))
    yield case("RUS", on=date(2024, 5, 1), entered=date(2024, 3, 1), basis=Basis.TEMPORARY_RESIDENCE)
    yield case("DEU", on=date(2026, 12, 10), stays=(Stay(date(2026, 7, 1), date(2026, 9, 1)), Stay(date(2026, 12, 1))))


def shape(finding: Finding) -> tuple[object, ...]:
    """What a sentence depends on besides dates and counts."""
    kept = {
        name: type(value) if isinstance(value, date) or type(value) is int else repr(value)
        for name, value in finding.data.items()
    }
    return finding.rule, finding.version, finding.outcome, finding.cite, tuple(sorted(kept.items(), key=str))


@cache
def findings() -> tuple[Finding, ...]:
    """One finding of each shape."""
    return tuple({shape(found): found for _, said in everyone() for found in said.findings}.values())


def codes_in(name: str) -> set[str]:
    """Whatever stands under this name in any finding."""
    found: set[str] = set()
    for finding in findings():
        value = finding.data.get(name, ())
        found |= set(value) if isinstance(value, tuple) else {str(value)}
    return found


def test_every_rule_has_its_sentence() -> None:
    """Each rule has words of its own, no words stand for a rule that is gone, and all are put to the test here."""
    rules = {rule.name for rule in RULES}

    assert set(SENTENCES) == rules
    assert {finding.rule for finding in findings()} == rules


def test_every_finding_is_told_without_a_code() -> None:
    """Nobody is shown a code, a gap or nothing at all."""
    for finding in findings():
        for citizenship in ("UZB", ""):
            said = unmarked(explain_finding(ENGLISH, finding, citizenship=citizenship))
            assert len(said) > 20, finding
            assert not CODE.search(said), (said, finding)


def test_every_outcome_is_told_apart() -> None:
    """Who kept a rule, who broke it and whom it cannot judge are not told the same."""
    told: dict[tuple[str, str], Outcome] = {}
    for finding in findings():
        said = explain_finding(ENGLISH, finding)
        assert told.setdefault((finding.rule, said), finding.outcome) is finding.outcome, (said, finding)


def test_every_reading_has_its_words() -> None:
    """Each reading is a sentence of its own, and no words are left of a reading that the law no longer names."""
    law = "".join(path.read_text(encoding="utf-8") for path in LAW.rglob("*.py"))

    assert codes_in("readings") <= set(READINGS)
    assert not [code for code in READINGS if f'"{code}"' not in law]
    assert len({reading(ENGLISH) for reading in READINGS.values()}) == len(READINGS)


def test_every_missing_fact_is_named() -> None:
    """What has to be told is said in words."""
    assert codes_in("missing") <= set(FACTS)


def test_every_code_has_its_name() -> None:
    """Bodies, duties, questions, answers, decisions and grounds."""
    assert set(bodies.BODIES) == set(Body)
    assert set(duties.WHAT) == set(duties.COUNTS) == set(DutyKind)
    assert set(topics.TOPICS) == set(Question)
    assert set(assessment.REGISTRATION) == set(Registration)
    assert set(assessment.DECISION) == set(Decision)
    assert set(assessment.GROUNDS) == set(GROUNDS)


def test_every_act_has_its_name() -> None:
    """Whatever a rule or a table cites is cited in words."""
    cited = {Citation(act.code, None) for act in ACTS} | {rule.cite for rule in RULES}
    cited |= {row.cite for rows in stay_orders().by_state.values() for row in rows}
    cited |= {row.cite for rows in treaty_clauses().by_state.values() for row in rows}
    cited |= {row.cite for row in competence.table()}
    cited |= {finding.cite for finding in findings()}

    for citation in cited:
        said = cite(ENGLISH, citation)
        assert not CODE.search(said), said
        assert citation.act not in said, said
        assert citation.paragraph is None or citation.paragraph[0] in said, said


def test_a_rule_is_cited_as_people_cite_it() -> None:
    """By the act's short name and the paragraph, a treaty by the state and the year."""
    assert cite(ENGLISH, Citation("O923", "3")) == "Order 923, paragraph 3"
    assert cite(ENGLISH, Citation("O923", "4-2")) == "Order 923, paragraph 4, point 2"
    assert cite(ENGLISH, Citation("KZ-UKR-2000", "1(3)")) == "treaty with Ukraine of 2000, article 1(3)"
    assert cite(ENGLISH, Citation("L477", None)) == "Law on Migration"


def line(facts: Facts, kind: DutyKind, *, reader: Who = Who.GUEST) -> str:
    """One duty of these facts in words."""
    (duty,) = [duty for duty in assess(facts).duties if duty.duty is kind]
    return unmarked(duty_line(ENGLISH, duty, facts, reader=reader))


def test_a_duty_shows_its_count_and_its_clause() -> None:
    """What, by when, how many days are left, how the day was counted, where it is written."""
    assert line(case(), DutyKind.REGISTER) == (
        "Register at your address. By 11 December 2026: 10 days left.\n"
        "Entered 12 November 2026 = day 1; day 30 = 11 December 2026. (Order 923, paragraph 3)"
    )


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 12, 10), "By 11 December 2026: 1 day left."),
        (date(2026, 12, 11), "Today, 11 December 2026, is the last day."),
        (
            date(2026, 12, 12),
            "The safe day was 11 December 2026; counted another way, the last day is 12 December 2026.",
        ),
        (date(2026, 12, 13), "The last day was 11 December 2026. Do it at once"),
    ],
)
def test_a_duty_is_told_as_it_stands_on_the_day(day: date, said: str) -> None:
    """Days left, the last day, both days between the two readings, and too late."""
    assert said in line(case(on=day), DutyKind.REGISTER)


def test_a_duty_that_is_done_is_marked() -> None:
    """Who has registered is told so, with the count still there to be checked."""
    assert "Register at your address. Done.\nEntered" in line(case(registered=date(2026, 11, 20)), DutyKind.REGISTER)


def test_a_move_counts_working_days() -> None:
    """The five working days of Order 923 begin with the move: 16 December is off."""
    moved = case(on=date(2026, 12, 14), moved=date(2026, 12, 11), registered=date(2026, 11, 20))

    assert "Moved 11 December 2026; working day 5 = 18 December 2026." in line(moved, DutyKind.REREGISTER)


def test_the_hosts_duty_is_told_to_each_in_his_own_way() -> None:
    """The guest asks the host; the host is told to do it."""
    assert "Ask your host whether it is done." in line(case(), DutyKind.HOST_NOTICE)
    assert "Do it at once" in line(case(), DutyKind.HOST_NOTICE, reader=Who.HOST)


def test_who_came_before_the_order_is_not_told_a_thirtieth_day_that_is_none() -> None:
    """An entry whose day 30 was before 1 July 2026 is due on that day, and the count says why."""
    assert "Your thirtieth day was before 1 July 2026" in line(
        case(on=date(2026, 7, 2), entered=date(2026, 5, 1)), DutyKind.REGISTER
    )


def test_the_hosts_notice_is_counted_from_the_entry_on_a_condition() -> None:
    """Where nobody told since when the guest lives there, the day holds if that is since the entry."""
    assert "If you have lived there since your entry on 12 November 2026: working day 3 =" in line(
        case(), DutyKind.HOST_NOTICE
    )
    assert "If you" not in line(case(address_since=ENTRY), DutyKind.HOST_NOTICE)


@pytest.mark.parametrize("day", DAYS)
def test_a_stateless_person_is_a_citizen_of_no_state(day: date) -> None:
    """No sentence puts the words for having no country where a country's name belongs."""
    for basis in (None, *Basis):
        for finding in assess(case("XXA", on=day, entered=day - timedelta(days=9), basis=basis)).findings:
            assert "Stateless person" not in explain_finding(ENGLISH, finding, citizenship="XXA")


def test_each_ground_of_a_stay_without_a_count_has_its_words() -> None:
    """A contract, a residence permit and a status are not called a visa."""
    counted = {Basis.VISA_FREE, Basis.VISA, Basis.INVESTOR_VISA}

    told = {basis: ground_of_stay(ENGLISH, basis) for basis in Basis if basis not in counted}

    assert len(set(told.values())) == len(told)
    assert "visa" not in " ".join(told.values())
    assert "visa or permit" in ground_of_stay(ENGLISH, None)


@pytest.mark.parametrize(
    ("over", "said"),
    [
        (2, "By a stricter count: 3 days. For up to three days the penalty is a warning. The whole"),
        (3, "By a stricter count: 4 days. For up to three days the penalty is a warning. For more than three days"),
        (4, "By a stricter count: 5 days. For more than three days and up to five it is a fine of 10 MRP"),
        (5, "a fine of 10 MRP. For more days than that we found no sum, so we name none."),
        (6, "By a stricter count: 7 days. We found no sum for so many days, so we name none."),
    ],
)
def test_an_overstay_is_told_by_both_counts(over: int, said: str) -> None:
    """Where the stricter count leads to another rung, that one is told too."""
    facts = case(on=date(2027, 2, 10 + over), basis=Basis.VISA_FREE)
    (finding,) = [finding for finding in assess(facts).findings if finding.rule == "K235-517"]

    assert said in unmarked(explain_finding(ENGLISH, finding, citizenship="RUS"))


def test_every_duty_of_everyone_is_told_without_a_code() -> None:
    """The whole grid, one duty of each kind, act and standing."""
    told: dict[object, tuple[Duty, Facts]] = {}
    for facts, said in everyone():
        for duty in said.duties:
            told[duty.duty, duty.cite.act, duty.done, duty.due < facts.on, facts.basis] = duty, facts
    for duty, facts in told.values():
        told_to_guest = unmarked(duty_line(ENGLISH, duty, facts))
        assert not CODE.search(told_to_guest), told_to_guest


def test_a_weak_source_is_said() -> None:
    """A table's row that rests on little is told with a warning."""
    facts = case("KNA")

    assert "Our source for this is weak: check it." in explain(ENGLISH, assess(facts), facts)


def test_an_unclear_law_gives_both_readings_and_whom_to_ask() -> None:
    """Uzbekistan: what the press says, what the treaty says, and the body that can settle it."""
    said = assess(case("UZB"))
    (finding,) = [finding for finding in said.findings if finding.rule == "O923-3-who"]

    told = explain_finding(ENGLISH, finding, citizenship="UZB")

    assert told.count("•") == 2
    assert "By the treaty with Uzbekistan your stay is 30 days." in told
    assert "Ask: the Migration Committee" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_assessment_is_told_in_every_language(language: str) -> None:
    """Answer, decision with its ground, duties, stay, findings; in words alone."""
    facts = replace(case("TJK", on=date(2027, 3, 1)), consent="granted", basis=Basis.VISA_FREE)

    told = unmarked(explain(words_of(language), assess(facts), facts))

    assert not CODE.search(told), told
    assert told.count("\n\n") > 8


def test_why_names_the_bodies_that_the_rule_itself_names() -> None:
    """A rule's own word on whom to ask goes before the table's."""
    (found,) = [
        found for found in assess(case(host_kind=HostKind.ORGANISATION)).findings if found.rule == "O923-3-host"
    ]

    assert found.ask == (Body.MIGRATION_COMMITTEE,)
    assert bodies.BODIES[Body.LOCAL_EXECUTIVE](ENGLISH) in explain_finding(
        ENGLISH, found._replace(ask=(Body.LOCAL_EXECUTIVE,))
    )


def test_a_residents_other_service_is_told_for_the_years_without_registration() -> None:
    """A Russian with a permanent residence permit in 2024 is sent to the service, and not told of an unclear treaty."""
    facts = case(on=date(2024, 5, 1), entered=date(2024, 3, 1), basis=Basis.PERMANENT_RESIDENCE)
    told = explain(ENGLISH, assess(facts), facts)

    assert "You need not register." in told
    assert "you use another service" in told
    assert "A treaty with Russia asks" not in told


def test_a_treatys_days_in_a_window_are_told_as_such() -> None:
    """Ukraine's ninety days are of each 180, and end earlier for one who was here before."""
    facts = case("UKR", stays=(Stay(date(2026, 8, 1), date(2026, 9, 29)), Stay(date(2026, 11, 12))))
    told = explain(ENGLISH, assess(facts), facts)

    assert "from registration for 90 days in each 180" in told
    assert "From this entry that is until 11 December 2026." in told

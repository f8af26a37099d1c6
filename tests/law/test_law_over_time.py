"""What must hold on every day and for every kind of person."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law_cases import CITIZENSHIPS, case, persons

from bot.law.assessment import Outcome, Registration
from bot.law.engine import RULES, assess, rules_in_force
from bot.law.facts import Basis, Consent, Facts, Premises, Stay, Visa
from bot.law.rule import Question

FIRST, LAST = date(2015, 1, 1), date(2028, 12, 31)
TURNS = sorted({day for rule in RULES for day in rule.span if day is not None and day >= FIRST})
DAY = timedelta(days=1)


def each_question_once(facts: Facts) -> None:
    """No two rules answer one question, and what must be answered is."""
    spoken = [rule.question for rule in rules_in_force(facts.on) if rule.apply(facts) is not None]
    twice = [question for question, times in Counter(spoken).items() if times > 1]
    assert not twice, facts
    assert Question.STAY in spoken or facts.citizenship == "KAZ", facts
    said = assess(facts)
    assert said.registration is Registration.UNCLEAR or Question.REGISTRATION in spoken, facts
    assert bool(said.ask) or said.registration is not Registration.UNCLEAR, facts
    assert (said.decision == "refuse") is bool(said.grounds), facts


def test_every_day_has_one_answer_to_each_question() -> None:
    """From 2015 to 2028, a few persons a day in turn: one answer or unknown, no gap, no overlap, no exception."""
    grid = list(persons(FIRST))
    turn = cycle(range(len(grid)))
    for day in (FIRST + n * DAY for n in range((LAST - FIRST).days + 1)):
        wanted = sorted(islice(turn, 5))
        everyone = list(persons(day)) if day in TURNS else [_nth_person(day, index) for index in wanted]
        for facts in everyone:
            each_question_once(facts)


PER_PAIR = 9


def _nth_person(day: date, index: int) -> Facts:
    """One person of the grid, without making the others."""
    pair, which = divmod(index, PER_PAIR)
    citizenship, basis = divmod(pair, len(Basis) + 1)
    return next(islice(persons(day, CITIZENSHIPS[citizenship], (None, *Basis)[basis]), which, None))


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_every_day_has_one_answer_for_the_whole_grid() -> None:
    """Every day since Order 923, every person of the grid."""
    for day in (date(2026, 7, 1) + n * DAY for n in range((LAST - date(2026, 7, 1)).days + 1)):
        for facts in persons(day):
            each_question_once(facts)


def test_the_eves_of_all_changes_are_answered() -> None:
    """The whole grid, on the day before the law changes."""
    for day in TURNS:
        for facts in persons(day - DAY):
            each_question_once(facts)


def test_no_rule_before_its_act() -> None:
    """On a day before every act nothing is said, and registration is unclear."""
    said = assess(case(on=date(1999, 1, 1), entered=date(1999, 1, 1)))

    assert (said.registration, said.findings) == (Registration.UNCLEAR, ())


def test_a_rules_versions_follow_one_another() -> None:
    """A rule that was changed ends on the day its next version begins."""
    spans: dict[str, list[tuple[date, date | None]]] = {}
    for rule in sorted(RULES, key=lambda rule: rule.version):
        spans.setdefault(rule.name, []).append(rule.span)
    for name, versions in spans.items():
        for (_, until), (since, _) in pairwise(versions):
            assert until == since, name


DAYS = st.dates(date(2026, 7, 1), date(2028, 6, 30))
MAYBE_DAYS = st.none() | DAYS


@st.composite
def histories(draw: st.DrawFn) -> Facts:
    """A guest of any kind under Order 923, with events in any order."""
    entered = draw(DAYS)
    stay = Stay(entered, draw(st.none() | st.integers(0, 120).map(lambda n: entered + n * DAY)))
    return Facts(
        on=entered,
        citizenship=draw(st.sampled_from(CITIZENSHIPS)),
        basis=draw(st.none() | st.sampled_from(Basis)),
        stays=(stay,),
        visa=draw(st.none() | DAYS.map(lambda day: Visa(day, day + 60 * DAY))),
        document_expires=draw(MAYBE_DAYS),
        address_kind=draw(st.none() | st.sampled_from(Premises)),
        address_since=draw(MAYBE_DAYS),
        moved=draw(MAYBE_DAYS),
        consent=draw(st.none() | st.sampled_from(Consent)),
        host_notified=draw(MAYBE_DAYS),
        registered=draw(MAYBE_DAYS),
    )


def broken(facts: Facts) -> set[str]:
    """The rules broken by now."""
    return {finding.rule for finding in assess(facts).findings if finding.outcome is Outcome.BROKEN}


@given(histories(), st.integers(0, 200), st.integers(1, 200))
def test_a_later_day_never_unbreaks_a_broken_deadline(facts: Facts, first: int, more: int) -> None:
    """What was broken on a day is broken on every later one, the facts being the same."""
    # a consent withdrawn before a registration refuses, and after it is a question of its own
    same = [rule for rule in broken(_on(facts, first)) if rule != "O923-4-3"]

    assert set(same) <= broken(_on(facts, first + more))


def _on(facts: Facts, days: int) -> Facts:
    return replace(facts, on=facts.on + days * DAY)

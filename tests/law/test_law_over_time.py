"""What must hold on every day and for every kind of person."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law_cases import CITIZENSHIPS, PER_PAIR, case, persons

from bot.law.assessment import Outcome, Registration
from bot.law.engine import RULES, assess, rules_in_force
from bot.law.events import arrival_at_the_place
from bot.law.facts import Basis, Consent, DocumentKind, Facts, Premises, Stay, Visa
from bot.law.rule import Question

FIRST, LAST = date(2015, 1, 1), date(2028, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
TURNS = sorted({day for rule in RULES for day in rule.span if day is not None and day >= FIRST})
DAY = timedelta(days=1)
NO_REGISTRATION = (date(2020, 1, 11), date(2026, 7, 1))
"""Between these days a foreigner's own registration was abolished."""

ALWAYS_ASKED = {
    *(Question.REGISTRATION, Question.REGISTER_BY, Question.MOVE, Question.TREATY, Question.HOST_NOTICE),
    *(Question.STAY, Question.DOCUMENT, Question.VISA_AND_DOCUMENT),
}
"""The questions that some rule answers on every day, whoever it may concern."""


def concerned(facts: Facts, registration: Registration) -> set[Question]:
    """The questions that this person must have an answer to."""
    if facts.citizenship == "KAZ":
        return {Question.REGISTRATION}
    asked = {Question.REGISTRATION, Question.STAY, Question.DOCUMENT}
    if facts.basis not in (Basis.PERMANENT_RESIDENCE, Basis.REFUGEE):
        asked.add(Question.HOST_NOTICE)
    if facts.on < NO_REGISTRATION[0]:
        asked.add(Question.MIGRATION_CARD)
    if registration is Registration.NOT_REQUIRED or NO_REGISTRATION[0] <= facts.on < NO_REGISTRATION[1]:
        return asked
    moved = facts.stays and facts.moved and facts.stays[-1].entered <= facts.moved
    return {*asked, Question.REGISTER_BY, *([Question.MOVE] if moved else [])}


def each_question_once(facts: Facts) -> None:
    """No two rules answer one question, and what concerns the person is answered."""
    spoken = [rule.question for rule in rules_in_force(facts.on) if rule.apply(facts) is not None]
    said = assess(facts)
    twice = [question for question, times in Counter(spoken).items() if times > 1]
    assert not twice, facts
    assert concerned(facts, said.registration) <= set(spoken), facts
    assert bool(said.ask) or said.registration is not Registration.UNCLEAR, facts
    assert (said.decision == "refuse") is bool(said.grounds), facts


def test_every_day_has_its_rules() -> None:
    """On each day from 2015 to 2028 there are rules for whatever is always asked, and each rule once."""
    for day in EVERY_DAY:
        rules = rules_in_force(day)
        assert {rule.question for rule in rules} >= ALWAYS_ASKED, day
        assert len({rule.name for rule in rules}) == len(rules), day


def test_every_day_has_one_answer_to_each_question() -> None:
    """From 2015 to 2028, a person a day in turn: one answer or unknown, no gap, no overlap, no exception."""
    turn = cycle(range(PERSONS))
    for day in EVERY_DAY:
        each_question_once(_nth_person(day, next(turn)))


def test_the_days_around_each_change_have_one_answer_to_each_question() -> None:
    """From two days before a change of law to two days after, every eleventh person of the grid, not the same."""
    around = sorted({turn + n * DAY for turn in TURNS for n in range(-2, 3)} & set(EVERY_DAY))
    for index, day in enumerate(around):
        for nth in range(index % 11, PERSONS, 11):
            each_question_once(_nth_person(day, nth))


PERSONS = len(CITIZENSHIPS) * (len(Basis) + 1) * PER_PAIR


def _nth_person(day: date, index: int) -> Facts:
    """One person of the grid, without making the others."""
    pair, which = divmod(index, PER_PAIR)
    citizenship, basis = divmod(pair, len(Basis) + 1)
    return next(islice(persons(day, CITIZENSHIPS[citizenship], (None, *Basis)[basis]), which, None))


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_every_day_has_one_answer_for_the_whole_grid() -> None:
    """Every day from 2015 to 2028, every person of the grid."""
    for day in EVERY_DAY:
        for facts in persons(day):
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


DAYS = st.dates(date(2015, 1, 1), date(2028, 6, 30))


@st.composite
def histories(draw: st.DrawFn) -> Facts:
    """A guest of any kind at any time since 2015, with events in any order, some before the entry."""
    entered = draw(DAYS)
    events = st.none() | st.integers(-10, 100).map(lambda n: entered + n * DAY)
    stay = Stay(entered, draw(st.none() | st.integers(0, 120).map(lambda n: entered + n * DAY)))
    return Facts(
        on=entered,
        citizenship=draw(st.sampled_from(CITIZENSHIPS)),
        born=draw(st.none() | st.sampled_from([date(1990, 2, 28), entered - timedelta(days=16 * 365)])),
        document_kind=draw(st.none() | st.sampled_from(DocumentKind)),
        basis=draw(st.none() | st.sampled_from(Basis)),
        stays=(stay,),
        visa=draw(st.none() | events.filter(bool).map(lambda day: Visa(day, day + 60 * DAY))),
        document_expires=draw(events),
        address_kind=draw(st.none() | st.sampled_from(Premises)),
        address_since=draw(events),
        moved=draw(events),
        consent=draw(st.none() | st.sampled_from(Consent)),
        host_notified=draw(events),
        registered=draw(events),
    )


def broken(facts: Facts) -> set[Question]:
    """The questions whose rule is broken by now."""
    return {QUESTIONS[finding.rule] for finding in assess(facts).findings if finding.outcome is Outcome.BROKEN}


QUESTIONS = {rule.name: rule.question for rule in RULES}


@given(histories(), st.integers(0, 200), st.integers(1, 200))
def test_a_later_day_never_unbreaks_a_broken_deadline(facts: Facts, first: int, more: int) -> None:
    """What was broken on a day is broken on every later one, whatever law has come since, the facts being the same.

    Two exceptions: a consent withdrawn before a registration refuses, and after it is a question of its own; the host's
    notice is judged for the place where the guest is, so a new place has a new notice.
    """
    earlier, later = _on(facts, first), _on(facts, first + more)
    excepted = {Question.CONSENT}
    if arrival_at_the_place(earlier) != arrival_at_the_place(later):
        excepted |= {Question.HOST_NOTICE, Question.HOST_LIABILITY}

    assert broken(earlier) - excepted <= broken(later)


def _on(facts: Facts, days: int) -> Facts:
    return replace(facts, on=facts.on + days * DAY)

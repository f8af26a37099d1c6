"""Seed 000: who decides what, so that whatever is unclear names whom to ask."""

from datetime import date

import pytest
from law_cases import case, persons

from bot.law.assessment import Body, Citation, Outcome
from bot.law.competence import bodies_for, competences, table
from bot.law.engine import assess
from bot.law.facts import Basis
from bot.law.rule import Question


def test_every_question_has_a_body_with_its_source() -> None:
    """No question of law without somebody to ask, no body without where that is written."""
    assert {row.question for row in table()} == set(Question)
    assert all(row.sources and row.confidence in "HML" for row in table())


def test_every_body_answers_for_something() -> None:
    """No office is known that nobody is sent to."""
    assert {row.body for row in table()} == set(Body)


@pytest.mark.parametrize(
    ("question", "subparagraph"),
    [
        (Question.ENTRY, "9(3)"),
        (Question.STAY, "9(3)"),
        (Question.VISA_AND_DOCUMENT, "9(4)"),
        (Question.INVITATION, "9(4-1)"),
        (Question.RESIDENT_SERVICE, "9(5)"),
        (Question.STAY, "9(6)"),
        (Question.EXPULSION, "9(6-1)"),
        (Question.TERM, "9(8)"),
        (Question.RESIDENCE_PERMIT, "9(10)"),
        (Question.IMMIGRANT, "9(11-1)"),
    ],
)
def test_article_9_of_the_law_on_migration(question: Question, subparagraph: str) -> None:
    """Each competence stands in its own subparagraph."""
    assert Citation("L477", subparagraph) in {row.cite for row in competences(question)}


def test_order_923_item_2_names_the_committee() -> None:
    """What the order means, the Committee that carries it out is asked."""
    assert bodies_for(Question.REGISTRATION) == (Body.MIGRATION_COMMITTEE,)


def test_permits_to_work_have_two_givers() -> None:
    """The local executive body and the internal affairs bodies."""
    assert bodies_for(Question.WORK) == (Body.LOCAL_EXECUTIVE, Body.MIGRATION_POLICE)


def test_what_is_unclear_names_whom_to_ask() -> None:
    """Each finding with two readings, or unknown though no fact is missing, adds its question's bodies."""
    for facts in persons(date(2026, 12, 11)):
        said = assess(facts)
        unclear = [f for f in said.findings if f.outcome is Outcome.UNKNOWN and "missing" not in f.data]
        assert bool(said.ask) or not unclear, facts


def test_a_missing_fact_is_nobody_elses_to_tell() -> None:
    """Where only the person's own facts are lacking nobody is asked."""
    said = assess(case("FRA", basis=Basis.VISA_FREE))

    assert any("missing" in finding.data for finding in said.findings)
    assert said.ask == ()


def test_each_body_is_named_once() -> None:
    """However many findings are unclear."""
    for facts in persons(date(2026, 12, 11)):
        said = assess(facts)
        assert len(said.ask) == len(set(said.ask))

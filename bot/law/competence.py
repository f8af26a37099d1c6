"""Who decides what: the body that can settle a question, by article 9 of the Law on Migration and the other acts."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bot.law.assessment import Body, Citation, Outcome
from bot.law.rule import Answer, Question
from bot.law.tables import sourced_rows_of


class Competence(NamedTuple):
    """One body that answers for a question, and where that is written."""

    question: Question
    body: Body
    cite: Citation
    sources: str
    confidence: str


def bodies_to_ask(question: Question, answer: Answer) -> tuple[Body, ...]:
    """Whom to ask where the law leaves an answer open; a fact that only the person knows is nobody else's to tell."""
    if answer.ask or answer.outcome is not Outcome.UNKNOWN:  # a rule's own word goes before the table's
        return answer.ask
    is_unclear = "readings" in answer.data or "missing" not in answer.data
    return bodies_for(question) if is_unclear else ()


@cache
def bodies_for(question: Question) -> tuple[Body, ...]:
    """The bodies that answer for the question, the first one first."""
    return tuple(dict.fromkeys(competence.body for competence in competences(question)))


@cache
def competences(question: Question) -> tuple[Competence, ...]:
    """The same with the source of each."""
    return tuple(competence for competence in table() if competence.question is question)


@cache
def table() -> tuple[Competence, ...]:
    """Every row.

    Raises:
        ValueError: a row lacks its source or its confidence.
    """
    return tuple(_read())


def _read() -> Iterator[Competence]:
    for row in sourced_rows_of("competence.csv"):
        cite = Citation(row["act"], row["paragraph"] or None)
        yield Competence(Question(row["question"]), Body(row["body"]), cite, row["sources"], row["confidence"])

"""From facts to an assessment: every rule in force on the day speaks, and the answers are put together."""

from bisect import bisect_right
from datetime import date
from functools import lru_cache
from operator import attrgetter

from bot.law.acts.code_235 import CODE_235
from bot.law.acts.decree_148 import DECREE_148
from bot.law.acts.entry_and_exit import DECREE_148_ON_WORK, ENTRY_AND_EXIT, LAW_477_ON_INVITATIONS
from bot.law.acts.five_days import FIVE_DAYS
from bot.law.acts.law_477 import LAW_477
from bot.law.acts.order_923 import ORDER_923
from bot.law.acts.residents_2024 import RESIDENTS
from bot.law.acts.treaties import TREATIES
from bot.law.assessment import Allowance, Assessment, Body, Decision, Duty, Finding, Outcome, Registration
from bot.law.competence import bodies_for, bodies_to_ask
from bot.law.facts import Consent, Facts
from bot.law.rule import Answer, Question, Rule, in_force
from bot.law.switches import with_ends
from bot.law.tables import sourced_rows_of

ACTS = (
    *(ORDER_923, DECREE_148, LAW_477, TREATIES, FIVE_DAYS),
    *(RESIDENTS, ENTRY_AND_EXIT, DECREE_148_ON_WORK, LAW_477_ON_INVITATIONS, CODE_235),
)
RULES: tuple[Rule, ...] = with_ends([rule for act in ACTS for rule in act.rules], sourced_rows_of("ends.csv"))
GROUNDS = ("O923-4-1", "O923-4-2", "O923-4-3")

_TURNS = sorted({day for rule in RULES for day in rule.span if day is not None})
"""The days on which some rule begins or ends: between two of them the law stands still."""


def assess(facts: Facts, *, without: frozenset[str] = frozenset()) -> Assessment:
    """Say what the law asks of this person on the day `facts.on`.

    `without` names rules to leave out, such as a host's notice once its repeal is found (`P148-9-beside-O923`).
    """
    findings: list[Finding] = []
    answers: list[Answer] = []
    asked: list[Body] = []
    for rule in rules_in_force(facts.on, without):
        answer = rule.apply(facts)
        if answer is not None:
            answers.append(answer)
            ask = bodies_to_ask(rule.question, answer) if answer.outcome is Outcome.UNKNOWN else answer.ask
            asked += ask
            cite = answer.cite or rule.cite
            findings.append(Finding(rule.name, rule.version, answer.outcome, cite, answer.data, ask))
    registration = _registration(answers)
    decision, grounds = _decide(facts, registration, findings)
    bodies = _ask(registration, asked)
    return Assessment(registration, decision, grounds, _duties(answers), _stay(answers), tuple(findings), bodies)


def rules_in_force(on: date, without: frozenset[str] = frozenset()) -> tuple[Rule, ...]:
    """The rules that hold on the day, in the order of the acts."""
    return _rules_of_period(bisect_right(_TURNS, on), without)


@lru_cache(maxsize=256)
def _rules_of_period(period: int, without: frozenset[str]) -> tuple[Rule, ...]:
    if period == 0:
        return ()
    return in_force([rule for rule in RULES if rule.name not in without], _TURNS[period - 1])


def _registration(answers: list[Answer]) -> Registration:
    """The one answer to the one question; where no rule gives one, nothing is known."""
    for answer in answers:
        if answer.registration is not None:
            return answer.registration
    return Registration.UNCLEAR


def _stay(answers: list[Answer]) -> Allowance | None:
    for answer in answers:
        if answer.stay is not None:
            return answer.stay
    return None


def _decide(
    facts: Facts, registration: Registration, findings: list[Finding]
) -> tuple[Decision | None, tuple[str, ...]]:
    """Refuse on a ground of paragraph 4 and on nothing else; grant once the host agreed; wait until then."""
    if facts.consent is None or facts.on < ORDER_923.since or registration is Registration.NOT_REQUIRED:
        return None, ()
    grounds = tuple([f.rule for f in findings if f.outcome is Outcome.BROKEN and f.rule in GROUNDS])
    if grounds:
        return Decision.REFUSE, grounds
    return (Decision.GRANT if facts.consent is Consent.GRANTED else Decision.WAIT), ()


def _duties(answers: list[Answer]) -> tuple[Duty, ...]:
    """All duties, the earliest first."""
    return tuple(sorted([answer.duty for answer in answers if answer.duty is not None], key=attrgetter("due")))


def _ask(registration: Registration, asked: list[Body]) -> tuple[Body, ...]:
    """The bodies that can settle what is unclear, each once; for registration itself there is always one."""
    if registration is Registration.UNCLEAR:
        asked = [*bodies_for(Question.REGISTRATION), *asked]
    return tuple(dict.fromkeys(asked))

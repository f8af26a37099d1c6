"""What a rule is made of: who wrote it, when it holds, which question it answers, which facts it reads."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from bot.law.assessment import Allowance, Body, Citation, Duty, Outcome, Registration
from bot.law.facts import Facts

NOTHING: Mapping[str, object] = MappingProxyType({})


class Question(StrEnum):
    """What can be asked of the law. On any day at most one rule answers each for one person."""

    IMMIGRANT = "immigrant"
    TREATY = "treaty"
    REGISTRATION = "registration"
    REGISTER_BY = "register_by"
    HOST = "host"
    TRUTH = "truth"
    TERM = "term"
    CONSENT = "consent"
    MOVE = "move"
    OLD_ADDRESS = "old_address"
    PREMISES = "premises"
    STAY = "stay"
    HOST_NOTICE = "host_notice"
    RESIDENCE_PERMIT = "residence_permit"
    DOCUMENT = "document"
    VISA_AND_DOCUMENT = "visa_and_document"
    MIGRATION_CARD = "migration_card"
    RESIDENT_SERVICE = "resident_service"
    EXPULSION = "expulsion"
    ENTRY = "entry"
    EXIT = "exit"
    WORK = "work"
    INVITATION = "invitation"
    GUEST_LIABILITY = "guest_liability"
    HOST_LIABILITY = "host_liability"


class Span(NamedTuple):
    """The days [since, until) on which a rule holds; `until` None is for ever."""

    since: date
    until: date | None = None

    def covers(self, on: date) -> bool:
        """Whether the day is inside."""
        return self.since <= on and (self.until is None or on < self.until)


class Answer(NamedTuple):
    """What a rule says of one case; `cite` is given where the table row, and not the rule, is the source."""

    outcome: Outcome
    data: Mapping[str, object] = NOTHING
    duty: Duty | None = None
    registration: Registration | None = None
    stay: Allowance | None = None
    ask: tuple[Body, ...] = ()
    cite: Citation | None = None


Apply = Callable[[Facts], Answer | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one act. `apply` answers None where the rule has nothing to say of such a person.

    `needs` is a question without whose rule this one has no object: no notice owed, no price of a late one.
    """

    name: str
    version: int
    question: Question
    cite: Citation
    reads: frozenset[str]
    span: Span
    apply: Apply
    needs: Question | None = None


@dataclass(slots=True)
class Act:
    """An act and its rules, in the order of its paragraphs."""

    code: str
    since: date
    until: date | None = None
    rules: list[Rule] = field(default_factory=list)

    def rule(
        self,
        paragraph: str | None,
        question: Question,
        *,
        reads: Sequence[str],
        name: str | None = None,
        version: int = 1,
        since: date | None = None,
        until: date | None = None,
        needs: Question | None = None,
    ) -> Callable[[Apply], Apply]:
        """Enter a function as the rule `<act>-<paragraph>`, or `<act>-<name>` where a paragraph holds several rules."""
        span = Span(since or self.since, until or self.until)
        code = f"{self.code}-{name or paragraph}"

        def enter(apply: Apply) -> Apply:
            self.rules.append(
                Rule(code, version, question, Citation(self.code, paragraph), frozenset(reads), span, apply, needs)
            )
            return apply

        return enter


def in_force(rules: Iterable[Rule], on: date) -> tuple[Rule, ...]:
    """The rules that hold on the day, but for those that need a question which none of them answers."""
    holding = [rule for rule in rules if rule.span.covers(on)]
    answered = {rule.question for rule in holding}
    return tuple(rule for rule in holding if rule.needs is None or rule.needs in answered)


def missing(*facts: str) -> Answer:
    """The answer of a rule that lacks facts, named as in the JSON case."""
    return Answer(Outcome.UNKNOWN, {"missing": facts})

"""Law No. 477-IV of 22 July 2011 on migration of the population, as changed by Law No. 292-VI of 27 December 2019.

From 11 January 2020 a foreigner needs no registration of one's own for thirty days, and a permit beyond them.
"""

from datetime import date

from bot.law.acts.treaties import exemption
from bot.law.age import is_under
from bot.law.assessment import Body, Citation, Duty, DutyKind, Outcome, Registration, Who
from bot.law.days import Deadline, calendar_days
from bot.law.facts import Basis, DocumentKind, Facts
from bot.law.residence import (
    EAEU_BASES,
    KAZAKHSTAN,
    LAWFUL_STAY_READS,
    VISAS,
    is_in_eaeu,
    visa_free_allowance,
    visa_free_order,
)
from bot.law.rule import Act, Answer, Question, missing
from bot.law.states import Effect, treaty_clause
from bot.law.stays import departed, entry, present_day
from bot.law.turns import ABOLITION, ORDER_923_IN_FORCE

LAW_477 = Act("L477", since=date(2011, 10, 1))
UNNUMBERED = Citation("L477", None)
EAEU_TREATY = Citation("EAEU-2014", "97")
SHORT_STAY_DAYS = 30
ADULT_FOR_PERMIT = 16
SETTLED = frozenset({Basis.TEMPORARY_RESIDENCE, Basis.PERMANENT_RESIDENCE, Basis.REFUGEE})
FREED_BASES = SETTLED | VISAS | EAEU_BASES
OFFICIAL_DOCUMENTS = frozenset({DocumentKind.DIPLOMATIC, DocumentKind.SERVICE})
LATE_BEGINNING = ("permit_due_at_once", "law_does_not_reach_back")
"""Whose thirty days had run out before the permit took the place of registration."""
PERMIT_READS = ("born", "document_kind", *LAWFUL_STAY_READS[:-1])


@LAW_477.rule(
    None,
    Question.REGISTRATION,
    name="registration",
    reads=["basis", "born", "citizenship", "document_kind", "on", "stays"],
    since=ABOLITION,
    until=ORDER_923_IN_FORCE,
)
def no_registration_of_ones_own(facts: Facts) -> Answer:
    """One's own registration is abolished; what some treaties ask after thirty days had then no procedure."""
    why = _by_status(facts)
    if why is None and (asked := _asked_by_treaty(facts)):
        data = {"why": "treaty_asks_after_thirty_days", "readings": ("treaty_asks", "no_procedure_then")}
        ask = (Body.MIGRATION_COMMITTEE,)
        return Answer(Outcome.UNKNOWN, data, None, Registration.UNCLEAR, ask=ask, cite=asked)
    return Answer(Outcome.MET, {"why": why or "abolished_2020"}, registration=Registration.NOT_REQUIRED)


def _by_status(facts: Facts) -> str | None:
    """Those for whom the citizenship does not decide.

    A treaty that asks for registration after its days sends to the local law, which then knew nothing longer than
    thirty days but the permit: who has one, or a visa, or needs none by office or age, owes nothing more.
    """
    if facts.citizenship == KAZAKHSTAN:
        return "not_an_immigrant"
    if facts.basis is Basis.PERMANENT_RESIDENCE:
        return "permanent_registration_service"
    if facts.basis is Basis.REFUGEE or facts.document_kind is DocumentKind.REFUGEE:
        return "refugee_registration_service"
    return None if facts.basis in EAEU_BASES or _permit_concerns(facts) else "abolished_2020"


def _asked_by_treaty(facts: Facts) -> Citation | None:
    """Where a treaty asks for registration after thirty days that are over by either count, what to cite for it."""
    entered = entry(facts)
    if entered is None or present_day(facts) <= calendar_days(entered, SHORT_STAY_DAYS).last_arguable:
        return None
    if facts.basis in EAEU_BASES and is_in_eaeu(facts.citizenship, facts.on):
        return EAEU_TREATY
    clause = treaty_clause(facts.citizenship, facts.on)
    return UNNUMBERED if clause is not None and clause.effect is Effect.REGISTER_AFTER else None


@LAW_477.rule(
    None, Question.RESIDENCE_PERMIT, name="permit", reads=PERMIT_READS, since=ABOLITION, until=ORDER_923_IN_FORCE
)
def permit_beyond_thirty_days(facts: Facts) -> Answer | None:
    """Who stays longer than thirty days takes a permit; citizens of the EAEU and of Ukraine, longer than ninety."""
    entered = entry(facts)
    if not _permit_concerns(facts) or entered is None:
        return None
    if facts.basis is None and visa_free_order(facts) is None:
        return missing("basis")
    long_free = is_in_eaeu(facts.citizenship, facts.on) or exemption(facts) is not None
    stay = visa_free_allowance(facts)
    deadline = calendar_days(entered, SHORT_STAY_DAYS)
    if stay is not None and (long_free or stay.until < deadline.due):
        deadline = Deadline(stay.until, stay.last_arguable)
    if deadline.last_arguable < ABOLITION:
        return _permit_answer(facts, Deadline(ABOLITION, ABOLITION), LATE_BEGINNING)
    return _permit_answer(facts, deadline)


@LAW_477.rule(None, Question.RESIDENCE_PERMIT, name="permit", version=2, reads=PERMIT_READS, since=ORDER_923_IN_FORCE)
def permit_beyond_the_visa_free_stay(facts: Facts) -> Answer | None:
    """Beside Order 923: who has used up a visa-free stay of thirty days or fewer stays on only with a permit."""
    order = visa_free_order(facts)
    if not _permit_concerns(facts) or order is None or order.entry_days > SHORT_STAY_DAYS:
        return None
    stay = visa_free_allowance(facts)
    return missing("stays") if stay is None else _permit_answer(facts, Deadline(stay.until, stay.last_arguable))


def _permit_concerns(facts: Facts) -> bool:
    """Whether it is for such a person: not with a visa, permit, status, EAEU contract or official passport."""
    if facts.citizenship == KAZAKHSTAN or facts.basis in FREED_BASES or facts.document_kind in OFFICIAL_DOCUMENTS:
        return False
    return facts.born is None or not is_under(ADULT_FOR_PERMIT, facts.born, facts.on)


def _permit_answer(facts: Facts, deadline: Deadline, readings: tuple[str, ...] = ()) -> Answer:
    due, last_arguable = deadline
    data: dict[str, object] = {"due": due, "last_arguable": last_arguable, "instead": "leave"}
    unknown = [name for name, fact in (("born", facts.born), ("document.kind", facts.document_kind)) if fact is None]
    if departed(facts):
        return Answer(Outcome.MET, data)
    duty = Duty(DutyKind.TEMPORARY_RESIDENCE, Who.GUEST, due, last_arguable, False, UNNUMBERED)
    if readings:
        return Answer(Outcome.UNKNOWN, {**data, "readings": readings}, duty)
    if present_day(facts) <= last_arguable:
        return Answer(Outcome.MET, data, duty)
    return Answer(Outcome.UNKNOWN, {**data, "missing": (*unknown, "basis")}, duty)

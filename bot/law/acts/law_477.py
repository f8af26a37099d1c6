"""Law No. 477-IV of 22 July 2011 on migration of the population, as changed by Law No. 292-VI of 27 December 2019.

From 11 January 2020 a foreigner needs no registration of one's own for thirty days, and a permit beyond them.
"""

from datetime import date

from bot.law.acts.treaties import exemption
from bot.law.assessment import Body, Citation, Duty, DutyKind, Outcome, Registration, Who
from bot.law.days import Deadline, calendar_days
from bot.law.facts import Basis, DocumentKind, Facts
from bot.law.residence import EAEU, KAZAKHSTAN, LAWFUL_STAY_READS, VISAS, visa_free_allowance, visa_free_order
from bot.law.rule import Act, Answer, Question, missing
from bot.law.states import Effect, treaty_clause
from bot.law.stays import departed, entry, present_day

LAW_477 = Act("L477", since=date(2011, 10, 1))
PERMIT = Citation("L477", None)
ABOLITION = date(2020, 1, 11)
ORDER_923_IN_FORCE = date(2026, 7, 1)
SHORT_STAY_DAYS = 30
ADULT_FOR_PERMIT = 16
SETTLED = frozenset({Basis.TEMPORARY_RESIDENCE, Basis.PERMANENT_RESIDENCE, Basis.REFUGEE})
FREED_BASES = SETTLED | VISAS | {Basis.EAEU_WORKER, Basis.EAEU_FAMILY}
OFFICIAL_DOCUMENTS = frozenset({DocumentKind.DIPLOMATIC, DocumentKind.SERVICE})
LATE_BEGINNING = ("permit_due_at_once", "law_does_not_reach_back")
"""Whose thirty days had run out before the permit took the place of registration."""
PERMIT_READS = ("born", "document_kind", *LAWFUL_STAY_READS[:-1])


@LAW_477.rule(
    None,
    Question.REGISTRATION,
    name="registration",
    reads=["citizenship", "on", "stays"],
    since=ABOLITION,
    until=ORDER_923_IN_FORCE,
)
def no_registration_of_ones_own(facts: Facts) -> Answer:
    """One's own registration is abolished; what some treaties ask after thirty days had then no procedure."""
    entered, clause = entry(facts), treaty_clause(facts.citizenship, facts.on)
    asked_by_treaty = clause is not None and clause.effect is Effect.REGISTER_AFTER and entered is not None
    if asked_by_treaty and entered and present_day(facts) > calendar_days(entered, SHORT_STAY_DAYS).last_arguable:
        data = {"why": "treaty_asks_after_thirty_days", "readings": ("treaty_asks", "no_procedure_then")}
        return Answer(Outcome.UNKNOWN, data, None, Registration.UNCLEAR, ask=(Body.MIGRATION_COMMITTEE,))
    return Answer(Outcome.MET, {"why": "abolished_2020"}, registration=Registration.NOT_REQUIRED)


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
    long_free = facts.citizenship in EAEU or exemption(facts) is not None
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
    return facts.born is None or _age(facts.born, facts.on) >= ADULT_FOR_PERMIT


def _permit_answer(facts: Facts, deadline: Deadline, readings: tuple[str, ...] = ()) -> Answer:
    due, last_arguable = deadline
    data: dict[str, object] = {"due": due, "last_arguable": last_arguable, "instead": "leave"}
    unknown = [name for name, fact in (("born", facts.born), ("document.kind", facts.document_kind)) if fact is None]
    if departed(facts):
        return Answer(Outcome.MET, data)
    duty = Duty(DutyKind.TEMPORARY_RESIDENCE, Who.GUEST, due, last_arguable, False, PERMIT)
    if readings:
        return Answer(Outcome.UNKNOWN, {**data, "readings": readings}, duty)
    if present_day(facts) <= last_arguable:
        return Answer(Outcome.MET, data, duty)
    return Answer(Outcome.UNKNOWN, {**data, "missing": (*unknown, "basis")}, duty)


def _age(born: date, on: date) -> int:
    """Full years of age on the day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

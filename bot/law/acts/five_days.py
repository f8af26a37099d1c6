"""Decree 148 as it stood until 10 January 2020, with Order 83 of 27 January 2016: registration within five days.

Seen only retold, without the numbers of its paragraphs. The sources show the day on which this regime ended, and not
the one on which it began; we answer from 2015 on.
"""

from datetime import date

from bot.law.acts.decree_148 import NOTICE_READS, notice
from bot.law.acts.five_days_standing import (
    BOUND_LATER,
    CHILD_UNDER,
    FREE_FOR_NOW,
    STANDING_READS,
    Standing,
    may_be_stamped,
    standing_of,
)
from bot.law.acts.law_477 import OFFICIAL_DOCUMENTS
from bot.law.age import is_under
from bot.law.assessment import Body, Citation, Duty, DutyKind, Outcome, Registration, Who
from bot.law.days import DAY, Deadline, calendar_days
from bot.law.events import happened, registered_since
from bot.law.facts import Basis, Facts
from bot.law.residence import KAZAKHSTAN
from bot.law.rule import Act, Answer, Question, missing
from bot.law.stays import entry, present_day
from bot.law.turns import ABOLITION, ORDER_923_IN_FORCE

SINCE = date(2015, 1, 1)
LAST_DAY = ABOLITION - DAY
FIVE_DAYS = Act("P148", since=SINCE, until=ABOLITION)
UNNUMBERED = Citation("P148", None)
DAYS_TO_REGISTER = 5

REQUIRED, NOT_REQUIRED, UNCLEAR = Registration.REQUIRED, Registration.NOT_REQUIRED, Registration.UNCLEAR
STAMP_READINGS = ("the_border_stamp_registers", "no_stamp_so_register_oneself")


@FIVE_DAYS.rule(None, Question.REGISTRATION, name="five-days-who", reads=("on", *STANDING_READS))
def who_registers(facts: Facts) -> Answer:
    """Immigrants who stay for more than five calendar days, but for those whom the decree or a treaty frees."""
    standing = standing_of(facts, facts.on)
    data = _standing_data(standing)
    if standing.registration is not NOT_REQUIRED:
        data["unless"] = _frees_unseen(facts)
        if may_be_stamped(facts, standing):
            data["border_stamp"] = "list_not_seen"
    unclear = standing.registration is UNCLEAR
    ask = (Body.MIGRATION_COMMITTEE,) if unclear and standing.readings else ()
    outcome = Outcome.UNKNOWN if unclear else Outcome.MET
    return Answer(outcome, data, registration=standing.registration, ask=ask, cite=standing.cite)


def _standing_data(standing: Standing) -> dict[str, object]:
    data: dict[str, object] = {"why": standing.why, "days": standing.days}
    if standing.due is not None:
        data["due"] = standing.due
    if standing.readings:
        data["readings"] = standing.readings
    if standing.lacks:
        data["missing"] = standing.lacks
    return data


def _frees_unseen(facts: Facts) -> tuple[str, ...]:
    """What else would free such a person and is not among the facts."""
    return ("diplomatic_or_service_visa",) if facts.basis is Basis.VISA else ("investor_status",)


@FIVE_DAYS.rule(None, Question.REGISTER_BY, name="five-days", reads=("on", "registered", *STANDING_READS))
def guest_registers_by_the_fifth_day(facts: Facts) -> Answer | None:
    """The guest registers within five calendar days from the crossing, or when a treaty's thirty days are over."""
    return _register_by(facts, facts.on)


@FIVE_DAYS.rule(
    None,
    Question.REGISTER_BY,
    name="five-days",
    version=2,
    reads=("registered", *STANDING_READS),
    since=ABOLITION,
    until=ORDER_923_IN_FORCE,
)
def what_was_due_before_the_abolition(facts: Facts) -> Answer | None:
    """What was broken by 10 January 2020 stays broken, but nothing is left to do; what was still open fell away."""
    entered = entry(facts)
    return None if entered is None or entered > LAST_DAY else _abolished(_register_by(facts, LAST_DAY))


def _abolished(answer: Answer | None) -> Answer | None:
    if answer is None:
        return None
    return Answer(answer.outcome, {**answer.data, "abolished": ABOLITION})


def _register_by(facts: Facts, on: date) -> Answer | None:
    standing, entered = standing_of(facts, on), entry(facts)
    if standing.registration is NOT_REQUIRED and standing.why not in FREE_FOR_NOW:
        return None
    if entered is None:
        return missing("stays")
    if standing.why in BOUND_LATER:
        return _bound_later(facts, on, entered, standing)
    deadline = calendar_days(entered, standing.days)
    answer = _judge(facts, on, DutyKind.REGISTER, entered, deadline, {"entered": entered, "days": standing.days})
    return answer if answer.outcome is Outcome.MET else _blame(answer, facts, standing)


def _bound_later(facts: Facts, on: date, entered: date, standing: Standing) -> Answer:
    """Who was free when the five days ran has no day by which to register."""
    done = registered_since(entered, facts, on)
    if done is not None:
        return Answer(Outcome.MET, {"entered": entered, "registered": done})
    return Answer(Outcome.UNKNOWN, {"entered": entered, "why": standing.why, "readings": standing.readings})


def _judge(facts: Facts, on: date, kind: DutyKind, event: date, deadline: Deadline, data: dict[str, object]) -> Answer:
    """Measure the registration since the event, or its absence, against the deadline."""
    done = registered_since(event, facts, on)
    judged = done or present_day(facts, on)
    late = max(0, (judged - deadline.last_arguable).days)
    said = {**data, "due": deadline.due, "last_arguable": deadline.last_arguable, "registered": done, "late_days": late}
    left = facts.stays[-1].left
    if done is None and not late and left is not None and left <= on:
        return Answer(Outcome.MET, {**said, "left": left})
    duty = Duty(kind, Who.GUEST, *deadline, done is not None, UNNUMBERED)
    return Answer(Outcome.BROKEN if late else Outcome.MET, said, duty)


def _blame(answer: Answer, facts: Facts, standing: Standing) -> Answer:
    """A deadline that has passed is broken only by one who surely had to register, and whom no stamp registered."""
    data = dict(answer.data)
    readings = standing.readings or (STAMP_READINGS if may_be_stamped(facts, standing) else ())
    if standing.registration is REQUIRED and not readings:
        return answer
    if may_be_stamped(facts, standing):
        data["border_stamp"] = "list_not_seen"
    if readings:
        data["readings"] = readings
    if standing.lacks:
        data["missing"] = standing.lacks
    return answer._replace(outcome=Outcome.UNKNOWN, data=data)


@FIVE_DAYS.rule(None, Question.MOVE, name="five-days-move", reads=("moved", "on", "registered", *STANDING_READS))
def guest_registers_anew_after_a_move(facts: Facts) -> Answer | None:
    """Who changes the place of residence, temporary or permanent, registers anew within five calendar days."""
    return _reregister_by(facts, facts.on)


@FIVE_DAYS.rule(
    None,
    Question.MOVE,
    name="five-days-move",
    version=2,
    reads=("moved", "registered", *STANDING_READS),
    since=ABOLITION,
    until=ORDER_923_IN_FORCE,
)
def what_a_move_asked_before_the_abolition(facts: Facts) -> Answer | None:
    """A move until 10 January 2020 is judged by the law of that time, and one after it asks nothing of the guest."""
    moved = facts.moved
    return None if moved is None or moved > LAST_DAY else _abolished(_reregister_by(facts, LAST_DAY))


def _reregister_by(facts: Facts, on: date) -> Answer | None:
    entered, moved = entry(facts), happened(facts.moved, facts, on)
    if entered is None or moved is None or moved < entered:
        return None
    standing = standing_of(facts, on)
    settled = standing.why == "permanent_registration_service"
    if standing.registration is NOT_REQUIRED and not settled and standing.why not in FREE_FOR_NOW:
        return None
    deadline = _move_deadline(moved, None if settled else calendar_days(entered, standing.days))
    answer = _judge(facts, on, DutyKind.REREGISTER, moved, deadline, {"moved": moved})
    if answer.outcome is Outcome.MET or settled or standing.registration is REQUIRED:
        return answer
    unclear = {"readings": standing.readings, "missing": standing.lacks}
    return answer._replace(outcome=Outcome.UNKNOWN, data={**answer.data, **{k: v for k, v in unclear.items() if v}})


def _move_deadline(moved: date, first: Deadline | None) -> Deadline:
    """Five days from the move, or the end of the days without registration where a treaty gives more."""
    own = calendar_days(moved, DAYS_TO_REGISTER)
    return own if first is None else Deadline(max(own.due, first.due), max(own.last_arguable, first.last_arguable))


@FIVE_DAYS.rule(None, Question.HOST_NOTICE, name="five-days-host", reads=NOTICE_READS)
def host_tells_of_the_guest(facts: Facts) -> Answer | None:
    """Who houses a foreigner tells the police within three working days of the arrival or of a change of place."""
    return notice(facts, {}, UNNUMBERED)


CARD_READS = ("basis", "born", "circumstances", "citizenship", "document_kind", "on", "stays")


@FIVE_DAYS.rule(None, Question.MIGRATION_CARD, name="five-days-card", reads=CARD_READS)
def every_immigrant_gets_a_card(facts: Facts) -> Answer | None:
    """Each immigrant gets a migration card at entry, but for those named; crews and drivers register all the same."""
    if facts.citizenship == KAZAKHSTAN:
        return None
    why = _why_no_card(facts)
    if why is not None:
        return Answer(Outcome.MET, {"card": "none", "why": why})
    travels_as = facts.circumstances.travels_as if facts.circumstances is not None else None
    if travels_as is not None:
        data: dict[str, object] = {"card": "none", "why": travels_as.value, "registers_after": DAYS_TO_REGISTER}
        return Answer(Outcome.MET, data)
    known = {"born": facts.born, "document.kind": facts.document_kind, "basis": facts.basis}
    lacks = tuple(name for name, fact in known.items() if fact is None)
    return missing(*lacks) if lacks else Answer(Outcome.MET, {"card": "given", "unless": _frees_unseen(facts)})


def _why_no_card(facts: Facts) -> str | None:
    if facts.document_kind in OFFICIAL_DOCUMENTS:
        return "official_document"
    if facts.basis is Basis.INVESTOR_VISA:
        return "investor_visa"
    crossing = entry(facts) or facts.on
    return "under_16" if facts.born is not None and is_under(CHILD_UNDER, facts.born, crossing) else None

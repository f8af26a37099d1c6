"""Government decree No. 148 of 21 January 2012: the rules of entry, stay and departure of immigrants.

The paragraphs on visas and documents were seen only retold, without their numbers (a summary of 6 December 2022).
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from bot.law.acts.treaties import leave, stay_answer
from bot.law.assessment import Citation, Duty, DutyKind, Outcome, Who
from bot.law.days import Deadline, working_days
from bot.law.events import arrival_at_the_place
from bot.law.facts import Basis, Facts
from bot.law.residence import (
    KAZAKHSTAN,
    LAWFUL_STAY_READS,
    VISAS,
    entered_before_visa,
    lawful_stay,
    visa_allowance,
    visa_free_order,
)
from bot.law.rule import Act, Answer, Question, missing
from bot.law.stays import WINDOW_SINCE, departed, entry, present_day
from bot.law.turns import ABOLITION, ORDER_923_IN_FORCE

DECREE_148 = Act("P148", since=date(2012, 1, 21))
HOST_NOTICE = Citation("P148", "9")
DOCUMENTS = Citation("P148", None)
NOTICE_DAYS = 3
MONTHS_OF_DOCUMENT_AFTER_VISA = 3
NO_NOTICE_FOR = frozenset({Basis.PERMANENT_RESIDENCE, Basis.REFUGEE})
RENEW_IN_GOOD_TIME = timedelta(days=90)
"""Where no lawful stay is known: our own choice, the day of the first reminder, since the law names none."""
NOTICE_READS = ("address_since", "basis", "citizenship", "host_notified", "moved", "on", "stays")


@DECREE_148.rule("9", Question.HOST_NOTICE, reads=NOTICE_READS, name="9", since=ABOLITION, until=ORDER_923_IN_FORCE)
def host_tells_of_the_guest(facts: Facts) -> Answer | None:
    """Who houses a foreigner tells the police within three working days of the arrival or of a change of place."""
    return notice(facts, {})


@DECREE_148.rule("9", Question.HOST_NOTICE, reads=NOTICE_READS, name="9-beside-O923", since=ORDER_923_IN_FORCE)
def host_tells_of_the_guest_beside_order_923(facts: Facts) -> Answer | None:
    """The notice is still owed beside Order 923: no source says that it was repealed."""
    return notice(facts, {"standing": "repeal_not_found"})


def notice(facts: Facts, standing: dict[str, object], cite: Citation = HOST_NOTICE) -> Answer | None:
    """The host's three working days from the guest's arrival at the place, with what is special about the rule."""
    if not is_notified_of(facts):
        return None
    if not facts.stays:
        return missing("stays")
    event, (due, last_arguable), done, is_late = notice_of(facts)
    data = {**standing, "event": event, "due": due, "last_arguable": last_arguable, "notified": done}
    duty = Duty(DutyKind.HOST_NOTICE, Who.HOST, due, last_arguable, done is not None, cite)
    if not is_late:
        return Answer(Outcome.MET, data, None if done is None and departed(facts) else duty)
    if done is None:  # it is another person's act: not being told of it is not knowing
        return Answer(Outcome.UNKNOWN, {**data, "missing": ("host.notified",)}, duty)
    return Answer(Outcome.BROKEN, data, duty)


def is_notified_of(facts: Facts) -> bool:
    """Whether a host tells of such a guest at all."""
    return facts.citizenship != KAZAKHSTAN and facts.basis not in NO_NOTICE_FOR


class Notice(NamedTuple):
    """The day from which the notice is counted, its deadline, the day it was given, and whether that is too late."""

    event: date
    deadline: Deadline
    done: date | None
    is_late: bool


def notice_of(facts: Facts) -> Notice:
    """The notice of the present stay, as it stands today; one given after the guest has left is still a notice."""
    event = arrival_at_the_place(facts)
    deadline, told = working_days(event, NOTICE_DAYS), facts.host_notified
    done = told if told is not None and event <= told <= facts.on else None
    return Notice(event, deadline, done, (done or present_day(facts)) > deadline.last_arguable)


@DECREE_148.rule("17", Question.STAY, reads=["basis", "citizenship", "on", "stays"])
def visa_free_stay(facts: Facts) -> Answer | None:
    """Citizens of the listed states stay without a visa: so many days an entry, so many in each window."""
    if facts.citizenship == KAZAKHSTAN or facts.basis not in (None, Basis.VISA_FREE):
        return None
    order = visa_free_order(facts)
    if order is None:
        return _no_order(facts)
    return stay_answer(facts) if order.cite.act == "P148" else None


def _no_order(facts: Facts) -> Answer:
    """The orders before 27 January 2023 were not all seen, so there a missing row proves nothing."""
    if (entry(facts) or facts.on) < WINDOW_SINCE:
        lacks = {"missing": ("basis", "visa")} if facts.basis is None else {}
        return Answer(Outcome.UNKNOWN, {"why": "order_of_that_time_not_seen", **lacks})
    return missing("basis", "visa") if facts.basis is None else Answer(Outcome.UNKNOWN, {"why": "no_order_of_stay"})


@DECREE_148.rule(None, Question.STAY, name="visa", reads=["basis", "citizenship", "on", "stays", "visa"])
def stay_by_visa(facts: Facts) -> Answer | None:
    """A visa's holder stays from its first day until its last; the number of days it allows is not among the facts."""
    if facts.citizenship == KAZAKHSTAN or facts.basis not in VISAS:
        return None
    stay = visa_allowance(facts)
    if stay is None:
        return missing("visa") if facts.stays else missing("stays")
    over = (present_day(facts) - stay.until).days
    data = {"used": stay.used, "until": stay.until, "last_arguable": stay.last_arguable, "over": max(0, over)}
    if over <= 0 and facts.visa is not None and entered_before_visa(facts):
        early = {"why": "entered_before_visa", "entered": entry(facts), "visa_since": facts.visa.since}
        return Answer(Outcome.UNKNOWN, {**data, **early}, leave(facts, stay, DOCUMENTS), stay=stay)
    return Answer(Outcome.BROKEN if over > 0 else Outcome.MET, data, leave(facts, stay, DOCUMENTS), stay=stay)


@DECREE_148.rule(None, Question.STAY, name="permit", reads=["basis", "citizenship"])
def stay_by_permit(facts: Facts) -> Answer | None:
    """A permit, a status or a contract gives its own term, which is not among the facts."""
    if facts.citizenship == KAZAKHSTAN or facts.basis in (None, Basis.VISA_FREE) or facts.basis in VISAS:
        return None
    if facts.basis in (Basis.PERMANENT_RESIDENCE, Basis.REFUGEE):
        return Answer(Outcome.MET, {"why": facts.basis.value})
    return Answer(Outcome.UNKNOWN, {"why": facts.basis.value, "missing": ("permit.until",)})


@DECREE_148.rule(
    None, Question.DOCUMENT, name="document", reads=("citizenship", "document_expires", *LAWFUL_STAY_READS)
)
def the_document_outlasts_the_stay(facts: Facts) -> Answer | None:
    """An immigrant stays and leaves on a valid document, so one that ends within the lawful stay is renewed.

    How long a permit or a status lasts is not among the facts: there the duty comes ninety days before the end.
    """
    if facts.citizenship == KAZAKHSTAN:
        return None
    expires = facts.document_expires
    if expires is None:
        return missing("document.expires")
    stay, today = lawful_stay(facts), present_day(facts)
    data = {"expires": expires, "days_left": (expires - today).days}
    needed = expires < stay.until if stay is not None else expires <= today + RENEW_IN_GOOD_TIME
    duty = Duty(DutyKind.RENEW_DOCUMENT, Who.GUEST, expires, expires, False, DOCUMENTS)
    broken = today > expires
    return Answer(Outcome.BROKEN if broken else Outcome.MET, data, duty if needed and not departed(facts) else None)


@DECREE_148.rule(
    None, Question.VISA_AND_DOCUMENT, name="visa-document", reads=["basis", "citizenship", "document_expires", "visa"]
)
def the_visa_ends_three_months_before_the_document(facts: Facts) -> Answer | None:
    """A visa ends at least three months before the passport does."""
    if facts.citizenship == KAZAKHSTAN or facts.basis not in VISAS or facts.visa is None:
        return None
    if facts.document_expires is None:
        return missing("document.expires")
    needed = months_after(facts.visa.until, MONTHS_OF_DOCUMENT_AFTER_VISA)
    data = {"visa_until": facts.visa.until, "expires": facts.document_expires, "needed_until": needed}
    return Answer(Outcome.MET if needed <= facts.document_expires else Outcome.BROKEN, data)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day: three months after 30 November is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

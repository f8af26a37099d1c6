"""Code on administrative offences, No. 235-V of 5 July 2014: articles 517 (guests), 518 (hosts) and 62 (limitation).

The code's own text was seen only in parts, so each rung of a penalty stands in `penalties.csv` with its source and the
first day that the source shows; what was not found is answered so, and never with a sum. Blame takes the laxer count.
"""

from datetime import date, timedelta
from functools import lru_cache

from bot.law.acts.decree_148 import NOTICE_READS, is_notified_of, months_after, notice_of
from bot.law.acts.order_923 import (
    REGISTER_WITHIN,
    REREGISTER_WITHIN,
    guest_registers_anew_after_a_move,
    guest_registers_by_the_thirtieth_day,
)
from bot.law.assessment import Allowance, Citation, Outcome
from bot.law.days import DAY
from bot.law.events import happened
from bot.law.facts import Facts, HostKind
from bot.law.penalties import Breach, Penalty, in_words_of_data, monthly_index, penalties
from bot.law.residence import KAZAKHSTAN, LAWFUL_STAY_READS, lawful_stay
from bot.law.rule import Act, Answer, Question
from bot.law.stays import departed, present_day
from bot.law.turns import ORDER_923_IN_FORCE

CODE_235 = Act("K235", since=date(2014, 7, 5))
FIRST_SOURCE_ON_GUESTS = date(2022, 7, 31)
FIRST_SOURCE_ON_HOSTS = date(2022, 12, 31)
LIMITATION_MONTHS = 2  # article 62
REPEATED_WITHIN_MONTHS = 12
NON_REGISTRATION = Citation("K235", None)
FIRST_PART = Citation("K235", "518(1)")
PERSON = frozenset({"person"})
ORGANISATIONS = frozenset({"small", "medium", "large", "organisation"})

Rung = dict[str, object]


@CODE_235.rule(
    "517",
    Question.GUEST_LIABILITY,
    reads=("moved", "registered", "document_kind", *LAWFUL_STAY_READS),
    since=FIRST_SOURCE_ON_GUESTS,
)
def what_an_overstay_costs(facts: Facts) -> Answer | None:
    """To three days over a warning, to five ten indices; beyond them and for a late registration no sum is known."""
    if facts.citizenship == KAZAKHSTAN or not facts.stays:
        return None
    stay = lawful_stay(facts)
    if stay is not None and present_day(facts) > stay.last_arguable:
        return _overstay(facts, stay)
    if _registration_is_late(facts):
        data = {"why": "late_registration", "sum": "not_found"}
        return Answer(Outcome.UNKNOWN, data, cite=NON_REGISTRATION)
    return None


def _overstay(facts: Facts, stay: Allowance) -> Answer:
    """Days over, from the laxer last day and beside it from the stricter, by what stood on the breach's last day."""
    today = present_day(facts)
    over, over_strictly = (today - stay.last_arguable).days, (today - stay.until).days
    known = penalties(Breach.OVERSTAY, today)
    data = {
        "why": "overstay",
        "over": over,
        "over_strictly": over_strictly,
        "rung": _rung(known, over, today.year),
        "rung_strictly": _rung(known, over_strictly, today.year),
        "range": _told([penalty for penalty in known if penalty.over_to is None], today.year),
        "index": monthly_index(today.year),
        **_limitation(today if departed(facts) else None, facts.on),
    }
    return Answer(Outcome.BROKEN, data, cite=Citation("K235", "517(3)" if data["rung"] else "517"))


def _rung(known: tuple[Penalty, ...], over: int, year: int) -> Rung | None:
    """The one measure for so many days over, where a source tells it."""
    for penalty in known:
        if penalty.over_to is not None and (penalty.over_from or 0) <= over <= penalty.over_to:
            return in_words_of_data(penalty, year)
    return None


def _told(known: list[Penalty], year: int) -> tuple[Rung, ...]:
    return tuple(in_words_of_data(penalty, year) for penalty in known)


def _limitation(ended: date | None, on: date) -> dict[str, object]:
    """Two months, by the reading that favours nobody too early: from the day on which the breach ended."""
    last = None if ended is None else months_after(ended, LIMITATION_MONTHS)
    return {"limitation_until": last, "limitation_passed": last is not None and on > last}


def _registration_is_late(facts: Facts) -> bool:
    """Whether Order 923's thirty days or five working days are broken; looked at only when they can have run out."""
    if facts.on <= ORDER_923_IN_FORCE:
        return False
    judged = present_day(facts) if facts.registered is None else facts.on
    entered, moved = facts.stays[-1].entered, happened(facts.moved, facts)
    if judged > entered + timedelta(days=REGISTER_WITHIN) and _is_broken(guest_registers_by_the_thirtieth_day(facts)):
        return True
    if moved is None or judged <= moved + timedelta(days=REREGISTER_WITHIN):
        return False
    return _is_broken(guest_registers_anew_after_a_move(facts))


def _is_broken(answer: Answer | None) -> bool:
    return answer is not None and answer.outcome is Outcome.BROKEN


@CODE_235.rule(
    "518",
    Question.HOST_LIABILITY,
    reads=("circumstances", "host_kind", *NOTICE_READS),
    since=FIRST_SOURCE_ON_HOSTS,
    needs=Question.HOST_NOTICE,
)
def what_a_late_notice_costs(facts: Facts) -> Answer | None:
    """A host who tells late of a guest is warned or fined by size, and harder when it happens again within a year."""
    if not facts.stays or not is_notified_of(facts):
        return None
    _, deadline, told_on, is_late = notice_of(facts)
    if not is_late:
        return None
    data = {**_risk(facts, deadline.last_arguable + DAY, told_on), **_limitation(told_on, facts.on)}
    if told_on is None:  # another person's act: not being told of it is not knowing
        return Answer(Outcome.UNKNOWN, {**data, "missing": ("host.notified",)}, cite=FIRST_PART)
    return Answer(Outcome.BROKEN, data, cite=FIRST_PART)


def _risk(facts: Facts, late_since: date, told_on: date | None) -> dict[str, object]:
    """What the host risks the first time and again; only that which applies, where it is known."""
    repeated, year = _is_repeated(facts, late_since), (told_on or facts.on).year
    first, again = _ladders(late_since, facts.host_kind, year)
    return {
        "late_since": late_since,
        "repeated": repeated,
        "first": () if repeated else first,
        "again": () if repeated is False else again,
        "index": monthly_index(year),
    }


@lru_cache(maxsize=4096)
def _ladders(late_since: date, host: HostKind | None, year: int) -> tuple[tuple[Rung, ...], tuple[Rung, ...]]:
    """What such a host risks the first time, and again."""
    known = [penalty for penalty in penalties(Breach.HOST_NOTICE_LATE, late_since) if _is_for(penalty, host)]
    first = [penalty for penalty in known if not penalty.repeated]
    return _told(first, year), _told([penalty for penalty in known if penalty.repeated], year)


def _is_for(penalty: Penalty, host: HostKind | None) -> bool:
    if host is None:
        return True
    return penalty.who in (PERSON if host is HostKind.PERSON else ORGANISATIONS)


def _is_repeated(facts: Facts, late_since: date) -> bool | None:
    """Whether the host was punished in the year before; None where nothing was told."""
    told = facts.circumstances
    if told is None or told.host_punished is None:
        return None
    year_before = months_after(late_since, -REPEATED_WITHIN_MONTHS)
    return any(year_before <= day < late_since for day in told.host_punished)

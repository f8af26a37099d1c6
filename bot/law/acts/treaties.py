"""Treaties, by the tables of states: what they say of the stay and of registration.

Paragraph 3 of Order 923 gives way to ratified treaties, so its rules ask here. Each finding cites its own treaty.
"""

from datetime import date

from bot.law.assessment import Allowance, Citation, Duty, DutyKind, Outcome, Who
from bot.law.days import DAY, Deadline, calendar_days
from bot.law.facts import Basis, DocumentKind, Facts
from bot.law.residence import reckon_by, visa_free_order
from bot.law.rule import Act, Answer, Question, missing
from bot.law.states import Effect, TreatyClause, stay_order, treaty_clause
from bot.law.stays import departed, entry, present_day

SETTLED = frozenset({Basis.PERMANENT_RESIDENCE, Basis.REFUGEE})
"""These are registered by a service of their own, and the treaties of visitors do not speak of them."""

TREATIES = Act("TREATY", since=date(2000, 1, 1))


@TREATIES.rule(
    None, Question.TREATY, name="registration", reads=["basis", "citizenship", "document_kind", "on", "stays"]
)
def a_treaty_speaks_of_registration(facts: Facts) -> Answer | None:
    """A treaty frees its citizens from registration for some days, and then leaves them to the local law."""
    clause = treaty_clause(facts.citizenship, facts.on)
    if clause is None or facts.basis in SETTLED or facts.document_kind is DocumentKind.REFUGEE:
        return None
    data: dict[str, object] = {
        "effect": clause.effect.value,
        "days": clause.days,
        "window": clause.window,
        "ratified": clause.ratified,
        "confidence": clause.confidence,
    }
    if (entered := entry(facts)) is not None:
        data |= {"entered": entered, "free_until": _free_until(facts, clause, entered)}
    return Answer(Outcome.MET, data, cite=clause.cite)


def _free_until(facts: Facts, clause: TreatyClause, entered: date) -> date | None:
    """The last free day: days in a window are reckoned with the earlier stays, by the order of stay."""
    if clause.window is None:
        return calendar_days(entered, clause.days).due
    order = stay_order(facts.citizenship, entered)
    return None if order is None else reckon_by(order, facts.stays, facts.on).until


@TREATIES.rule(None, Question.STAY, name="stay", reads=["basis", "citizenship", "on", "stays"])
def a_treaty_limits_the_stay(facts: Facts) -> Answer | None:
    """Citizens of a treaty state stay without a visa for the treaty's days."""
    order = visa_free_order(facts)
    if order is None or order.cite.act == "P148":
        return None
    return stay_answer(facts)


def stay_answer(facts: Facts) -> Answer:
    """Judge the latest entry by its order of stay; only the laxer last day makes an overstay."""
    order = visa_free_order(facts)
    if order is None or not facts.stays:
        return missing("stays")
    stay, today = reckon_by(order, facts.stays, facts.on), present_day(facts)
    over = (today - stay.until).days
    data = {
        "entry_days": order.entry_days,
        "window_days": order.window_days,
        "window": order.window,
        "used": stay.used,
        "left": stay.left,
        "until": stay.until,
        "last_arguable": stay.last_arguable,
        "over": max(0, over),
        "confidence": order.confidence,
    }
    broken = today > stay.last_arguable
    duty = leave(facts, stay, order.cite)
    return Answer(Outcome.BROKEN if broken else Outcome.MET, data, duty, stay=stay, cite=order.cite)


def leave(facts: Facts, stay: Allowance, cite: Citation) -> Duty:
    """The lawful stay ends in a departure."""
    return Duty(DutyKind.LEAVE, Who.GUEST, stay.until, stay.last_arguable, departed(facts), cite)


def exemption(facts: Facts) -> TreatyClause | None:
    """The treaty clause that frees from registration altogether, while its days last (Ukraine)."""
    clause = treaty_clause(facts.citizenship, facts.on)
    return clause if clause is not None and clause.effect is Effect.EXEMPT else None


def first_day_after_exemption(facts: Facts) -> Deadline | None:
    """The first day on which the exempted days are used up, by both counts; None where they cannot be reckoned."""
    order = stay_order(facts.citizenship, facts.stays[-1].entered) if facts.stays else None
    if order is None:
        return None
    stay = reckon_by(order, facts.stays, facts.on)
    return Deadline(stay.until + DAY, stay.last_arguable + DAY)


def exemption_lasts(facts: Facts, on: date | None = None) -> bool:
    """Whether the exempted days are not yet used up on the day (or today), by the laxer count."""
    if not facts.stays:
        return True
    today = on or facts.on
    order = stay_order(facts.citizenship, facts.stays[-1].entered)
    return order is None or present_day(facts, today) <= reckon_by(order, facts.stays, today).last_arguable

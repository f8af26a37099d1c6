"""Order of the Minister of Internal Affairs No. 923 of 17 November 2025, in force from 1 July 2026.

The registration of immigrants at the place where they stay. The rules follow its paragraphs 2 to 7.
"""

from datetime import date
from typing import NamedTuple

from bot.law.acts.treaties import exemption, exemption_lasts, first_day_after_exemption
from bot.law.age import is_under
from bot.law.assessment import Body, Citation, Duty, DutyKind, Outcome, Registration, Who
from bot.law.days import Deadline, calendar_days, working_days
from bot.law.events import happened, registered_since
from bot.law.facts import STATELESS, Basis, Consent, DocumentKind, Facts, HostKind, Premises
from bot.law.residence import (
    EAEU_BASES,
    KAZAKHSTAN,
    LAWFUL_STAY_READS,
    VISAS,
    entered_before_visa,
    is_in_eaeu,
    lawful_stay,
)
from bot.law.rule import Act, Answer, Question, missing
from bot.law.states import stay_order
from bot.law.stays import departed, entry, present_day
from bot.law.turns import ORDER_923_IN_FORCE

ORDER_923 = Act("O923", since=ORDER_923_IN_FORCE)
EXEMPTION_ENDED = "treaty_exemption_ended"
REGISTER_WITHIN = 30  # calendar days
REREGISTER_WITHIN = 5  # working days
OLDER_REGIMES_FREED_UNDER = 16  # years of age

REQUIRED, NOT_REQUIRED, UNCLEAR = Registration.REQUIRED, Registration.NOT_REQUIRED, Registration.UNCLEAR
OUTCOMES = {REQUIRED: Outcome.MET, NOT_REQUIRED: Outcome.MET, UNCLEAR: Outcome.UNKNOWN}
WHO_READS = ("basis", "citizenship", "document_kind", "on", "stays")


class Verdict(NamedTuple):
    """Whether such a person registers, the code of the reason, and the two readings where there are two."""

    registration: Registration
    why: str
    readings: tuple[str, ...] = ()


@ORDER_923.rule("2", Question.IMMIGRANT, reads=["citizenship"])
def an_immigrant_is_a_foreigner_or_stateless(facts: Facts) -> Answer:
    """Immigrants are foreigners and stateless persons who came to live here for a time or for good."""
    return Answer(Outcome.MET, {"immigrant": facts.citizenship != KAZAKHSTAN})


@ORDER_923.rule("3", Question.REGISTRATION, name="3-who", reads=("born", *WHO_READS))
def who_registers(facts: Facts) -> Answer:
    """Immigrants from states with an order of stay of up to ninety days, unless a ratified treaty says otherwise."""
    verdict = _verdict(facts)
    data: dict[str, object] = {"why": verdict.why}
    if verdict.readings:
        data["readings"] = verdict.readings
    if facts.basis is None:
        data["unasked"] = ("basis",)  # the wording speaks of states only, but a visa or a permit would make it unclear
    if verdict.registration is not NOT_REQUIRED and (notes := _no_exemptions(facts)):
        data["no_exemption"] = notes
    unclear = verdict.registration is UNCLEAR
    ask = (Body.MIGRATION_COMMITTEE,) if unclear else ()
    return Answer(OUTCOMES[verdict.registration], data, registration=verdict.registration, ask=ask)


def _no_exemptions(facts: Facts) -> tuple[str, ...]:
    """Who was free in the older regimes and is not named as free in this order."""
    notes = []
    if facts.born is not None and is_under(OLDER_REGIMES_FREED_UNDER, facts.born, facts.on):
        notes.append("under_16")
    if facts.document_kind in (DocumentKind.DIPLOMATIC, DocumentKind.SERVICE):
        notes.append("official_document")
    return tuple(notes)


def _verdict(facts: Facts) -> Verdict:
    """The person's own standing goes before the state's; a late beginning is weighed last."""
    verdict = _by_status(facts) or _by_exemption(facts) or _by_state(facts)
    entered = entry(facts)
    if verdict.registration is not REQUIRED or entered is None:
        return verdict
    if calendar_days(entered, REGISTER_WITHIN).due >= ORDER_923_IN_FORCE:
        return verdict
    return Verdict(UNCLEAR, "thirtieth_day_before_order", ("register_at_once", "order_does_not_reach_back"))


def _by_status(facts: Facts) -> Verdict | None:
    """Those for whom the citizenship does not decide."""
    if facts.citizenship == KAZAKHSTAN:
        return Verdict(NOT_REQUIRED, "not_an_immigrant")
    if facts.basis is Basis.PERMANENT_RESIDENCE:
        return Verdict(NOT_REQUIRED, "permanent_registration_service")
    if facts.basis is Basis.REFUGEE or facts.document_kind is DocumentKind.REFUGEE:
        return Verdict(NOT_REQUIRED, "refugee_registration_service")
    if facts.citizenship == STATELESS or facts.document_kind is DocumentKind.STATELESS:
        return Verdict(UNCLEAR, "stateless", ("immigrant_by_paragraph_2", "from_no_state_of_paragraph_3"))
    return None


def _by_exemption(facts: Facts) -> Verdict | None:
    """Ukraine's treaty frees its citizens for ninety days in each 180, and says nothing of the time after them."""
    if exemption(facts) is None:
        return None
    if exemption_lasts(facts):
        return Verdict(NOT_REQUIRED, "treaty_exempts")
    return Verdict(UNCLEAR, EXEMPTION_ENDED, ("paragraph_3_applies_again", "thirty_days_ended_unseen"))


def _by_state(facts: Facts) -> Verdict:
    """The table of states; another basis than the visa-free stay makes a state of the table unclear."""
    order = stay_order(facts.citizenship, facts.on)
    if facts.basis in EAEU_BASES:
        if is_in_eaeu(facts.citizenship, facts.on):
            return Verdict(REQUIRED, "eaeu_thirty_days")
        return Verdict(UNCLEAR, "eaeu_basis_of_another_state", ("register_after_thirty_days", "state_decides"))
    if order is None:
        return Verdict(NOT_REQUIRED, "no_order_of_stay")
    if order.order_923 is NOT_REQUIRED:
        return Verdict(NOT_REQUIRED, order.why)
    if facts.basis in VISAS or facts.basis is Basis.TEMPORARY_RESIDENCE:
        return Verdict(UNCLEAR, "another_basis", ("the_state_decides", "the_basis_decides"))
    return Verdict(order.order_923, order.why, STATE_READINGS.get(order.why, ()))


STATE_READINGS = {
    "ninety_in_year": ("ninety_days_is_up_to_ninety", "the_list_means_ninety_in_180"),
    "thirty_days_contested": ("press_counts_it_in", "the_stay_is_thirty_days"),
}


@ORDER_923.rule("3", Question.REGISTER_BY, reads=("registered", *WHO_READS))
def guest_registers_by_the_thirtieth_day(facts: Facts) -> Answer | None:
    """The guest registers not later than the thirtieth calendar day from the crossing of the border."""
    verdict = _verdict(facts)
    if verdict.registration is NOT_REQUIRED:
        return None
    entered = entry(facts)
    if entered is None:
        return missing("stays")
    deadline, done = _register_by(facts, entered, verdict), registered_since(entered, facts)
    judged = done or present_day(facts)
    data = _register_data(entered, deadline, done, judged)
    if done is None and departed(facts) and judged <= deadline.last_arguable:
        return Answer(Outcome.MET, {**data, "left": judged})
    duty = Duty(DutyKind.REGISTER, Who.GUEST, *deadline, done is not None, Citation("O923", "3"))
    if judged <= deadline.last_arguable:
        return Answer(Outcome.MET, data, duty)
    return Answer(Outcome.BROKEN if verdict.registration is REQUIRED else Outcome.UNKNOWN, data, duty)


def _register_by(facts: Facts, entered: date, verdict: Verdict) -> Deadline:
    """Day 30; never a day before the order was in force, nor one on which a treaty still freed the guest."""
    if verdict.why == EXEMPTION_ENDED and (after := first_day_after_exemption(facts)):
        return after
    deadline = calendar_days(entered, REGISTER_WITHIN)
    return deadline if deadline.due >= ORDER_923_IN_FORCE else Deadline(ORDER_923_IN_FORCE, ORDER_923_IN_FORCE)


def _was_free_on(moved: date, facts: Facts) -> bool:
    """Whether the move came while a treaty still freed the guest: the first registration is then what is due."""
    after = first_day_after_exemption(facts)
    return after is not None and moved < after.due


def _register_data(entered: date, deadline: Deadline, done: date | None, judged: date) -> dict[str, object]:
    late = (judged - deadline.last_arguable).days
    return {
        "entered": entered,
        "day": (judged - entered).days + 1,
        "due": deadline.due,
        "last_arguable": deadline.last_arguable,
        "registered": done,
        "late_days": max(0, late),
    }


@ORDER_923.rule("3", Question.HOST, name="3-host", reads=["host_kind"])
def the_host_answers_in_the_application(facts: Facts) -> Answer:
    """Who gives the place agrees or refuses in a mobile application; how an organisation does is not written."""
    if facts.host_kind is None:
        return missing("host.kind")
    if facts.host_kind is HostKind.PERSON:
        return Answer(Outcome.MET, {"host": "person"})
    data = {"host": "organisation", "readings": ("its_head_answers_with_an_iin", "organisations_are_left_out")}
    return Answer(Outcome.UNKNOWN, data, ask=(Body.MIGRATION_COMMITTEE,))


@ORDER_923.rule("4-1", Question.TRUTH, reads=["address_kind", "untrue"])
def what_the_guest_told_is_true(facts: Facts) -> Answer:
    """Ground 1: facts found untrue; premises that paragraph 7 does not know cannot be an address of stay."""
    untrue = facts.untrue or ()
    if untrue or facts.address_kind is Premises.NOT_DWELLING:
        return Answer(Outcome.BROKEN, {"untrue": untrue, "premises": facts.address_kind})
    unknown = [name for name, fact in (("untrue", facts.untrue), ("address.kind", facts.address_kind)) if fact is None]
    return missing(*unknown) if unknown else Answer(Outcome.MET)


@ORDER_923.rule("4-2", Question.TERM, reads=LAWFUL_STAY_READS)
def the_term_of_stay_is_kept(facts: Facts) -> Answer | None:
    """Ground 2: the lawful stay is exceeded, by the laxer of the two counts; a late registration is not this ground."""
    if facts.citizenship == KAZAKHSTAN:
        return None
    stay = lawful_stay(facts)
    if stay is None:
        return missing(*_what_the_term_lacks(facts))
    today = present_day(facts)
    data = {"until": stay.until, "last_arguable": stay.last_arguable, "over": max(0, (today - stay.until).days)}
    if today > stay.last_arguable:
        return Answer(Outcome.BROKEN, data)
    if entered_before_visa(facts):
        return Answer(Outcome.UNKNOWN, {**data, "why": "entered_before_visa"})
    return Answer(Outcome.MET, data)


def _what_the_term_lacks(facts: Facts) -> tuple[str, ...]:
    if not facts.stays:
        return ("stays",)
    if facts.basis is None:
        return ("basis",)
    return ("visa",) if facts.basis in VISAS else ("permit.until",)


@ORDER_923.rule("4-3", Question.CONSENT, reads=["consent", "on", "registered", "stays"])
def the_host_does_not_refuse(facts: Facts) -> Answer | None:
    """Ground 3: who gives the place refuses; what a consent withdrawn after the registration does is not written."""
    match facts.consent:
        case Consent.GRANTED:
            return Answer(Outcome.MET)
        case Consent.REFUSED:
            return Answer(Outcome.BROKEN, {"consent": "refused"})
        case Consent.WITHDRAWN:
            return _withdrawn(facts)
        case _:
            return missing("host.consent")


def _withdrawn(facts: Facts) -> Answer:
    entered = entry(facts)
    if entered is None or registered_since(entered, facts) is None:
        return Answer(Outcome.BROKEN, {"consent": "withdrawn"})
    data = {"consent": "withdrawn", "readings": ("registration_ends", "registration_stands")}
    return Answer(Outcome.UNKNOWN, data, ask=(Body.MIGRATION_COMMITTEE,))


@ORDER_923.rule("5", Question.MOVE, reads=("moved", "registered", *WHO_READS))
def guest_registers_anew_after_a_move(facts: Facts) -> Answer | None:
    """The guest registers at a new address within five working days; before a first registration that is disputed."""
    entered, moved = entry(facts), happened(facts.moved, facts)
    if entered is None or moved is None or moved < entered:
        return None
    registration, why, _ = _verdict(facts)
    if registration is NOT_REQUIRED or (why == EXEMPTION_ENDED and _was_free_on(moved, facts)):
        return None
    due, last_arguable = working_days(moved, REREGISTER_WITHIN)
    done = registered_since(moved, facts)
    judged = done or present_day(facts)
    data: dict[str, object] = {"moved": moved, "due": due, "last_arguable": last_arguable, "registered": done}
    if done is None and departed(facts) and judged <= last_arguable:
        return Answer(Outcome.MET, {**data, "left": judged})
    duty = Duty(DutyKind.REREGISTER, Who.GUEST, due, last_arguable, done is not None, Citation("O923", "5"))
    if judged <= last_arguable:
        return Answer(Outcome.MET, data, duty)
    first_is_open = judged <= calendar_days(entered, REGISTER_WITHIN).last_arguable
    if registration is REQUIRED and (_was_registered_before(moved, facts) or not first_is_open):
        return Answer(Outcome.BROKEN, data, duty)
    readings = ("any_move_starts_five_days", "thirty_days_run_until_first_registration")
    return Answer(Outcome.UNKNOWN, {**data, "readings": readings}, duty)


def _was_registered_before(moved: date, facts: Facts) -> bool:
    """Whether the guest had registered in this stay before the move, and so had an address to change."""
    return facts.registered is not None and facts.stays[-1].entered <= facts.registered < moved


@ORDER_923.rule("6", Question.OLD_ADDRESS, reads=["moved", "on", "registered", "stays"])
def the_old_address_ends_by_itself(facts: Facts) -> Answer | None:
    """A registration at a new address removes the old one without anyone's doing."""
    if facts.moved is None or registered_since(facts.moved, facts) is None:
        return None
    return Answer(Outcome.MET, {"removed": facts.registered})


@ORDER_923.rule("7", Question.PREMISES, reads=["address_kind"])
def the_premises_are_for_living(facts: Facts) -> Answer:
    """One registers in houses, flats, dormitories, hotels, rest homes, sanatoria and what else is used for living."""
    if facts.address_kind is None:
        return missing("address.kind")
    broken = facts.address_kind is Premises.NOT_DWELLING
    return Answer(Outcome.BROKEN if broken else Outcome.MET, {"premises": facts.address_kind.value})

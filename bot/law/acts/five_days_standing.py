"""Who had to register until 10 January 2020: the person's own standing, then treaties, then the five days."""

from datetime import date
from typing import NamedTuple

from bot.law.acts.law_477 import EAEU_TREATY, OFFICIAL_DOCUMENTS
from bot.law.acts.treaties import exemption_lasts
from bot.law.age import birthday
from bot.law.assessment import Citation, Registration
from bot.law.days import calendar_days
from bot.law.facts import STATELESS, Basis, DocumentKind, Facts
from bot.law.residence import EAEU_BASES, KAZAKHSTAN, is_in_eaeu
from bot.law.states import Effect, TreatyClause, treaty_clause
from bot.law.stays import entry, present_day

FIVE, THIRTY = 5, 30  # calendar days
CHILD_UNDER = 16
STANDING_READS = ("basis", "born", "citizenship", "document_kind", "stays")

REQUIRED, NOT_REQUIRED, UNCLEAR = Registration.REQUIRED, Registration.NOT_REQUIRED, Registration.UNCLEAR
FREE_FOR_NOW = frozenset({"treaty_free_for_now", "eaeu_free_for_now"})
"""Not required yet: who stays on registers when the treaty's days are over."""
BOUND_LATER = frozenset({"treaty_exemption_ended", "sixteen_during_the_stay"})
"""Free while the five days ran, and perhaps not any more."""


class Standing(NamedTuple):
    """Whether such a person registers and why; within how many days; both readings; which facts would decide.

    `cite` is given where a treaty, and not the decree, is the source.
    """

    registration: Registration
    why: str
    days: int = FIVE
    readings: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    due: date | None = None
    cite: Citation | None = None


def standing_of(facts: Facts, on: date) -> Standing:
    """The standing on the day `on`."""
    found = _by_status(facts, on) or _by_treaty(facts, on)
    if found.registration is NOT_REQUIRED:
        return found
    entered, lacks = entry(facts), _lacks(facts)
    if entered is None:
        return found._replace(registration=UNCLEAR, lacks=("stays", *lacks))
    due = calendar_days(entered, found.days).due
    left = facts.stays[-1].left
    if left is not None and left <= due:
        return Standing(NOT_REQUIRED, "leaves_in_time", found.days, due=due)
    if found.days > FIVE and found.registration is REQUIRED and present_day(facts, on) <= due:
        why = "eaeu_free_for_now" if found.why == "eaeu_thirty_days" else "treaty_free_for_now"
        return Standing(NOT_REQUIRED, why, found.days, due=due, cite=found.cite)
    return found._replace(registration=UNCLEAR if lacks else found.registration, lacks=lacks, due=due)


def _lacks(facts: Facts) -> tuple[str, ...]:
    """The facts that might free the person."""
    known = {"born": facts.born, "document.kind": facts.document_kind, "basis": facts.basis}
    return tuple([name for name, fact in known.items() if fact is None])


def _by_status(facts: Facts, on: date) -> Standing | None:
    """Those for whom the citizenship does not decide."""
    if facts.citizenship == KAZAKHSTAN:
        return Standing(NOT_REQUIRED, "not_an_immigrant")
    if facts.basis is Basis.PERMANENT_RESIDENCE:
        return Standing(NOT_REQUIRED, "permanent_registration_service")
    if facts.basis is Basis.REFUGEE or facts.document_kind is DocumentKind.REFUGEE:
        return Standing(NOT_REQUIRED, "refugee_registration_service")
    if facts.document_kind in OFFICIAL_DOCUMENTS:
        return Standing(NOT_REQUIRED, "official_document")
    if facts.basis is Basis.INVESTOR_VISA:
        return Standing(NOT_REQUIRED, "investor_visa")
    return _by_age(facts, on) or _by_permit(facts)


def _by_age(facts: Facts, on: date) -> Standing | None:
    """Children under sixteen are free; what a sixteenth birthday during the stay asks is not written."""
    if facts.born is None:
        return None
    entered, grown = entry(facts) or on, birthday(facts.born, CHILD_UNDER)
    if grown <= calendar_days(entered, FIVE).due:
        return None
    if on < grown:
        return Standing(NOT_REQUIRED, "under_16")
    return Standing(UNCLEAR, "sixteen_during_the_stay", readings=("free_by_age_at_entry", "register_from_sixteen"))


def _by_permit(facts: Facts) -> Standing | None:
    """The summary of the law calls the registration itself a "temporary resident permit"."""
    if facts.basis is not Basis.TEMPORARY_RESIDENCE:
        return None
    return Standing(
        UNCLEAR, "holds_a_permit", readings=("the_permit_is_the_registration", "register_beside_the_permit")
    )


def _by_treaty(facts: Facts, on: date) -> Standing:
    """A treaty gives thirty days, or frees altogether; whom none concerns has five days."""
    clause = _clause(facts, on)
    if facts.basis in EAEU_BASES and (clause is None or is_in_eaeu(facts.citizenship, on)):
        return _by_union(facts, on)
    if facts.citizenship == "ARM":
        return Standing(UNCLEAR, "earlier_treaty_not_seen", readings=("ninety_days_were_free", "five_days_for_others"))
    if clause is None or clause.effect is Effect.RESIDENCE_AFTER:
        return Standing(REQUIRED, "more_than_five_days")
    if clause.effect is Effect.REGISTER_AFTER:
        return Standing(REQUIRED, "treaty_days_over", clause.days, cite=clause.cite)
    return _by_exemption(facts, on, clause)


def _by_union(facts: Facts, on: date) -> Standing:
    """The treaty on the union gives its workers and their families thirty days; who was in it then must be sourced."""
    member = is_in_eaeu(facts.citizenship, on)
    if member:
        return Standing(REQUIRED, "eaeu_thirty_days", THIRTY, cite=EAEU_TREATY)
    why = "eaeu_membership_not_seen" if member is None else "eaeu_basis_of_another_state"
    return Standing(UNCLEAR, why, readings=("five_days_for_others", "eaeu_thirty_days"))


def _by_exemption(facts: Facts, on: date, clause: TreatyClause) -> Standing:
    """Ukraine's treaty frees its citizens for ninety days in each 180, and says nothing of the time after them."""
    if exemption_lasts(facts, on):
        return Standing(NOT_REQUIRED, "treaty_exempts", clause.days, cite=clause.cite)
    readings = ("five_days_apply_again", "five_days_ran_out_unseen")
    return Standing(UNCLEAR, "treaty_exemption_ended", readings=readings, cite=clause.cite)


def _clause(facts: Facts, on: date) -> TreatyClause | None:
    """The clause in force today, or on the stay's fifth day: one that came later did not revive a lost deadline."""
    entered = entry(facts)
    return treaty_clause(facts.citizenship, on if entered is None else min(on, calendar_days(entered, FIVE).due))


def may_be_stamped(facts: Facts, standing: Standing) -> bool:
    """Whether the border service may have registered the person, as it did for some 56 states: no list was seen."""
    return standing.why == "more_than_five_days" and facts.citizenship != STATELESS

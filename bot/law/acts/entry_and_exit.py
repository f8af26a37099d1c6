"""Entry and exit, work and invitations, as a summary of 6 December 2022 retells the acts of its time.

The summary names decree 148 for work and the Law on Migration for invitations; for entry, expulsion and exit it names
no act, so they are cited by the summary itself (EE2022). None of the days on which these rules began was seen: they are
taken to hold from the summary's own day. Every rule is silent about what was not told in `circumstances`.
"""

from collections.abc import Mapping
from datetime import date

from bot.law.acts.decree_148 import months_after
from bot.law.acts.law_477 import EAEU_TREATY
from bot.law.assessment import Outcome
from bot.law.circumstances import EntryBar, ExitBar, Work
from bot.law.days import DAY
from bot.law.facts import Basis, Facts
from bot.law.residence import EAEU_BASES, KAZAKHSTAN, is_in_eaeu
from bot.law.rule import Act, Answer, Question, missing
from bot.law.stays import entry

SUMMARISED = date(2022, 12, 6)
ENTRY_AND_EXIT = Act("EE2022", since=SUMMARISED)
DECREE_148_ON_WORK = Act("P148", since=SUMMARISED)
LAW_477_ON_INVITATIONS = Act("L477", since=SUMMARISED)

BAN_MONTHS = 60
INVITER_WATCHED_MONTHS = 12
PUNISHED_TOO_OFTEN = 2
HELD_BACK_UNTIL = {
    ExitBar.CRIMINAL_CASE: "end_of_proceedings",
    ExitBar.SENTENCE: "sentence_served",
    ExitBar.COURT_DUTY: "duty_fulfilled",
    ExitBar.PROPERTY_DUTY: "debt_settled",
}


@ENTRY_AND_EXIT.rule(None, Question.ENTRY, name="entry", reads=["circumstances", "citizenship"])
def a_foreigner_may_be_refused_entry(facts: Facts) -> Answer | None:
    """Thirteen reasons to refuse entry; means are not asked of ethnic Kazakhs, former citizens and their families."""
    told = facts.circumstances
    if told is None or told.entry_bars is None or facts.citizenship == KAZAKHSTAN:
        return None
    bars = tuple(dict.fromkeys(told.entry_bars))
    if EntryBar.FUNDS_NOT_SHOWN not in bars or told.funds_not_asked_of is False:
        return _entry(bars, {})
    others = tuple(bar for bar in bars if bar is not EntryBar.FUNDS_NOT_SHOWN)
    if told.funds_not_asked_of:
        return _entry(others, {"lifted": (EntryBar.FUNDS_NOT_SHOWN,)})
    unknown = {"missing": ("circumstances.funds_not_asked_of",)}
    return _entry(others, unknown) if others else Answer(Outcome.UNKNOWN, unknown)


def _entry(bars: tuple[EntryBar, ...], notes: Mapping[str, object]) -> Answer:
    data = {"effect": "may_be_refused" if bars else "no_reason_to_refuse", "bars": bars, **notes}
    return Answer(Outcome.BROKEN if bars else Outcome.MET, data)


@ENTRY_AND_EXIT.rule(None, Question.EXPULSION, name="expulsion", reads=["circumstances", "citizenship", "on", "stays"])
def no_entry_for_five_years_after_expulsion(facts: Facts) -> Answer | None:
    """One who was expelled does not enter for five years from the decision; its own day may or may not be the first."""
    told = facts.circumstances
    if told is None or told.expelled is None or told.expelled > facts.on or facts.citizenship == KAZAKHSTAN:
        return None
    lax = months_after(told.expelled, BAN_MONTHS) - DAY
    entering = _day_of_entering(facts, told.expelled)
    data: dict[str, object] = {"decided": told.expelled, "entering": entering, "last_day": lax + DAY, "arguable": lax}
    if entering == lax + DAY:
        readings = ("ban_counts_from_next_day", "ban_counts_from_decision")
        return Answer(Outcome.UNKNOWN, {**data, "readings": readings})
    return Answer(Outcome.BROKEN if entering <= lax else Outcome.MET, data)


def _day_of_entering(facts: Facts, expelled: date) -> date:
    """The entry made since the decision, or the one that would be made today."""
    entered = entry(facts)
    return entered if entered is not None and expelled < entered <= facts.on else facts.on


@ENTRY_AND_EXIT.rule(None, Question.EXIT, name="exit", reads=["circumstances", "citizenship", "on", "stays"])
def a_foreigner_is_let_out(facts: Facts) -> Answer | None:
    """Not let out: a criminal case, a sentence, a duty set by a court; put off, perhaps: a property duty."""
    told = facts.circumstances
    if told is None or told.exit_bars is None or facts.citizenship == KAZAKHSTAN:
        return None
    lifted = tuple(bar for bar in told.exit_bars if bar is ExitBar.SENTENCE and _expelled_from_this_stay(facts))
    bars = tuple(bar for bar in dict.fromkeys(told.exit_bars) if bar not in lifted)
    data: dict[str, object] = {
        "effect": "let_out",
        "bars": bars,
        "until": tuple(HELD_BACK_UNTIL[bar] for bar in bars),
        "lifted": lifted,
        "papers": ("valid_document", "exit_visa_unless_agreed_otherwise"),
    }
    if not bars:
        return Answer(Outcome.MET, data)
    data["effect"] = "may_be_postponed" if bars == (ExitBar.PROPERTY_DUTY,) else "not_let_out"
    return Answer(Outcome.BROKEN, data)


def _expelled_from_this_stay(facts: Facts) -> bool:
    """A court's expulsion ends the wait for the sentence; one from before the latest entry has been carried out."""
    told, entered = facts.circumstances, entry(facts)
    if told is None or told.expelled is None or told.expelled > facts.on:
        return False
    return entered is None or entered <= told.expelled


@DECREE_148_ON_WORK.rule(None, Question.WORK, name="work", reads=["basis", "circumstances", "citizenship", "on"])
def no_work_without_a_permit(facts: Facts) -> Answer | None:
    """Immigrants who stay for a time work only with a permit, unless the law or a ratified treaty says otherwise."""
    told = facts.circumstances
    if told is None or told.works is None or facts.citizenship == KAZAKHSTAN:
        return None
    if told.works is not Work.WITHOUT_PERMIT:
        return Answer(Outcome.MET, {"why": "no_work" if told.works is Work.NONE else "permit"})
    if is_in_eaeu(facts.citizenship, facts.on):
        return Answer(Outcome.MET, {"why": "eaeu_worker"}, cite=EAEU_TREATY)
    return _work_by_basis(facts.basis)


def _work_by_basis(basis: Basis | None) -> Answer:
    """The rule is for those who stay for a time; who lives here on a permit or a status may be another person."""
    if basis is None:
        return missing("basis")
    if basis is Basis.PERMANENT_RESIDENCE:
        return Answer(Outcome.MET, {"why": "lives_here_permanently"})
    if basis in (Basis.TEMPORARY_RESIDENCE, Basis.REFUGEE, *EAEU_BASES):
        readings = ("stays_for_a_time_too", "another_law_or_treaty_frees")
        return Answer(Outcome.UNKNOWN, {"why": basis.value, "readings": readings})
    return Answer(Outcome.BROKEN, {"why": "no_permit"})


@LAW_477_ON_INVITATIONS.rule(None, Question.INVITATION, name="invitation", reads=["circumstances", "on"])
def a_host_punished_twice_does_not_invite(facts: Facts) -> Answer | None:
    """Punished twice or more within the twelve calendar months before the application: it is not considered."""
    told = facts.circumstances
    if told is None or told.host_punished is None:
        return None
    to_the_day, whole = _punished_in_twelve_months(told.host_punished, facts.on)
    data: dict[str, object] = {"punished": max(to_the_day, whole), "months": INVITER_WATCHED_MONTHS}
    if min(to_the_day, whole) >= PUNISHED_TOO_OFTEN:
        return Answer(Outcome.BROKEN, data)
    if max(to_the_day, whole) < PUNISHED_TOO_OFTEN:
        return Answer(Outcome.MET, data)
    readings = ("months_to_the_day", "whole_months") if to_the_day > whole else ("whole_months", "months_to_the_day")
    return Answer(Outcome.UNKNOWN, {**data, "readings": readings})


def _punished_in_twelve_months(decisions: tuple[date, ...], on: date) -> tuple[int, int]:
    """How many decisions by months counted to the day of application, and by whole months before its own month."""
    day_before = months_after(on, -INVITER_WATCHED_MONTHS)
    this_month = on.replace(day=1)
    to_the_day = sum(day_before <= day <= on for day in decisions)
    whole = sum(day_before.replace(day=1) <= day < this_month for day in decisions)
    return to_the_day, whole

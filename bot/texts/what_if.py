"""What if: the changes to choose from, the one question that each needs, and what would change."""

from datetime import date

from bot.domain.refusals import Refusal, RefusalCode
from bot.law.assessment import Assessment, Duty, DutyKind, Finding, Outcome
from bot.law.facts import Facts
from bot.law.rule import Question
from bot.law.stays import present_day
from bot.registration.reasons import findings_on
from bot.registration.what_if import Change, Comparison
from bot.texts.duties import as_many_as_fit, registration
from bot.texts.explaining import cite, explain_finding
from bot.texts.explaining.duties import duty_name
from bot.texts.reading_dates import read_date
from bot.texts.reading_trips import read_trips
from bot.texts.words import Markup, Words, bold, lines, page

OF_CIRCUMSTANCES = (Question.EXPULSION, Question.ENTRY, Question.EXIT, Question.WORK, Question.INVITATION)
OF_BREACHES = (Question.REGISTER_BY, Question.MOVE, Question.STAY, Question.GUEST_LIABILITY)


def what_if(words: Words) -> str:
    """Above the choice of changes."""
    return page(words.say("What if…"), words.say("See what would change. None of it is kept."))


def change(words: Words, kind: Change) -> str:
    """A change as it stands on its button."""
    return {
        Change.ENTERED: words.say("I had entered on another day"),
        Change.LEFT: words.say("I leave on a day"),
        Change.MOVED: words.say("I move on a day"),
        Change.AGAIN: words.say("I leave and come again"),
        Change.EXPELLED: words.say("I was expelled"),
        Change.FINE: words.say("An unpaid fine from an earlier stay"),
        Change.FUNDS: words.say("No proof of money at the border"),
        Change.WORKS: words.say("I work without a permit"),
        Change.CASE: words.say("A criminal case against me"),
        Change.DEBTS: words.say("I have debts"),
        Change.PUNISHED: words.say("As a host: punished twice"),
    }[kind]


def asks_days(words: Words, kind: Change) -> str:
    """The one question that a change needs."""
    one = words.say("Type the date. Example: 12.11.2026")
    heading, hint = {
        Change.ENTERED: (words.say("If you had entered on which day?"), one),
        Change.LEFT: (words.say("If you leave on which day?"), one),
        Change.MOVED: (words.say("If you move to a new address on which day?"), one),
        Change.AGAIN: (
            words.say("If you leave and enter again on which days?"),
            words.say("Both days in one message. Example: 20.12.2026 - 15.01.2027"),
        ),
        Change.EXPELLED: (words.say("On which day was the expulsion decided?"), one),
        Change.PUNISHED: (
            words.say("On which days were you punished?"),
            words.say("The days of the two decisions in one message. Example: 10.03.2026 - 05.09.2026"),
        ),
    }[kind]
    return page(heading, hint)


def read_days(kind: Change, text: str, *, latest: date) -> tuple[date, ...]:
    """The days that a change needs, as a person types them. Raises Refusal: what `read_date` raises, or DAYS_TWO."""
    if kind.days_needed == 1:
        return (read_date(text, latest=latest),)
    try:
        told = read_trips(text, latest=latest)
    except Refusal as no:
        raise Refusal(RefusalCode.DAYS_TWO) if no.code is RefusalCode.DATE_UNREAD else no from None
    if len(told) != 1 or told[0].left is None:
        raise Refusal(RefusalCode.DAYS_TWO)
    return told[0].entered, told[0].left


def changed(words: Words, compared: Comparison, citizenship: str) -> str:
    """What would change: as things are now, and as they would be then."""
    told = [
        *_registration(words, compared),
        *_duties(words, compared),
        *_days_left(words, compared),
        *(explain_finding(words, finding, citizenship=citizenship) for finding in _new_findings(compared)),
    ]
    return page(
        _supposed(words, compared),
        _as_of(words, compared),
        _no_day_left(words, compared),
        *(as_many_as_fit(told) or [_nothing(words, compared)]),
        words.say("None of this was kept."),
    )


def _supposed(words: Words, compared: Comparison) -> str:
    days = [words.day(day) for day in compared.what_if.days]
    first, last = (days[0], days[-1]) if days else ("", "")
    return {
        Change.ENTERED: words.say("If you had entered on {day}", day=first),
        Change.LEFT: words.say("If you leave on {day}", day=first),
        Change.MOVED: words.say("If you move on {day}", day=first),
        Change.AGAIN: words.say("If you leave on {left} and enter again on {entered}", left=first, entered=last),
        Change.EXPELLED: words.say("If your expulsion was decided on {day}", day=first),
        Change.FINE: words.say("If you come again and have not paid a fine from an earlier stay"),
        Change.FUNDS: words.say(
            "If you come again without proof of money (ethnic Kazakhs, those born here, former citizens and their families are not asked)"
        ),
        Change.WORKS: words.say("If you work without a permit"),
        Change.CASE: words.say("If there is a criminal case against you"),
        Change.DEBTS: words.say("If you have debts that a court ordered you to pay"),
        Change.PUNISHED: words.say("If you, as a host, were punished on {first} and {last}", first=first, last=last),
    }[compared.what_if.change]


def _as_of(words: Words, compared: Comparison) -> str:
    on = compared.facts_then.on
    return words.say("As it would stand on {day}.", day=words.day(on)) if on > compared.facts_now.on else ""


def _no_day_left(words: Words, compared: Comparison) -> str:
    """Said first of all, where earlier stays leave that entry no lawful day."""
    free = compared.free_again
    if free is None:
        return ""
    return words.say(
        "<b>That entry has no lawful day: earlier stays have used up the days.</b> From {free} on days are free again.",
        free=words.day(free),
    )


def _nothing(words: Words, compared: Comparison) -> str:
    if compared.what_if.change.is_of_the_stay:
        return words.say("Nothing would change: what you must do and by when stays the same.")
    return words.say("Our sources name no consequence.")


def _registration(words: Words, compared: Comparison) -> list[str]:
    was, would = compared.now.registration, compared.then.registration
    if was is would:
        return []
    return [_now_then(words, words.say("Registration"), registration(words, was), registration(words, would))]


def _duties(words: Words, compared: Comparison) -> list[str]:
    """Where no lawful day is left, the day to leave by would lie before the entry: it is not listed."""
    kinds = dict.fromkeys(duty.duty for duty in (*compared.now.duties, *compared.then.duties))
    if compared.free_again is not None:
        kinds.pop(DutyKind.LEAVE, None)
    return [told for kind in kinds if (told := _duty(words, compared, kind))]


def _duty(words: Words, compared: Comparison, kind: DutyKind) -> str:
    """One duty, where it would be another; with its clause."""
    before, after = _find(compared.now, kind), _find(compared.then, kind)
    was, would = _by_when(words, before, compared.facts_now), _by_when(words, after, compared.facts_then)
    known = after or before
    if was == would or known is None:
        return ""
    return lines(_now_then(words, duty_name(words, kind), was, would), cite(words, known.cite))


def _find(assessment: Assessment, kind: DutyKind) -> Duty | None:
    return next((duty for duty in assessment.duties if duty.duty is kind), None)


def _by_when(words: Words, duty: Duty | None, facts: Facts) -> str:
    if duty is None:
        return words.say("not needed")
    due = words.day(duty.due)
    if duty.duty is DutyKind.LEAVE and duty.done and present_day(facts) > duty.last_arguable:
        return words.say("too late, the last day was {due}", due=due)
    if duty.done:
        return words.say("done")
    return (
        words.say("the last day was {due}", due=due)
        if duty.last_arguable < facts.on
        else words.say("by {due}", due=due)
    )


def _days_left(words: Words, compared: Comparison) -> list[str]:
    now, then = compared.now.stay, compared.then.stay
    if now is None or then is None or now.left == then.left:
        return []
    return [_now_then(words, words.say("Days of stay left"), str(now.left), str(then.left))]


def _now_then(words: Words, name: str, was: str, would: str) -> str:
    return lines(
        bold(name),
        words.say("Now: {was}", was=Markup(was)),
        words.say("Then: {would}", would=Markup(would)),
    )


def _new_findings(compared: Comparison) -> list[Finding]:
    """What the law would say then and does not say now: of the circumstance told, and of what would be broken."""
    of_circumstances = findings_on(compared.then, *OF_CIRCUMSTANCES)
    broken = [f for f in findings_on(compared.then, *OF_BREACHES) if f.outcome is not Outcome.MET]
    said_now = {(finding.rule, finding.outcome) for finding in compared.now.findings}
    return [finding for finding in (*of_circumstances, *broken) if (finding.rule, finding.outcome) not in said_now]

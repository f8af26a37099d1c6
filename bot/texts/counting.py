"""The day counter in words: days used and left, the last lawful day by both readings, and when days come free."""

from bot.law.acts.order_923 import REGISTER_WITHIN
from bot.law.assessment import Assessment, Citation, Duty, DutyKind, Registration
from bot.law.facts import Facts, Stay
from bot.law.release import DayCount, Release
from bot.texts.explaining import cite
from bot.texts.explaining.duties import unclear
from bot.texts.words import Words, lines, page

MOST_RELEASES = 5
FEW_RELEASES = 3


def counter(words: Words, count: DayCount, facts: Facts, assessment: Assessment) -> str:
    """The page "Count my days"."""
    return page(
        heading(words),
        lines(_order(words, count, assessment), *used(words, count)),
        last_day(words, count),
        coming_free(words, count, MOST_RELEASES),
        _counted(words, len(facts.stays) - 1) if count.window else "",
    )


def caption(words: Words, count: DayCount, facts: Facts, assessment: Assessment) -> str:
    """What the picture shows, for those who do not see it; under a picture a thousand letters have room."""
    due = register_duty(assessment)
    return page(
        heading(words),
        lines(*used(words, count), register_by(words, due, facts, assessment) if due else "", last_day(words, count)),
        coming_free(words, count, FEW_RELEASES),
    )


def not_counted(words: Words, assessment: Assessment) -> str:
    """No days to count: the stay rests on a visa, a permit or a status, or no visa-free stay is known."""
    ends = (
        words.say("Your lawful stay ends on {until}.", until=words.day(assessment.stay.until))
        if assessment.stay
        else ""
    )
    said = words.say("Days are counted for stays without a visa. For your stay there is no such count.")
    return page(heading(words), lines(said, ends))


def heading(words: Words) -> str:
    """What it is about."""
    return words.say("My days in Kazakhstan")


def _order(words: Words, count: DayCount, assessment: Assessment) -> str:
    """The order of stay and where it is written."""
    said, source = _allowed(words, count), _source(assessment)
    return f"{said} ({cite(words, source)})" if source else said


def _allowed(words: Words, count: DayCount) -> str:
    window, entry_days = count.window, count.entry_days
    if window is None:
        return words.say("Without a visa you may stay {entry_days} days after each entry.", entry_days=entry_days)
    gaps = {"entry_days": entry_days, "window_days": window.days, "window": window.length}
    if count.entry_binds:
        return words.say(
            "Without a visa you may stay {entry_days} days after each entry, and {window_days} days in each {window}.",
            **gaps,
        )
    return words.say("Without a visa you may stay {window_days} days in each {window}.", **gaps)


def _source(assessment: Assessment) -> Citation | None:
    """Where the stay's end is written."""
    return next((duty.cite for duty in assessment.duties if duty.duty is DutyKind.LEAVE), None)


def used(words: Words, count: DayCount) -> list[str]:
    """How many days are used and left today: in this entry where it has a limit of its own, and in the window."""
    rows = []
    if count.entry_binds:
        rows.append(words.say("Since this entry: {used} used, {left} left.", used=count.used, left=count.left))
    if (window := count.window) is not None:
        rows.append(
            words.say(
                "In the {window} days up to today: {used} used, {left} left.",
                window=window.length,
                used=window.used,
                left=window.left,
            )
        )
    return rows


def last_day(words: Words, count: DayCount) -> str:
    """The last lawful day by both readings, as seen from today."""
    dates = {"until": words.day(count.until), "last_arguable": words.day(count.last_arguable)}
    if count.on > count.last_arguable:
        return words.say(
            "Your lawful stay ended on {until}. Go to the migration police at once, or call 1414.", **dates
        )
    if count.on > count.until:
        return words.say("It ended on {until}; counted another way, it ends on {last_arguable}: leave today.", **dates)
    return words.say("Last lawful day: {until}; counted another way: {last_arguable}", **dates)


def coming_free(words: Words, count: DayCount, most: int) -> str:
    """The nearest days that come free."""
    releases = count.window.releases if count.window else ()
    rows = [f"• {release_row(words, release)}" for release in releases[:most]]
    more = len(releases) - most
    if more > 0:
        rows.append(words.count("And {number} time more after that.", "And {number} times more after that.", more))
    return lines(*rows)


def release_row(words: Words, release: Release) -> str:
    """From which day on, how many days, one each day."""
    first = words.day(release.first)
    if release.days == 1:
        return words.say("From {first} one day comes free.", first=first)
    return words.count(  # 21 and 31 too have the form of one in some languages, and are not one
        "From {first} {number} day comes free, one a day.",
        "From {first} {number} days come free, one a day.",
        release.days,
        first=first,
    )


def _counted(words: Words, earlier: int) -> str:
    """Which stays are in the count."""
    if earlier == 0:
        return words.say("Only this stay is counted. Were you here before? Add those stays: their days count too.")
    return words.count(
        "Counted: this stay and {number} earlier one.", "Counted: this stay and {number} earlier ones.", earlier
    )


def register_duty(assessment: Assessment) -> Duty | None:
    """The registration that is still owed."""
    return next((duty for duty in assessment.duties if duty.duty is DutyKind.REGISTER and not duty.done), None)


def register_by(words: Words, duty: Duty, facts: Facts, assessment: Assessment) -> str:
    """By when to register, and that it is unclear whether one must where it is."""
    is_unclear = assessment.registration is Registration.UNCLEAR
    return lines(_register_day(words, duty, facts), unclear(words) if is_unclear else "")


def _register_day(words: Words, duty: Duty, facts: Facts) -> str:
    """The day, and that it is the thirtieth where it is."""
    number = (duty.due - facts.stays[-1].entered).days + 1
    if number == REGISTER_WITHIN:
        return words.say("Day {number}: register by {due}", number=number, due=words.day(duty.due))
    return words.say("Register by {due}", due=words.day(duty.due))


def stay_row(words: Words, stay: Stay) -> str:
    """One earlier stay: from, to, how many days."""
    left = stay.left or stay.entered
    if left == stay.entered:
        return words.say("{entered}: one day", entered=words.day(left))
    return words.count(
        "{entered} – {left}: {number} day",
        "{entered} – {left}: {number} days",
        (left - stay.entered).days + 1,
        entered=words.day(stay.entered),
        left=words.day(left),
    )

"""What the picture of a person's days shows, with its words in the reader's language."""

from collections.abc import Iterator
from datetime import date, timedelta

from babel import Locale

from bot.law.assessment import Assessment
from bot.law.facts import Facts
from bot.law.release import DayCount, Release
from bot.texts import counting
from bot.texts.words import Words
from bot.timeline.scene import Kind, Mark, Scene, Sign, Stretch

DAY = timedelta(days=1)
AROUND = timedelta(days=10)
LONGEST = timedelta(days=400)
MOST_STAYS = 3  # more of them are drawn and not named
MOST_RELEASES = 3


def scene_of(words: Words, count: DayCount, facts: Facts, assessment: Assessment) -> Scene:
    """What is counted today, and what is to come until the last lawful day and the days that come free."""
    marks = tuple(_marks(words, count, facts, assessment))
    ends = [count.on, *(mark.day for mark in marks), *(release.last for release in _releases(count))]
    return Scene(
        heading=counting.heading(words),
        line=" ".join(counting.used(words, count)),
        months=tuple(Locale.parse(words.language).months["stand-alone"]["abbreviated"].values()),
        first=_since(count, facts) - AROUND,
        last=min(max(ends), count.on + LONGEST) + AROUND,
        stretches=(*_stays(words, count, facts), *_windows(words, count)),
        marks=marks,
    )


def _since(count: DayCount, facts: Facts) -> date:
    """The first day that matters: of the window, else of the present stay, and in no case years ago."""
    since = count.window.since if count.window else facts.stays[-1].entered
    return max(since, count.on - LONGEST)


def _releases(count: DayCount) -> tuple[Release, ...]:
    return count.window.releases if count.window else ()


def _stays(words: Words, count: DayCount, facts: Facts) -> Iterator[Stretch]:
    *earlier, present = facts.stays
    seen = [stay for stay in earlier if stay.left is not None and stay.left >= _since(count, facts)]
    for turn, stay in enumerate(reversed(seen)):
        said = counting.stay_row(words, stay) if turn < MOST_STAYS else ""
        yield Stretch(Kind.EARLIER, stay.entered, stay.left or stay.entered, said)
    yield Stretch(Kind.PRESENT, present.entered, count.on, _here_since(words, count, present.entered))
    if count.until > count.on:
        yield Stretch(Kind.ALLOWED, count.on + DAY, count.until)


def _here_since(words: Words, count: DayCount, entered: date) -> str:
    return words.count(
        "Here since {entered}: {number} day.",
        "Here since {entered}: {number} days.",
        count.used,
        entered=words.day(entered),
    )


def _windows(words: Words, count: DayCount) -> Iterator[Stretch]:
    if (window := count.window) is not None:
        said = words.say(
            "The {window} days that are counted: since {first}", window=window.length, first=words.day(window.since)
        )
        yield Stretch(Kind.WINDOW, window.since, count.on, said)
    for turn, release in enumerate(_releases(count)):
        said = counting.release_row(words, release) if turn < MOST_RELEASES else ""
        yield Stretch(Kind.FREE, release.first, release.last, said)


def _marks(words: Words, count: DayCount, facts: Facts, assessment: Assessment) -> Iterator[Mark]:
    yield Mark(Sign.LAST, count.until, counting.last_day(words, count))
    yield Mark(Sign.TODAY, count.on, words.say("Today: {today}", today=words.day(count.on)))
    if duty := counting.register_duty(assessment):
        yield Mark(Sign.DEADLINE, duty.due, counting.register_by(words, duty, facts, assessment))

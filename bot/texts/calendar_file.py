"""A person's dates as a calendar file (RFC 5545): each an all-day event with alarms, and nobody's name or number in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from bot.law.assessment import Assessment, Duty, DutyKind, Registration, Who
from bot.law.facts import Facts
from bot.texts.explaining import cite
from bot.texts.explaining.duties import REGISTERING, duty_name, how_counted, unclear
from bot.texts.words import Words, lines, unmarked

FILE_NAME = "tirkeu.ics"
PRODUCT = "-//Tirkeu//Tirkeu bot//"
ALARM_DAYS = (10, 3, 1)
ALARM_TIME = time(18, 0)
DAY = timedelta(days=1)
MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One date: a duty as it stands on the day of the facts, or only the document's last day (`duty` None).

    `request`: the number of the guest's request, where a host owes the duty for that guest.
    `is_unclear`: whether one must register at all can be read in two ways.
    """

    duty: Duty | None
    facts: Facts
    request: int | None = None
    is_unclear: bool = False


def entries_of(assessment: Assessment, facts: Facts, *, request: int | None = None) -> list[Entry]:
    """The dates of one person: the duties that are to come, and those just done, so that a new file silences an old."""
    who = Who.GUEST if request is None else Who.HOST
    made = [
        Entry(duty=duty, facts=facts, request=request, is_unclear=_is_unclear(duty, assessment))
        for duty in assessment.duties
        if duty.who is who and (not duty.done or duty.last_arguable >= facts.on)
    ]
    has_document = any(entry.duty and entry.duty.duty is DutyKind.RENEW_DOCUMENT for entry in made)
    ends = facts.document_expires
    if request is None and not has_document and ends is not None and ends >= facts.on:
        made.append(Entry(duty=None, facts=facts))
    return made


def _is_unclear(duty: Duty, assessment: Assessment) -> bool:
    return duty.duty in REGISTERING and not duty.done and assessment.registration is Registration.UNCLEAR


def calendar_file(words: Words, entries: Sequence[Entry], *, owner: int, now: datetime) -> bytes:
    """The file for the calendar of whoever owns this chat. Imported again, each event takes the place of its old self."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT + words.language.upper())
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words.say("My dates in Kazakhstan"))
    for entry in entries:
        calendar.add_component(_event(words, entry, owner, now))
    return bytes(calendar.to_ical())


def _event(words: Words, entry: Entry, owner: int, now: datetime) -> Event:
    event, day = Event(), _day(entry)
    event.add("uid", f"{uuid5(NAMESPACE_URL, _name(entry, owner))}@tirkeu")
    event.add("dtstamp", now)
    event.add("sequence", int(now.timestamp()) // MINUTE)  # a newer file wins over an older one
    event.add("dtstart", day)
    event.add("dtend", day + DAY)
    event.add("transp", "TRANSPARENT")
    event.add("summary", _summary(words, entry), parameters={"LANGUAGE": words.language})
    event.add("description", _description(words, entry), parameters={"LANGUAGE": words.language})
    for alarm in _alarms(words, entry, day, now):
        event.add_component(alarm)
    return event


def _day(entry: Entry) -> date:
    ends = entry.facts.document_expires if entry.duty is None else entry.duty.due
    if ends is None:
        raise ValueError("a document without an end is no date")
    return ends


def _name(entry: Entry, owner: int) -> str:
    """What stays the same when the date changes: whose, which duty, for which guest."""
    kind = entry.duty.duty if entry.duty else DutyKind.RENEW_DOCUMENT
    return f"tirkeu:{owner}:{kind.value}:{entry.request or ''}"


def _summary(words: Words, entry: Entry) -> str:
    if entry.duty is None:
        return unmarked(words.say("Your document ends"))
    said = duty_name(words, entry.duty.duty, entry.duty.who).rstrip(".")
    if entry.request is not None:
        said = words.say("{duty} (request {number})", duty=unmarked(said), number=f"{entry.request:08d}")
    if entry.duty.done:
        said = words.say("Done: {duty}", duty=unmarked(said))
    return unmarked(said)


def _description(words: Words, entry: Entry) -> str:
    """What the day is, how it was counted, where that is written, the last day by the other count."""
    duty = entry.duty
    if duty is None:
        return unmarked(words.say("On that day your document ends."))
    made = words.day(entry.facts.on)
    return unmarked(
        lines(
            unclear(words) if entry.is_unclear else "",
            words.say("Last safe day: {due}", due=words.day(duty.due)),
            _other_count(words, duty),
            how_counted(words, duty, entry.facts),
            cite(words, duty.cite),
            words.say("Made on {day}; if something changes, take a new file from the bot.", day=made),
        )
    )


def _other_count(words: Words, duty: Duty) -> str:
    if duty.last_arguable == duty.due:
        return ""
    return words.say("Counted another way: {last_arguable}", last_arguable=words.day(duty.last_arguable))


def _alarms(words: Words, entry: Entry, day: date, now: datetime) -> Iterator[Alarm]:
    """In the evening, some days before; none for what is done, and none that would ring at once."""
    if entry.duty is not None and entry.duty.done:
        return
    for days in ALARM_DAYS:
        if datetime.combine(day - days * DAY, ALARM_TIME, tzinfo=now.tzinfo) > now:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", _summary(words, entry))
            alarm.add("trigger", timedelta(days=-days, hours=ALARM_TIME.hour))  # the event begins at midnight
            yield alarm


def how_to_use(words: Words, count: int) -> str:
    """Under the file."""
    return lines(
        words.count("{number} date for your calendar.", "{number} dates for your calendar.", count),
        words.say("Open the file and choose your calendar. It reminds you at 18:00: 10 days, 3 days and 1 day before."),
        words.say("If something changes, take a new file from here: it replaces the old dates."),
    )


def no_dates(words: Words) -> str:
    """There is nothing to remind of."""
    return words.say("There is no date ahead of you that the law sets.")

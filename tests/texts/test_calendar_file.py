"""The calendar file, read back by a calendar program: every date, its clause, its alarms, and nobody's data."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from bot.law.engine import assess
from bot.law.facts import Basis, DocumentKind, Facts, HostKind, Stay
from bot.texts.calendar_file import calendar_file, entries_of
from bot.texts.words import LANGUAGES, words_of
from tests.town import NOON

TODAY = NOON.date()
GUEST = Facts(
    on=TODAY,
    citizenship="RUS",
    basis=Basis.VISA_FREE,
    stays=(Stay(date(2026, 11, 12)),),
    document_kind=DocumentKind.PASSPORT,
    document_expires=date(2031, 3, 27),
    host_kind=HostKind.PERSON,
)


def file_of(facts: Facts, *, language: str = "en", request: int | None = None, now: datetime = NOON) -> bytes:
    entries = entries_of(assess(facts), facts, request=request)
    return calendar_file(words_of(language), entries, owner=1001, now=now)


def events_of(content: bytes) -> dict[str, Event]:
    """The events by what they are called."""
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(content).events}


def test_every_open_duty_and_the_documents_end_are_all_day_events() -> None:
    """A guest's file has the registration, the last lawful day and the document's end, each on its safe day."""
    days = {name: (event["DTSTART"].dt, event["DTEND"].dt) for name, event in events_of(file_of(GUEST)).items()}

    assert days == {
        "Register at your address": (date(2026, 12, 11), date(2026, 12, 12)),
        "Leave Kazakhstan": (date(2027, 2, 9), date(2027, 2, 10)),
        "Your document ends": (date(2031, 3, 27), date(2031, 3, 28)),
    }


def test_a_description_names_both_days_the_count_and_the_clause() -> None:
    """What an event says: the safe day, the other one, how it was counted, where it is written."""
    said = str(events_of(file_of(GUEST))["Register at your address"]["DESCRIPTION"])

    assert "Last safe day: 11 December 2026" in said
    assert "Counted another way: 12 December 2026" in said
    assert "Entered 12 November 2026 = day 1; day 30 = 11 December 2026." in said
    assert "Order 923, paragraph 3" in said
    assert "<" not in said


def test_a_day_to_register_says_where_the_law_is_unclear() -> None:
    """A citizen of Uzbekistan reads it in the event; one who must register, and one who has, do not."""
    unclear = "It is unclear whether you must register. Registering is safe."
    uzbek = replace(GUEST, citizenship="UZB")
    done = replace(uzbek, registered=date(2026, 11, 20))

    assert unclear in str(events_of(file_of(uzbek))["Register at your address"]["DESCRIPTION"])
    assert unclear not in str(events_of(file_of(uzbek))["Leave Kazakhstan"]["DESCRIPTION"])
    assert unclear not in str(events_of(file_of(GUEST))["Register at your address"]["DESCRIPTION"])
    assert unclear not in str(events_of(file_of(done))["Done: Register at your address"]["DESCRIPTION"])


def test_alarms_ring_at_eighteen_ten_three_and_one_days_before() -> None:
    """Three alarms, counted from the midnight with which the event begins; none that would ring at once."""
    events = events_of(file_of(GUEST))
    moved = events_of(file_of(Facts(on=TODAY, citizenship="RUS", stays=GUEST.stays, moved=date(2026, 11, 18))))

    def rings(event: Event) -> list[str]:
        midnight = datetime.combine(event["DTSTART"].dt, datetime.min.time())
        return [f"{midnight + alarm['TRIGGER'].dt:%d.%m.%Y %H:%M}" for alarm in event.walk("VALARM")]

    assert rings(events["Leave Kazakhstan"]) == ["30.01.2027 18:00", "06.02.2027 18:00", "08.02.2027 18:00"]
    assert moved["Register at your new address"]["DTSTART"].dt == date(2026, 11, 24)
    assert rings(moved["Register at your new address"]) == ["21.11.2026 18:00", "23.11.2026 18:00"]


def test_a_file_imported_again_takes_the_place_of_the_old_one() -> None:
    """The same duty has the same UID when its date changes, a higher sequence, and another for another person."""
    later = Facts(on=TODAY, citizenship="RUS", stays=(Stay(date(2026, 6, 1), date(2026, 8, 20)), *GUEST.stays))
    old = events_of(file_of(GUEST))["Leave Kazakhstan"]
    new = events_of(file_of(later, now=NOON + timedelta(hours=1)))["Leave Kazakhstan"]
    others = calendar_file(words_of("en"), entries_of(assess(GUEST), GUEST), owner=1002, now=NOON)

    assert old["DTSTART"].dt != new["DTSTART"].dt
    assert old["UID"] == new["UID"] != events_of(others)["Leave Kazakhstan"]["UID"]
    assert new["SEQUENCE"] > old["SEQUENCE"]
    assert len({str(event["UID"]) for event in events_of(file_of(GUEST)).values()}) == 3


def test_what_is_done_stays_in_the_file_without_alarms() -> None:
    """Once registered, the same event says so and is silent, so that the old one's alarms end."""
    done = Facts(on=TODAY, citizenship="RUS", basis=Basis.VISA_FREE, stays=GUEST.stays, registered=date(2026, 11, 20))
    event = events_of(file_of(done))["Done: Register at your address"]

    assert event["UID"] == events_of(file_of(GUEST))["Register at your address"]["UID"]
    assert event.walk("VALARM") == []


def test_a_hosts_dates_name_the_request_and_nobody() -> None:
    """A host's event is the notice to the police, told apart by the request's number."""
    content = file_of(GUEST, request=41)

    assert set(events_of(content)) == {"Tell the migration police of your guest's arrival (request 00000041)"}
    assert b"1001" not in content


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_is_what_the_standard_asks(language: str) -> None:
    """CRLF, lines of at most 75 bytes, the product's name, a stamp in UTC, the reader's language, and no loss."""
    content = file_of(GUEST, language=language)
    read = Calendar.from_ical(content)
    [first, *_] = read.events

    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert (str(read["VERSION"]), str(read["PRODID"])) == ("2.0", f"-//Tirkeu//Tirkeu bot//{language.upper()}")
    assert first["DTSTAMP"].dt.utcoffset() == timedelta(0)
    assert first["SUMMARY"].params["LANGUAGE"] == language
    assert "\\," in content.decode().replace("\r\n ", "")
    assert read.to_ical() == content

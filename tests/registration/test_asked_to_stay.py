"""On which evenings a registered guest is asked: still here, moved, or left?"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.answers import Answers
from bot.domain.case import Case, Event, EventKind
from bot.domain.family import Kinship
from bot.domain.people import ChatId
from bot.registration.reminders import asked_to_stay, still_here_notices

ZONE = ZoneInfo("Asia/Almaty")
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=ZONE)
GUEST = ChatId(1001)


def registered(until: date, *events: EventKind, number: int = 1, kinship: Kinship | None = None) -> Case:
    """One who entered on 12 November 2026 and was registered at noon of the 21st."""
    chain = (EventKind.ASKED, EventKind.GRANTED, *events)
    answers = Answers(citizenship="RUS", entered=date(2026, 11, 12), until=until, kinship=kinship)
    happened = tuple(Event(kind=kind, at=NOON) for kind in chain)
    return Case(number=number, guest=GUEST, answers=answers, token="t", events=happened)


def test_day_25_and_the_last_days() -> None:
    """Day 25 counts the day of entry as the first; then three days before the last day, and the last day."""
    days = asked_to_stay(registered(date(2027, 2, 9)))

    assert days == {date(2026, 12, 6), date(2027, 2, 6), date(2027, 2, 9)}


def test_a_short_registration_is_not_asked_after_outside_of_it() -> None:
    """Day 25 beyond the last day falls away."""
    assert asked_to_stay(registered(date(2026, 11, 25))) == {date(2026, 11, 22), date(2026, 11, 25)}


def test_an_organisation_is_not_asked_for_its_guests() -> None:
    """Who files for those that stay with it says itself who has left."""
    assert asked_to_stay(registered(date(2027, 2, 9), kinship=Kinship.GUEST)) == set()


def test_a_family_is_asked_in_one_message_an_evening() -> None:
    """Two with the same days make one message each evening; whoever has left asks for none."""
    both = [registered(date(2027, 2, 9)), registered(date(2027, 2, 9), number=2, kinship=Kinship.CHILD)]
    gone = [registered(date(2027, 2, 9), EventKind.LEFT)]

    assert [notice.due_at.date() for notice in still_here_notices(GUEST, both, NOON)] == [
        date(2026, 12, 6),
        date(2027, 2, 6),
        date(2027, 2, 9),
    ]
    assert still_here_notices(GUEST, gone, NOON) == []

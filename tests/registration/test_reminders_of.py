"""When a guest and a host are reminded: pure functions of duties."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import partial

import pytest

from bot.domain.answers import Answers
from bot.domain.case import Case, Event, EventKind
from bot.domain.document import DocumentKind
from bot.domain.notice import Notice
from bot.domain.people import ChatId
from bot.domain.travel import Stay, Travels
from bot.law.assessment import DutyKind
from bot.law.engine import assess
from bot.registration import host_duties
from bot.registration.host_duties import host_duty
from bot.registration.planning import planned
from bot.registration.prospects import Prospect, prospect_of
from bot.registration.reminders import host_duty_notices, next_evening, still_open, working_days_before
from bot.texts.reminding import reminder, shown_length
from bot.texts.words import words_of

GUEST, HOST = ChatId(1), ChatId(2)
ALMATY = timezone(timedelta(hours=5))
NOON = datetime(2026, 11, 21, 12, tzinfo=ALMATY)  # a Saturday
ENTERED = date(2026, 11, 21)
RUSSIAN = Answers(
    citizenship="RUS", entered=ENTERED, document_kind=DocumentKind.PASSPORT, document_expires=date(2031, 3, 27)
)
CHINESE = RUSSIAN.with_(citizenship="CHN")


def days_of(notices: list[Notice] | tuple[Notice, ...], kind: DutyKind) -> list[date]:
    """The days on whose evening this duty is brought to mind."""
    return [notice.due_at.date() for notice in notices if kind.value in notice.data]


def plan(answers: Answers, travels: Travels | None = None, now: datetime = NOON, *cases: Case) -> list[Notice]:
    """What is planned for a person at this moment."""
    return list(planned(GUEST, prospect_of(answers, travels, cases, now), now))


def granted(answers: Answers, at: datetime = NOON) -> Case:
    """The request of these answers, agreed to."""
    events = (Event(kind=EventKind.ASKED, at=at, chat=GUEST), Event(kind=EventKind.GRANTED, at=at, chat=HOST))
    return Case(number=7, guest=GUEST, answers=answers, token="t", events=events, host=HOST)


def test_registration_is_brought_to_mind_on_its_days_of_the_stay() -> None:
    """Days 3, 10, 20, 25, 28, 29 and 30 of a stay, at 18:00 where the guest is."""
    notices = plan(RUSSIAN)

    days = [(day - ENTERED).days + 1 for day in days_of(notices, DutyKind.REGISTER)]
    assert days == [3, 10, 20, 25, 28, 29, 30]
    assert {notice.due_at.timetz() for notice in notices} == {time(18, tzinfo=ALMATY)}


def test_the_end_of_the_stay_is_brought_to_mind_ten_three_one_and_no_days_before() -> None:
    """The last lawful day of ninety; registered or not makes no difference to it."""
    last = ENTERED + timedelta(days=89)
    expected = [last - timedelta(days=before) for before in (10, 3, 1, 0)]

    assert days_of(plan(RUSSIAN), DutyKind.LEAVE) == expected
    registered = plan(RUSSIAN, None, NOON, granted(RUSSIAN))
    assert days_of(registered, DutyKind.LEAVE) == expected
    assert days_of(registered, DutyKind.REGISTER) == []


def test_the_permit_and_leaving_are_one_message() -> None:
    """Who may stay on only with a permit hears of both on one evening, once."""
    notices = plan(CHINESE)

    assert days_of(notices, DutyKind.TEMPORARY_RESIDENCE) == days_of(notices, DutyKind.LEAVE)
    assert len({notice.key for notice in notices}) == len(notices) == 4


def test_a_document_is_brought_to_mind_ninety_thirty_and_seven_days_before() -> None:
    """A document that ends within the stay; of the three evenings those that are still to come."""
    expires = ENTERED + timedelta(days=60)
    notices = plan(RUSSIAN.with_(document_expires=expires))

    assert days_of(notices, DutyKind.RENEW_DOCUMENT) == [expires - timedelta(days=30), expires - timedelta(days=7)]


def test_a_move_is_brought_to_mind_that_evening_two_working_days_before_and_on_the_day() -> None:
    """Moved and told on Friday 11 December: that evening, the 16th being off on the 15th, and on Friday the 18th."""
    moved = date(2026, 12, 11)
    told = datetime(2026, 12, 11, 9, tzinfo=UTC)  # 14:00 in Almaty
    travels = Travels(chat=GUEST, saved_at=told, moved=moved)

    notices = plan(RUSSIAN, travels, told.astimezone(ALMATY), granted(RUSSIAN))

    assert days_of(notices, DutyKind.REREGISTER) == [moved, date(2026, 12, 15), date(2026, 12, 18)]


def test_nothing_is_planned_for_an_evening_that_is_over() -> None:
    """At 18:00 sharp on day 28 only days 29 and 30 are left of the registration's evenings."""
    evening = datetime.combine(ENTERED + timedelta(days=27), time(18), tzinfo=ALMATY)

    assert len(days_of(plan(RUSSIAN, now=evening), DutyKind.REGISTER)) == 2
    assert len(days_of(plan(RUSSIAN, now=evening - timedelta(seconds=1)), DutyKind.REGISTER)) == 3


def test_two_duties_on_one_evening_are_one_message_of_at_most_300_characters() -> None:
    """However much comes together: one key an evening, and a text that is read on a locked phone."""
    answers = CHINESE.with_(document_expires=ENTERED + timedelta(days=29 - 3 + 7))
    answers = answers.with_(citizenship="RUS", document_expires=ENTERED + timedelta(days=27 + 7))
    notices = plan(answers)
    [both] = [notice for notice in notices if len(notice.data) > 1]
    assessment = prospect_of(answers, None, (), both.due_at).assessment

    duties = still_open(both.data, assessment)
    text = reminder(words_of("en"), duties, both.due_at.date(), waits_for_host=True)

    assert {duty.duty for duty in duties} == {DutyKind.REGISTER, DutyKind.RENEW_DOCUMENT}
    assert "18 December" not in text
    assert "Register by 20 December 2026: 2 days left." in text
    assert "Your document ends on 25 December 2026: 7 days left." in text
    assert shown_length(text) <= 300


def test_what_is_done_or_has_another_day_is_no_longer_open() -> None:
    """A reminder goes out only for a duty that stands as it did when it was planned."""
    notice = plan(RUSSIAN)[0]
    standing = prospect_of(RUSSIAN, None, (), NOON).assessment

    assert [duty.duty for duty in still_open(notice.data, standing)] == [DutyKind.REGISTER]
    assert still_open(notice.data, prospect_of(RUSSIAN, None, [granted(RUSSIAN)], NOON).assessment) == ()
    earlier = RUSSIAN.with_(entered=ENTERED - timedelta(days=1))
    assert still_open(notice.data, prospect_of(earlier, None, (), NOON).assessment) == ()


def test_a_window_used_up_by_earlier_stays_ends_sooner() -> None:
    """Eighty days used before leave ten: their last evening is the last reminder."""
    trip = Stay(ENTERED - timedelta(days=90), ENTERED - timedelta(days=11))
    notices = plan(RUSSIAN, Travels(chat=GUEST, saved_at=NOON, earlier=(trip,)))

    assert days_of(notices, DutyKind.LEAVE)[-1] == ENTERED + timedelta(days=9)


def test_keys_are_the_same_whenever_they_are_planned() -> None:
    """Planned again a week later, what is still to come has the keys it had."""
    first, later = plan(RUSSIAN), plan(RUSSIAN, now=NOON + timedelta(days=7))

    assert {notice.key for notice in later} < {notice.key for notice in first}


def host_evenings(asked: int, agreed: datetime) -> list[int]:
    """The days of November on whose evening a host hears, who was asked on that day and agreed at this moment."""
    case = granted(RUSSIAN.with_(entered=date(2026, 11, 10)), agreed)
    events = (replace(case.events[0], at=agreed.replace(day=asked, hour=9)), case.events[1])
    case = replace(case, events=events)
    notices = host_duty_notices(case, host_duty(case, agreed).notice, agreed)
    assert {notice.due_at.timetz() for notice in notices} == {time(18, tzinfo=ALMATY)}
    assert len({notice.key for notice in notices}) == len(notices)
    return [notice.due_at.day for notice in notices]


@pytest.mark.parametrize(
    ("asked", "agreed", "evenings"),
    [
        (16, NOON.replace(day=16), [16, 17, 18, 19]),  # a Monday: in time until Wednesday 18, late on Thursday
        (16, NOON.replace(day=18), [18, 19]),
        (16, NOON.replace(day=18, hour=23), [19]),
        (16, NOON.replace(day=20), [20]),
        (21, NOON, [21, 23, 24, 25, 26]),  # a Saturday: nothing on Sunday
    ],
)
def test_a_host_hears_while_there_is_time_and_once_that_it_is_late(
    asked: int, agreed: datetime, evenings: list[int]
) -> None:
    """The days count from the guest's request: that evening, the working days left, once after the last; then none."""
    assert host_evenings(asked, agreed) == evenings


def test_a_host_of_whom_nothing_is_asked_hears_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No host, no notice in the law, or the police told already: no reminder."""
    case = granted(RUSSIAN)
    duty = host_duty(case, NOON).notice
    assert host_duty_notices(replace(case, host=None), duty, NOON) == []
    told = case.happened(EventKind.HOST_NOTIFIED, NOON)
    assert host_duty_notices(told, host_duty(told, NOON).notice, NOON) == []
    monkeypatch.setattr(host_duties, "assess", partial(assess, without=frozenset({"P148-9-beside-O923"})))
    assert host_duty_notices(case, host_duty(case, NOON).notice, NOON) == []


def test_evenings_and_working_days_are_counted_here() -> None:
    """18:00 belongs to the evening that is over; 16 and 17 December are no working days before the 18th."""
    assert next_evening(NOON).date() == NOON.date()
    assert next_evening(NOON.replace(hour=18)).date() == NOON.date() + timedelta(days=1)
    assert working_days_before(date(2026, 12, 21), 1) == date(2026, 12, 18)
    assert working_days_before(date(2026, 12, 17), 1) == date(2026, 12, 15)


def test_an_unknown_person_has_no_reminders() -> None:
    """Without citizenship and entry nothing is known, and a plan for such a person is empty."""
    nothing: Prospect = prospect_of(Answers(), None, (), NOON)

    assert not nothing.is_known
    assert list(planned(GUEST, nothing, NOON)) == []

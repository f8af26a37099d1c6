"""A request's chain of events, and who may add to it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.answers import Answers
from bot.domain.case import IIN_TRIES, Case, Event, EventKind, Stage
from bot.domain.people import ChatId
from bot.domain.person import Iin
from bot.domain.refusals import Refusal, RefusalCode

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
GUEST, HOST, STRANGER = ChatId(1), ChatId(2), ChatId(3)
RIGHT, WRONG = Iin.parse("850412300006"), Iin.parse("900101300017")


def a_case(**changes: object) -> Case:
    """A request sent at noon."""
    asked = Event(kind=EventKind.ASKED, at=NOW, chat=GUEST)
    made = Case(number=1, guest=GUEST, answers=Answers(host=RIGHT), token="t", events=(asked,), host=HOST)
    return made if not changes else Case(**{**{name: getattr(made, name) for name in made.__slots__}, **changes})


def refusal_of(case: Case, chat: ChatId, now: datetime = NOW) -> RefusalCode | None:
    """Why this chat may not answer now."""
    try:
        case.check_answerer(chat, now)
    except Refusal as no:
        return no.code
    return None


def test_only_the_bound_host_answers() -> None:
    """Neither a stranger, nor the guest, nor anybody while no host is bound."""
    assert refusal_of(a_case(), HOST) is None
    assert refusal_of(a_case(), STRANGER) is RefusalCode.NOT_YOURS
    assert refusal_of(a_case(), GUEST) is RefusalCode.OWN_HOST
    assert refusal_of(a_case(host=None), HOST) is RefusalCode.NOT_YOURS


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        (EventKind.GRANTED, RefusalCode.ALREADY_ANSWERED),
        (EventKind.REFUSED, RefusalCode.ALREADY_ANSWERED),
        (EventKind.DENIED, RefusalCode.ALREADY_ANSWERED),
        (EventKind.CANCELLED, RefusalCode.CANCELLED),
        (EventKind.CLOSED, RefusalCode.LINK_CLOSED),
        (EventKind.EXPIRED, RefusalCode.EXPIRED),
    ],
)
def test_nothing_is_answered_after_the_end(ending: EventKind, code: RefusalCode) -> None:
    """Each ending refuses in its own words."""
    assert refusal_of(a_case().happened(ending, NOW), HOST) is code


def test_a_link_lives_thirty_days_to_the_second() -> None:
    """The last moment inside answers, the first moment outside does not."""
    last = NOW + timedelta(days=30) - timedelta(seconds=1)

    assert refusal_of(a_case(), HOST, last) is None
    assert refusal_of(a_case(), HOST, last + timedelta(seconds=1)) is RefusalCode.EXPIRED
    assert a_case().stage(last + timedelta(seconds=1)) is Stage.EXPIRED


def test_the_fifth_wrong_iin_closes_the_link() -> None:
    """Four leave it open, the right one binds it, the fifth wrong one ends it."""
    case = a_case(host=None)
    for _ in range(IIN_TRIES - 1):
        case = case.tried_iin(WRONG, HOST, NOW)

    assert case.stage(NOW).is_live
    assert case.tried_iin(RIGHT, HOST, NOW).host == HOST
    assert case.tried_iin(WRONG, HOST, NOW).stage(NOW) is Stage.CLOSED


def test_a_host_is_reminded_once_a_day() -> None:
    """A second reminder within a day is refused, a day later it passes."""
    reminded = a_case().reminded(NOW)

    with pytest.raises(Refusal) as no:
        reminded.reminded(NOW + timedelta(hours=23))
    assert no.value.code is RefusalCode.REMINDED_TODAY
    assert reminded.reminded(NOW + timedelta(days=1))

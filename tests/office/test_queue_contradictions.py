"""What two requests say of one document: what cannot both be true, and what can."""

from datetime import date, datetime, timedelta

import pytest

from bot.domain.address import Address
from bot.domain.answers import Answers
from bot.domain.case import Case, EventKind
from bot.domain.people import ChatId
from bot.registration.contradictions import Contrast, contradictions
from tests.town import ALL_ANSWERED, NOON

GUEST, OTHER = ChatId(1), ChatId(2)
ELSEWHERE = Address.parse("Astana, Kenesary street 7, flat 3")


def request(number: int, guest: ChatId = GUEST, answers: Answers = ALL_ANSWERED, *kinds: EventKind) -> Case:
    """A request with this document, sent an hour ago, and what happened to it since."""
    case = Case(number=number, guest=guest, answers=answers, token=f"t{number}", events=())
    for kind in (EventKind.ASKED, *kinds):
        case = case.happened(kind, NOON - timedelta(hours=1), guest)
    return case


def found(known: Case, told: Answers = ALL_ANSWERED, now: datetime = NOON) -> list[Contrast]:
    sent = request(9, answers=told)
    return [each.what for each in contradictions(sent, [sent, known], now)]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({}, []),
        ({"family_name": "IVANOV"}, []),
        ({"family_name": "Иванов"}, []),  # as an identity document of Russia has it
        ({"family_name": "Petrov"}, [Contrast.NAME]),
        ({"born": date(1991, 3, 27)}, [Contrast.BORN]),
        ({"citizenship": "BLR"}, [Contrast.CITIZENSHIP]),
        ({"family_name": "Petrov", "born": date(1991, 3, 27)}, [Contrast.NAME, Contrast.BORN]),
        ({"citizenship": "UZB", "family_name": "Karimov", "born": date(1980, 1, 1)}, []),
    ],
)
def test_one_document_has_one_owner(changes: dict[str, object], what: list[Contrast]) -> None:
    """Another name, birth date or citizenship contradicts; all three together are another state's document."""
    assert found(request(1, OTHER, ALL_ANSWERED.with_(**changes))) == what


def test_what_the_same_guest_mended_is_no_contradiction() -> None:
    """A request of the same chat that led to nothing was mended since; a registration of it was not."""
    wrong = ALL_ANSWERED.with_(family_name="Petrov")
    assert found(request(1, GUEST, wrong, EventKind.REFUSED)) == []
    assert found(request(1, OTHER, wrong, EventKind.CANCELLED)) == []
    assert found(request(1, GUEST, wrong, EventKind.GRANTED)) == [Contrast.NAME]


def test_nobody_lives_at_two_addresses_by_two_chats() -> None:
    """In the own chat a new address ends the old one; by another chat the person would be registered twice."""
    there = ALL_ANSWERED.with_(address=ELSEWHERE)
    assert found(request(1, OTHER, there, EventKind.GRANTED)) == [Contrast.ELSEWHERE]
    assert found(request(1, GUEST, there, EventKind.GRANTED)) == []
    assert found(request(1, OTHER, there, EventKind.GRANTED, EventKind.LEFT)) == []
    assert found(request(1, OTHER, ALL_ANSWERED, EventKind.GRANTED)) == [Contrast.TWICE]
    assert found(request(1, GUEST, ALL_ANSWERED, EventKind.GRANTED)) == []
    after = datetime.combine(ALL_ANSWERED.until or date.max, NOON.time(), NOON.tzinfo) + timedelta(days=1)
    assert found(request(1, OTHER, there, EventKind.GRANTED), now=after) == []

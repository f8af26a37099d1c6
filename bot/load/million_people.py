"""Made-up people for a full database: so many kinds of stays, each planned by the real rules, and names to tell apart.

A kind is what many people have in common (citizenship, days, and so what they were told and will be reminded of); a
person is a kind with a name, a document, a home and a host of their own. The same seed makes the same people.
"""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.domain.address import Address, Premises
from bot.domain.answers import Answers
from bot.domain.case import Case, Event, EventKind
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.notice import Notice
from bot.domain.organisation import Bin, HostNumber
from bot.domain.people import ChatId
from bot.domain.person import Iin, Sex, with_control_digit
from bot.registration.outlook import told_of
from bot.registration.planning import planned
from bot.registration.prospects import prospect_of
from bot.registration.reminders import still_here_notices
from storage.answers_json import answers_to_json

SEED = 923
KINDS = 2_000
LONGEST_STAY = 80  # days since the entry
IN_A_HOME = 4  # people
IN_A_HOTEL = 500
ONE_IN_A_HOTEL = 10  # of so many people one lives in a hotel
FIRST_GUEST, FIRST_HOST, FIRST_HOTEL = 1_000_000_000, 5_000_000_000, 6_000_000_000
_COUNTRIES = ("RUS", "KGZ", "TJK", "UZB", "TUR", "BLR", "AZE", "ARM", "UKR", "CHN", "DEU", "IND", "GEO", "MNG")
_FAMILIES = ("Karimova", "Иванов", "Abdullayev", "Осмонова", "Yilmaz", "Petrosyan", "Ли", "Müller")
_GIVEN = ("Aziza", "Пётр", "Rustam", "Гүлнәр", "Elif", "Anna", "Вэй", "Jürgen")
_STREETS = ("улица Навои", "проспект Абая", "улица Сатпаева", "микрорайон Самал", "улица Кунаева")
_REGIONS = ("75", "71", "79")
_FIRST_BORN = date(1955, 1, 1)
_IINS_A_DAY = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """People with the same stay."""

    answers: Answers
    granted_at: datetime
    valid_until: datetime
    told: str  # the outlook
    written: str  # the answers as they are sealed, without what is a person's own
    future: Sequence[Notice]  # what they will be owed, as planned for nobody


@dataclass(frozen=True, slots=True)
class Home:
    """Where people live, and who answers for it."""

    host: ChatId
    number: HostNumber
    name: str
    address: Address


def kinds_of(now: datetime, fits: Callable[[Kind], bool] = lambda _: True, most: int = KINDS) -> list[Kind]:
    """So many kinds of living registrations that fit."""
    chance = random.Random(SEED)  # noqa: S311 - the same people every time
    found: list[Kind] = []
    while len(found) < most:
        kind = _kind(chance, now)
        if fits(kind):
            found.append(kind)
    return found


def _kind(chance: random.Random, now: datetime) -> Kind:
    today = now.date()
    entered = today - timedelta(days=chance.randrange(LONGEST_STAY))
    granted_at = min(now, now - (today - entered) + timedelta(days=chance.randrange(1, 4)))
    until = max(today, entered + timedelta(days=89)) if chance.random() < 0.5 else today + timedelta(days=9)
    answers = Answers(
        citizenship=chance.choice(_COUNTRIES),
        entered=entered,
        born=date(1970, 1, 1) + timedelta(days=chance.randrange(12_000)),
        sex=chance.choice((Sex.MALE, Sex.FEMALE)),
        patronymic="",
        document_kind=DocumentKind.PASSPORT,
        document_expires=today + timedelta(days=chance.randrange(20, 2_000)),
        premises=Premises.FLAT,
        until=until,
    )
    events = (
        Event(kind=EventKind.ASKED, at=granted_at - timedelta(hours=2)),
        Event(kind=EventKind.GRANTED, at=granted_at),
    )
    case = Case(number=1, guest=ChatId(0), answers=answers, token="", events=events)
    prospect = prospect_of(answers, None, (case,), now)
    return Kind(
        answers=answers,
        granted_at=granted_at,
        valid_until=datetime.combine(until + timedelta(days=1), datetime.min.time(), tzinfo=now.tzinfo),
        told=told_of(prospect.assessment),
        written=answers_to_json(answers),
        future=(*planned(ChatId(0), prospect, now), *still_here_notices(ChatId(0), (case,), now)),
    )


def family_of(person: int) -> str:
    """The person's family name."""
    return _FAMILIES[person % len(_FAMILIES)]


def answers_of(kind: Kind, person: int) -> str:
    """The person's answers as they are sealed: the kind's, with what is the person's own put in."""
    home = home_of(person)
    own = home_json(home) | {
        "family_name": family_of(person),
        "given_names": _GIVEN[person // 7 % len(_GIVEN)],
        "document_number": document_of(person).reveal(),
    }
    return kind.written[:-1] + "," + json.dumps(own, ensure_ascii=False, separators=(",", ":"))[1:]


@lru_cache(maxsize=64)
def home_json(home: Home) -> dict[str, object]:
    """What the answers say of the home."""
    written: dict[str, object] = json.loads(answers_to_json(Answers(host=home.number, address=home.address)))
    return written


def document_of(person: int) -> DocumentNumber:
    """A number that no other one of these people has."""
    return DocumentNumber(f"N{person:08d}")


def guest_of(person: int) -> ChatId:
    """The person's chat."""
    return ChatId(FIRST_GUEST + person)


def lives_in_a_hotel(person: int) -> bool:
    """Where many live at one address."""
    return person % ONE_IN_A_HOTEL == 0


def home_of(person: int) -> Home:
    """Where the person lives."""
    if lives_in_a_hotel(person):
        return _hotel(person // ONE_IN_A_HOTEL // IN_A_HOTEL)
    return _home(person // IN_A_HOME)


@lru_cache(maxsize=64)
def place_name_of(home: Home) -> str:
    """By what people at one address are counted."""
    return home.address.place_name


@lru_cache(maxsize=64)
def _home(turn: int) -> Home:
    street, house = _STREETS[turn % len(_STREETS)], turn // len(_STREETS)
    parts = (street, f"дом {house // 50 + 1}", f"кв. {house % 50 + 1}")
    return Home(ChatId(FIRST_HOST + turn), iin_of(turn), f"Host {turn}", Address(_REGIONS[turn % 3], parts))


@lru_cache(maxsize=64)
def _hotel(turn: int) -> Home:
    address = Address("75", (f"улица Гостиничная {turn}", f"дом {turn + 1}"))
    return Home(ChatId(FIRST_HOTEL + turn), bin_of(turn), f"Hotel {turn}", address)


def iin_of(turn: int) -> Iin:
    """A made-up IIN whose last digit is right, another one for each turn."""
    born = _FIRST_BORN + timedelta(days=turn // _IINS_A_DAY)
    return Iin(_with_control(f"{born:%y%m%d}3", turn % _IINS_A_DAY, width=3))


def bin_of(turn: int) -> Bin:
    """A made-up BIN, the same way."""
    return Bin(_with_control("260140", turn, width=4))


def _with_control(head: str, turn: int, width: int) -> str:
    for spare in "0123456789":
        if digits := with_control_digit(f"{head}{turn:0{width}d}{spare}"):
            return digits
    raise ValueError(turn)  # of ten numbers in a row at most two or three have no last digit

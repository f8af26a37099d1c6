"""Made-up people, requests and notices."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.address import Address, Premises
from bot.domain.answers import Answers, Basis, Purpose, Question
from bot.domain.case import Case, Event, EventKind
from bot.domain.certificate import IssuedCertificate
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.family import Kinship, Proof
from bot.domain.notice import Notice, NoticeKind
from bot.domain.passport import PassportCard
from bot.domain.people import ChatId, Host
from bot.domain.person import Iin, Sex
from bot.domain.place import PlaceId

SECRET = "a secret that only the tests know"
NOW = datetime(2026, 11, 12, 13, 14, 15, 161718, tzinfo=UTC)
HOUR = timedelta(hours=1)
GUEST = ChatId(7_000_000_001)  # Telegram's ids outgrow 32 bits
HOST = ChatId(7_000_000_002)
STRANGER = ChatId(7_000_000_003)
IIN = Iin("850101300012")

ANSWERS = Answers(
    citizenship="UZB",
    entered=date(2026, 11, 12),
    basis=Basis.VISA_FREE,
    family_name="Қанарейкина",
    given_names="Гүлнәр-Жұлдыз",
    patronymic="",
    born=date(1991, 2, 3),
    sex=Sex.FEMALE,
    document_kind=DocumentKind.PASSPORT,
    document_number=DocumentNumber("FA7654321"),
    document_expires=date(2030, 4, 5),
    host=IIN,
    host_by_link=True,
    address=Address("75", ("улица Канареечная", "дом 12/3", "кв. 45")),
    premises=Premises.FLAT,
    until=date(2027, 1, 31),
    place=PlaceId(7),
    door=1,
    kinship=Kinship.CHILD,
    proof=Proof.BIRTH_CERTIFICATE,
    purpose=Purpose.MOVE,
    follows=41,
    moved=date(2026, 11, 20),
    since=date(2026, 11, 21),
)
CARD = PassportCard(answers=ANSWERS, doubted=frozenset({Question.BORN, Question.SEX}))
LANDLORD = Host(
    chat=HOST,
    phone="+77015554433",
    consented_at=NOW,
    consent_version="1",
    number=IIN,
    name="Канарейкин Сәкен Ұлы",
    vouched=True,
    invitation="inv-1",
)


def request(link: str = "token-1", **changes: object) -> Case:
    """A request as sent, without a number."""
    asked = Event(kind=EventKind.ASKED, at=NOW, chat=GUEST)
    case = Case(number=0, guest=GUEST, answers=ANSWERS, token=link, events=(asked,))
    return replace(case, **changes)  # type: ignore[arg-type]


def certificate(number: int, place: int = 5) -> IssuedCertificate:
    """A certificate of this request at this place of the status list."""
    return IssuedCertificate(
        host_name="Канарейкина Айгүл",
        number=number,
        cti=place.to_bytes(12, "big"),
        status_index=place,
        issued_at=NOW,
        valid_until=NOW + 90 * 24 * HOUR,
        key_id=b"\x01\x02\x03",
    )


def notice(key: str = "notice-1", **changes: object) -> Notice:
    """A notice that is due now."""
    owed = Notice(key=key, chat=GUEST, kind=NoticeKind.DEADLINE, due_at=NOW, case=3, data={"day": "3"})
    return replace(owed, **changes)  # type: ignore[arg-type]

"""A database with registrations in every state, for the acts of officers; no framework, no chat."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

from bot.domain.acts import SHORTENED, Deed, Ground, grounds_for
from bot.domain.address import Address, Premises
from bot.domain.answers import Answers
from bot.domain.case import Case, Event, EventKind
from bot.domain.certificate import IssuedCertificate
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.matter import Matter, MatterKind, MatterState
from bot.domain.officer import Role
from bot.domain.people import ChatId
from bot.domain.person import Iin
from bot.machine.names import RandomNames
from bot.office.acting import DoAct, UndoAct
from bot.office.acts import PreviewAct, ReadActs
from bot.office.effects import CarryOut, CarryOutAll
from bot.office.orders import Order, chain_length
from bot.office.rights import Rights
from bot.office.shortening import Renewing
from bot.registration.certificates import status_of
from bot.registration.granting import Granting
from bot.registration.ports import Work
from storage.database import Database
from tests.town import ALMATY, NOON

READER, OFFICER, HEAD, OTHER, NO_OFFICER = map(ChatId, (91, 92, 93, 94, 95))
HOST = ChatId(81)
UNTIL = date(2027, 2, 9)
HOUR = timedelta(hours=1)
_K = EventKind
DAY = timedelta(days=1)
_numbers = count(1001)

Step = tuple[EventKind, float, ChatId | None, str | None]
_ASKED: tuple[Step, ...] = ((_K.ASKED, -48, None, None),)
_GRANTED: tuple[Step, ...] = (*_ASKED, (_K.GRANTED, -47, HOST, None))
STATES: dict[str, tuple[Step, ...]] = {
    "sent": _ASKED,
    "opened": (*_ASKED, (_K.OPENED, -47, None, None)),
    "yes waits for an officer": (*_ASKED, (_K.OPENED, -47, None, None), (_K.AWAITS_VOUCHING, -46, HOST, None)),
    "valid": _GRANTED,
    "suspended": (*_GRANTED, (_K.SUSPENDED, -4, OTHER, "checked")),
    "revoked": (*_GRANTED, (_K.REVOKED, -4, OTHER, "untrue")),
    "revoked by oneself": (*_GRANTED, (_K.REVOKED, -4, OFFICER, "untrue")),
    "revoked a moment ago": (*_GRANTED, (_K.REVOKED, -0.1, OFFICER, "untrue")),
    "expelled": (*_GRANTED, (_K.EXPELLED, -4, OTHER, "2026-11-20")),
    "left": (*_GRANTED, (_K.LEFT, -4, None, "2026-11-21")),
    "left while checked": (
        *_GRANTED,
        (_K.SUSPENDED, -5, OTHER, "checked"),
        (_K.LEFT, -4, None, "2026-11-21"),
    ),
    "exit recorded": (*_GRANTED, (_K.EXIT_CONFIRMED, -4, None, "2026-11-21")),
    "ended by host": (*_GRANTED, (_K.HOST_ENDED, -4, HOST, "has_left")),
    "document lost": (*_GRANTED, (_K.DOCUMENT_LOST, -4, None, None)),
    "over": _GRANTED,
    "refused": (*_ASKED, (_K.REFUSED, -4, HOST, "other")),
    "denied": (*_ASKED, (_K.DENIED, -4, HOST, "O923-4-2")),
    "denied by an officer": (*_ASKED, (_K.DENIED, -4, OTHER, "untrue")),
    "expired": (*_ASKED, (_K.EXPIRED, -4, None, None)),
    "cancelled": (*_ASKED, (_K.CANCELLED, -4, None, None)),
    "closed": (*_ASKED, (_K.CLOSED, -4, None, None)),
    "wiped": _GRANTED,
}


def answers_of(guest: int) -> Answers:
    """A person of whom no other has the document, at an address where nobody else is."""
    return Answers(
        citizenship="RUS",
        entered=date(2026, 11, 12),
        family_name="Ivanov",
        given_names=f"Pyotr {guest}",
        patronymic="",
        born=date(1990, 3, 27),
        document_kind=DocumentKind.PASSPORT,
        document_number=DocumentNumber.parse(f"75{guest:07d}", DocumentKind.PASSPORT),
        document_expires=date(2031, 3, 27),
        host=Iin.parse("850412300006"),
        address=Address.parse(f"Almaty, Abay avenue {guest}, flat 25"),
        premises=Premises.FLAT,
        until=UNTIL,
    )


async def _add(work: Work, guest: int, *steps: Step, answers: Answers | None = None) -> Case:
    chat = ChatId(guest)
    events = tuple(
        Event(kind=kind, at=NOON + hours * HOUR, chat=by if by is not None else _by(kind, chat), reason=reason)
        for kind, hours, by, reason in steps
    )
    asked = Case(
        number=0,
        guest=chat,
        answers=answers or answers_of(guest),
        token=f"token-{guest}-{len(events)}-{steps[0][1]}",
        events=events,
        host=HOST,
    )
    case = await work.cases.add(asked)
    if case.ending is not None and case.ending.kind is _K.GRANTED:
        await work.certificates.add(_issued(case, case.ending.at))
    return case


def _by(kind: EventKind, guest: ChatId) -> ChatId | None:
    return guest if kind in {_K.ASKED, _K.LEFT, _K.DOCUMENT_LOST, _K.CANCELLED} else None


def _issued(case: Case, at: datetime) -> IssuedCertificate:
    return IssuedCertificate(
        number=case.number,
        cti=case.number.to_bytes(12, "big"),
        status_index=case.number,
        issued_at=at.replace(microsecond=0),
        valid_until=datetime.combine(case.answers.until or at.date(), time(23, 59, 59), tzinfo=ALMATY),
        host_name="Serikova Aigul",
        key_id=b"\x01\x02\x03",
        status=status_of(case),
    )


async def _replace(work: Work, case: Case, newer: int) -> Case:
    at = NOON - 4 * HOUR if any(event.kind is _K.SHORTENED for event in case.events) else NOON - 3 * HOUR
    replaced = case.happened(_K.REPLACED, at, None, str(newer))
    await work.cases.save(replaced)
    await work.certificates.set_status(case.number, status_of(replaced))
    return replaced


@dataclass
class Desk:
    """Officers of every role; who is one can change."""

    roles: dict[ChatId, Role] = field(
        default_factory=lambda: {READER: Role.READER, OFFICER: Role.OFFICER, HEAD: Role.HEAD, OTHER: Role.OFFICER}
    )

    def role_of(self, chat: ChatId) -> Role | None:
        return self.roles.get(chat)

    def everyone(self) -> Mapping[ChatId, Role]:
        return self.roles


@dataclass
class Hands:
    """A clock that stands still until it is moved."""

    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()


class Pens:
    """Names of certificates; nothing is signed here."""

    def cti(self, number: int) -> bytes:
        return number.to_bytes(12, "big")

    def current(self, _now: datetime) -> bytes:
        return b"\x01\x02\x03"


@dataclass
class Office:
    """The use cases over one database."""

    database: Database
    clock: Hands = field(default_factory=Hands)
    desk: Desk = field(default_factory=Desk)

    def __post_init__(self) -> None:
        begin, rights, names = self.database.begin, Rights(roster=self.desk), RandomNames()
        granting = Granting(clock=self.clock, names=names, keys=Pens(), most_at_a_dwelling=10)
        self.needs = {"begin": begin, "clock": self.clock, "rights": rights}  # of most use cases of the office
        doing = {"renewing": Renewing(names=names, granting=granting), "most_at_a_dwelling": 10}
        self.do = DoAct(**self.needs, **doing)
        self.undo = UndoAct(**self.needs, **doing)
        self.page = ReadActs(**self.needs)
        self.preview = PreviewAct(**self.needs)
        carry_out = CarryOut(begin=begin, clock=self.clock, granting=granting)
        self.carry_out = CarryOutAll(look=self.database.look, clock=self.clock, carry_out=carry_out)

    async def add(self, state: str) -> Case:
        """A request in this state; what was replaced or shortened, with the other one."""
        guest = next(_numbers)
        async with self.database.begin() as work:
            if state == "shortened":
                old = await _add(work, guest, *_GRANTED, (_K.SHORTENED, -4, OTHER, UNTIL.isoformat()))
                answers = old.answers.with_(until=UNTIL - 30 * DAY, follows=old.number)
                case = await _add(
                    work, guest, (_K.ASKED, -4, None, None), (_K.GRANTED, -4, HOST, SHORTENED), answers=answers
                )
                await _replace(work, old, case.number)
            elif state == "replaced":
                case = await _add(work, guest, *_GRANTED)
                newer = await _add(work, guest, (_K.ASKED, -3, None, None), (_K.GRANTED, -3, HOST, None))
                case = await _replace(work, case, newer.number)
            else:
                until = NOON.date() - DAY if state == "over" else UNTIL
                case = await _add(work, guest, *STATES[state], answers=answers_of(guest).with_(until=until))
            await work.commit()
        if state == "wiped":
            async with self.database.begin() as work:
                await work.wiping.wipe([case.number])
                await work.commit()
        return await self.case(case.number)

    async def in_hand(self, kind: MatterKind) -> int:
        """The number of a matter that an officer has in work."""
        case, now = await self.add("opened"), self.clock.now()
        async with self.database.begin() as work:
            came = Matter.received(kind, at=now, chat=HOST, by=HOST, case=case.number)
            matter = await work.matters.add(came)
            await work.matters.save(matter.happened(MatterState.IN_WORK, now, OFFICER))
            await work.commit()
        return matter.number

    async def case(self, number: int) -> Case:
        async with self.database.look() as work:
            found = await work.cases.get(number)
        assert found is not None
        return found

    async def length(self, case: Case) -> int:
        """How much has happened to it, the refusals of its page of acts with it."""
        async with self.database.look() as work:
            return await chain_length(work, case, self.clock.now())

    async def certificate(self, number: int) -> IssuedCertificate | None:
        async with self.database.look() as work:
            return await work.certificates.get(number)

    def order(self, case: Case, deed: Deed, ground: Ground | None = None) -> Order:
        """As the keyboards would give it, with the first of its grounds and a day that fits."""
        grounds = grounds_for(case, deed) or (Ground.UNTRUE,)
        days = {
            Deed.SHORTEN: min(self.clock.today() + 10 * DAY, (case.answers.until or UNTIL) - DAY),
            Deed.EXPEL: self.clock.today(),
        }
        return Order(
            deed=deed, number=case.number, ground=ground or grounds[0], length=len(case.events), day=days.get(deed)
        )

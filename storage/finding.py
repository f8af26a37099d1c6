"""Finding requests for an officer by blind indexes and numbers: no sealed column is opened to find one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Column, Select, and_, bindparam, func, not_, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import ActorKind, AuditAction
from bot.domain.ids import NOBODY, ChatId
from bot.domain.sought import ByAddress, ByCertificate, ByDocument, ByHost, ByNumber, ByPerson, Indexed, Way
from bot.domain.spelling import person_key
from storage.answers_json import answers_from_json
from storage.tables import audit, cases, certificates
from storage.vault import SealBrokenError, Vault

_WANTED: BindParameter[Any] = bindparam("wanted")
_BEFORE: BindParameter[int] = bindparam("before")
_MOST: BindParameter[int] = bindparam("most")
_FROM_THE_NEWEST = 2**62
_INDEXES: Mapping[Way, Column[Any]] = {
    Way.DOCUMENT: cases.c.document_index,
    Way.HOST: cases.c.host_index,
    Way.PERSON: cases.c.person_index,
    Way.ADDRESS: cases.c.address_index,
}
_PAGES = {
    way: select(cases.c.number)
    .where(index == _WANTED, cases.c.number < _BEFORE)
    .order_by(cases.c.number.desc())
    .limit(_MOST)
    for way, index in _INDEXES.items()
}
_TOTALS = {way: select(func.count()).where(index == _WANTED) for way, index in _INDEXES.items()}
_ANCHORS = {way: select(index).where(cases.c.number == _WANTED) for way, index in _INDEXES.items()}
_BY_NUMBER = select(cases.c.number).where(cases.c.number == _WANTED)
_BY_CTI = select(certificates.c.number).where(certificates.c.cti == _WANTED)

_WHOSE = select(*cases.c["document_index", "person_index", "guest"]).where(cases.c.number == _WANTED)
_same = union(
    select(cases.c.number).where(cases.c.document_index == bindparam("document")),
    select(cases.c.number).where(cases.c.person_index == bindparam("person")),
    select(cases.c.number).where(cases.c.guest == bindparam("guest")),
).subquery()
_OF_THE_SAME = select(_same.c.number).order_by(_same.c.number.desc()).limit(_MOST)

_SHOWN = audit.c.action == AuditAction.LOOKED_UP.value
_FOUND_NOBODY = and_(audit.c.action == AuditAction.SEARCHED.value, audit.c.detail.contains('"found":"0"'))
_BY_SEARCH = or_(*(audit.c.detail.contains(f'"way":"{way.value}"') for way in Way))
_LATELY = and_(audit.c.at > bindparam("since", type_=audit.c.at.type), audit.c.actor == bindparam("actor"))
_OF_THE_QUEUE = and_(_SHOWN, audit.c.matter.is_not(None))
_OF_AN_ACT = and_(_SHOWN, audit.c.matter.is_(None), not_(_BY_SEARCH))
_LOOKS = select(
    func.count(audit.c.at.distinct()).filter(and_(or_(_SHOWN, _FOUND_NOBODY), _BY_SEARCH))
    + func.count(audit.c.matter.distinct()).filter(_OF_THE_QUEUE)
    + func.count(audit.c.case.distinct()).filter(_OF_AN_ACT)
).where(_LATELY)
_SEEN = select(audit.c.seq).where(_LATELY, _SHOWN).limit(1)
_SEEN_CASE, _SEEN_MATTER = _SEEN.where(audit.c.case == _WANTED), _SEEN.where(audit.c.matter == _WANTED)

_NOT_INDEXED = (
    select(*cases.c["number", "answers"])
    .where(cases.c.person_index.is_(None), cases.c.answers.is_not(None), cases.c.number > bindparam("after"))
    .order_by(cases.c.number)
    .limit(_MOST)
)
_INDEX = update(cases).where(cases.c.number == _WANTED, cases.c.answers.is_not(None))


@dataclass(frozen=True, slots=True)
class SqlFindings:
    """`ports.Findings` over the tables of requests, certificates and the record."""

    connection: AsyncConnection
    vault: Vault

    async def find(self, sought: Indexed, most: int) -> tuple[int, Sequence[int]]:
        """How many requests there are, and the numbers of the newest."""
        if isinstance(sought, ByNumber):
            return _all(await self._numbers(_BY_NUMBER, wanted=sought.number))
        if isinstance(sought, ByCertificate):
            return _all(await self._numbers(_BY_CTI, wanted=sought.cti))
        return await self._page(sought.way, self.vault.index(_INDEXES[sought.way], _text(sought)), None, most)

    async def like(self, number: int, way: Way, before: int | None, most: int) -> tuple[int, Sequence[int]]:
        """The same of those that are alike to this request in what this way looks at; older than `before`, if given."""
        if way not in _INDEXES:
            return _all(await self._numbers(_BY_NUMBER, wanted=number))
        index = (await self.connection.execute(_ANCHORS[way], {"wanted": number})).scalar()
        return (0, ()) if index is None else await self._page(way, index, before, most)

    async def of_the_same(self, number: int, most: int) -> Sequence[int]:
        """Requests with the document, with the name and birth date, or from the chat of this one, newest first."""
        whose = (await self.connection.execute(_WHOSE, {"wanted": number})).first()
        if whose is None:
            return ()
        guest = None if whose.guest == NOBODY else whose.guest
        these = {"document": whose.document_index, "person": whose.person_index, "guest": guest}
        return await self._numbers(_OF_THE_SAME, **these, most=most)

    async def looks(self, officer: ChatId, since: datetime) -> int:
        """How often this officer was shown somebody since then, or that there is nobody.

        By the search each time counts, of the queue each matter once, of the acts each request once.
        """
        named = {"since": since, "actor": _actor(officer)}
        return int((await self.connection.execute(_LOOKS, named)).scalar_one())

    async def has_seen(self, officer: ChatId, since: datetime, *, case: int | None, matter: int | None) -> bool:
        """Whether this officer was shown this matter since then, or where none is given this request."""
        query, wanted = (_SEEN_CASE, case) if matter is None else (_SEEN_MATTER, matter)
        named = {"since": since, "actor": _actor(officer), "wanted": wanted}
        return (await self.connection.execute(query, named)).first() is not None

    async def index_people(self, after: int, most: int) -> int | None:
        """Index so many people whose requests are older than their index, from this number on; the last number."""
        rows = (await self.connection.execute(_NOT_INDEXED, {"after": after, "most": most})).all()
        if rows:
            await self.connection.execute(_INDEX, [self._indexed(row.number, row.answers) for row in rows])
        return rows[-1].number if rows else None

    def _indexed(self, number: int, sealed: bytes) -> dict[str, object]:
        index = self.vault.index_optional(cases.c.person_index, self._key(sealed))
        return {"wanted": number, "person_index": index}

    def _key(self, sealed: bytes) -> str | None:
        """None for what does not open: the doctor names it, and it must not keep the others waiting."""
        try:
            answers = answers_from_json(self.vault.open(cases.c.answers, sealed))
        except SealBrokenError:
            return None
        return person_key(answers.family_name, answers.born)

    async def _page(self, way: Way, index: bytes, before: int | None, most: int) -> tuple[int, Sequence[int]]:
        total: int = (await self.connection.execute(_TOTALS[way], {"wanted": index})).scalar_one()
        upto = _FROM_THE_NEWEST if before is None else before
        return total, await self._numbers(_PAGES[way], wanted=index, before=upto, most=most)

    async def _numbers(self, query: Select[Any], **values: object) -> Sequence[int]:
        return list((await self.connection.execute(query, values)).scalars())


def _actor(officer: ChatId) -> str:
    return f"{ActorKind.OFFICER.value}:{officer}"


def _all(numbers: Sequence[int]) -> tuple[int, Sequence[int]]:
    return len(numbers), numbers


def _text(sought: ByDocument | ByHost | ByPerson | ByAddress) -> str:
    """What the index is made of."""
    match sought:
        case ByDocument():
            return sought.document.reveal()
        case ByHost():
            return sought.host.reveal()
        case ByPerson():
            return person_key(sought.family_name, sought.born) or ""
        case ByAddress():
            return sought.address.place_name

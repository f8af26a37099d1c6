"""An officer looks for somebody: by what was typed, or for those who are alike to a request that was found."""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.certificate.verdict import NotGenuine
from bot.domain.case import Case
from bot.domain.certificate import IssuedCertificate
from bot.domain.document import DocumentNumber
from bot.domain.officer import Purpose, Right
from bot.domain.people import ChatId
from bot.domain.sought import ByCertificate, ByDocumentOfState, Sought, Way
from bot.office.look_ups import Look, LookUps
from bot.office.rights import Rights
from bot.office.same_document import with_document_of
from bot.registration.ports import Begin, OpenText, Work

A_PAGE = 10
_LINK = re.compile(r"\?start=r([A-Za-z0-9_-]{16})(?:&c)?(?:#.*)?$", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What one way has found: how many in all, and a page of them, newest first.

    `older` is the number of the last one on the page where there are older ones.
    """

    way: Way
    total: int
    cases: Sequence[Case] = ()
    issued: Mapping[int, IssuedCertificate] = field(default_factory=dict)
    older: int | None = None

    @property
    def numbers(self) -> Sequence[int]:
        """Of the requests on the page."""
        return [case.number for case in self.cases]


def named_certificate(text: str, open_text: OpenText) -> ByCertificate | None:
    """The certificate whose code says this, or whose link this is; None where it is neither."""
    opened = open_text(text)
    if opened.claims is not None:
        return ByCertificate(cti=opened.claims.cti)
    link = _LINK.search(text) if opened.reason is NotGenuine.LINK_ONLY or "#" not in text else None
    return ByCertificate(cti=base64.urlsafe_b64decode(link[1])) if link else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """Looks for what was typed, in each way in which it can be read; the search is recorded, and whom it showed."""

    begin: Begin
    rights: Rights
    look_ups: LookUps

    async def __call__(self, officer: ChatId, purpose: Purpose, soughts: Sequence[Sought]) -> Sequence[Hits]:
        """One entry a way. Where several ways have found somebody nobody is shown: the officer says which was meant.

        Raises:
            Refusal: NOT_AN_OFFICER, ROLE_TOO_LOW or TOO_MANY_LOOK_UPS.
        """
        self.rights.check(officer, Right.LOOK_UP)
        async with self.begin() as work:
            now = await self.look_ups.check(work, officer, purpose)
            found = await self._each_way(work, soughts)
            is_shown = sum(hits.total > 0 for hits in found) == 1
            for hits in found:
                look = Look(officer, purpose, hits.way, now)
                self.look_ups.searched(work, look, hits.total)
                if is_shown and hits.total > 1:  # of a single one the card is opened, which is recorded there
                    self.look_ups.looked_up(work, look, hits.numbers)
            await work.commit()
        return found

    async def _each_way(self, work: Work, soughts: Sequence[Sought]) -> Sequence[Hits]:
        """Of several readings of one way the first that has found somebody."""
        found: dict[Way, Hits] = {}
        for sought in soughts:
            if found.get(sought.way, Hits(way=sought.way, total=0)).total == 0:
                found[sought.way] = await _hits(work, sought)
        return list(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class FindAlike:
    """A page of those who are alike to a request in what one way looks at: the same list again, or its older part."""

    begin: Begin
    rights: Rights
    look_ups: LookUps

    async def __call__(self, officer: ChatId, purpose: Purpose, way: Way, number: int, before: int | None) -> Hits:
        """The page; each request that it shows is recorded.

        Raises:
            Refusal: NOT_AN_OFFICER, ROLE_TOO_LOW or TOO_MANY_LOOK_UPS.
        """
        self.rights.check(officer, Right.LOOK_UP)
        async with self.begin() as work:
            now = await self.look_ups.check(work, officer, purpose)
            hits = await _hits_like(work, number, way, before)
            self.look_ups.looked_up(work, Look(officer, purpose, way, now), hits.numbers)
            await work.commit()
        return hits


async def _hits(work: Work, sought: Sought) -> Hits:
    if isinstance(sought, ByDocumentOfState):
        return await _hits_of_state(work, sought.document, sought.state, None)
    total, numbers = await work.findings.find(sought, A_PAGE + 1)
    return await _page(work, sought.way, total, numbers)


async def _hits_like(work: Work, number: int, way: Way, before: int | None) -> Hits:
    if way is not Way.DOCUMENT_OF_STATE:
        total, numbers = await work.findings.like(number, way, before, A_PAGE + 1)
        return await _page(work, way, total, numbers)
    case = await work.cases.get(number)
    if case is None or case.answers.document_number is None:
        return Hits(way=way, total=0)
    return await _hits_of_state(work, case.answers.document_number, case.answers.citizenship, before)


async def _hits_of_state(work: Work, document: DocumentNumber, state: str | None, before: int | None) -> Hits:
    numbers = [case.number for case in await with_document_of(work, document, state)]
    older = [number for number in numbers if before is None or number < before]
    return await _page(work, Way.DOCUMENT_OF_STATE, len(numbers), older)


async def _page(work: Work, way: Way, total: int, numbers: Sequence[int]) -> Hits:
    shown = numbers[:A_PAGE]
    return Hits(
        way=way,
        total=total,
        cases=await work.cases.these(shown),
        issued=await work.certificates.these(shown),
        older=shown[-1] if len(numbers) > A_PAGE else None,
    )

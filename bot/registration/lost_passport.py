"""A guest has lost the document: everything that bears its number is marked at once, so that nobody can use the two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Case, EventKind
from bot.domain.document import DocumentNumber
from bot.domain.life import UNDO_WITHIN, end_of_stay, is_document_lost, is_granted, is_registered, lost_at
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.cards import take_back
from bot.registration.certificates import update_status
from bot.registration.ports import Begin, Clock, Work

BY_LOSS = "document_lost"  # the reason of a request that was taken back because its document is lost


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelPaper:
    """A document of this guest or of one for whom the guest filed, and a request that bears it."""

    case: Case
    lost_at: datetime | None = None
    can_take_back: bool = False
    can_renew: bool = False  # the person is registered still, so a new document gets a new certificate
    taken_back: int = 0  # how many open requests ended with the report

    @property
    def is_lost(self) -> bool:
        """True once it is reported lost."""
        return self.lost_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPapers:
    """Which documents of this chat can be reported lost, or were and still matter."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId) -> list[TravelPaper]:
        """One for each document, the newest first."""
        now = self.clock.now()
        async with self.begin() as work:
            cases = await work.cases.of_guest(chat)
        by_number: dict[DocumentNumber, list[Case]] = {}
        for case in cases:
            if case.answers.document_number is not None and _matters(case, now):
                by_number.setdefault(case.answers.document_number, []).append(case)
        return [paper_of(_best(same, now), cases, now) for same in by_number.values()]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPaper:
    """One document. Raises Refusal: STALE where the request is not this guest's, or matters no more."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> TravelPaper:
        """The document that this request bears."""
        now = self.clock.now()
        async with self.begin() as work:
            case, _ = await own_document(work, chat, number)
            if not _matters(case, now):
                raise Refusal(RefusalCode.STALE)
            return paper_of(case, await work.cases.of_guest(chat), now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLost:
    """A guest reports a document lost.

    Certificates that name it are marked in the same transaction. Open requests with it are taken back: nobody can be
    registered by a document that nobody can show. Said twice it is said once.

    Raises:
        Refusal: STALE where the request is not this guest's, or nothing that holds bears its document.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> tuple[TravelPaper, bool]:
        """The document as it is now, and whether that is news."""
        now = self.clock.now()
        async with self.begin() as work:
            await work.cases.lock_people(chat)  # a host may be agreeing to a request that bears it
            case, document = await own_document(work, chat, number)
            if not _matters(case, now):
                raise Refusal(RefusalCode.STALE)
            if not is_document_lost(case):
                for other in await _with_document(work, chat, document):
                    await _mark(work, other, chat, now)
                await work.commit()
            cases = await work.cases.of_guest(chat)
        return paper_of(next(own for own in cases if own.number == number), cases, now), not is_document_lost(case)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAgain:
    """A guest takes the report back, for a finger slips. Requests that ended with it stay ended.

    Raises:
        Refusal: STALE where nothing was reported, or FOUND_TOO_LATE after ten minutes: a document that was away may
            have been copied or used, and whoever holds the phone could undo the report.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> TravelPaper:
        """The document as it is now."""
        now = self.clock.now()
        async with self.begin() as work:
            await work.cases.lock_people(chat)
            case, document = await own_document(work, chat, number)
            reported = lost_at(case)
            if reported is None or _is_replaced(case):
                raise Refusal(RefusalCode.STALE)
            if now - reported >= UNDO_WITHIN:
                raise Refusal(RefusalCode.FOUND_TOO_LATE)
            for other in await _with_document(work, chat, document):
                if lost_at(other) is not None:
                    await _unmark(work, other, chat, now)
            await work.commit()
            cases = await work.cases.of_guest(chat)
        return paper_of(next(own for own in cases if own.number == number), cases, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLoss:
    """What the statement says. Raises Refusal: STALE where nothing of this guest's was reported lost."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> TravelPaper:
        """The lost document, with the answers of its request."""
        async with self.begin() as work:
            case, _ = await own_document(work, chat, number)
            if not is_document_lost(case):
                raise Refusal(RefusalCode.STALE)
            return paper_of(case, await work.cases.of_guest(chat), self.clock.now())


async def own_document(work: Work, chat: ChatId, number: int, *, lock: bool = False) -> tuple[Case, DocumentNumber]:
    """A guest's own request and the document that it bears. Raises Refusal: STALE."""
    case = await work.cases.get(number, lock=lock)
    if case is None or case.guest != chat or case.answers.document_number is None:
        raise Refusal(RefusalCode.STALE)
    return case, case.answers.document_number


def paper_of(case: Case, cases: Sequence[Case], now: datetime) -> TravelPaper:
    """How it stands with the document of this request."""
    reported = lost_at(case)
    same = [other for other in cases if other.answers.document_number == case.answers.document_number]
    ended = [other for other in same if other.ending is not None and other.ending.reason == BY_LOSS]
    return TravelPaper(
        case=case,
        lost_at=reported,
        can_take_back=reported is not None and now - reported < UNDO_WITHIN and not _is_replaced(case),
        can_renew=reported is not None and is_registered(case, now),
        taken_back=sum(other.ending is not None and other.ending.at == reported for other in ended),
    )


def _matters(case: Case, now: datetime) -> bool:
    """Whether the request waits, has led to a stay that nothing ended, or lost its document a moment ago."""
    if case.stage(now).is_live:
        return True
    reported = lost_at(case)
    if is_granted(case):
        return end_of_stay(case) is None
    return reported is not None and now - reported < UNDO_WITHIN


def _best(same: Sequence[Case], now: datetime) -> Case:
    """The one by which the person is registered, else the newest."""
    return next((case for case in same if is_registered(case, now)), same[0])


def _is_replaced(case: Case) -> bool:
    ended = end_of_stay(case)
    return ended is not None and ended.kind is EventKind.REPLACED


async def _with_document(work: Work, chat: ChatId, document: DocumentNumber) -> list[Case]:
    """This guest's requests that bear it, locked, the lowest number first."""
    numbers = sorted(
        case.number for case in await work.cases.of_guest(chat) if case.answers.document_number == document
    )
    found = [await work.cases.get(number, lock=True) for number in numbers]
    return [case for case in found if case is not None]


async def _mark(work: Work, case: Case, chat: ChatId, now: datetime) -> None:
    if is_document_lost(case) or not _matters(case, now):
        return
    lost = case.happened(EventKind.DOCUMENT_LOST, now, chat)
    if lost.stage(now).is_live:
        await _take_back(work, lost, now)
        return
    await work.cases.save(lost)
    await update_status(work, lost)


async def _take_back(work: Work, lost: Case, now: datetime) -> None:
    """End the request; with the one that has the link, all end that go with it, since nobody could answer them."""
    together = await work.cases.party(lost.number, lock=True) if lost.party is None else ()
    followers = [case for case in together if case.number != lost.number and case.ending is None]
    await take_back(work, [lost, *followers], now, why=BY_LOSS)


async def _unmark(work: Work, case: Case, chat: ChatId, now: datetime) -> None:
    found = case.happened(EventKind.DOCUMENT_FOUND, now, chat)
    await work.cases.save(found)
    await update_status(work, found)

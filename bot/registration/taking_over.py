"""Whoever files for others sees and manages them; a grown one takes their own registration over by a link."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.case import Case, EventKind, Stage
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.ids import NOBODY
from bot.domain.life import is_own, is_registered, is_taken_over
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.companions import OWN_LINK_TRIES, may_be_taken_over, wrong_documents
from bot.registration.consent import check_consent
from bot.registration.granting import replace_earlier
from bot.registration.life import lock_people_of
from bot.registration.organisations import may_answer
from bot.registration.planning import plan_reminders
from bot.registration.ports import Begin, Clock, Work

_OF_THE_FILER = (
    NoticeKind.CERTIFICATE_PICTURE,
    NoticeKind.CERTIFICATE_FILE,
    NoticeKind.STILL_HERE,
    NoticeKind.STAY_ENDED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFamily:
    """For whom a chat has filed. Raises Refusal: NO_CONSENT."""

    begin: Begin

    async def __call__(self, chat: ChatId) -> Sequence[Case]:
        """The requests for others, newest first; none that was taken over or whose answers were wiped."""
        async with self.begin() as work:
            await check_consent(work, chat)
            return [case for case in await work.cases.of_guest(chat) if not is_own(case) and not case.answers.is_empty]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A request for another, and how it stands at this moment."""

    case: Case
    stage: Stage
    is_registered: bool
    can_take_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRelative:
    """One of those for whom a chat has filed. Raises Refusal: NO_CONSENT, or STALE for any other number."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Relative:
        """The request, and how it stands."""
        now = self.clock.now()
        async with self.begin() as work:
            await check_consent(work, chat)
            case = await _filed_by(work, chat, number)
        return Relative(
            case=case,
            stage=case.stage(now),
            is_registered=is_registered(case, now),
            can_take_over=may_be_taken_over(case, now.date()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferOwn:
    """A link by which a grown person takes their own registration over.

    Raises:
        Refusal: NO_CONSENT; STALE where there is none to take over, or not yet.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Case:
        """The request whose token the link bears."""
        async with self.begin() as work:
            await check_consent(work, chat)
            case = await _filed_by(work, chat, number)
        if not may_be_taken_over(case, self.clock.today()):
            raise Refusal(RefusalCode.STALE)
        return case


async def _filed_by(work: Work, chat: ChatId, number: int) -> Case:
    case = await work.cases.get(number)
    if case is None or not await _is_filer(work, chat, case) or is_own(case) or case.answers.is_empty:
        raise Refusal(RefusalCode.STALE)
    return case


async def _is_filer(work: Work, chat: ChatId, case: Case) -> bool:
    """Only whom an organisation has filed for is in no chat: then it files, and its staff for it."""
    return await may_answer(work, chat, case) if case.guest == NOBODY else case.guest == chat


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOwn:
    """Somebody opens such a link: nothing is shown yet. Raises Refusal: OWN_LINK_UNKNOWN."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, token: str) -> None:
        """Pass where the link works and is not the filer's or the host's own to use."""
        async with self.begin() as work:
            await _behind(work, chat, token, self.clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver:
    """Whoever knows the number of the document gets the registration into the own chat; it replaces an earlier one.

    Wrong numbers are counted even though they are refused; the fifth closes the link, and whoever filed is told.

    Raises:
        Refusal: NO_CONSENT, OWN_LINK_UNKNOWN (unknown, used, closed, of a child, one's own), DOCUMENT_LETTERS,
            DOCUMENT_LENGTH, OWN_DOCUMENT_OTHER with the tries left, or OWN_IS_OLDER (the chat has a later one).
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, token: str, number: str) -> Case:
        """The registration, now this chat's."""
        now = self.clock.now()
        # the widest of the rules for numbers, so that the kind of the document is not given away
        document = DocumentNumber.parse(number, DocumentKind.INTERNAL_PASSPORT)
        async with self.begin() as work:
            await check_consent(work, chat)
            seen = await work.cases.by_token(token)
            await lock_people_of(work, *([] if seen is None else [seen]), also=[chat])  # both chats, before the row
            known = await work.cases.by_token(token, lock=True)
            if known is not None and known.guest == chat and is_taken_over(known):
                return known  # the same message again, after a restart
            case = await _behind(work, chat, token, self.clock)
            if case.answers.document_number != document:
                refusal = await _count_wrong(work, case, chat, now)
                await work.commit()
                raise refusal
            taken = replace(case, guest=chat, guest_card=None).happened(EventKind.TAKEN_OVER, now, chat)
            await _put_in_place(work, taken, now)
            await work.notices.cancel(case.guest, *_OF_THE_FILER, case=case.number)
            await work.notices.owe(*_told(taken, case, now))
            await plan_reminders(work, chat, now)
            await work.commit()
        return taken


async def _behind(work: Work, chat: ChatId, token: str, clock: Clock) -> Case:
    case = await work.cases.by_token(token, lock=True)
    if case is None or chat in {case.guest, case.host} or not may_be_taken_over(case, clock.today()):
        raise Refusal(RefusalCode.OWN_LINK_UNKNOWN)
    return case


async def _put_in_place(work: Work, taken: Case, now: datetime) -> None:
    """The same person has one registration in one chat. Raises Refusal: OWN_IS_OLDER."""
    await _check_newest(work, taken, now)
    await work.cases.save(taken)
    if is_registered(taken, now):
        await replace_earlier(work, taken, now)


async def _check_newest(work: Work, taken: Case, now: datetime) -> None:
    """Nobody's later registration is ended by a link from somebody else. Raises Refusal: OWN_IS_OLDER."""
    for own in await work.cases.of_guest(taken.guest):
        is_same = own.answers.document_number == taken.answers.document_number
        if is_same and is_registered(own, now) and _granted_at(own, now) > _granted_at(taken, now):
            raise Refusal(RefusalCode.OWN_IS_OLDER)


def _granted_at(case: Case, now: datetime) -> datetime:
    return case.ending.at if case.ending is not None else now


async def _count_wrong(work: Work, case: Case, chat: ChatId, now: datetime) -> Refusal:
    tried = case.happened(EventKind.WRONG_DOCUMENT, now, chat)
    await work.cases.save(tried)
    left = OWN_LINK_TRIES - wrong_documents(tried)
    if left > 0:
        return Refusal(RefusalCode.OWN_DOCUMENT_OTHER, left=left)
    filer = case.host if case.guest == NOBODY else case.guest
    if filer is not None:
        await work.notices.owe(_to_filer(case, filer, NoticeKind.OWN_LINK_CLOSED, now))
    return Refusal(RefusalCode.OWN_LINK_UNKNOWN)


def _told(taken: Case, before: Case, now: datetime) -> list[Notice]:
    """The certificate comes to its owner, and whoever filed in the family learns of it."""
    brought = [
        Notice(
            key=f"{kind}:{taken.number}:own",
            chat=taken.guest,
            kind=kind,
            due_at=now,
            case=taken.number,
            urgency=urgency,
        )
        for kind, urgency in ((NoticeKind.CERTIFICATE_PICTURE, 3), (NoticeKind.CERTIFICATE_FILE, 0))
    ]
    if before.guest == NOBODY:  # an organisation filed: it sees its guests on a list of its own
        return brought
    return [*brought, _to_filer(taken, before.guest, NoticeKind.TAKEN_OVER, now)]


def _to_filer(case: Case, filer: ChatId, kind: NoticeKind, now: datetime) -> Notice:
    return Notice(key=f"{kind}:{case.number}", chat=filer, kind=kind, due_at=now, case=case.number, urgency=1)

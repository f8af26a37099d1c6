"""A guest's registrations after the host's yes: what holds now, and what waits beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Case
from bot.domain.family import Kinship
from bot.domain.ids import NOBODY, filer_of
from bot.domain.life import is_granted, is_own, is_registered, is_suspended
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.same_person import is_of_one_person, is_same_person
from bot.registration.consent import check_consent
from bot.registration.ports import Begin, Clock, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One registration: its request, the host's name as on the certificate, and the newest request that waits."""

    case: Case
    host_name: str
    waiting: Case | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRegistrations:
    """A guest's registrations that hold, the guest's own before those of the family. Raises Refusal: NO_CONSENT."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId) -> Sequence[Registration]:
        """Those filed by this chat."""
        now = self.clock.now()
        async with self.begin() as work:
            await check_consent(work, chat)
            cases = await work.cases.of_guest(chat)
            return [await _registration(work, case, cases, now) for case in held(cases, now)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRegistration:
    """One of them. Raises Refusal: NO_CONSENT, or STALE where it is not this chat's, or led to no registration."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Registration:
        """The registration, which may have ended."""
        now = self.clock.now()
        async with self.begin() as work:
            case = await own_registration(work, chat, number)
            return await _registration(work, case, await work.cases.of_guest(chat), now)


async def own_registration(work: Work, chat: ChatId, number: int, *, lock: bool = False) -> Case:
    """A registration of this chat; a forged number is told nothing else than an old one.

    Raises:
        Refusal: NO_CONSENT or STALE.
    """
    await check_consent(work, chat)
    case = await work.cases.get(number, lock=lock)
    if case is None or case.guest != chat or not is_granted(case) or case.answers.is_empty:
        raise Refusal(RefusalCode.STALE)
    return case


async def held_registration(work: Work, chat: ChatId, number: int, now: datetime, *, lock: bool = False) -> Case:
    """The same while it holds. Raises Refusal: NO_CONSENT or STALE."""
    case = await own_registration(work, chat, number, lock=lock)
    if not is_registered(case, now):
        raise Refusal(RefusalCode.STALE)
    return case


async def free_registration(work: Work, chat: ChatId, number: int, now: datetime) -> Case:
    """The same while nothing bars a change. Raises Refusal: NO_CONSENT, STALE or REGISTRATION_SUSPENDED."""
    case = await held_registration(work, chat, number, now)
    if is_suspended(case):
        raise Refusal(RefusalCode.REGISTRATION_SUSPENDED)
    return case


def held(cases: Sequence[Case], now: datetime) -> list[Case]:
    """Those that hold: the guest's own first, then the family's, each the newest first; `cases` are of one chat."""
    holding = [case for case in cases if is_registered(case, now) and not case.answers.is_empty]
    return sorted(holding, key=lambda case: case.answers.kinship is not None)


def is_of_a_guest(case: Case) -> bool:
    """Whether an organisation has filed it for one who stays there: nobody asks the organisation how life goes on."""
    return case.answers.kinship is Kinship.GUEST


def waiting_beside(case: Case, cases: Sequence[Case], now: datetime) -> list[Case]:
    """The requests of the same person that still wait, the newest first; `cases` are of one chat."""
    return [other for other in cases if other.stage(now).is_live and is_of_one_person(case, other)]


async def lock_people_of(work: Work, *cases: Case, also: Sequence[ChatId] = ()) -> None:
    """Let nobody else change who of these is registered, from whatever chat; nor of whom these chats have filed for.

    The order of all locks: `repositories.requests.Cases`.
    """
    await work.cases.lock_people(*also, *(filer_of(case.guest, case.host) for case in cases))
    await work.cases.lock_documents(*(case.answers.document_number for case in cases if case.answers.document_number))


async def filed_for_same(work: Work, case: Case) -> Sequence[Case]:
    """The requests among which are all of the same person, the newest first.

    Of whom an organisation has filed for, only what it filed itself: nobody may end a stranger's registration, or
    learn of it.
    """
    if case.guest != NOBODY:
        return await work.cases.of_guest(case.guest)
    document = case.answers.document_number
    same = await work.cases.with_document(document) if document else ()
    return [other for other in same if other.guest == NOBODY and other.host == case.host]


async def known_by_document(work: Work, case: Case) -> Sequence[Case]:
    """The other requests of the same person by the document, from whatever chat; for an officer's acts alone."""
    document = case.answers.document_number
    found = await work.cases.with_document(document) if document else ()
    return [each for each in found if each.number != case.number and is_same_person(each.answers, case.answers)]


async def is_registered_anew(work: Work, case: Case, now: datetime) -> bool:
    """Whether another registration of the same person holds; with a new document too, for the guest of the chat."""
    return any(
        other.number != case.number
        and is_registered(other, now)
        and (is_of_one_person(case, other) or (is_own(case) and is_own(other)))
        for other in await filed_for_same(work, case)
    )


async def _registration(work: Work, case: Case, cases: Sequence[Case], now: datetime) -> Registration:
    issued = await work.certificates.get(case.number)
    return Registration(
        case=case,
        host_name=issued.host_name if issued else "",
        waiting=next(iter(waiting_beside(case, cases, now)), None),
    )

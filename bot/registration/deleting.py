"""A person goes: the consent is taken back, or all is deleted that may be. What has to stay is said beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.case import Case
from bot.domain.ids import NOBODY
from bot.domain.legal_hold import HoldGround
from bot.domain.life import can_undo, is_granted, is_registered
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.registration.cards import take_back
from bot.registration.ports import Begin, Clock, Scrub, Work
from bot.registration.staff import MEMBER, OWNER


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A registration that stays for now: its number as printed, and its last day."""

    number: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A request that is kept because somebody may demand it: its number as printed, and on what ground."""

    number: str
    ground: HoldGround


@dataclass(frozen=True, slots=True, kw_only=True)
class Staying:
    """What is left after a deletion: registrations in force, and what is held."""

    in_force: Sequence[Kept]
    held: Sequence[Held]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletable:
    """What would go and what would stay: requests that wait for a host, registrations in force, ended ones, held."""

    live: int
    in_force: Sequence[Kept]
    ended: int
    held: Sequence[Held]
    is_host: bool
    staff: int
    is_known: bool  # whether anything is stored beside the language

    @property
    def is_nothing(self) -> bool:
        """True for one of whom nothing is stored but the language."""
        return not self.is_known


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDeletable:
    """What of a person would be deleted, and what has to be kept."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId) -> Deletable:
        """As it is now."""
        now = self.clock.now()
        async with self.begin() as work:
            own = await work.cases.of_guest(chat)
            told = [case for case in own if not case.answers.is_empty]
            rows = await work.own_data.of(chat)
            held = await _held(work, chat, now)
            return Deletable(
                live=sum(case.stage(now).is_live for case in told),
                in_force=[_kept(case) for case in told if _must_stay(case, now)],
                ended=sum(_is_over(case, now) and case.application_number not in _names(held) for case in told),
                held=held,
                is_host=await work.hosts.get(chat) is not None,
                staff=len(await work.staff.of_owner(chat)),
                is_known=_is_known(rows),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsent:
    """A person takes the consent back: all that was told and owed goes, live requests end, certificates run out."""

    begin: Begin
    clock: Clock
    scrub: Scrub

    async def __call__(self, chat: ChatId) -> Sequence[Held]:
        """Forget the person; registrations are kept for the operator's term (`retention`). What is held stays."""
        now = self.clock.now()
        async with self.begin() as work:
            await work.cases.lock_people(chat)
            await work.legal_holds.lapse(now)
            held = await _held(work, chat, now)
            await _forget(work, chat, now)
            await work.matters.forget(chat)
            await work.commit()
        await self.scrub()
        return held


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteOwnData:
    """A person has everything deleted that may be: the same, and registrations that have ended go at once.

    A certificate in force stays until its last day and the operator's term after it: who checks it must find it.
    """

    begin: Begin
    clock: Clock
    scrub: Scrub

    async def __call__(self, chat: ChatId) -> Staying:
        """Forget the person; what stays."""
        now = self.clock.now()
        async with self.begin() as work:
            await work.cases.lock_people(chat)
            await work.legal_holds.lapse(now)
            own, held = await work.cases.of_guest(chat), await _held(work, chat, now)
            await _forget(work, chat, now)
            over = [case.number for case in own if _is_gone(case, now)]
            await work.wiping.wipe(over)
            await work.legal_holds.ask_deletion(over)
            await work.wiping.untie(chat)
            await work.matters.forget(chat)  # what belongs to a request goes with its answers
            await work.commit()
        await self.scrub()
        return Staying(in_force=[_kept(case) for case in own if _must_stay(case, now)], held=held)


async def _forget(work: Work, chat: ChatId, now: datetime) -> None:
    """All but registrations and matters, in the order in which all lock (`repositories.requests.Cases`)."""
    await _end_requests(work, chat, now)
    await work.cases.forget_of_guest(chat)
    without_paper = [case.number for case in await work.cases.of_guest(chat) if not is_granted(case)]
    await work.legal_holds.ask_deletion(without_paper)
    await work.drafts.drop(chat)
    await work.outlooks.lock(chat)
    await work.travels.forget(chat)
    await work.profiles.forget(chat)
    await _dismiss_staff(work, chat, now)
    await work.places.forget(chat)
    await work.imports.forget(chat)
    await work.blocks.forget(chat)
    await work.hosts.forget(chat)
    await work.chats.forget(chat)  # with the place in the talk, and every notice
    await work.outlooks.forget(chat)


async def _end_requests(work: Work, chat: ChatId, now: datetime) -> None:
    """Live requests end and their hosts are told; those who wait for this person as a host can find another one."""
    for case in await work.cases.of_guest(chat):
        if case.stage(now).is_live:
            await take_back(work, [case], now, tells_guest=False)
    for waiting in await work.cases.waiting_for(chat):
        await work.cases.save(replace(waiting, host=None))  # only the link can reach a host again


async def _dismiss_staff(work: Work, chat: ChatId, now: datetime) -> None:
    """Who answered for this organisation is told that it is over, once."""
    for member in await work.staff.of_owner(chat):
        await work.notices.owe(
            Notice(
                key=f"{NoticeKind.STAFF_REMOVED}:{member.chat}:{now.isoformat()}",
                chat=member.chat,
                kind=NoticeKind.STAFF_REMOVED,
                due_at=now,
                data={OWNER: str(NOBODY), MEMBER: str(member.chat)},  # whose staff it was is deleted as well
            )
        )
    await work.staff.forget(chat)


def _must_stay(case: Case, now: datetime) -> bool:
    """In force; or just ended by the host, who can still take that back."""
    return not case.answers.is_empty and (is_registered(case, now) or (is_granted(case) and can_undo(case, now)))


def _is_over(case: Case, now: datetime) -> bool:
    return not case.stage(now).is_live and not _must_stay(case, now)


def _is_gone(case: Case, now: datetime) -> bool:
    """What waited for a host has just ended, too."""
    return not _must_stay(case, now)


async def _held(work: Work, chat: ChatId, now: datetime) -> Sequence[Held]:
    """This guest's requests on hold, each once; a hold whose last moment is over has none."""
    holds = [each for each in await work.legal_holds.of_guest(chat) if each.until is None or now < each.until]
    grounds = {each.application_number: each.ground for each in reversed(holds)}
    return [Held(number=number, ground=ground) for number, ground in sorted(grounds.items())]


def _names(held: Sequence[Held]) -> set[str]:
    return {each.number for each in held}


def _kept(case: Case) -> Kept:
    return Kept(number=case.application_number, until=case.answers.until or case.sent_at.date())


def _is_known(tables: Mapping[str, Sequence[Mapping[str, object]]]) -> bool:
    """Whether there is more than the talk itself: its language, and the place in the conversation."""
    consented = any(talk["consented_at"] is not None for talk in tables["chats"])
    return consented or any(found for name, found in tables.items() if name not in {"chats", "fsm"})

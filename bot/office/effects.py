"""What was decided takes effect: once its ten minutes are over a request ends, and both sides are told."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.case import Case, Event, EventKind, Stage
from bot.domain.ids import NOBODY
from bot.domain.life import UNDO_WITHIN, is_granted, is_own
from bot.domain.matter import DENIES, Decision, Matter
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.same_person import is_of_one_person
from bot.office.decisions import case_of
from bot.registration.cards import guest_card, host_card, stop_waiting
from bot.registration.decided import reason_of, told_guest, who_ends
from bot.registration.granting import ON_THE_WEB, Granting, Yes
from bot.registration.ports import Begin, Clock, Work
from bot.registration.remind_host import remind_now
from bot.registration.vouching import waiting_yes

_LOOKED_BACK = timedelta(days=30)  # as long as a request can wait
_UNANSWERED = {Stage.REFUSED, Stage.EXPIRED, Stage.CLOSED}  # without a yes, and not by the guest's own wish


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOut:
    """Let one decision take effect; done twice, or too early, or taken back since, it does nothing."""

    begin: Begin
    clock: Clock
    granting: Granting

    async def __call__(self, number: int) -> bool:
        """False where the decision came too late: the person was registered meanwhile."""
        async with self.begin() as work:
            matter = await work.matters.get(number)
            about = await _about(work, matter) if matter is not None else []
        if matter is None or not self._is_due(matter):
            return True
        if matter.decision is Decision.VOUCHED:
            for case in about:
                await self._grant(matter, case)
            return True
        for case in about:
            await self._deny(matter, case)
        return not await self._was_overtaken(matter)

    def _is_due(self, matter: Matter) -> bool:
        if matter.decision is Decision.VOUCHED:
            return True
        return matter.decision in DENIES and self.clock.now() - matter.events[-1].at >= UNDO_WITHIN

    async def _deny(self, matter: Matter, case: Case) -> None:
        now = self.clock.now()
        async with self.begin() as work:
            party = await work.cases.party(case.party or case.number, lock=True)
            still = await work.matters.get(matter.number, lock=True)
            if still is None or not self._is_due(still) or still.decision is None:
                return
            by = still.events[-1].chat
            if by is not None:
                work.audit.officer(by)
            await _end(work, who_ends(case, party, now), still, now)
            await _tell_what_to_mend(work, party, still, now)
            await work.commit()

    async def _grant(self, matter: Matter, case: Case) -> None:
        """As if the host had tapped now: what the law has come to forbid is denied."""
        async with self.begin() as work:
            await work.cases.lock_behind(case.number)
            party = [each for each in await work.cases.party(case.number, lock=True) if waiting_yes(each) is not None]
            if not party or not party[0].stage(self.clock.now()).is_live:
                return
            said = waiting_yes(party[0])
            host = await work.hosts.get(case.host) if case.host is not None else None
            name = (host.name or "") if host is not None else matter.text
            how = ON_THE_WEB if case.host is None else None
            yes = Yes(chat=said.chat if said else None, host_name=name, how=how, is_vouched=True)
            if await _may_still(work, case, said):
                with suppress(Refusal):  # the place is full by now, or an officer checks the guest
                    await self.granting(work, party, yes)
                    await work.commit()
                    return
        await self._ask_anew(case)

    async def _ask_anew(self, case: Case) -> None:
        """The host is asked once more, and reads then what stands in the way; the daily pass tries again too."""
        async with self.begin() as work:
            await remind_now(work, case, self.clock)
            await work.commit()

    async def _was_overtaken(self, matter: Matter) -> bool:
        """Whether the request became a registration: the host's yes was on its way when the officer decided."""
        async with self.begin() as work:
            case = await case_of(work, matter)
        return case is not None and is_granted(case)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOutAll:
    """What no notice has carried out, for its officer has blocked the bot or is gone; once a day."""

    look: Begin
    clock: Clock
    carry_out: CarryOut

    async def __call__(self) -> None:
        """All of the last month: what is older has ended by itself."""
        async with self.look() as work:
            since = self.clock.now() - _LOOKED_BACK
            numbers = await work.matters.decided([*DENIES, Decision.VOUCHED], since)
        for number in numbers:
            await self.carry_out(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNote:
    """The words that went with the decision on a matter. Raises Refusal: STALE where there are none any more."""

    begin: Begin

    async def __call__(self, number: int) -> str:
        """In the officer's own words."""
        async with self.begin() as work:
            matter = await work.matters.get(number)
        if matter is None or not matter.events[-1].note:
            raise Refusal(RefusalCode.STALE)
        return matter.events[-1].note


async def _may_still(work: Work, case: Case, said: Event | None) -> bool:
    """Whether the one who said yes still answers for the host; of whom the host has dismissed the word is not used."""
    if said is None or said.chat == case.host or said.chat is None:
        return said is not None
    return await work.staff.employer_of(said.chat) == case.host


async def _about(work: Work, matter: Matter) -> list[Case]:
    """The requests that the decision is about, each with the link of its party: of a host all that wait for it."""
    case = await case_of(work, matter)
    if matter.decision not in {Decision.VOUCHED, Decision.NOT_VOUCHED}:
        return [case] if case is not None else []
    if case is not None and case.host is None:
        return [case] if waiting_yes(case) is not None else []
    host = case.host if case is not None and case.host is not None else matter.chat
    return [each for each in await work.cases.waiting_for(host) if each.party is None and _had_said(each, matter)]


def _had_said(case: Case, matter: Matter) -> bool:
    """A yes that came after the decision waits for the next one, unless the host is vouched for by now."""
    said = waiting_yes(case)
    return said is not None and (matter.decision is Decision.VOUCHED or said.at <= matter.events[-1].at)


async def _end(work: Work, party: Iterable[Case], matter: Matter, now: datetime) -> None:
    if matter.decision is None:
        return
    by = matter.events[-1].chat
    for case in party:
        denied = case.happened(EventKind.DENIED, now, by, reason_of(matter.decision))
        await work.cases.save(denied)
        await stop_waiting(work, denied)
        if denied.guest != NOBODY:
            await work.notices.owe(told_guest(denied, matter, now), guest_card(denied, now))
        await work.notices.owe(*host_card(denied, now))


async def _tell_what_to_mend(work: Work, party: Iterable[Case], matter: Matter, now: datetime) -> None:
    """The officer's words, where the host's no (or the end of the link) came first: who asks again needs them too."""
    case = next((each for each in party if each.number == matter.case), None)
    if case is None or matter.decision is not Decision.TO_BE_MENDED:
        return
    is_kept = case.guest != NOBODY and not case.answers.is_empty
    if is_kept and case.stage(now) in _UNANSWERED and not await _has_asked_anew(work, case, now):
        await work.notices.owe(told_guest(case, matter, now))


async def _has_asked_anew(work: Work, case: Case, now: datetime) -> bool:
    """Whether the same person has a newer request that waits, or has led to a registration."""
    return any(
        other.number > case.number
        and (other.stage(now).is_live or is_granted(other))
        and (is_of_one_person(case, other) or (is_own(case) and is_own(other)))
        for other in await work.cases.of_guest(case.guest)
    )

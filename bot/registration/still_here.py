"""A registered guest says that nothing has changed."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Case, EventKind
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.consent import check_consent
from bot.registration.life import held, held_registration, is_of_a_guest
from bot.registration.ports import Begin, Clock, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class SayStillHere:
    """A guest lives where they are registered. Raises Refusal: NO_CONSENT, or STALE where nothing holds any more."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Case:
        """The registration; said twice on one day it is said once."""
        now = self.clock.now()
        async with self.begin() as work:
            case = await _say(work, await held_registration(work, chat, number, now, lock=True), now)
            await work.commit()
        return case

    async def of_all(self, chat: ChatId) -> list[Case]:
        """The same for everybody whom this chat has registered."""
        now = self.clock.now()
        async with self.begin() as work:
            await check_consent(work, chat)
            await work.cases.lock_people(chat)  # several of their registrations are written to
            holding = [case for case in held(await work.cases.of_guest(chat), now) if not is_of_a_guest(case)]
            if not holding:
                raise Refusal(RefusalCode.STALE)
            said = [await _say(work, case, now) for case in holding]
            await work.commit()
        return said


async def _say(work: Work, case: Case, now: datetime) -> Case:
    last = case.events[-1]
    if last.kind is EventKind.STILL_HERE and last.at.astimezone(now.tzinfo).date() == now.date():
        return case
    said = case.happened(EventKind.STILL_HERE, now, case.guest)
    await work.cases.save(said)
    return said

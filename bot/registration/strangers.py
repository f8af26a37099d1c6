""" "I don't know this person": that chat may not ask this host again, and an officer is to look at it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Case
from bot.domain.ids import NOBODY
from bot.domain.life import is_granted
from bot.domain.matter import Matter, MatterKind, MatterState
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.organisations import case_of_host, need_hosts
from bot.registration.ports import Begin, Clock, Work

ASKED, REGISTERED = "asked", "registered"  # the matter's text: a code, never a person


async def keep_out(work: Work, case: Case, by: ChatId | None, now: datetime) -> None:
    """Block this guest for this host, and keep the matter for the officers.

    A host who answers on the web page has no chat: nobody can be blocked for them, and there is nobody to hear of it.
    """
    said_by = by or case.host
    if case.host is None or said_by is None:
        return
    if case.guest != NOBODY:  # one whom the organisation itself has filed
        await work.blocks.add(case.host, case.guest, now)
    which = REGISTERED if is_granted(case) else ASKED
    await work.matters.add(
        Matter.received(MatterKind.STRANGER, at=now, chat=said_by, by=said_by, case=case.number, text=which)
    )


async def check_not_kept_out(work: Work, case: Case, host: ChatId) -> None:
    """Show and bind nothing to a host who does not know this guest. Raises Refusal: GUEST_KEPT_OUT."""
    if await work.blocks.holds(host, case.guest):
        raise Refusal(RefusalCode.GUEST_KEPT_OUT)


async def let_ask(work: Work, case: Case, by: ChatId, now: datetime) -> None:
    """Lift the block, and withdraw what no officer has answered yet of this request."""
    if case.host is not None:
        await work.blocks.lift(case.host, case.guest)
    for matter in await work.matters.of_case(case.number):
        if matter.kind is MatterKind.STRANGER and matter.is_open:
            await work.matters.save(matter.happened(MatterState.WITHDRAWN, now, by))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStrangers:
    """Whom a host does not know. Raises Refusal: NOT_A_HOST."""

    begin: Begin

    async def __call__(self, chat: ChatId) -> list[Case]:
        """The newest request of each, the last one blocked first; its answers may be wiped by now."""
        async with self.begin() as work:
            found = []
            for host in await need_hosts(work, chat):
                for guest in await work.blocks.of_host(host.chat):
                    asked = [case for case in await work.cases.of_guest(guest) if case.host == host.chat]
                    found += asked[:1]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class LetAskAgain:
    """A host allows whom they did not know to ask again. Raises Refusal: NOT_YOURS."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Case:
        """The request by which the guest was shown; said twice it is said once."""
        now = self.clock.now()
        async with self.begin() as work:
            case, host = await case_of_host(work, chat, number, lock=True)
            asked_by = await work.cases.of_guest(case.guest) if case.guest != NOBODY else ()
            for asked in asked_by:
                if asked.host == host.chat:
                    await let_ask(work, asked, chat, now)
            await work.commit()
        return case

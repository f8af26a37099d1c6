"""Refuse a request from its page of acts: a matter of its own, opened, taken up and decided in one step.

From then on it is as each decision of the queue: nobody is registered past it, it takes effect in ten minutes
(`bot.office.effects`), and until then nothing has happened to anybody and it can be undone.
"""

from datetime import datetime

from bot.domain.case import Case
from bot.domain.matter import Decision, Matter, MatterKind, MatterState
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.orders import Order, check_undo_refusal, refusals
from bot.office.owing import owe
from bot.registration.decided import found_against
from bot.registration.ports import Work


async def refuse(work: Work, case: Case, order: Order, officer: ChatId, now: datetime) -> Case:
    """The request, which waits as before. Raises Refusal: ACT_NOT_NOW where it is decided against already."""
    if await found_against(work, case) is not None:
        raise Refusal(RefusalCode.ACT_NOT_NOW)
    came = Matter.received(MatterKind.REFUSAL, at=now, chat=case.guest, by=officer, case=case.number)
    taken = (await work.matters.add(came)).happened(MatterState.IN_WORK, now, officer)
    decided = taken.happened(MatterState.ANSWERED, now, officer, decision=Decision(order.ground.value))
    await work.matters.save(decided)
    await owe(work, decided, case, officer, now)
    return case


async def was_refused(work: Work, case: Case, officer: ChatId) -> bool:
    """Whether this officer has refused it so, and not undone it: the same tap has come twice."""
    last = [each.events[-1] for each in await refusals(work, case)][-1:]
    return any(each.decision is not None and each.chat == officer for each in last)


async def undo_refusal(work: Work, case: Case, officer: ChatId, now: datetime) -> Case:
    """The request as it was; undone twice it is undone once. Raises Refusal: ACT_NOT_NOW or as `check_undo_refusal`."""
    made = await refusals(work, case)
    if not made:
        raise Refusal(RefusalCode.ACT_NOT_NOW)
    last = await work.matters.get(made[-1].number, lock=True)
    if last is None or (last.state is MatterState.WITHDRAWN and last.events[-1].chat == officer):
        return case
    check_undo_refusal(officer, last, now)
    await work.matters.save(last.happened(MatterState.WITHDRAWN, now, officer))
    return case

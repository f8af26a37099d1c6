"""What an act brings with it: certificate, reminders, the host's duty, and the words to both sides.

The words are owed with the act and due when it can be undone no more, so that nobody hears of a slip of the finger.
"""

from datetime import datetime

from bot.domain.acts import Deed
from bot.domain.audit import Actor
from bot.domain.case import Case
from bot.domain.ids import NOBODY
from bot.domain.life import is_registered
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.office.orders import Order
from bot.registration.certificates import update_status
from bot.registration.host_duties import host_duty
from bot.registration.planning import plan_reminders
from bot.registration.ports import Work
from bot.registration.reminders import host_duty_notices

_BEFORE_ALL = 4  # the word goes before the picture of the certificate that the act gave


async def settle(work: Work, before: Case, after: Case, officer: ChatId, now: datetime, *, told_at: datetime) -> None:
    """Keep the new state with all that hangs on it: certificate, reminders, the host's duty; no words yet.

    No reminder may tell it before the word itself does (`told_at`).
    """
    await work.cases.save(after)
    await update_status(work, after, Actor.officer(officer))
    if after.host is not None:
        if not is_registered(after, now):
            await work.notices.cancel(after.host, NoticeKind.HOST_DUTY, case=after.number)
        elif not is_registered(before, now):
            await _owe_host_duty(work, after, now)
    if after.guest != NOBODY:
        await plan_reminders(work, after.guest, told_at)


async def _owe_host_duty(work: Work, case: Case, now: datetime) -> None:
    if case.ending is None:
        return
    again = host_duty_notices(case, host_duty(case, now).notice, case.ending.at.astimezone(now.tzinfo))
    await work.notices.owe(*(notice for notice in again if notice.due_at > now))


async def tell_both(work: Work, case: Case, order: Order, due_at: datetime) -> None:
    """Owe the words to whoever of guest and host has a chat.

    They say what the last event of the chain has done (or the grant, where a certificate was issued), and are dropped
    unsent where that is undone.
    """
    is_issued = order.deed in {Deed.SHORTEN, Deed.REINSTATE} and order.day is not None
    grant = case.ending if is_issued else None
    place = case.events.index(grant) if grant is not None else len(case.events) - 1
    data = {"deed": order.deed.value, "ground": order.ground.value, "event": str(place)}
    if order.day is not None:
        data["day"] = order.day.isoformat()
    for side, chat in (("guest", case.guest), ("host", case.host)):
        if chat is None or chat == NOBODY:
            continue
        await work.notices.owe(
            Notice(
                key=f"{NoticeKind.OFFICER_ACT}:{case.number}:{len(case.events)}:{side}",
                chat=chat,
                kind=NoticeKind.OFFICER_ACT,
                due_at=due_at,
                case=case.number,
                data=data,
                urgency=_BEFORE_ALL,
            )
        )

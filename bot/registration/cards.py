"""Status cards and the end of waiting: notices that several use cases owe alike."""

from datetime import datetime, timedelta

from bot.domain.case import Case
from bot.domain.notice import Notice, NoticeKind
from bot.registration.ports import Work

CARD_URGENCY = 1
AT_LEISURE = timedelta(seconds=5)  # whoever tapped sees the ending already; this is for a kill in between
WAITING = (NoticeKind.HOST_REMINDED, NoticeKind.HOST_SILENT, NoticeKind.REQUEST_EXPIRED, NoticeKind.HOST_ASKED)


def guest_card(case: Case, now: datetime) -> Notice:
    """The guest's card is to be drawn again after the newest event."""
    return Notice(
        key=f"guest_card:{case.number}:{len(case.events)}",
        chat=case.guest,
        kind=NoticeKind.GUEST_CARD,
        due_at=now,
        case=case.number,
        urgency=CARD_URGENCY,
    )


def host_card(case: Case, now: datetime) -> list[Notice]:
    """The same in the host's chat, where there is one."""
    if case.host is None:
        return []
    return [
        Notice(
            key=f"host_card:{case.number}:{len(case.events)}",
            chat=case.host,
            kind=NoticeKind.HOST_CARD,
            due_at=now,
            case=case.number,
            urgency=CARD_URGENCY,
        )
    ]


async def stop_waiting(work: Work, case: Case) -> None:
    """Nobody is reminded of a request that has ended."""
    await work.notices.cancel(case.guest, *WAITING, case=case.number)
    if case.host is not None:
        await work.notices.cancel(case.host, *WAITING, case=case.number)

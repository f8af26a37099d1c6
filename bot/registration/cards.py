"""Status cards, the end of waiting, and requests taken back: notices that several use cases owe alike."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.case import Case, EventKind
from bot.domain.life import is_taken_over
from bot.domain.notice import Notice, NoticeKind
from bot.registration.organisations import asked_chats
from bot.registration.ports import Work

CARD_URGENCY = 1
AT_LEISURE = timedelta(seconds=5)  # whoever tapped sees the ending already; this is for a kill in between
WAITING = (NoticeKind.HOST_REMINDED, NoticeKind.HOST_SILENT, NoticeKind.REQUEST_EXPIRED, NoticeKind.HOST_ASKED)


def guest_card(case: Case, now: datetime) -> Notice:
    """The guest's card is to be drawn again after the newest event; all who asked together stand on one."""
    return Notice(
        key=f"guest_card:{case.number}:{len(case.events)}",
        chat=case.guest,
        kind=NoticeKind.GUEST_CARD,
        due_at=now,
        case=case.number if is_taken_over(case) else case.party or case.number,
        urgency=CARD_URGENCY,
    )


def replaced_card(case: Case, now: datetime) -> list[Notice]:
    """The guest's card of a registration that a newer one has replaced, where the chat has a card of it."""
    return [guest_card(case, now)] if case.guest_card is not None else []


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
            case=case.party or case.number,
            urgency=CARD_URGENCY,
        )
    ]


async def take_back(
    work: Work, cases: Sequence[Case], now: datetime, *, why: str | None = None, tells_guest: bool = True
) -> list[Case]:
    """End live requests of one party by their guest's word: nobody waits any more, and the one card says so.

    `tells_guest` is False for a guest who looks at the ending already, or is about to be forgotten.
    """
    ended = [case.happened(EventKind.CANCELLED, now, case.guest, why) for case in cases]
    for case in ended:
        await work.cases.save(case)
        await stop_waiting(work, case)
    for case in ended[:1]:
        await work.notices.owe(*host_card(case, now), *([guest_card(case, now)] if tells_guest else []))
    return ended


async def stop_waiting(work: Work, case: Case) -> None:
    """Nobody is reminded of a request that has ended."""
    await work.notices.cancel(case.guest, *WAITING, case=case.number)
    for chat in await asked_chats(work, case):
        await work.notices.cancel(chat, *WAITING, case=case.number)

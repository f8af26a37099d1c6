"""The host is asked, and asked again when the guest wants it."""

from dataclasses import dataclass

from bot.domain.case import Case
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.registration.cards import guest_card
from bot.registration.organisations import asked_chats
from bot.registration.ports import Begin, Clock, Work
from bot.registration.reminders import BETWEEN_REMINDERS, key_of
from bot.registration.requests import own_party


def asked_notice(case: Case, host: ChatId, clock: Clock) -> Notice:
    """The ping to a host whose chat is known."""
    return _to_host(case, host, NoticeKind.HOST_ASKED, f"host_asked:{case.number}", clock)


async def remind_now(work: Work, case: Case, clock: Clock) -> None:
    """Whoever may answer is reminded at once, since the guest asks for it."""
    for chat in await asked_chats(work, case):
        key = f"host_reminded:{case.number}:by_guest:{len(case.events)}"
        await work.notices.owe(_to_host(case, chat, NoticeKind.HOST_REMINDED, key, clock))


def _to_host(case: Case, host: ChatId, kind: NoticeKind, key: str, clock: Clock) -> Notice:
    return Notice(
        key=key_of(key, case, host),
        chat=host,
        kind=kind,
        due_at=clock.now(),
        case=case.number,
        urgency=2,
        expires_at=clock.now() + BETWEEN_REMINDERS,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindHost:
    """A guest has the host reminded, at most once a day.

    Raises:
        Refusal: STALE, REMINDED_TODAY, LINK_UNKNOWN (the host is not in the bot yet: only the link can reach them),
            or what `Case.check_live` raises.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Case:
        """The request after the reminder was owed."""
        now = self.clock.now()
        async with self.begin() as work:
            [case, *_] = await own_party(work, chat, number)
            case.check_live(now)
            reminded = case.reminded(now)
            await remind_now(work, reminded, self.clock)
            await work.cases.save(reminded)
            await work.notices.owe(guest_card(reminded, now))
            await work.commit()
        return reminded

"""What a notice needs when its time has come, and whether it still holds."""

from dataclasses import dataclass
from datetime import date

from bot.domain.case import Case
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.ports import Begin, Clock, Work

_WHILE_LIVE = {NoticeKind.HOST_ASKED, NoticeKind.HOST_REMINDED, NoticeKind.HOST_SILENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """What the text of a notice speaks of, in the language of the one who reads it."""

    chat: ChatId
    language: str
    case: Case | None = None
    host: Host | None = None
    due: date | None = None

    def need_case(self) -> Case:
        """The request. Raises Refusal: STALE when it is gone, and the notice with it."""
        if self.case is None:
            raise Refusal(RefusalCode.STALE)
        return self.case

    def need_host(self) -> Host:
        """The host. Raises Refusal: STALE when the host is gone."""
        if self.host is None:
            raise Refusal(RefusalCode.STALE)
        return self.host

    def need_due(self) -> date:
        """The day by which to register. Raises Refusal: STALE when none was kept."""
        if self.due is None:
            raise Refusal(RefusalCode.STALE)
        return self.due


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNotice:
    """Collects what a notice speaks of; None when it no longer holds."""

    begin: Begin
    clock: Clock

    async def __call__(self, notice: Notice) -> NoticeFacts | None:
        """The facts at this moment, not at the moment when it was owed."""
        now = self.clock.now()
        async with self.begin() as work:
            chat = await work.chats.get(notice.chat)
            case = await work.cases.get(notice.case) if notice.case else await _live_case(work, notice.chat, self.clock)
            host = await work.hosts.get(case.host) if case and case.host else None
        if chat is None or chat.blocked:
            return None
        if notice.kind in _WHILE_LIVE and not (case and case.stage(now).is_live):
            return None
        due = notice.data.get("due")
        return NoticeFacts(
            chat=notice.chat,
            language=chat.language,
            case=case,
            host=host,
            due=date.fromisoformat(due) if due else None,
        )


async def _live_case(work: Work, chat: ChatId, clock: Clock) -> Case | None:
    now = clock.now()
    return next((case for case in await work.cases.of_guest(chat) if case.stage(now).is_live), None)

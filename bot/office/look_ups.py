"""Looking somebody up leaves a line in the record, in the same unit of work that shows it, and has its measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.domain.audit import Actor, AuditAction, AuditEntry
from bot.domain.notice import Notice, NoticeKind
from bot.domain.officer import SEARCHED_FOR, Purpose, Role
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.sought import Way
from bot.office.ports import Roster
from bot.registration.ports import Clock, Work

MOST_AN_HOUR = 60
_HOUR = timedelta(hours=1)


class Look(NamedTuple):
    """Who looks, why, by which way, and when: all that one look records bears the same moment."""

    officer: ChatId
    purpose: Purpose
    way: Way
    at: datetime

    def entry(self, action: AuditAction, case: int | None = None, **more: str) -> AuditEntry:
        """Its line in the record."""
        detail = {"way": self.way.value, "purpose": self.purpose.value, **more}
        return AuditEntry(action=action, at=self.at, by=Actor.officer(self.officer), case=case, detail=detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUps:
    """Counts and records what officers are shown. No name, number or address is written down: codes and counts are."""

    clock: Clock
    roster: Roster

    async def check(self, work: Work, officer: ChatId, purpose: Purpose) -> datetime:
        """This moment, unless the officer was shown enough in the hour before it. The heads hear of that once an hour.

        Raises:
            Refusal: STALE of a purpose that no search has; TOO_MANY_LOOK_UPS, once the notices to the heads are
                committed.
        """
        if purpose not in SEARCHED_FOR:
            raise Refusal(RefusalCode.STALE)
        return await self._measured(work, officer)

    async def _measured(self, work: Work, officer: ChatId) -> datetime:
        now = self.clock.now()
        if await work.findings.looks(officer, now - _HOUR) < MOST_AN_HOUR:
            return now
        await work.notices.owe(*(self._notice(head, officer, now) for head in self._other_heads(officer)))
        await work.commit()
        raise Refusal(RefusalCode.TOO_MANY_LOOK_UPS, most=MOST_AN_HOUR)

    async def check_unseen(
        self, work: Work, officer: ChatId, *, case: int | None = None, matter: int | None = None
    ) -> None:
        """The same of a matter or an act; but what the officer was shown within the hour is shown again, so that it
        can be brought to an end.

        Raises:
            Refusal: TOO_MANY_LOOK_UPS.
        """
        since = self.clock.now() - _HOUR
        if not await work.findings.has_seen(officer, since, case=case, matter=matter):
            await self._measured(work, officer)

    def searched(self, work: Work, look: Look, found: int) -> None:
        """A search, whatever it found; never what was typed."""
        work.audit.record(look.entry(AuditAction.SEARCHED, found=str(found)))

    def looked_up(self, work: Work, look: Look, numbers: Sequence[int]) -> None:
        """A person's data were shown: of each of these requests."""
        work.audit.record(*(look.entry(AuditAction.LOOKED_UP, case=number) for number in numbers))

    def _other_heads(self, officer: ChatId) -> list[ChatId]:
        return [chat for chat, role in self.roster.everyone().items() if role is Role.HEAD and chat != officer]

    def _notice(self, head: ChatId, officer: ChatId, now: datetime) -> Notice:
        return Notice(
            key=f"look_ups:{officer}:{head}:{now:%Y%m%d%H}",
            chat=head,
            kind=NoticeKind.LOOK_UPS_MANY,
            due_at=now,
            data={"officer": str(officer), "most": str(MOST_AN_HOUR)},
        )

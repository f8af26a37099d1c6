"""After a change of law: who was told something that holds no more, and what they are owed now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from bot.domain.case import EventKind
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.registration.contention import done_again
from bot.registration.outlook import read_told, told_of
from bot.registration.planning import outlook_of, planned
from bot.registration.ports import Begin, Work
from bot.registration.prospects import Prospect, answers_at_hand, prospect_of
from bot.registration.repositories.standings import Standing

AT_ONCE = 200  # people a transaction: short ones, so that a running bot need not wait long for its turn


class Tally(NamedTuple):
    """How many people were looked at, have other dates than they were told, are told so, and could not be read."""

    seen: int = 0
    changed: int = 0
    told: int = 0
    unreadable: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Change(NamedTuple):
    """One person whose dates are not those told last; `was` is None where nothing was ever told."""

    chat: ChatId
    prospect: Prospect
    was: str | None
    concerns: bool  # whether the person is to be told

    @property
    def now(self) -> str:
        """What holds."""
        return told_of(self.prospect.assessment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassess:
    """Goes over some people. What is unchanged is only read; run again, it finds nothing to do."""

    look: Begin
    begin: Begin
    now: datetime
    on: date

    async def __call__(self, after: ChatId, upto: ChatId, *, is_trial: bool = False) -> Tally:
        """The people after this one up to that one; a trial writes nothing."""
        async with self.look() as seen:
            shelf = await seen.standings.between(after, upto)
        changes = self._changes(shelf.standings)
        if is_trial:
            told = sum(change.concerns for change in changes)
            return Tally(len(shelf.standings), len(changes), told, shelf.unreadable)
        tally = Tally(len(shelf.standings), 0, 0, shelf.unreadable)
        for first in range(0, len(changes), AT_ONCE):
            chats = [change.chat for change in changes[first : first + AT_ONCE]]
            tally = tally.plus(await done_again(partial(self._mend, chats)))
        return tally

    def _changes(self, standings: Sequence[Standing]) -> list[Change]:
        found = (changed(standing, self.now, self.on) for standing in standings)
        return [change for change in found if change is not None]

    async def _mend(self, chats: Sequence[ChatId]) -> Tally:
        """Write for these people, after a second look that nobody can come in between."""
        async with self.begin() as work:
            await work.outlooks.lock(*chats)
            changes = self._changes((await work.standings.of(chats)).standings)
            if not changes:  # the bot itself has planned anew since the first look
                return Tally()
            told = await self._write(work, changes)
            await work.commit()
        return Tally(changed=len(changes), told=told)

    async def _write(self, work: Work, changes: Sequence[Change]) -> int:
        chats = [change.chat for change in changes]
        unsent = {owed.chat: owed.data["was"] for owed in await work.notices.waiting(chats, NoticeKind.LAW_CHANGED)}
        news = [news_of(change, unsent.get(change.chat), self.now) for change in changes if change.concerns]
        reminders = [notice for change in changes for notice in planned(change.chat, change.prospect, self.now)]
        await work.notices.cancel_all(chats, NoticeKind.DEADLINE, NoticeKind.LAW_CHANGED)
        await work.notices.owe(*reminders, *news)
        await work.outlooks.save(*(outlook_of(change.chat, change.prospect) for change in changes))
        return len(news)


def changed(standing: Standing, now: datetime, on: date) -> Change | None:
    """What is not as it was told, as the law stands on this day; None where nothing is."""
    answers = answers_at_hand(standing.drafted, standing.cases)
    if answers.citizenship is None or answers.entered is None or _is_let_go(standing):
        return None
    prospect = prospect_of(answers, standing.travels, standing.cases, datetime.combine(on, now.timetz()))
    holds = told_of(prospect.assessment)
    if holds == standing.told:
        return None
    return Change(standing.chat, prospect, standing.told, _concerns(prospect, standing.told, holds, on))


def _is_let_go(standing: Standing) -> bool:
    """True for one who was never told anything, answers nothing now, and has no request that waits or was granted."""
    if standing.told is not None or standing.drafted.citizenship is not None:
        return False
    ending = standing.cases[0].ending if standing.cases else None
    return not standing.cases or (ending is not None and ending.kind is not EventKind.GRANTED)


def _concerns(prospect: Prospect, was: str | None, holds: str, on: date) -> bool:
    """Tell of a date that is still to come, or was; and of the answer to "must I register", while it matters."""
    if was is None:
        return False
    before, after = read_told(was), read_told(holds)
    differing = dict(before.duties.items() ^ after.duties.items())
    days = [day for kind in differing for day in (before.duties.get(kind), after.duties.get(kind)) if day]
    stay = prospect.assessment.stay
    lasts = stay is None or on <= stay.last_arguable
    other_answer = before.registration is not after.registration and lasts and not prospect.is_registered
    return other_answer or any(day >= on for day in days)


def news_of(change: Change, unsent: str | None, now: datetime) -> Notice:
    """The one message of this run that the dates have changed. `unsent`: what was told before a change not told of."""
    return Notice(
        key=f"law_changed:{change.chat}:{now.isoformat()}",
        chat=change.chat,
        kind=NoticeKind.LAW_CHANGED,
        due_at=now,
        data={"was": unsent or change.was or ""},
    )

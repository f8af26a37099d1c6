"""Many requests answered together: each in a transaction of its own, and only those that were shown."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from bot.domain.case import Case, Stage
from bot.domain.people import ChatId, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.answer_consent import AgreeToGuest
from bot.registration.contention import done_again
from bot.registration.hosting import ReadHost, Side
from bot.registration.ports import Begin, Clock
from bot.registration.vouching import waiting_yes

_SHORT = 8  # hexadecimal digits: enough to tell two lists of one host apart, and short enough for a button


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a list showed: its highest number, a digest of all its numbers, and when it was drawn."""

    upto: int
    digest: str
    at: int  # seconds since 1970

    def was(self, shown: Sequence[Case]) -> bool:
        """Whether these are the requests that the list showed."""
        return self.digest == _digest(shown)


def seen(shown: Sequence[Case], now: datetime) -> Seen:
    """What a list of these requests shows."""
    upto = max((case.number for case in shown), default=0)
    return Seen(upto=upto, digest=_digest(shown), at=int(now.timestamp()))


def _digest(shown: Sequence[Case]) -> str:
    numbers = ",".join(str(number) for number in sorted(case.number for case in shown))
    return hashlib.sha256(numbers.encode()).hexdigest()[:_SHORT]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAgreed:
    """One request of the list that did not become a registration, and why: by law, or by what a refusal says."""

    case: Case
    no: Refusal | None  # None: the law does not allow it, and the guest is told the ground


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredAll:
    """What came of one tap."""

    agreed: list[Case]
    not_agreed: list[NotAgreed]


class ListChangedError(Exception):
    """The requests that wait are others than those that were shown; nobody was agreed to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeToAll:
    """A host, or a member of its staff, agrees to all whom a list showed; one who cannot be is left as found.

    Raises:
        ListChangedError: among those who would be agreed to is one whom the list did not show.
        Refusal: STALE for a chat that has no such page (any more).
    """

    begin: Begin
    clock: Clock
    read_host: ReadHost
    agree: AgreeToGuest

    async def __call__(self, chat: ChatId, side: Side, shown: Seen) -> AnsweredAll:
        """Each request with what came of it."""
        pages = await self.read_host(chat)
        host = pages.host(side)
        if host is None:
            raise Refusal(RefusalCode.STALE)
        waiting = [case for case in pages.requests(side) if case.number <= shown.upto]
        gone = [] if shown.was(waiting) else await self._gone_since(host, shown, chat)
        if not shown.was([*waiting, *gone]):
            raise ListChangedError
        said = AnsweredAll(agreed=[], not_agreed=[NotAgreed(case=case, no=self._ended(case)) for case in gone])
        for case in waiting:
            await self._answer(chat, case, said)
        return said

    async def _gone_since(self, host: Host, shown: Seen, chat: ChatId) -> list[Case]:
        """The requests of this host that were shown and have ended meanwhile."""
        drawn, now = datetime.fromtimestamp(shown.at, UTC), self.clock.now()
        async with self.begin() as work:
            cases = await work.cases.of_host(host.chat)
        mine = (case for case in cases if case.party is None and case.number <= shown.upto and case.guest != chat)
        return [case for case in mine if not case.stage(now).is_live and _ended_at(case) >= drawn]

    def _ended(self, case: Case) -> Refusal:
        try:
            case.check_live(self.clock.now())
        except Refusal as no:
            return no
        return Refusal(RefusalCode.STALE)

    async def _answer(self, chat: ChatId, case: Case, said: AnsweredAll) -> None:
        try:
            answered, _ = await done_again(partial(self.agree, chat, case.number))
        except Refusal as no:
            said.not_agreed.append(NotAgreed(case=case, no=no))
            return
        if waiting_yes(answered) is not None:
            said.not_agreed.append(NotAgreed(case=answered, no=Refusal(RefusalCode.HOST_UNCHECKED)))
        elif answered.stage(self.clock.now()) is Stage.DENIED:
            said.not_agreed.append(NotAgreed(case=answered, no=None))
        else:
            said.agreed.append(answered)


def _ended_at(case: Case) -> datetime:
    return case.ending.at if case.ending else case.expires_at

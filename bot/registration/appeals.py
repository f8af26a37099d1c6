"""Refused: until when it can be appealed against, and the appeal to this service's officer, with its states."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.acts import appealable
from bot.domain.case import Case, Event, Stage
from bot.domain.life import UNDO_WITHIN
from bot.domain.matter import Matter, MatterKind, MatterState
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.consent import check_consent
from bot.registration.ports import Begin, Clock, Work

MONTHS_TO_APPEAL = 3  # Administrative Procedure Code, article 92, from the day of learning of it
LONGEST_TEXT = 2000
MOST_PICTURES = 5
MOST_OPEN = 5
_ENDED_WITHOUT = frozenset({Stage.REFUSED, Stage.DENIED, Stage.EXPIRED, Stage.CLOSED})


def last_day_to_appeal(learned: date) -> date:
    """Three calendar months later; where that month has no such day, its last day."""
    years, month = divmod(learned.month - 1 + MONTHS_TO_APPEAL, 12)
    year, month = learned.year + years, month + 1
    return date(year, month, min(learned.day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A request that ended without a registration, or of which an officer has taken something.

    How, on which day, and the last day for an appeal.
    """

    case: Case
    stage: Stage
    on: date
    last: date
    is_late: bool
    appeal: Matter | None  # the one that waits for an answer
    act: Event | None = None  # of an officer, where it is not a request that failed but a registration that was taken

    @property
    def can_appeal(self) -> bool:
        """Whether an appeal is taken now."""
        return not self.is_late and self.appeal is None

    @property
    def can_mend(self) -> bool:
        """Whether its answers are still kept, and a new request with them is the way."""
        return self.act is None and not self.case.answers.is_empty


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRefused:
    """Why a guest's own request failed, and what can be done. Raises Refusal: STALE where there is no such request."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Refused:
        """The request; another person's is answered as one that does not exist."""
        async with self.begin() as work:
            return await _read(work, chat, number, self.clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAppeals:
    """A person's appeals, newest first, and the requests against whose end one can still be sent."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId) -> tuple[Sequence[Matter], Sequence[Refused]]:
        """Appeals and requests; reports that the person made as a host are not among them."""
        now = self.clock.now()
        async with self.begin() as work:
            sent = await _appeals(work, chat, now)
            own = await work.cases.of_guest(chat)
        failed = [_refused(case, sent, now) for case in own if _may_be_appealed(case, now)]
        return sent[::-1], [each for each in failed if each.can_appeal]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAppeal:
    """One of a person's own appeals. Raises Refusal: STALE where there is no such one of theirs."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Matter:
        """The appeal; what was decided a moment ago, and can be taken back still, is not told yet."""
        async with self.begin() as work:
            return (await _own(work, chat, number)).as_told(self.clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnswered:
    """What an officer has answered this person, an appeal or a report.

    Raises:
        Refusal: STALE where nothing was answered, or it was taken back since (`length` is that of the chain then).
    """

    begin: Begin

    async def __call__(self, chat: ChatId, number: int, length: int) -> Matter:
        """The appeal or the report."""
        async with self.begin() as work:
            matter = await work.matters.get(number)
        if matter is None or matter.chat != chat or matter.state is not MatterState.ANSWERED:
            raise Refusal(RefusalCode.STALE)
        if len(matter.events) != length:
            raise Refusal(RefusalCode.STALE)
        return matter


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAppeal:
    """An appeal is kept for the officer, under a number.

    Raises:
        Refusal: NO_CONSENT, STALE (no such request of this person), APPEAL_LATE, APPEAL_OPEN, APPEAL_MANY,
            APPEAL_EMPTY, APPEAL_LONG or APPEAL_PICTURES; nothing is kept then.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int, text: str, pictures: Sequence[str]) -> Matter:
        """The appeal as received."""
        now = self.clock.now()
        check_words(text, pictures)
        async with self.begin() as work:
            await check_consent(work, chat)
            await work.cases.get(number, lock=True)  # of two taps the second finds the first one's appeal
            await work.outlooks.lock(chat)
            await _check_may_send(work, chat, number, now)
            sent = Matter.received(
                MatterKind.APPEAL,
                at=now,
                chat=chat,
                by=chat,
                case=number,
                text=text.strip(),
                pictures=tuple(pictures),
            )
            appeal = await work.matters.add(sent)
            await work.commit()
        return appeal


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAppeal:
    """A person takes an appeal back. Raises Refusal: STALE where there is no such one, or it is open no more."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Matter:
        """The appeal as it stands then."""
        async with self.begin() as work:
            appeal = await _own(work, chat, number, lock=True)
            if not appeal.is_open:
                raise Refusal(RefusalCode.STALE)
            withdrawn = appeal.happened(MatterState.WITHDRAWN, self.clock.now(), chat)
            await work.matters.save(withdrawn)
            await work.commit()
        return withdrawn


def answered_notice(appeal: Matter, now: datetime) -> Notice:
    """What is owed to whoever appealed, in the transaction in which an officer answers."""
    return Notice(
        key=f"{NoticeKind.MATTER_ANSWERED}:{appeal.number}:{len(appeal.events)}",
        chat=appeal.chat,
        kind=NoticeKind.MATTER_ANSWERED,
        due_at=now,
        case=appeal.case,
        data={"matter": str(appeal.number), "length": str(len(appeal.events))},
    )


def check_words(text: str, pictures: Sequence[str]) -> None:
    """Raises Refusal: APPEAL_EMPTY, APPEAL_LONG or APPEAL_PICTURES."""
    if not text.strip():
        raise Refusal(RefusalCode.APPEAL_EMPTY)
    check_size(text, pictures)


def check_size(text: str, pictures: Sequence[str]) -> None:
    """Raises Refusal: APPEAL_LONG or APPEAL_PICTURES."""
    if len(text.strip()) > LONGEST_TEXT:
        raise Refusal(RefusalCode.APPEAL_LONG, most=LONGEST_TEXT, has=len(text.strip()))
    if len(pictures) > MOST_PICTURES:
        raise Refusal(RefusalCode.APPEAL_PICTURES, most=MOST_PICTURES)


async def _check_may_send(work: Work, chat: ChatId, number: int, now: datetime) -> None:
    refused = await _read(work, chat, number, now)
    if refused.appeal is not None:
        raise Refusal(RefusalCode.APPEAL_OPEN, number=refused.appeal.number)
    if refused.is_late:
        raise Refusal(RefusalCode.APPEAL_LATE, last=refused.last)
    if sum(each.is_open for each in await _appeals(work, chat, now)) >= MOST_OPEN:
        raise Refusal(RefusalCode.APPEAL_MANY, most=MOST_OPEN)


async def _read(work: Work, chat: ChatId, number: int, now: datetime) -> Refused:
    case = await work.cases.get(number)
    if case is None or case.guest != chat or not _may_be_appealed(case, now):
        raise Refusal(RefusalCode.STALE)
    return _refused(case, await _appeals(work, chat, now), now)


def _refused(case: Case, appeals: Sequence[Matter], now: datetime) -> Refused:
    """The day is that of the legal zone, which `now` knows."""
    act = appealable(case)
    ended = case.ending.at if case.ending else case.expires_at
    on = (ended if act is None else act.at + UNDO_WITHIN).astimezone(now.tzinfo).date()
    last = last_day_to_appeal(on)
    waiting = next((each for each in appeals if each.case == case.number and each.is_open), None)
    is_late = now.date() > last
    return Refused(case=case, stage=case.stage(now), on=on, last=last, is_late=is_late, appeal=waiting, act=act)


def _may_be_appealed(case: Case, now: datetime) -> bool:
    """A request that ended without a registration, or a registration from which an officer took something."""
    return case.stage(now) in _ENDED_WITHOUT or appealable(case) is not None


async def _appeals(work: Work, chat: ChatId, now: datetime) -> list[Matter]:
    return [each.as_told(now) for each in await work.matters.of_chat(chat) if each.kind is MatterKind.APPEAL]


async def _own(work: Work, chat: ChatId, number: int, *, lock: bool = False) -> Matter:
    appeal = await work.matters.get(number, lock=lock)
    if appeal is None or appeal.chat != chat or appeal.kind is not MatterKind.APPEAL:
        raise Refusal(RefusalCode.STALE)
    return appeal

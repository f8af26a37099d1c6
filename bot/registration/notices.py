"""What a notice needs when its time has come, and whether it still holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.acts import stands
from bot.domain.case import Case, EventKind
from bot.domain.life import end_of_stay, is_revoked, is_suspended
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.law.assessment import Duty, Registration
from bot.registration.companions import whole_party
from bot.registration.host_duties import host_duty, still_lives_there
from bot.registration.organisations import may_answer, name_of_answerer
from bot.registration.outlook import Told, read_told, told_of
from bot.registration.planning import planned
from bot.registration.ports import Begin, Clock, Work
from bot.registration.prospects import Prospect, read_prospect
from bot.registration.reminders import staying_on, still_open

_WHILE_LIVE = {NoticeKind.HOST_SILENT}
_A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """What the text of a notice speaks of, in the language of the one who reads it."""

    chat: ChatId
    language: str
    case: Case | None = None  # the notice's own, or, with a reminder, the one that waits for its host
    host: Host | None = None
    duties: tuple[Duty, ...] = ()  # what a reminder is for, each still open
    is_unclear: bool = False  # whether one must register at all can be read in two ways
    change: tuple[Told, Told] | None = None  # what was told last, and what holds now
    staying: tuple[Case, ...] = ()  # the registrations of which is asked whether they still hold
    answered_by: str = ""  # the member of staff who answered, where it was not the reader
    data: Mapping[str, str] = field(default_factory=dict)  # the notice's own

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

    def need_change(self) -> tuple[Told, Told]:
        """What was told last, and what holds now. Raises Refusal: STALE when the notice speaks of none."""
        if self.change is None:
            raise Refusal(RefusalCode.STALE)
        return self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNotice:
    """Collects what a notice speaks of; None when it no longer holds."""

    begin: Begin
    clock: Clock

    async def __call__(self, notice: Notice) -> NoticeFacts | None:
        """The facts at this moment, not at the moment when it was owed."""
        now = self.clock.now()
        async with self.begin() as work:
            facts = await _facts(work, notice)
            if facts is None:
                return None
            if notice.kind in _WHILE_LIVE:
                return facts if facts.case and facts.case.stage(now).is_live else None
            look = _OF_THE_LAW.get(notice.kind)
            return facts if look is None else await look(work, notice, facts, now)


async def _facts(work: Work, notice: Notice) -> NoticeFacts | None:
    """What every notice needs; None where nobody reads it."""
    chat = await work.chats.get(notice.chat)
    if chat is None or chat.blocked:
        return None
    case = await whole_party(work, notice.case) if notice.case else None
    host = await work.hosts.get(case.host) if case and case.host else None
    return NoticeFacts(chat=notice.chat, language=chat.language, case=case, host=host, data=notice.data)


def _live_case(own: Sequence[Case], now: datetime) -> Case | None:
    return next((case for case in own if case.party is None and case.stage(now).is_live), None)


async def _reminder(work: Work, notice: Notice, facts: NoticeFacts, now: datetime) -> NoticeFacts | None:
    prospect = await read_prospect(work, notice.chat, now)
    duties = still_open(notice.data, prospect.assessment)
    is_unclear = prospect.assessment.registration is Registration.UNCLEAR
    case, staying = _live_case(prospect.cases, now), _staying(notice, prospect, now)
    return replace(facts, case=case, duties=duties, is_unclear=is_unclear, staying=staying) if duties else None


async def _still_here(work: Work, notice: Notice, facts: NoticeFacts, now: datetime) -> NoticeFacts | None:
    """Nothing once the registration has ended, nor where a reminder of the same evening asks it too."""
    prospect = await read_prospect(work, notice.chat, now)
    staying = _staying(notice, prospect, now)
    reminders = planned(notice.chat, prospect, notice.due_at.astimezone(now.tzinfo) - _A_MOMENT)
    is_asked_there = prospect.is_known and any(reminder.due_at == notice.due_at for reminder in reminders)
    if not staying or is_asked_there:
        return None
    return replace(facts, staying=staying)


def _staying(notice: Notice, prospect: Prospect, now: datetime) -> tuple[Case, ...]:
    evening = notice.due_at.astimezone(now.tzinfo).date()
    return tuple(staying_on(evening, prospect.cases, now))


async def _has_left(_work: Work, _notice: Notice, facts: NoticeFacts, _now: datetime) -> NoticeFacts | None:
    """Nothing where the guest took it back; whoever has deleted everything since has left all the same."""
    ended = end_of_stay(facts.need_case())
    return facts if ended is not None and ended.kind in {EventKind.LEFT, EventKind.EXIT_CONFIRMED} else None


async def _has_moved(_work: Work, _notice: Notice, facts: NoticeFacts, _now: datetime) -> NoticeFacts | None:
    return facts if not facts.need_case().answers.is_empty else None


async def _host_duty(work: Work, _: Notice, facts: NoticeFacts, now: datetime) -> NoticeFacts | None:
    """Nothing for a host who has told the police, whose guest has moved on, or of whom the law asks it no more."""
    case = facts.need_case()
    if not await still_lives_there(work, case, now):
        return None
    duty = host_duty(case, now).notice
    return replace(facts, duties=(duty,)) if duty is not None and not duty.done else None


async def _for_answerers(work: Work, notice: Notice, facts: NoticeFacts, now: datetime) -> NoticeFacts | None:
    """Nothing for one who was removed from the organisation's staff since."""
    case = facts.need_case()
    return facts if case.stage(now).is_live and await may_answer(work, notice.chat, case) else None


async def _host_card(work: Work, _: Notice, facts: NoticeFacts, _now: datetime) -> NoticeFacts:
    return replace(facts, answered_by=await name_of_answerer(work, facts.need_case()))


async def _law_changed(work: Work, notice: Notice, facts: NoticeFacts, now: datetime) -> NoticeFacts | None:
    prospect = await read_prospect(work, notice.chat, now)
    told, holds = notice.data["was"], told_of(prospect.assessment)
    if not prospect.is_known or told == holds:
        return None
    return replace(facts, change=(read_told(told), read_told(holds)))


async def _officers_act(_work: Work, notice: Notice, facts: NoticeFacts, _now: datetime) -> NoticeFacts | None:
    """Nothing where the officer has undone it."""
    return facts if stands(facts.need_case(), int(notice.data["event"])) else None


async def _certificate(_work: Work, _notice: Notice, facts: NoticeFacts, _now: datetime) -> NoticeFacts | None:
    """Nothing where an officer has taken it meanwhile."""
    case = facts.need_case()
    return None if is_revoked(case) or is_suspended(case) else facts


_OF_THE_LAW = {
    NoticeKind.OFFICER_ACT: _officers_act,
    NoticeKind.CERTIFICATE_PICTURE: _certificate,
    NoticeKind.CERTIFICATE_FILE: _certificate,
    NoticeKind.HOST_ASKED: _for_answerers,
    NoticeKind.HOST_REMINDED: _for_answerers,
    NoticeKind.HOST_CARD: _host_card,
    NoticeKind.DEADLINE: _reminder,
    NoticeKind.STILL_HERE: _still_here,
    NoticeKind.GUEST_LEFT: _has_left,
    NoticeKind.EXIT_RECORDED: _has_left,
    NoticeKind.GUEST_MOVED: _has_moved,
    NoticeKind.HOST_DUTY: _host_duty,
    NoticeKind.LAW_CHANGED: _law_changed,
}

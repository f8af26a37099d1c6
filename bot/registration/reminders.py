"""Which messages will be owed, and when: pure functions of a person's duties or a request."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from bot.domain.case import Case
from bot.domain.family import Kinship
from bot.domain.life import is_registered
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.law.assessment import Assessment, Duty, DutyKind, Registration, Who
from bot.law.days import is_working_day
from bot.law.facts import Facts

DAYS_OF_STAY = (3, 10, 20, 25, 28, 29, 30)
DAYS_BEFORE_STAY_ENDS = (10, 3, 1, 0)
ASKED_ON_DAY = 25  # of the stay: is the guest still there?
ASKED_BEFORE_LAST_DAY = (3, 0)
DAYS_BEFORE_DOCUMENT_ENDS = (90, 30, 7)
WORKING_DAYS_BEFORE_REREGISTERING = 2
EVENING = time(18, 0)  # when people are home and can still act
HOST_REMINDERS = 3
BETWEEN_REMINDERS = timedelta(days=1)
GUEST_TOLD_AFTER = (timedelta(days=1), timedelta(days=3))


def register_duty(assessment: Assessment) -> Duty | None:
    """The duty to register, when the law asks (or may ask) for it."""
    if assessment.registration is Registration.NOT_REQUIRED:
        return None
    return next((duty for duty in assessment.duties if duty.duty is DutyKind.REGISTER), None)


def reminders_of(
    chat: ChatId, assessment: Assessment, facts: Facts, now: datetime, *, told_at: datetime | None = None
) -> list[Notice]:
    """One message for each evening still to come that some open duty of the guest's own asks for.

    `told_at` is when the guest told of a move: the evening after it reminds of the new address. The message names the
    duties it is for and their days (`still_open`), so that what has come in between can be seen when it goes out.
    """
    told_at = told_at.astimezone(now.tzinfo) if told_at else None
    evenings: dict[date, list[Duty]] = defaultdict(list)
    for duty in assessment.duties:
        if duty.who is Who.GUEST and not duty.done:
            for day in _days_of(duty, facts, assessment, told_at):
                evenings[day].append(duty)
    return [
        _reminder(chat, at_evening(day, now.tzinfo), duties)
        for day, duties in sorted(evenings.items())
        if at_evening(day, now.tzinfo) > now
    ]


def _days_of(duty: Duty, facts: Facts, assessment: Assessment, told_at: datetime | None) -> set[date]:
    """The days, none after the duty's own, on whose evening it is brought to mind."""
    match duty.duty:
        case DutyKind.REGISTER:
            entered = facts.stays[-1].entered
            is_asked = assessment.registration is not Registration.NOT_REQUIRED
            days = {entered + timedelta(days=day - 1) for day in DAYS_OF_STAY} | {duty.due} if is_asked else set()
        case DutyKind.REREGISTER:
            told = {next_evening(told_at).date()} if told_at else set()
            days = told | {working_days_before(duty.due, WORKING_DAYS_BEFORE_REREGISTERING), duty.due}
        case DutyKind.RENEW_DOCUMENT:
            days = {duty.due - timedelta(days=before) for before in DAYS_BEFORE_DOCUMENT_ENDS}
        case _:
            days = {duty.due - timedelta(days=before) for before in DAYS_BEFORE_STAY_ENDS}
    return {day for day in days if day <= duty.due}


def _reminder(chat: ChatId, moment: datetime, duties: Sequence[Duty]) -> Notice:
    return Notice(
        key=f"deadline:{chat}:{moment.date()}",
        chat=chat,
        kind=NoticeKind.DEADLINE,
        due_at=moment,
        data={duty.duty.value: duty.due.isoformat() for duty in duties},
        expires_at=moment + timedelta(hours=6),
    )


def still_open(data: Mapping[str, str], assessment: Assessment) -> tuple[Duty, ...]:
    """The duties for which a reminder was planned and which are as they were then, the earliest first."""
    return tuple(
        duty
        for duty in assessment.duties
        if duty.who is Who.GUEST and not duty.done and data.get(duty.duty.value) == duty.due.isoformat()
    )


def asked_to_stay(case: Case) -> set[date]:
    """The days on whose evening a registered guest is asked: still here, moved, or left?

    Nobody asks an organisation that files for its guests: it says itself who has left.
    """
    entered, until = case.answers.entered, case.answers.until
    if entered is None or until is None or case.answers.kinship is Kinship.GUEST:
        return set()
    days = {until - timedelta(days=before) for before in ASKED_BEFORE_LAST_DAY}
    return {day for day in days | {entered + timedelta(days=ASKED_ON_DAY - 1)} if entered <= day <= until}


def is_asked_last(case: Case, today: date) -> bool:
    """Whether the question of this day is one before the last day of the registration, when it can be made longer."""
    until = case.answers.until
    return until is not None and until - timedelta(days=max(ASKED_BEFORE_LAST_DAY)) <= today


def staying_on(day: date, cases: Sequence[Case], now: datetime) -> list[Case]:
    """The registrations that hold and are asked after on this day."""
    return [case for case in cases if is_registered(case, now) and day in asked_to_stay(case)]


def still_here_notices(chat: ChatId, cases: Sequence[Case], now: datetime) -> list[Notice]:
    """One message for each evening still to come, for all whom this chat has registered."""
    held = [case for case in cases if is_registered(case, now)]
    moments = sorted({at_evening(day, now.tzinfo) for case in held for day in asked_to_stay(case)})
    return [
        Notice(
            key=f"{NoticeKind.STILL_HERE}:{chat}:{moment.date()}",
            chat=chat,
            kind=NoticeKind.STILL_HERE,
            due_at=moment,
            expires_at=moment + timedelta(hours=6),
        )
        for moment in moments
        if moment > now
    ]


def host_duty_notices(case: Case, duty: Duty | None, granted_at: datetime) -> list[Notice]:
    """A host who agreed is told of the notice to the police while there is time, and once that it is late."""
    if case.host is None or duty is None or duty.done:
        return []
    moments = [at_evening(day, granted_at.tzinfo) for day in _host_days(next_evening(granted_at).date(), duty.due)]
    return [
        Notice(
            key=f"host_duty:{case.number}:{turn}",
            chat=case.host,
            kind=NoticeKind.HOST_DUTY,
            due_at=moment,
            case=case.number,
            expires_at=moment + timedelta(hours=6),
        )
        for turn, moment in enumerate(moments, start=1)
    ]


def _host_days(first: date, due: date) -> list[date]:
    """This day, the working days after it up to the last one, and the day after that; only this one when it is late."""
    if first > due:
        return [first]
    rest = (first + timedelta(days=after) for after in range(1, (due - first).days + 1))
    return [first, *filter(is_working_day, rest), due + timedelta(days=1)]


def next_evening(moment: datetime) -> datetime:
    """The first 18:00 after this moment, in its own zone."""
    tonight = at_evening(moment.date(), moment.tzinfo)
    return tonight if moment < tonight else at_evening(moment.date() + timedelta(days=1), moment.tzinfo)


def working_days_before(day: date, count: int) -> date:
    """The working day that lies so many working days before this one."""
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


def at_evening(day: date, zone: tzinfo | None) -> datetime:
    """18:00 of this day in this zone."""
    return datetime.combine(day, EVENING, tzinfo=zone)


def host_reminders(case: Case, host: ChatId, now: datetime) -> list[Notice]:
    """One a day, at most three, while the host does not answer; after an outage only the newest of them is sent."""
    due = [now + BETWEEN_REMINDERS * turn for turn in range(1, HOST_REMINDERS + 1)]
    return [
        Notice(
            key=key_of(f"host_reminded:{case.number}:{turn}", case, host),
            chat=host,
            kind=NoticeKind.HOST_REMINDED,
            due_at=due_at,
            case=case.number,
            expires_at=until,
        )
        for turn, (due_at, until) in enumerate(pairwise([*due, case.expires_at]), start=1)
    ]


def key_of(key: str, case: Case, chat: ChatId) -> str:
    """The key of a notice to one of those who may answer: the host's own is bare, each member of staff has another."""
    return key if chat == case.host else f"{key}:{chat}"


def silence_notices(case: Case) -> list[Notice]:
    """What the guest hears while the host is silent, the newest alone after an outage, and when the link ends."""
    due = [case.sent_at + after for after in GUEST_TOLD_AFTER]
    silent = [
        Notice(
            key=f"host_silent:{case.number}:{turn}",
            chat=case.guest,
            kind=NoticeKind.HOST_SILENT,
            due_at=due_at,
            case=case.number,
            expires_at=until,
        )
        for turn, (due_at, until) in enumerate(pairwise([*due, case.expires_at]), start=1)
    ]
    expired = Notice(
        key=f"request_expired:{case.number}",
        chat=case.guest,
        kind=NoticeKind.REQUEST_EXPIRED,
        due_at=case.expires_at,
        case=case.number,
    )
    return [*silent, expired]

"""Which messages will be owed, and when: pure functions of a deadline or a request."""

from datetime import date, datetime, time, timedelta, tzinfo

from bot.domain.case import Case
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.law.assessment import Assessment, Duty, DutyKind, Registration

DAYS_OF_STAY = (3, 10, 20, 25, 28, 29, 30)
EVENING = time(18, 0)  # when people are home and can still act
HOST_REMINDERS = 3
GUEST_TOLD_AFTER = (timedelta(days=1), timedelta(days=3))


def register_duty(assessment: Assessment) -> Duty | None:
    """The duty to register, when the law asks (or may ask) for it."""
    if assessment.registration is Registration.NOT_REQUIRED:
        return None
    return next((duty for duty in assessment.duties if duty.duty is DutyKind.REGISTER), None)


def deadline_reminders(chat: ChatId, entered: date, due: date, now: datetime) -> list[Notice]:
    """Reminders at 18:00 on the days of the stay that are still to come; none after the day they speak of."""
    zone = now.tzinfo
    moments = [(day, at_evening(entered + timedelta(days=day - 1), zone)) for day in DAYS_OF_STAY]
    return [
        Notice(
            key=f"deadline:{chat}:{entered}:{day}",
            chat=chat,
            kind=NoticeKind.DEADLINE,
            due_at=moment,
            data={"due": due.isoformat(), "entered": entered.isoformat()},
            expires_at=moment + timedelta(hours=6),
        )
        for day, moment in moments
        if moment > now
    ]


def at_evening(day: date, zone: tzinfo | None) -> datetime:
    """18:00 of this day in this zone."""
    return datetime.combine(day, EVENING, tzinfo=zone)


def host_reminders(case: Case, host: ChatId, now: datetime) -> list[Notice]:
    """One a day, at most three, while the host does not answer."""
    return [
        Notice(
            key=f"host_reminded:{case.number}:{turn}",
            chat=host,
            kind=NoticeKind.HOST_REMINDED,
            due_at=now + timedelta(days=turn),
            case=case.number,
            expires_at=case.expires_at,
        )
        for turn in range(1, HOST_REMINDERS + 1)
    ]


def silence_notices(case: Case) -> list[Notice]:
    """What the guest hears while the host is silent, and when the link ends."""
    silent = [
        Notice(
            key=f"host_silent:{case.number}:{turn}",
            chat=case.guest,
            kind=NoticeKind.HOST_SILENT,
            due_at=case.sent_at + after,
            case=case.number,
            expires_at=case.expires_at,
        )
        for turn, after in enumerate(GUEST_TOLD_AFTER, start=1)
    ]
    expired = Notice(
        key=f"request_expired:{case.number}",
        chat=case.guest,
        kind=NoticeKind.REQUEST_EXPIRED,
        due_at=case.expires_at,
        case=case.number,
    )
    return [*silent, expired]

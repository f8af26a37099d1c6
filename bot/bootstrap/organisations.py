"""Organisations: their staff, and a day's requests together."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.domain.notice import NoticeKind
from bot.registration import answer_all, answer_consent, organisations, staff
from bot.telegram.links import STAFF
from bot.telegram.organisations import StaffDesk, StaffLink, StaffNews, TogetherDesk


def feature(shared: Shared) -> Feature:
    """What it brings."""
    staff_desk = _staff_desk(shared)
    news = StaffNews(bot=shared.bot, read_news=staff.ReadStaffNews(begin=shared.look))
    return Feature(
        by_name={"staff_desk": staff_desk, "together_desk": _together_desk(shared)},
        senders={
            NoticeKind.STAFF_REMOVED: news.removed,
            NoticeKind.STAFF_JOINED: news.joined,
            NoticeKind.STAFF_LEFT: news.left,
        },
        doors={STAFF: StaffLink(desk=staff_desk)},
    )


def _staff_desk(shared: Shared) -> StaffDesk:
    begin, look, clock, names = shared.begin, shared.look, shared.clock, shared.names
    return StaffDesk(
        read_staff=staff.ReadStaff(begin=look),
        invite_staff=staff.InviteStaff(begin=begin, clock=clock, names=names),
        read_invitation=staff.ReadStaffInvitation(begin=look, clock=clock),
        join_staff=staff.JoinStaff(begin=begin, clock=clock, names=names),
        remove_staff=staff.RemoveStaff(begin=begin, clock=clock),
        leave_staff=staff.LeaveStaff(begin=begin, clock=clock),
        read_host=shared.desk.read_host,
        operator=shared.operator,
    )


def _together_desk(shared: Shared) -> TogetherDesk:
    agree = answer_consent.AgreeToGuest(begin=shared.begin, clock=shared.clock, granting=shared.granting)
    read_host = shared.desk.read_host
    return TogetherDesk(
        read_host=read_host,
        read_answerer=organisations.ReadAnswerer(begin=shared.look),
        agree_to_all=answer_all.AgreeToAll(begin=shared.look, clock=shared.clock, read_host=read_host, agree=agree),
        clock=shared.clock,
    )

"""Refused: why, what to do, the appeal."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.domain.notice import NoticeKind
from bot.registration import appeals
from bot.telegram.appeals import AppealDesk


def feature(shared: Shared) -> Feature:
    """What it brings."""
    begin, look, clock = shared.begin, shared.look, shared.clock
    read_appeal = appeals.ReadAppeal(begin=look, clock=clock)
    desk = AppealDesk(
        bot=shared.bot,
        read_refused=appeals.ReadRefused(begin=look, clock=clock),
        read_answered=appeals.ReadAnswered(begin=look),
        send_appeal=appeals.SendAppeal(begin=begin, clock=clock),
    )
    return Feature(
        by_name={
            "appeal_desk": desk,
            "read_appeal": read_appeal,
            "own_appeals": appeals.OwnAppeals(begin=look, clock=clock),
            "withdraw_appeal": appeals.WithdrawAppeal(begin=begin, clock=clock),
        },
        senders={NoticeKind.MATTER_ANSWERED: desk.tell_answer},
        desks=(desk,),
    )

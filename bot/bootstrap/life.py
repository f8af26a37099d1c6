"""A registration after the yes: moving, staying, leaving, coming back."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.domain.notice import NoticeKind
from bot.registration import coming_back, leaving, life, longer_stay, new_address, still_here
from bot.telegram.life import LifeDesk
from bot.telegram.life_notices import LifeNotices


def feature(shared: Shared) -> Feature:
    """What it brings."""
    begin, look, clock = shared.begin, shared.look, shared.clock
    may_come_back = coming_back.MayComeBack(begin=look, clock=clock)
    desk = LifeDesk(
        read_registrations=life.ReadRegistrations(begin=look, clock=clock),
        read_registration=life.ReadRegistration(begin=look, clock=clock),
        read_room=longer_stay.ReadRoom(begin=look, clock=clock),
        read_prospect=shared.duties.read_prospect,
        own_requests=shared.own_requests,
        may_come_back=may_come_back,
        tell_move=new_address.TellMove(begin=begin, clock=clock),
        check_exit=leaving.CheckExit(begin=look, clock=clock),
        ask_longer=longer_stay.AskLonger(begin=begin, clock=clock),
        clock=clock,
    )
    most = shared.settings.most_at_a_dwelling
    notices = LifeNotices(bot=shared.bot, clock=clock)
    return Feature(
        by_name={
            "life_desk": desk,
            "say_left": leaving.SayLeft(begin=begin, clock=clock),
            "take_back_leaving": leaving.TakeBackLeaving(begin=begin, clock=clock, most_at_a_dwelling=most),
            "say_still_here": still_here.SayStillHere(begin=begin, clock=clock),
            "come_back": coming_back.ComeBack(begin=begin, clock=clock),
            "may_come_back": may_come_back,
        },
        desks=(desk,),
        senders={
            NoticeKind.STILL_HERE: notices.still_here,
            NoticeKind.GUEST_MOVED: notices.guest_moved,
            NoticeKind.GUEST_LEFT: notices.guest_left,
        },
    )

"""An officer's acts on a registration, and what guest and host are told of them."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.domain.notice import NoticeKind
from bot.office.acting import DoAct, UndoAct
from bot.office.acts import BeginAct, PreviewAct, ReadActs
from bot.office.shortening import Renewing
from bot.telegram.acts import ActNotices
from bot.telegram.office.acts_desk import ActsDesk


def feature(shared: Shared) -> Feature:
    """What it brings."""
    begin, look, clock, rights = shared.begin, shared.look, shared.clock, shared.rights
    renewing = Renewing(names=shared.names, granting=shared.granting)
    most = shared.settings.most_at_a_dwelling
    desk = ActsDesk(
        read_acts=ReadActs(begin=look, clock=clock, rights=rights),
        begin_act=BeginAct(begin=look, clock=clock, rights=rights),
        preview_act=PreviewAct(begin=begin, clock=clock, rights=rights),
        do_act=DoAct(begin=begin, clock=clock, rights=rights, renewing=renewing, most_at_a_dwelling=most),
        undo_act=UndoAct(begin=begin, clock=clock, rights=rights, renewing=renewing, most_at_a_dwelling=most),
        clock=clock,
    )
    return Feature(
        by_name={"acts_desk": desk},
        senders={NoticeKind.OFFICER_ACT: ActNotices(bot=shared.bot).tell},
        desks=(desk,),
    )

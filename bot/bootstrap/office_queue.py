"""The office's queue: what waits, decisions, and their taking effect."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.domain.notice import NoticeKind
from bot.office import deciding, effects, queue
from bot.office.vouching import EndVouching
from bot.telegram.office.queue_desk import QueueDesk, QueueNews


def feature(shared: Shared) -> Feature:
    """What it brings."""
    begin, look, clock, rights = shared.begin, shared.look, shared.clock, shared.rights
    carry_out = effects.CarryOut(begin=begin, clock=clock, granting=shared.granting)
    desk = QueueDesk(
        bot=shared.bot,
        read_queue=queue.ReadQueue(rights=rights, begin=look, clock=clock),
        open_matter=queue.OpenMatter(
            rights=rights, begin=begin, clock=clock, most_at_a_dwelling=shared.settings.most_at_a_dwelling
        ),
        take_up=deciding.TakeUp(rights=rights, begin=begin, clock=clock),
        begin_decision=deciding.BeginDecision(rights=rights, begin=look, clock=clock),
        decide=deciding.Decide(rights=rights, begin=begin, clock=clock),
        take_back=deciding.TakeBack(rights=rights, begin=begin, clock=clock),
        end_vouching=EndVouching(rights=rights, begin=begin, clock=clock),
    )
    news = QueueNews(bot=shared.bot, carry_out=carry_out, read_note=effects.ReadNote(begin=look), views=shared.views)
    return Feature(
        by_name={"queue_desk": desk},
        senders={
            NoticeKind.DECIDED: news.decided,
            NoticeKind.TO_MEND: news.to_mend,
            NoticeKind.HOST_VOUCHED: news.vouched,
        },
        desks=(desk,),
        daily={"decisions": effects.CarryOutAll(look=look, clock=clock, carry_out=carry_out)},
    )

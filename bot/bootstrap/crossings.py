"""The border's record, compared every day with what has changed; a file is taken in by `tirkeu import crossings`."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.domain.notice import NoticeKind
from bot.office.crossings import MatchCrossings
from bot.telegram.life_notices import LifeNotices


def feature(shared: Shared) -> Feature:
    """What it brings."""
    match = MatchCrossings(
        look=shared.look, begin=shared.begin, clock=shared.clock, kept=shared.settings.terms.crossings
    )
    notices = LifeNotices(bot=shared.bot, clock=shared.clock)
    return Feature(
        senders={NoticeKind.EXIT_RECORDED: notices.exit_recorded},
        daily={"compare crossings": match.daily},
    )

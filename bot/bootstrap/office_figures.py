"""Figures for officers, and the heads' daily report."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.domain.notice import NoticeKind
from bot.machine.charts import Charts
from bot.office import reports
from bot.office.figures import CountDays
from bot.telegram.office.figures import FiguresDesk
from storage.figures import Counts, DayBook


def feature(shared: Shared) -> Feature:
    """What it brings."""
    begin, clock, book = shared.begin, shared.clock, DayBook(shared.database)
    count = CountDays(
        counting=Counts(shared.database), book=book, most_at_a_dwelling=shared.settings.most_at_a_dwelling
    )
    desk = FiguresDesk(
        bot=shared.bot,
        read=reports.ReadStatistics(begin=begin, clock=clock, rights=shared.rights, count=count, book=book),
        draw=Charts().draw,
    )
    owe = reports.OweReports(begin=begin, clock=clock, roster=shared.roster, rights=shared.rights, count=count)
    return Feature(
        by_name={"figures_desk": desk},
        senders={NoticeKind.OFFICE_REPORT: desk.report},
        daily={"count the day": owe},
    )

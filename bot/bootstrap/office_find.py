"""The office's search."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.domain.notice import NoticeKind
from bot.office.finding import Find, FindAlike
from bot.office.indexing import IndexPeople
from bot.office.look_ups import LookUps
from bot.office.person_card import ReadPerson
from bot.telegram.office.find_desk import FindDesk, HeadsNews


def feature(shared: Shared) -> Feature:
    """What it brings."""
    begin, rights = shared.begin, shared.rights
    look_ups = LookUps(clock=shared.clock, roster=shared.roster)
    desk = FindDesk(
        rights=rights,
        find=Find(begin=begin, rights=rights, look_ups=look_ups),
        find_alike=FindAlike(begin=begin, rights=rights, look_ups=look_ups),
        read_person=ReadPerson(begin=begin, rights=rights, look_ups=look_ups),
        open_text=shared.workshop.open,
        read_codes=shared.workshop.codes,
        clock=shared.clock,
    )
    return Feature(
        by_name={"find_desk": desk},
        senders={NoticeKind.LOOK_UPS_MANY: HeadsNews(bot=shared.bot, rights=rights).many},
        daily={"index people": IndexPeople(begin=begin)},
    )

""" "My address": who is registered at a host's places."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.domain.notice import NoticeKind
from bot.registration import digests, ending_stays, my_address, notice_text, strangers
from bot.telegram.my_address import AddressDesk, AddressNotices


def feature(shared: Shared) -> Feature:
    """What it brings."""
    begin, look, clock = shared.begin, shared.look, shared.clock
    most = shared.settings.most_at_a_dwelling
    notices = AddressNotices(
        bot=shared.bot,
        read_ended_stay=ending_stays.ReadEndedStay(begin=look, clock=clock),
        read_digest=digests.ReadDigest(begin=look, clock=clock, most_at_a_dwelling=most),
    )
    return Feature(
        by_name={
            "address_desk": _desk(shared),
            "end_stay": ending_stays.EndStay(begin=begin, clock=clock),
            "restore_stay": ending_stays.RestoreStay(begin=begin, clock=clock, most_at_a_dwelling=most),
            "let_ask_again": strangers.LetAskAgain(begin=begin, clock=clock),
            "switch_digest": digests.SwitchDigest(begin=begin),
        },
        senders={NoticeKind.STAY_ENDED: notices.stay_ended, NoticeKind.DIGEST: notices.digest},
        daily={"owe digests": digests.OweDigests(begin=begin, clock=clock)},
    )


def _desk(shared: Shared) -> AddressDesk:
    look, clock = shared.look, shared.clock
    return AddressDesk(
        read_my_address=my_address.ReadMyAddress(
            begin=look, clock=clock, most_at_a_dwelling=shared.settings.most_at_a_dwelling
        ),
        read_resident=my_address.ReadResident(begin=look, clock=clock),
        read_strangers=strangers.ReadStrangers(begin=look),
        read_notice_text=notice_text.ReadNoticeText(begin=look, clock=clock),
        clock=clock,
    )

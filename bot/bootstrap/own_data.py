"""Own data: shown, withdrawn, deleted."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.registration import deleting, own_data
from bot.telegram.own_data import OwnDataDesk


def feature(shared: Shared) -> Feature:
    """What it brings."""
    begin, look, clock, scrub = shared.begin, shared.look, shared.clock, shared.database.scrub
    return Feature(
        by_name={
            "own_data_desk": OwnDataDesk(
                read_own_data=own_data.ReadOwnData(begin=look, clock=clock), operator=shared.operator
            ),
            "read_deletable": deleting.ReadDeletable(begin=look, clock=clock),
            "withdraw_consent": deleting.WithdrawConsent(begin=begin, clock=clock, scrub=scrub),
            "delete_own_data": deleting.DeleteOwnData(begin=begin, clock=clock, scrub=scrub),
        }
    )

"""The host's side: who the host is, the answer, the list of guests from photos."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.machine.passports import cores
from bot.registration import answer_consent, guest_lists, hosting, open_request
from bot.telegram.doors import HostsLink, RequestLink
from bot.telegram.guest_lists import GuestListDesk
from bot.telegram.links import INVITATION, REQUEST


def feature(shared: Shared) -> Feature:
    """What it brings."""
    begin, look, clock = shared.begin, shared.look, shared.clock
    guest_list_desk = GuestListDesk(
        open_list=guest_lists.OpenGuestList(look=look),
        read_photos=guest_lists.ReadGuestPhotos(look=look, clock=clock, reader=shared.reader, at_once=cores()),
        clock=clock,
    )
    return Feature(
        by_name={
            "desk": shared.desk,
            "share_phone": open_request.SharePhone(begin=begin, clock=clock),
            "read_request": answer_consent.ReadRequestForHost(begin=look, clock=clock),
            "agree_to_guest": answer_consent.AgreeToGuest(begin=begin, clock=clock, granting=shared.granting),
            "refuse_guest": answer_consent.RefuseGuest(begin=begin, clock=clock),
            "guest_list_desk": guest_list_desk,
        },
        desks=(guest_list_desk,),
        doors={
            REQUEST: RequestLink(desk=shared.desk),
            INVITATION: HostsLink(accept_invitation=hosting.AcceptInvitation(begin=begin, clock=clock)),
        },
    )

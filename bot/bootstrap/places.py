"""Standing invitations: places, their links and cards."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.domain.notice import NoticeKind
from bot.registration import place_guests, places, talk
from bot.telegram.links import PLACE
from bot.telegram.places import CrowdedNotice, PlaceDesk, PlaceLink


def feature(shared: Shared) -> Feature:
    """What it brings."""
    desk, link = _desk(shared), _link(shared)
    return Feature(
        by_name={"place_desk": desk, "place_link": link},
        senders={NoticeKind.PLACE_CROWDED: CrowdedNotice(bot=shared.bot).send},
        desks=(desk,),
        doors={PLACE: link},
    )


def _desk(shared: Shared) -> PlaceDesk:
    begin, look, clock, names = shared.begin, shared.look, shared.clock, shared.names
    most = shared.settings.most_at_a_dwelling
    return PlaceDesk(
        read_places=places.ReadPlaces(begin=look),
        read_place=places.ReadPlace(begin=look),
        begin_place=places.BeginPlace(begin=look, names=names, most_at_a_dwelling=most),
        save_place=places.SavePlace(begin=begin, clock=clock),
        change_place=places.ChangePlace(begin=begin, clock=clock, names=names),
        draw=shared.workshop.door_card,
        operator=shared.operator,
        clock=clock,
        most_at_a_dwelling=most,
    )


def _link(shared: Shared) -> PlaceLink:
    return PlaceLink(
        enter_by_door=place_guests.EnterByDoor(begin=shared.begin, clock=shared.clock),
        read_door=shared.read_door,
        choose_language=talk.ChooseLanguage(begin=shared.begin),
        operator=shared.operator,
        clock=shared.clock,
        duties=shared.duties,
    )

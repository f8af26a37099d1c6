"""Several people in one request."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.domain.notice import NoticeKind
from bot.registration import family, family_photos, taking_over
from bot.telegram.family import FamilyDesk, OwnLinkClosed, TakenOver
from bot.telegram.links import OWN_REGISTRATION


def feature(shared: Shared) -> Feature:
    """What it brings."""
    look, clock = shared.look, shared.clock
    desk = FamilyDesk(
        read_photo=family_photos.ReadFamilyPhoto(begin=shared.begin, look=look, clock=clock, reader=shared.reader),
        read_draft=shared.read_draft,
        open_own=taking_over.OpenOwn(begin=look, clock=clock),
        duties=shared.duties,
        read_door=shared.read_door,
        operator=shared.operator,
        clock=clock,
    )
    return Feature(
        by_name={"family_desk": desk, **_listing(shared), **_managing(shared)},
        senders={
            NoticeKind.TAKEN_OVER: TakenOver(bot=shared.bot),
            NoticeKind.OWN_LINK_CLOSED: OwnLinkClosed(bot=shared.bot),
        },
        desks=(desk,),
        doors={OWN_REGISTRATION: desk},
    )


def _listing(shared: Shared) -> dict[str, object]:
    begin, clock = shared.begin, shared.clock
    return {
        "add_person": family.AddPerson(begin=begin, clock=clock),
        "look_at_person": family.LookAtPerson(begin=begin, clock=clock),
        "answer_of_person": family.AnswerOfPerson(begin=begin, clock=clock),
        "say_kinship": family.SayKinship(begin=begin, clock=clock),
        "remove_person": family.RemovePerson(begin=begin, clock=clock),
        "say_this_is_me": family.SayThisIsMe(begin=begin, clock=clock),
        "accept_family": family.AcceptFamily(begin=begin, clock=clock),
    }


def _managing(shared: Shared) -> dict[str, object]:
    look, clock = shared.look, shared.clock
    return {
        "read_family": taking_over.ReadFamily(begin=look),
        "read_relative": taking_over.ReadRelative(begin=look, clock=clock),
        "offer_own": taking_over.OfferOwn(begin=look, clock=clock),
        "take_over": taking_over.TakeOver(begin=shared.begin, clock=clock),
    }

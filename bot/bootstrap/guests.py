"""The guest's side: questions, passport photos, the request, certificates."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.registration import (
    answer_question,
    cancel_request,
    certificates,
    drafts,
    new_address,
    passports,
    remind_host,
    send_request,
    talk,
)
from bot.telegram.passports import PassportDesk


def feature(shared: Shared) -> Feature:
    """What it brings."""
    return Feature(by_name=_talking(shared) | _asking(shared) | _passports(shared))


def _talking(shared: Shared) -> dict[str, object]:
    begin, clock = shared.begin, shared.clock
    return {
        "operator": shared.operator,
        "views": shared.views,
        "keep_card": shared.keep_card,
        "choose_language": talk.ChooseLanguage(begin=begin),
        "give_consent": talk.GiveConsent(begin=begin, clock=clock),
    }


def _asking(shared: Shared) -> dict[str, object]:
    begin, clock = shared.begin, shared.clock
    return {
        "read_draft": shared.read_draft,
        "own_requests": shared.own_requests,
        "answer_question": answer_question.AnswerQuestion(begin=begin, clock=clock),
        "say_basis": answer_question.SayBasis(begin=begin, clock=clock),
        "drop_draft": drafts.DropDraft(begin=begin, clock=clock),
        "mend_request": drafts.MendRequest(begin=begin, clock=clock),
        "register_anew": new_address.RegisterAnew(begin=begin, clock=clock),
        "send_request": send_request.SendRequest(begin=begin, clock=clock, names=shared.names),
        "cancel_request": cancel_request.CancelRequest(begin=begin, clock=clock),
        "remind_host": remind_host.RemindHost(begin=begin, clock=clock),
        "certificates_sender": shared.sender,
        "own_certificates": certificates.OwnCertificates(begin=shared.look),
    }


def _passports(shared: Shared) -> dict[str, object]:
    begin, clock = shared.begin, shared.clock
    desk = PassportDesk(
        read_photo=passports.ReadPassportPhoto(begin=begin, look=shared.look, clock=clock, reader=shared.reader),
        read_draft=shared.read_draft,
        draw=shared.workshop.pictogram,
        clock=clock,
    )
    return {
        "passport_desk": desk,
        "look_at_field": passports.LookAtField(begin=begin, clock=clock),
        "correct_field": passports.CorrectField(begin=begin, clock=clock),
        "accept_passport": passports.AcceptPassport(begin=begin, clock=clock),
        "drop_passport": passports.DropPassport(begin=begin),
    }

"""Keyboards of organisations: the page of a member of staff, the staff, a day's requests together."""

from collections.abc import Sequence

from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.case import Case
from bot.domain.organisation import StaffMember
from bot.registration.answer_all import Seen
from bot.registration.hosting import HostPages, Side
from bot.telegram.callbacks import (
    AddressTap,
    OrganisationDeed,
    OrganisationTap,
    StaffTap,
    StaffTapDeed,
    TogetherDeed,
    TogetherTap,
)
from bot.telegram.hosting_keyboards import MOST_NAMES, answer_together, requests_that_wait, spreadsheet_button
from bot.telegram.keyboards import GREEN, RED, Row, menu_button, rows, shortened, tap, turns
from bot.telegram.links import share_link
from bot.texts import hosting, organisations
from bot.texts.words import Words

PAGE = MOST_NAMES


def work_page(words: Words, pages: HostPages, link: str) -> InlineKeyboardMarkup:
    """What a member of staff can do: answer, invite guests, leave."""
    own = words.say("My own page") if pages.host(Side.OWN) else words.say("I give a place of my own")
    return rows(
        answer_together(words, Side.WORK, len(pages.at_work)),
        *requests_that_wait(pages.at_work[:MOST_NAMES]),
        [
            InlineKeyboardButton(
                text=words.say("Send the link to a guest"), url=share_link(link, hosting.share_invitation_text(words))
            )
        ],
        _copy(words, link),
        [tap(words.say("My address"), AddressTap())],
        spreadsheet_button(words),
        [tap(own, OrganisationTap(deed=OrganisationDeed.OWN))],
        [tap(words.say("Leave"), OrganisationTap(deed=OrganisationDeed.LEAVE))],
        [menu_button(words)],
    )


def staff(words: Words, members: Sequence[StaffMember]) -> InlineKeyboardMarkup:
    """The owner's list: a name removes, after a question."""
    return rows(
        [tap(words.say("Invite a member of staff"), OrganisationTap(deed=OrganisationDeed.INVITE), GREEN)],
        *(
            [
                tap(
                    words.say("Remove {name}", name=shortened(member.name)),
                    StaffTap(deed=StaffTapDeed.ASK, of=str(member.chat)),
                )
            ]
            for member in members
        ),
        [tap(words.say("Back"), OrganisationTap(deed=OrganisationDeed.OWN))],
        [menu_button(words)],
    )


def invitation(words: Words, link: str) -> InlineKeyboardMarkup:
    """The link for a member of staff, to be sent on."""
    share = share_link(link, organisations.share_invitation(words))
    return rows(
        [InlineKeyboardButton(text=words.say("Send the link"), url=share)], _copy(words, link), _to_staff(words)
    )


def join(words: Words, token: str) -> InlineKeyboardMarkup:
    """Join, or not."""
    return rows([tap(words.say("Join"), StaffTap(deed=StaffTapDeed.JOIN, of=token), GREEN)], [menu_button(words)])


def joined(words: Words) -> InlineKeyboardMarkup:
    """To the organisation's page."""
    return rows([tap(words.say("To the requests"), OrganisationTap(deed=OrganisationDeed.WORK))], [menu_button(words)])


def remove(words: Words, member: StaffMember) -> InlineKeyboardMarkup:
    """Remove, or back to the list."""
    return rows(
        [tap(words.say("Remove"), StaffTap(deed=StaffTapDeed.REMOVE, of=str(member.chat)), RED)], _to_staff(words)
    )


def leave(words: Words) -> InlineKeyboardMarkup:
    """Leave, or back to the page."""
    return rows(
        [tap(words.say("Leave"), OrganisationTap(deed=OrganisationDeed.LEFT), RED)],
        [tap(words.say("Back"), OrganisationTap(deed=OrganisationDeed.WORK))],
    )


def together(words: Words, waiting: Sequence[Case], shown: Seen, side: Side, number: int) -> InlineKeyboardMarkup:
    """One tap for all who wait; each by name; the other pages of the list."""
    last = max(0, (len(waiting) - 1) // PAGE)
    label = words.count("Agree to {number}", "Agree to all {number}", len(waiting))
    agree = TogetherTap(
        deed=TogetherDeed.AGREE, side=side, page=number, upto=shown.upto, digest=shown.digest, at=shown.at
    )
    return rows(
        [tap(label, agree, GREEN)],
        *requests_that_wait(waiting[number * PAGE : (number + 1) * PAGE]),
        turns(words, number, last + 1, lambda page: _page(side, page)),
        back(words, side),
    )


def back(words: Words, side: Side) -> Row:
    """To the page from which the list was opened."""
    deed = OrganisationDeed.OWN if side is Side.OWN else OrganisationDeed.WORK
    return [tap(words.say("Back"), OrganisationTap(deed=deed))]


def after_all(words: Words, side: Side) -> InlineKeyboardMarkup:
    """Under what came of one tap for all."""
    return rows(back(words, side), [menu_button(words)])


def _page(side: Side, number: int) -> TogetherTap:
    return TogetherTap(deed=TogetherDeed.SHOW, side=side, page=number)


def _to_staff(words: Words) -> Row:
    return [tap(words.say("Back"), OrganisationTap(deed=OrganisationDeed.STAFF))]


def _copy(words: Words, link: str) -> Row:
    return [InlineKeyboardButton(text=words.say("Copy the link"), copy_text=CopyTextButton(text=link))]

"""Buttons of a host's own page: who waits, the link, the places, the organisation."""

from collections.abc import Sequence

from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from bot.domain.case import Case
from bot.registration.hosting import HostPages, Side
from bot.telegram.callbacks import (
    AddressDeed,
    AddressTap,
    Deed,
    Item,
    MenuTap,
    OrganisationDeed,
    OrganisationTap,
    PlacesItem,
    PlacesTap,
    RequestTap,
    TogetherDeed,
    TogetherTap,
)
from bot.telegram.keyboards import BLUE, Row, menu_button, rows, shortened, tap
from bot.telegram.links import share_link
from bot.texts import hosting
from bot.texts.words import Words

MOST_NAMES = 10  # of those who wait; the others are on the list of all
SEVERAL = 2


def requests_that_wait(waiting: Sequence[Case]) -> list[Row]:
    """Requests by name, to be opened one by one."""
    return [[tap(case.answers.full_name, RequestTap(deed=Deed.SHOW, number=case.number))] for case in waiting]


def answer_together(words: Words, side: Side, number: int) -> Row:
    """All at once, where there is more than one."""
    if number < SEVERAL:
        return []
    label = words.count("Answer {number} of today together", "Answer all {number} of today together", number)
    return [tap(label, TogetherTap(deed=TogetherDeed.SHOW, side=side), BLUE)]


def _to_organisation(words: Words, pages: HostPages) -> list[Row]:
    """An owner's staff, and the way to the page of the organisation that one works for."""
    staff = [tap(words.say("Staff"), OrganisationTap(deed=OrganisationDeed.STAFF))]
    is_owner = pages.own is not None and pages.own.is_organisation
    return [spreadsheet_button(words) if is_owner else [], staff if is_owner else [], work_button(words, pages)]


def places_button(words: Words) -> Row:
    """A host's places and their cards."""
    return [tap(words.say("QR card for guests"), PlacesTap(item=PlacesItem.LIST))]


def spreadsheet_button(words: Words) -> Row:
    """An organisation files for its guests."""
    return [tap(words.say("Guests from a spreadsheet"), MenuTap(item=Item.GUEST_SHEET))]


def work_button(words: Words, pages: HostPages) -> Row:
    """The page of the organisation that one works for, with how many wait there."""
    if pages.employer is None:
        return []
    label = words.say(
        "{organisation}: {number} waiting", organisation=shortened(pages.employer.name or ""), number=len(pages.at_work)
    )
    return [tap(label, OrganisationTap(deed=OrganisationDeed.WORK))]


def waiting_requests(words: Words, pages: HostPages, link: str) -> InlineKeyboardMarkup:
    """A host's own page: open requests, and the link to hand out."""
    return rows(
        answer_together(words, Side.OWN, len(pages.waiting)),
        *requests_that_wait(pages.waiting[:MOST_NAMES]),
        [
            InlineKeyboardButton(
                text=words.say("Send my link to a guest"), url=share_link(link, hosting.share_invitation_text(words))
            )
        ],
        [InlineKeyboardButton(text=words.say("Copy the link"), copy_text=CopyTextButton(text=link))],
        [tap(words.say("My address"), AddressTap())],
        places_button(words),
        [tap(words.say("List of guests from photos"), MenuTap(item=Item.GUEST_PHOTOS))],
        [tap(words.say("What must I do?"), MenuTap(item=Item.HOST_DUTIES))],
        *_to_organisation(words, pages),
        [menu_button(words)],
    )


def host_page(words: Words) -> InlineKeyboardMarkup:
    """Back to the host's page."""
    return rows([tap(words.say("Back"), MenuTap(item=Item.HOST))], [menu_button(words)])


def has_agreed(words: Words) -> InlineKeyboardMarkup:
    """Under the request that a host has agreed to: what is still to do."""
    return rows(
        [tap(words.say("What must I do?"), MenuTap(item=Item.HOST_DUTIES))],
        [tap(words.say("My address"), AddressTap(deed=AddressDeed.APART))],
        [menu_button(words)],
    )


def share_phone(words: Words) -> ReplyKeyboardMarkup:
    """The contact button; only one's own phone can be shared with it."""
    button = KeyboardButton(text=hosting.phone_button(words), request_contact=True, style=BLUE)
    return ReplyKeyboardMarkup(keyboard=[[button]], resize_keyboard=True, one_time_keyboard=True)

"""What buttons carry: ids, never words. At most 64 bytes each (Bot API, `callback_data`)."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.domain.answers import Question
from bot.registration.reasons import About
from bot.registration.what_if import Change


class Item(StrEnum):
    """The menu's entries, and what else leads away from the question."""

    REGISTER = "register"
    DUTIES = "duties"
    HOST_DUTIES = "host_duties"
    COUNTER = "counter"
    CALENDAR = "calendar"
    WHAT_IF = "what_if"
    CIRCUMSTANCES = "circumstances"
    MOVED = "moved"
    NEW_ADDRESS = "new_address"
    BASIS = "basis"
    CERTIFICATES = "certificates"
    CHECK = "check"
    HOST = "host"
    GUEST_PHOTOS = "guest_photos"
    HELP = "help"
    MENU = "menu"
    LANGUAGE = "language"


class Move(StrEnum):
    """Steps inside the questions."""

    BACK = "back"
    KEEP = "keep"
    REVIEW = "review"
    SEND = "send"
    CONTINUE = "continue"
    RESTART = "restart"
    DELETE = "delete"
    STOP = "stop"
    HOST_LINK = "host_link"
    HAS_BASIS = "has_basis"
    CONSENT = "consent"
    WITHDRAW = "withdraw"
    PHOTO = "photo"
    TYPE = "type"
    READ = "read"


class Deed(StrEnum):
    """What a guest or a host does with a request."""

    AGREE = "agree"
    REFUSE = "refuse"
    SHOW = "show"
    LATER = "later"
    REMIND = "remind"
    TAKE_BACK = "take_back"
    MEND = "mend"
    CERTIFICATE = "certificate"
    NOTIFIED = "notified"
    WHY_NOTICE = "why_notice"


class CardDeed(StrEnum):
    """What a guest does with what was read from a passport."""

    ACCEPT = "accept"
    RIGHT = "right"
    CHANGE = "change"


RequestNumber = Annotated[int, Field(ge=1, le=2**53)]  # a forged one must not overflow the database


class LanguageTap(CallbackData, prefix="l"):
    """A language is chosen."""

    code: str


class MenuTap(CallbackData, prefix="m"):
    """An entry of the menu."""

    item: Item


class MoveTap(CallbackData, prefix="g"):
    """A step."""

    move: Move


class PickTap(CallbackData, prefix="p"):
    """An answer by button; the question goes with it, so that an old button is known as such."""

    question: str
    value: str


class ChangeTap(CallbackData, prefix="c"):
    """Change one answer, then back to the review."""

    question: str


class CardTap(CallbackData, prefix="k"):
    """Something is done with what was read from a passport.

    `of` is the last update that the card was drawn from, so that a button under an older card is known as such.
    """

    deed: CardDeed
    of: int
    question: Question | None = None


class BasisTap(CallbackData, prefix="b"):
    """On what ground the stay rests."""

    basis: str


class WhyTap(CallbackData, prefix="y"):
    """The reasons behind one answer of the law."""

    about: About


class IfTap(CallbackData, prefix="i"):
    """What would change if this were so."""

    change: Change


class MovedTap(CallbackData, prefix="v"):
    """On which day the guest moved."""

    day: str


class IfDayTap(CallbackData, prefix="d"):
    """What would change if it were on this day; the change goes with it, so that an old button is known as such."""

    change: Change
    day: str


class RequestTap(CallbackData, prefix="r"):
    """Something is done with the request of this number."""

    deed: Deed
    number: RequestNumber


class ReasonTap(CallbackData, prefix="w"):
    """Why the host refuses the request of this number."""

    number: RequestNumber
    reason: str

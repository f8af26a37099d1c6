"""What buttons carry: ids, never words. At most 64 bytes each (Bot API, `callback_data`)."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field


class Item(StrEnum):
    """The menu's entries, and what else leads away from the question."""

    REGISTER = "register"
    DEADLINES = "deadlines"
    CERTIFICATES = "certificates"
    CHECK = "check"
    HOST = "host"
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


class BasisTap(CallbackData, prefix="b"):
    """On what ground the stay rests."""

    basis: str


class RequestTap(CallbackData, prefix="r"):
    """Something is done with the request of this number."""

    deed: Deed
    number: RequestNumber


class ReasonTap(CallbackData, prefix="w"):
    """Why the host refuses the request of this number."""

    number: RequestNumber
    reason: str

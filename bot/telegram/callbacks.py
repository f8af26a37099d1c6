"""What buttons carry: ids, never words. At most 64 bytes each (Bot API, `callback_data`)."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.domain.answers import Question
from bot.domain.family import Kinship, Proof
from bot.registration.hosting import Side
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
    REGISTRATION = "registration"
    LOST_PASSPORT = "lost_passport"
    CHECK = "check"
    HOST = "host"
    GUEST_PHOTOS = "guest_photos"
    GUEST_SHEET = "guest_sheet"
    HELP = "help"
    MENU = "menu"
    LANGUAGE = "language"
    FAMILY = "family"


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
    DILIGENCE = "diligence"
    NOTIFIED = "notified"
    WHY_NOTICE = "why_notice"
    RELATIVE = "relative"
    HAND_OVER = "hand_over"
    WEB = "web"


class CardDeed(StrEnum):
    """What a guest does with what was read from a passport."""

    ACCEPT = "accept"
    RIGHT = "right"
    CHANGE = "change"


class LifeDeed(StrEnum):
    """What a guest does about a registration of theirs."""

    SHOW = "show"
    MOVED = "moved"
    LEFT = "left"
    UNDO_LEFT = "undo_left"
    LONGER = "longer"
    STILL_HERE = "still_here"
    ALL_STILL_HERE = "all_still_here"


class LifeDay(StrEnum):
    """What a day that was tapped is the day of."""

    MOVED = "moved"
    LEFT = "left"
    SURELY_LEFT = "surely_left"
    LONGER = "longer"


class Return(StrEnum):
    """How one who has left begins again."""

    BACK = "back"
    NEW_DOCUMENT = "new_document"


class AddressDeed(StrEnum):
    """What a host looks at, or switches, on the page "My address"."""

    PEOPLE = "people"
    APART = "apart"  # the same in a message of its own: the one tapped is a request's card, and is drawn again
    STRANGERS = "strangers"
    DIGEST_ON = "digest_on"
    DIGEST_OFF = "digest_off"


class ResidentDeed(StrEnum):
    """What a host does about one person who is registered there."""

    SHOW = "show"
    HAS_LEFT = "has_left"
    WITHDRAW = "withdraw"
    STRANGER = "stranger"
    UNDO = "undo"
    NOTICE = "notice"
    LET_ASK = "let_ask"


class LostDeed(StrEnum):
    """What a guest does about a lost document; it is named by the number of a request that bears it."""

    SHOW = "show"
    LOST = "lost"
    FOUND = "found"
    STATEMENT = "statement"
    NEW = "new"
    REISSUE = "reissue"


class AppealDeed(StrEnum):
    """What a guest does about a refused request, or with the appeal that is being written."""

    WHY = "why"
    WRITE = "write"
    ANEW = "anew"
    SEND = "send"
    LEAVE = "leave"


class MatterDeed(StrEnum):
    """What a person does with an appeal that was sent."""

    LIST = "list"
    SHOW = "show"
    WITHDRAW = "withdraw"


class OwnDataDeed(StrEnum):
    """What a person does with all that is stored about them."""

    SHOW = "show"
    FILES = "files"
    ASK = "ask"
    DELETE = "delete"


class OrganisationDeed(StrEnum):
    """What an organisation's owner or member of staff looks at or does."""

    OWN = "own"
    WORK = "work"
    STAFF = "staff"
    INVITE = "invite"
    LEAVE = "leave"
    LEFT = "left"


class StaffTapDeed(StrEnum):
    """What is done about one member of staff, or by one who is to become it."""

    JOIN = "join"
    ASK = "ask"
    REMOVE = "remove"


class TogetherDeed(StrEnum):
    """Looking at all who wait, and agreeing to them."""

    SHOW = "show"
    AGREE = "agree"


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


class WebTap(CallbackData, prefix="wb"):
    """A new code for the web page, after the so-many-th; so that a double tap shows one new code and not two."""

    number: RequestNumber
    after: Annotated[int, Field(ge=0, le=99)]


class LifeTap(CallbackData, prefix="lf"):
    """Something is done about the registration of this number."""

    deed: LifeDeed
    number: RequestNumber


class LifeDayTap(CallbackData, prefix="lg"):
    """A day of something that happens to the registration of this number."""

    of: LifeDay
    number: RequestNumber
    day: str


class ReturnTap(CallbackData, prefix="lh"):
    """One who has left is back."""

    how: Return


class AddressTap(CallbackData, prefix="ma"):
    """The page "My address", or one of those behind it."""

    deed: AddressDeed = AddressDeed.PEOPLE
    page: Annotated[int, Field(ge=0, le=9999)] = 0


class ResidentTap(CallbackData, prefix="mb"):
    """Something is done about the person registered by the request of this number."""

    deed: ResidentDeed
    number: RequestNumber


class LostTap(CallbackData, prefix="lp"):
    """Something is done about the lost document that the request of this number bears."""

    deed: LostDeed
    number: RequestNumber


class OrganisationTap(CallbackData, prefix="or"):
    """A page of an organisation, or leaving it."""

    deed: OrganisationDeed


class StaffTap(CallbackData, prefix="os"):
    """One member of staff: `of` is the chat, or the token of the link by which one joins."""

    deed: StaffTapDeed
    of: str


class TogetherTap(CallbackData, prefix="oa"):
    """All who wait on one page of a host: `upto`, `digest` and `at` say which were shown (`answer_all.Seen`)."""

    deed: TogetherDeed
    side: Side
    page: Annotated[int, Field(ge=0, le=9999)] = 0
    upto: Annotated[int, Field(ge=0, le=2**53)] = 0
    digest: str = ""
    at: Annotated[int, Field(ge=0, le=2**33)] = 0


class PlacesItem(StrEnum):
    """What leads to a host's places, and through the telling of a new one; what a guest taps behind a place's link."""

    LIST = "list"
    NEW = "new"
    BACK = "back"
    LANGUAGE = "language"
    SEND = "send"


class PlacesTap(CallbackData, prefix="pn"):
    """A step; a language comes with its code, what is sent with the last day."""

    item: PlacesItem
    code: str = ""


class PlaceAnswerTap(CallbackData, prefix="pm"):
    """An answer by button about a new place; the question goes with it, so that an old button is known as such."""

    question: str
    value: str


class PlaceAct(StrEnum):
    """What a host does with a place; the two that cannot be taken back are asked once."""

    SHOW = "show"
    CARD = "card"
    PAUSE = "pause"
    RESUME = "resume"
    RENEW = "renew"
    END = "end"
    SURE_RENEW = "sure_renew"
    SURE_END = "sure_end"


class PlaceTap(CallbackData, prefix="pl"):
    """Something is done with a place; `seen` says which state of it the button was drawn for."""

    act: PlaceAct
    place: RequestNumber
    seen: Annotated[int, Field(ge=0, le=2**31)] = 0


class ReasonTap(CallbackData, prefix="w"):
    """Why the host refuses the request of this number."""

    number: RequestNumber
    reason: str


class PersonDeed(StrEnum):
    """What is done with those who are to be registered together; `n` 0 is the guest."""

    ACCEPT = "accept"
    ADD = "add"
    TYPE = "type"
    LIST = "list"
    SHOW = "show"
    ME = "me"
    REMOVE = "remove"
    CONSENT = "consent"


PersonPlace = Annotated[int, Field(ge=0, le=99)]


class PersonTap(CallbackData, prefix="fa"):
    """Something is done with one of several people, or with all; `of` is the last update the list was drawn from."""

    deed: PersonDeed
    of: int = 0
    n: PersonPlace = 0


class PersonFieldTap(CallbackData, prefix="fb"):
    """One line of one person is right, or is to be changed."""

    of: int
    n: PersonPlace
    question: Question
    is_right: bool = False


class KinTap(CallbackData, prefix="fc"):
    """What a person is to the one who files, and what proves it."""

    of: int
    n: PersonPlace
    kinship: Kinship
    proof: Proof | None = None


class AppealTap(CallbackData, prefix="ap"):
    """Something is done about the end of the request of this number."""

    deed: AppealDeed
    number: RequestNumber


class MatterTap(CallbackData, prefix="aq"):
    """Something is done with the appeal of this number; the list has none."""

    deed: MatterDeed
    number: RequestNumber | None = None


class OwnDataTap(CallbackData, prefix="od"):
    """Something is done with what is stored about a person."""

    deed: OwnDataDeed

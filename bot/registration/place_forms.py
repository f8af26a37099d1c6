"""A place while its host still tells of it: what is asked, in which order, and how each answer is read."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self

from bot.domain.address import Address, AddressGap, Premises
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.crowding import DWELLINGS

MOST_AT_AN_ORGANISATION = 5000
LONGEST_NAME = 60
CARD_LANGUAGES = ("kk", "ru")  # each stands on the card beside English
ANY_TIME = ""
_A_YEAR = timedelta(days=365)
Value = str | date  # a date is read by `texts`, which knows the languages; all else is read here


class PlaceQuestion(StrEnum):
    """What a host is asked of a place; the order here is the order of asking."""

    NAME = "name"
    ADDRESS = "address"
    REGION = "region"
    SETTLEMENT = "settlement"
    HOUSE = "house"
    PREMISES = "premises"
    MOST = "most"
    SINCE = "since"
    UNTIL = "until"
    LANGUAGE = "language"


_GAPS = {
    AddressGap.REGION: PlaceQuestion.REGION,
    AddressGap.SETTLEMENT: PlaceQuestion.SETTLEMENT,
    AddressGap.HOUSE: PlaceQuestion.HOUSE,
}
_OF_THE_ADDRESS = {PlaceQuestion.ADDRESS, *_GAPS.values()}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceForm:
    """What was told so far. `said`: the questions answered, the newest last. `token` becomes that of the link."""

    token: str = field(repr=False)
    is_organisation: bool
    most_at_a_dwelling: int
    said: tuple[PlaceQuestion, ...] = ()
    name: str = field(default="", repr=False)
    address: Address | None = None
    premises: Premises | None = None
    most: int | None = None
    since: date | None = None
    until: date | None = None
    language: str | None = None

    @property
    def most_allowed(self) -> int:
        """How many people such a place may be for: beyond it the registration is a sham or the place is no home."""
        is_large = self.is_organisation and self.premises not in DWELLINGS
        return MOST_AT_AN_ORGANISATION if is_large else self.most_at_a_dwelling

    def next_question(self) -> PlaceQuestion | None:
        """The first question without an answer, or None when all is told."""
        return next((question for question in PlaceQuestion if self._lacks(question)), None)

    def _lacks(self, question: PlaceQuestion) -> bool:
        if question in _GAPS.values():
            gap = self.address.gap if self.address else None
            return gap is not None and _GAPS[gap] is question
        if question is PlaceQuestion.NAME and not self.is_organisation:
            return False
        if question is PlaceQuestion.UNTIL and self.since is None:
            return False  # at any time
        return question not in self.said

    def answered(self, question: PlaceQuestion, value: Value, today: date) -> Self:
        """The form with this answer.

        Raises:
            Refusal: STALE where another question is open, or what the answer's own parser raises.
        """
        if question is not self.next_question():
            raise Refusal(RefusalCode.STALE)
        return replace(self, **_READ[question](self, value, today), said=(*self.said, question))

    def back(self) -> Self:
        """Without the newest answer; the parts of an address go together."""
        if not self.said:
            return self
        newest = self.said[-1]
        gone = _OF_THE_ADDRESS if newest in _OF_THE_ADDRESS else {newest}
        kept = tuple(question for question in self.said if question not in gone)
        empty = {"address": None} if newest in _OF_THE_ADDRESS else {newest.value: _EMPTY.get(newest)}
        return replace(self, said=kept, **empty)

    def written(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "token": self.token,
            "is_organisation": self.is_organisation,
            "said": [question.value for question in self.said],
            "name": self.name,
            "address": [self.address.region, list(self.address.parts)] if self.address else None,
            "premises": self.premises.value if self.premises else None,
            "most": self.most,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "language": self.language,
        }


_EMPTY: dict[PlaceQuestion, object] = {PlaceQuestion.NAME: ""}


def form_of(written: Mapping[str, Any], most_at_a_dwelling: int) -> PlaceForm:
    """The form that `written` made; the operator's limit is that of today."""
    said, address, premises = written["said"], written["address"], written["premises"]
    return PlaceForm(
        token=written["token"],
        is_organisation=written["is_organisation"],
        most_at_a_dwelling=most_at_a_dwelling,
        said=tuple(map(PlaceQuestion, said)),
        name=written["name"],
        address=Address(address[0], tuple(address[1])) if address else None,
        premises=Premises(premises) if premises else None,
        most=written["most"],
        since=_day(written["since"]),
        until=_day(written["until"]),
        language=written["language"],
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


Answer = dict[str, Any]


def _name(_form: PlaceForm, value: Value, _today: date) -> Answer:
    seen = "".join(sign for sign in unicodedata.normalize("NFC", str(value)) if unicodedata.category(sign)[0] != "C")
    name = " ".join(seen.split())
    if len(name) > LONGEST_NAME or (name and not any(map(str.isalnum, name))):
        raise Refusal(RefusalCode.PLACE_NAME_LENGTH, most=LONGEST_NAME)
    return {"name": name}


def _address(_form: PlaceForm, value: Value, _today: date) -> Answer:
    return {"address": Address.parse(str(value))}


def _known(form: PlaceForm) -> Address:
    if form.address is None:
        raise Refusal(RefusalCode.STALE)
    return form.address


def _region(form: PlaceForm, value: Value, _today: date) -> Answer:
    return {"address": _known(form).with_region(str(value))}


def _settlement(form: PlaceForm, value: Value, _today: date) -> Answer:
    return {"address": _known(form).with_settlement(str(value))}


def _house(form: PlaceForm, value: Value, _today: date) -> Answer:
    return {"address": _known(form).with_house(str(value))}


def _premises(_form: PlaceForm, value: Value, _today: date) -> Answer:
    """The list of Order 923, paragraph 7."""
    premises = Premises(str(value))
    if premises is Premises.NOT_DWELLING:
        raise Refusal(RefusalCode.PREMISES_NOT_LIVED_IN)
    return {"premises": premises}


def _most(form: PlaceForm, value: Value, _today: date) -> Answer:
    digits = re.fullmatch(r"\s*([0-9]{1,5})\s*", str(value))
    if digits is None or not 1 <= int(digits[1]) <= form.most_allowed:
        raise Refusal(RefusalCode.PLACE_MOST, most=form.most_allowed)
    return {"most": int(digits[1])}


def _since(_form: PlaceForm, value: Value, today: date) -> Answer:
    return {"since": _not_far(value, today), "until": None}


def _until(form: PlaceForm, value: Value, today: date) -> Answer:
    until = _not_far(value, today)
    if until is not None and until < today:
        raise Refusal(RefusalCode.UNTIL_PAST)
    if until is not None and form.since is not None and until < form.since:
        raise Refusal(RefusalCode.PLACE_DAYS_REVERSED, since=form.since)
    return {"until": until}


def _not_far(value: Value, today: date) -> date | None:
    """None where there is to be no bound."""
    if value == ANY_TIME:
        return None
    if not isinstance(value, date):
        raise Refusal(RefusalCode.DATE_UNREAD)
    if value > today + _A_YEAR:
        raise Refusal(RefusalCode.DAY_TOO_FAR)
    return value


def _language(_form: PlaceForm, value: Value, _today: date) -> Answer:
    if value not in CARD_LANGUAGES:
        raise Refusal(RefusalCode.CHOICE_UNKNOWN)
    return {"language": value}


_READ: dict[PlaceQuestion, Callable[[PlaceForm, Value, date], Answer]] = {
    PlaceQuestion.NAME: _name,
    PlaceQuestion.ADDRESS: _address,
    PlaceQuestion.REGION: _region,
    PlaceQuestion.SETTLEMENT: _settlement,
    PlaceQuestion.HOUSE: _house,
    PlaceQuestion.PREMISES: _premises,
    PlaceQuestion.MOST: _most,
    PlaceQuestion.SINCE: _since,
    PlaceQuestion.UNTIL: _until,
    PlaceQuestion.LANGUAGE: _language,
}

"""Organisations that give places to live: the business identification number (BIN), and those who act for it."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ChatId
from bot.domain.person import Iin, control_digit
from bot.domain.refusals import Refusal, RefusalCode

LONGEST_ORGANISATION_NAME = 120
_NEVER_IN_A_PERSONS = '"«»„“”№'
_SIGNS = f"{_NEVER_IN_A_PERSONS}'’‘ʼ -–—.,&+/()"
_FIFTH_OF_BIN = "456"  # resident, non-resident, joint entrepreneurship; of an IIN it is the tens of the day of birth


@dataclass(frozen=True, slots=True)
class Bin:
    """Business identification number: 12 digits (Order MinJust No. 423 of 27 June 2023, para 3).

    The Order does not name the algorithm of the last digit; that of the IIN is used in practice, and here. A BIN is
    public, so `repr` may show it; `reveal`, `masked` and `grouped` are there for what takes either number.
    """

    _digits: str

    @classmethod
    def parse(cls, text: str) -> "Bin":
        """Read a BIN, cleaning spaces and dashes.

        Raises:
            Refusal: BIN_LENGTH (not 12 ASCII digits), BIN_IS_IIN (a person's number) or BIN_CHECKSUM.
        """
        digits = _bare(text)
        if not re.fullmatch(r"[0-9]{12}", digits):
            raise Refusal(RefusalCode.BIN_LENGTH)
        if digits[4] not in _FIFTH_OF_BIN:
            raise Refusal(RefusalCode.BIN_IS_IIN)
        if control_digit(digits) != int(digits[11]):
            raise Refusal(RefusalCode.BIN_CHECKSUM)
        return cls(digits)

    def reveal(self) -> str:
        """All twelve digits."""
        return self._digits

    @property
    def masked(self) -> str:
        """All twelve digits too: a BIN is no secret."""
        return self._digits

    @property
    def grouped(self) -> str:
        """Six and six, as a person compares it with a paper."""
        return f"{self._digits[:6]} {self._digits[6:]}"


HostNumber = Iin | Bin


def host_number(digits: str) -> HostNumber:
    """The number that was kept as these twelve digits: a BIN by its fifth digit, else an IIN. Checks nothing."""
    return Bin(digits) if digits[4] in _FIFTH_OF_BIN else Iin(digits)


def parse_host_number(text: str) -> HostNumber:
    """Read what a guest names a host by: a person's IIN or an organisation's BIN.

    Raises:
        Refusal: IIN_LENGTH, IIN_CHECKSUM or BIN_CHECKSUM.
    """
    digits = _bare(text)
    is_bin = re.fullmatch(r"[0-9]{12}", digits) and digits[4] in _FIFTH_OF_BIN
    return Bin.parse(digits) if is_bin else Iin.parse(digits)


def _bare(text: str) -> str:
    return re.sub(r"[\s\-–.]", "", text)


def parse_organisation_name(text: str) -> str:
    """An organisation's name as in its papers: letters and digits of any script, quotes, №, & and common signs.

    Raises:
        Refusal: ORGANISATION_NAME (no letter in it, another sign, or too long).
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    fits = 0 < len(name) <= LONGEST_ORGANISATION_NAME and any(map(str.isalpha, name))
    if not fits or not all(map(_may_stand_in_it, name)):
        raise Refusal(RefusalCode.ORGANISATION_NAME, most=LONGEST_ORGANISATION_NAME)
    return name


def is_named_like_one(name: str) -> bool:
    """Whether a name bears signs that stand in organisations' names and in no person's."""
    return any(sign in name for sign in _NEVER_IN_A_PERSONS)


def _may_stand_in_it(sign: str) -> bool:
    return sign.isalnum() or sign in _SIGNS or unicodedata.category(sign) in {"Mn", "Mc"}


class StaffDeed(StrEnum):
    """What can happen to a member of staff."""

    INVITED = "invited"
    JOINED = "joined"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffEvent:
    """One link of the chain of an organisation's staff; `token` is the link's, `name` what the member is called."""

    owner: ChatId  # the chat of the organisation itself
    kind: StaffDeed
    at: datetime
    by: ChatId
    member: ChatId | None = None
    name: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """One who answers for an organisation now."""

    chat: ChatId
    name: str = field(repr=False)
    joined_at: datetime

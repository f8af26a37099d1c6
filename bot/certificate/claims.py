"""What a certificate says: the claims before sealing, and the two halves a reader gets back.

The seal's public half says nothing about the person; the personal half opens only with both printed numbers
(SEAL 4.2). Values enter through `Claims` alone, so whatever is sealed has been checked once, here.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

ALMATY: Final = ZoneInfo("Asia/Almaty")
STATUS_SLOTS: Final = 131_072
CTI_BYTES: Final = 12
LONGEST_ADDRESS: Final = 160
LONGEST_NAME: Final = 125  # given names and patronymic, sixty letters each
EARLIEST_DAY: Final = date(2000, 1, 1)
LATEST_DAY: Final = date(2199, 12, 31)

# Direction marks and overrides would let a printed line read otherwise than it is stored.
_FORBIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_DIRECTION_MARKS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NUMBER: Final = re.compile(r"[A-Z0-9][A-Z0-9/.-]{0,31}")


class ClaimsCode(StrEnum):
    """Which claim is out of range."""

    APPLICATION_NUMBER = "application_number"
    DOCUMENT_NUMBER = "document_number"
    NAME = "name"
    CITIZENSHIP = "citizenship"
    ADDRESS = "address"
    STAY = "stay"
    HOST_IIN = "host_iin"
    HOST_NAME = "host_name"
    ISSUED_AT = "issued_at"
    CTI = "cti"
    STATUS_INDEX = "status_index"


class ClaimsError(ValueError):
    """A claim is out of range; `code` says which, and no personal value is quoted."""

    def __init__(self, code: ClaimsCode) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Claims:
    """Everything one certificate states. Texts are brought to NFC; numbers keep their printed form.

    Args:
        citizenship: ISO 3166-1 alpha-3, or ICAO's codes for the stateless (XXA).
        stay_from, stay_until: first and last day of stay, both included, as days in Almaty.
        host_iin: twelve digits; the form prints them all, the seal keeps the last four.
        issued_at: aware; the seal keeps whole seconds.
        cti: twelve random bytes, new for every issue: salt and nonce source of the sealed part.
        status_index: slot in the status list, 0..131071.

    Raises:
        ClaimsError: a value is out of range.
    """

    application_number: str
    surname: str
    given_and_patronymic: str
    citizenship: str
    document_number: str
    address: str
    stay_from: date
    stay_until: date
    host_iin: str
    host_name: str
    issued_at: datetime
    cti: bytes
    status_index: int

    def __post_init__(self) -> None:
        for name in ("surname", "given_and_patronymic", "address", "host_name"):
            object.__setattr__(self, name, unicodedata.normalize("NFC", getattr(self, name)).strip())
        for code, in_range in _RANGES.items():
            if not in_range(self):
                raise ClaimsError(code)

    def __repr__(self) -> str:
        return f"Claims(cti={self.cti.hex()}, personal=•••)"

    @property
    def full_name(self) -> str:
        """Family name first, as the form orders it; one-word names have no stray space."""
        return f"{self.surname} {self.given_and_patronymic}".strip()

    @property
    def expires_at(self) -> datetime:
        """The last second of the last day of stay, in Almaty."""
        return last_second_of(self.stay_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicClaims:
    """What anyone who scans the code may read, and the sealed part that says nothing without both numbers."""

    issuer: str
    issued_at: datetime
    expires_at: datetime
    cti: bytes
    status_index: int
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PersonalClaims:
    """What the sealed part says once opened."""

    surname: str
    given_and_patronymic: str
    citizenship: str
    address: str
    stay_from: date
    host_iin_last4: str
    host_name: str

    def __repr__(self) -> str:
        return "PersonalClaims(•••)"


def normal_number(number: str) -> str:
    """Spaces out, upper case: the same number however it was typed (SEAL 4.2, norm).

    Raises:
        ValueError: something other than Latin letters, digits and `/ . -` remains, or nothing does.
    """
    normal = "".join(number.split()).upper()
    if not _NUMBER.fullmatch(normal):
        raise ValueError("not a printed number")
    return normal


def last_second_of(day: date) -> datetime:
    """23:59:59 of `day` in Almaty."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=ALMATY).astimezone(UTC)


def _is_number(number: str) -> bool:
    try:
        return bool(normal_number(number))
    except ValueError:
        return False


def _is_text(text: str, longest: int) -> bool:
    return len(text) <= longest and not any(
        unicodedata.category(sign) in _FORBIDDEN_CATEGORIES or sign in _DIRECTION_MARKS for sign in text
    )


def _is_stay(claims: Claims) -> bool:
    return EARLIEST_DAY <= claims.stay_from <= claims.stay_until <= LATEST_DAY


def _is_name(claims: Claims) -> bool:
    parts = (claims.surname, claims.given_and_patronymic)
    return any(parts) and all(_is_text(part, LONGEST_NAME) for part in parts)


def _is_issue_time(claims: Claims) -> bool:
    return claims.issued_at.tzinfo is not None and claims.issued_at <= claims.expires_at


_RANGES: Final[Mapping[ClaimsCode, Callable[[Claims], bool]]] = MappingProxyType(
    {
        ClaimsCode.APPLICATION_NUMBER: lambda claims: _is_number(claims.application_number),
        ClaimsCode.DOCUMENT_NUMBER: lambda claims: _is_number(claims.document_number),
        ClaimsCode.NAME: _is_name,
        ClaimsCode.CITIZENSHIP: lambda claims: bool(re.fullmatch(r"[A-Z]{3}", claims.citizenship)),
        ClaimsCode.ADDRESS: lambda claims: bool(claims.address) and _is_text(claims.address, LONGEST_ADDRESS),
        ClaimsCode.STAY: _is_stay,
        ClaimsCode.HOST_IIN: lambda claims: bool(re.fullmatch(r"[0-9]{12}", claims.host_iin)),
        ClaimsCode.HOST_NAME: lambda claims: bool(claims.host_name) and _is_text(claims.host_name, LONGEST_NAME),
        ClaimsCode.ISSUED_AT: _is_issue_time,
        ClaimsCode.CTI: lambda claims: len(claims.cti) == CTI_BYTES,
        ClaimsCode.STATUS_INDEX: lambda claims: 0 <= claims.status_index < STATUS_SLOTS,
    }
)

"""What an officer looks for, and by which way."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

from bot.domain.address import Address
from bot.domain.document import DocumentNumber
from bot.domain.organisation import HostNumber


class Way(StrEnum):
    """By what a request was found."""

    NUMBER = "number"  # of the application
    DOCUMENT = "document"
    DOCUMENT_OF_STATE = "of_state"  # the same, of the citizens of one state
    HOST = "host"  # the host's IIN or BIN
    PERSON = "person"  # family name and date of birth
    ADDRESS = "address"
    CERTIFICATE = "certificate"  # its picture, or the text of its code


@dataclass(frozen=True, slots=True, kw_only=True)
class ByNumber:
    """The number of an application."""

    way: ClassVar[Way] = Way.NUMBER
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ByDocument:
    """The number of a document. States number theirs without regard to one another: the list says whose each is."""

    way: ClassVar[Way] = Way.DOCUMENT
    document: DocumentNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class ByDocumentOfState:
    """The same, of those who said that they are citizens of this state (ISO 3166-1 alpha-3)."""

    way: ClassVar[Way] = Way.DOCUMENT_OF_STATE
    document: DocumentNumber
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHost:
    """The host's IIN or BIN."""

    way: ClassVar[Way] = Way.HOST
    host: HostNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPerson:
    """A family name and a date of birth."""

    way: ClassVar[Way] = Way.PERSON
    family_name: str = field(repr=False)
    born: date = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByAddress:
    """An address with its region."""

    way: ClassVar[Way] = Way.ADDRESS
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class ByCertificate:
    """The public name of a certificate."""

    way: ClassVar[Way] = Way.CERTIFICATE
    cti: bytes


Indexed = ByNumber | ByDocument | ByHost | ByPerson | ByAddress | ByCertificate  # what a single index finds
Sought = Indexed | ByDocumentOfState

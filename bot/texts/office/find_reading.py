"""What an officer has typed, as what can be looked for. It may be read in several ways; all of them are returned."""

import re
from collections.abc import Iterator
from datetime import date

from bot.domain.address import Address, AddressGap
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.organisation import parse_host_number
from bot.domain.person import parse_name
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.sought import ByAddress, ByDocument, ByDocumentOfState, ByHost, ByNumber, ByPerson, Sought
from bot.texts.countries import find_countries
from bot.texts.reading_dates import read_date

_LONGEST_NUMBER = 10  # digits of an application's number
_SHORTEST_STATE = 3  # letters: two are the series of many documents
_MARKED = re.compile(r"[#№]\s*(\d{1,10})")
_BARE = re.compile(r"\d+")
_A_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")


def read_sought(text: str, today: date) -> tuple[Sought, ...]:
    """What may be meant, the likeliest first. Of one way there may be several readings.

    Raises:
        Refusal: FIND_UNCLEAR where nothing can be looked for, ADDRESS_LONG.
    """
    typed = " ".join(text.split())
    if marked := _MARKED.fullmatch(typed):
        return (ByNumber(number=int(marked[1])),)
    hosts = tuple(_hosts(typed))
    found = hosts or tuple(_people(typed, today)) or (*_numbers(typed), *_documents(typed), *_addresses(text))
    if not found:
        raise Refusal(RefusalCode.FIND_UNCLEAR)
    return found


def _hosts(typed: str) -> Iterator[Sought]:
    """Twelve digits with the right control digit are an IIN or a BIN, and nothing else."""
    try:
        yield ByHost(host=parse_host_number(typed))
    except Refusal:
        return


def _people(typed: str, today: date) -> Iterator[Sought]:
    """A name before or after a date of birth. Of several words the first may be the family name alone."""
    words = typed.replace(",", " ").split()
    for cut in range(1, len(words)):
        for name, day in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            try:
                born = read_date(" ".join(day), latest=today)
                yield ByPerson(family_name=parse_name(" ".join(name)), born=born)
                yield ByPerson(family_name=parse_name(name[0]), born=born)
            except Refusal:
                continue
            return


def _numbers(typed: str) -> Iterator[Sought]:
    if _BARE.fullmatch(typed) and len(typed) <= _LONGEST_NUMBER:
        yield ByNumber(number=int(typed))


def _documents(typed: str) -> Iterator[Sought]:
    """A whole number; a state's name or code of three letters beside it is none of it, and says of which state."""
    if _A_DATE.fullmatch(typed):
        return
    words = typed.replace(",", " ").split()
    for state, number in ((words[:1], words[1:]), (words[-1:], words[:-1])):
        states = find_countries(state[0]) if number and _may_be_state(state[0]) else ()
        document = _document(" ".join(number))
        if len(states) == 1 and document is not None:
            yield ByDocumentOfState(document=document, state=states[0])
            return
    document = _document(typed)
    if document is not None:
        yield ByDocument(document=document)


def _may_be_state(word: str) -> bool:
    return len(word) >= _SHORTEST_STATE and word.isalpha()


def _document(typed: str) -> DocumentNumber | None:
    try:
        return DocumentNumber.parse(typed, DocumentKind.ID_CARD)  # the widest of all lengths
    except Refusal:
        return None


def _addresses(text: str) -> Iterator[Sought]:
    """Only with its region: without one no two ways to write a place are the same."""
    try:
        address = Address.parse(text)
    except Refusal as no:
        if no.code is RefusalCode.ADDRESS_LONG:
            raise
        return
    if address.region is not None and address.gap is not AddressGap.HOUSE:
        yield ByAddress(address=address)

"""Addresses of stay, written in one message as on an envelope."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.regions import BY_CODE, REGIONS, Region

LONGEST_ADDRESS = 160  # what the certificate's seal carries (the seal's format, section 4.2)
_SHORTEST = 3
_FILLERS = frozenset(
    word
    for words in (
        "ул улица көшесі көше street st пр проспект даңғылы avenue ave мкр микрорайон ықшамауданы",
        "д дом үй house bld кв квартира пәтер flat apt apartment г город қаласы city",
        "область обл облысы region oblast",
    )
    for word in words.split()
)


class Premises(StrEnum):
    """Where a guest may live: the list of Order 923, paragraph 7, and what lies outside it."""

    HOUSE = "house"
    FLAT = "flat"
    DORMITORY = "dormitory"
    HOTEL = "hotel"
    REST_HOME = "rest_home"
    SANATORIUM = "sanatorium"
    OTHER_DWELLING = "other_dwelling"
    NOT_DWELLING = "not_dwelling"


class AddressGap(StrEnum):
    """What is still missing from an address."""

    REGION = "region"
    SETTLEMENT = "settlement"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Address:
    """A region's code and the rest of the address as the person wrote it, in parts. May still have a gap."""

    region: str | None
    parts: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read an address written in one message; the region is recognised in Kazakh, Russian or English.

        Raises:
            Refusal: ADDRESS_SHORT or ADDRESS_LONG.
        """
        text = "".join(filter(_is_visible, unicodedata.normalize("NFC", text)))
        cleaned = " ".join(text.split())
        if len(cleaned) < _SHORTEST or not any(map(str.isalpha, cleaned)):
            raise Refusal(RefusalCode.ADDRESS_SHORT)
        parts = tuple(" ".join(part.split()) for part in re.split(r"[,;\n]", text) if part.strip())
        region, spoken_for = _find_region(parts)
        return _checked(cls(region.code if region else None, tuple(part for part in parts if part != spoken_for)))

    @property
    def gap(self) -> AddressGap | None:
        """The first thing that is missing, or None when the address is whole."""
        if self.region is None:
            return AddressGap.REGION
        if not any(re.search(r"[0-9]", part) for part in self.parts):
            return AddressGap.HOUSE
        if not BY_CODE[self.region].is_city and not self._has_settlement():
            return AddressGap.SETTLEMENT
        return None

    def _has_settlement(self) -> bool:
        return any(not re.search(r"[0-9]", part) for part in self.parts) or _region_of_town(self.parts) is not None

    def with_region(self, code: str) -> "Address":
        """The same address in the region with this code."""
        return _checked(Address(code, self.parts))

    def with_settlement(self, text: str) -> "Address":
        """The same address in this city, town or village, or the whole address when it is told anew.

        Raises:
            Refusal: ADDRESS_SHORT or ADDRESS_LONG.
        """
        if anew := self._told_anew(text):
            return anew
        name = " ".join("".join(filter(_is_visible, text)).split())
        if len(name) < _SHORTEST - 1:
            raise Refusal(RefusalCode.ADDRESS_SHORT)
        return _checked(Address(self.region, (name, *self.parts)))

    def with_house(self, text: str) -> "Address":
        """The same address with this house number, or the whole address when it is told anew.

        Raises:
            Refusal: ADDRESS_NO_HOUSE or ADDRESS_LONG.
        """
        if anew := self._told_anew(text):
            return anew
        number = " ".join("".join(filter(_is_visible, text)).split())
        if not re.search(r"[0-9]", number):
            raise Refusal(RefusalCode.ADDRESS_NO_HOUSE)
        return _checked(Address(self.region, (*self.parts, number)))

    def _told_anew(self, text: str) -> "Address | None":
        """The address that a person has typed whole where only a part of it was asked.

        Only in the same region: "Astana street 15" is a house in Almaty, and no other city.
        """
        try:
            told = Address.parse(text)
        except Refusal:
            return None
        return told if told.gap is None and told.region == self.region else None

    @property
    def written(self) -> str:
        """The parts as the person wrote them."""
        return ", ".join(self.parts)

    @property
    def line(self) -> str:
        """The whole address as the certificate prints it: region in Kazakh and Russian, then the parts."""
        region = BY_CODE[self.region] if self.region else None
        head = (f"{region.kk} / {region.ru}",) if region else ()
        return ", ".join((*head, *self.parts))

    @property
    def place_name(self) -> str:
        """One name for the ways in which the same place is written: by it people at one address are counted.

        Case, punctuation, the order of the words and those for "street" or "flat" make no difference; a name that is
        spelt or transliterated in another way does. So house 10, flat 25 is not told from house 25, flat 10: a count
        too high for two such homes is less harm than a limit that a comma lifts.
        """
        stems = BY_CODE[self.region].stems if self.region else ()  # the region is in the name by its code already
        written = _words(self.written)
        for stem in stems:
            written = re.sub(rf"\b{stem}\w*", " ", written)
        return " ".join((self.region or "", *sorted(word for word in written.split() if word not in _FILLERS)))

    def __repr__(self) -> str:
        return f"Address(region={self.region})"


def _is_visible(character: str) -> bool:
    """Pasted text carries marks of direction and joiners that nobody sees and the certificate does not take."""
    return character == "\n" or unicodedata.category(character)[0] != "C"


def _checked(address: Address) -> Address:
    _check_length(address.line)
    return address


def _check_length(text: str) -> None:
    if len(text) > LONGEST_ADDRESS:
        raise Refusal(RefusalCode.ADDRESS_LONG, most=LONGEST_ADDRESS)


def _words(text: str) -> str:
    return " " + re.sub(r"[\W_]+", " ", text.casefold()).strip() + " "


def _region_named(part: str) -> Region | None:
    words = _words(part)
    found = [(len(stem), region) for region in REGIONS for stem in region.stems if f" {stem}" in words]
    return max(found, key=lambda hit: hit[0])[1] if found else None


def _region_of_town(parts: tuple[str, ...]) -> Region | None:
    everything = "".join(_words(part) for part in parts)
    return next((region for region in REGIONS for town in region.towns if f" {town} " in everything), None)


def _find_region(parts: tuple[str, ...]) -> tuple[Region | None, str | None]:
    """The region, and the part that says nothing but its name; a street called Astana does not move a house there."""
    for part in parts:
        if (region := _region_named(part)) and _is_bare(part):
            return region, part
    if town := _region_of_town(parts):
        return town, None
    return next((region for part in parts if (region := _region_named(part))), None), None


def _is_bare(part: str) -> bool:
    return len(re.findall(r"[^\W\d_]+", part)) <= 3 and not re.search(r"[0-9]", part)

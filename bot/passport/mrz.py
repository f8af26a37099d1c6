"""Lines of a machine-readable zone -> a Reading that says how each field is known (ICAO Doc 9303, parts 3 to 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.passport.alphabet import FILLER, check_digit
from bot.passport.dates import birth_date, contradicts, expiry_date, is_believable
from bot.passport.doubt import Doubt
from bot.passport.evidence import NAME_MARGIN, SEX_MARGIN, STATE_MARGIN, Evidence
from bot.passport.layouts import Part, Span
from bot.passport.making import make_zone
from bot.passport.mending import Laid, ZoneCode, ZoneError, mend
from bot.passport.names import SEPARATOR, Names, read_names
from bot.passport.numbers import Number, read_number
from bot.passport.reading import Field, Known, Reading, Sex
from bot.passport.states import is_known

__all__ = ["ZoneCode", "ZoneError", "make_zone", "parse_zone"]

_SEXES: Final = {"M": Sex.MALE, "F": Sex.FEMALE, FILLER: Sex.UNSPECIFIED}
_COVERED_BY_ALL: Final = (Field.NUMBER, Field.BIRTH_DATE, Field.EXPIRY_DATE)
"""The fields that the composite digit covers too."""


def parse_zone(lines: Sequence[str], *, today: date, doubts: Sequence[Sequence[Doubt]] | None = None) -> Reading:
    """Read the lines of a zone.

    Args:
        lines: two of TD3 or TD2, or three of TD1, as read or typed.
        today: decides the century of dates.
        doubts: a reader's evidence, one Doubt for each character of `lines`; without it the text is taken as it is.

    Raises:
        ZoneError: they are no zone of a travel document.
        ValueError: not one doubt for each character.
    """
    if doubts is not None and [len(line) for line in lines] != [len(row) for row in doubts]:
        raise ValueError("one doubt for each character")
    zone = mend(lines)
    if doubts is not None and [len(line) for line in lines] != [zone.grid.length] * zone.grid.lines:
        raise ZoneError(ZoneCode.LENGTH)  # what shifted has lost its doubts
    return _Parse(zone, Evidence(zone, doubts), today).reading()


@dataclass(frozen=True, slots=True)
class _Parse:
    """One zone being read."""

    zone: Laid
    evidence: Evidence
    today: date

    def reading(self) -> Reading:
        """All of it.

        Raises:
            ZoneError: NOTHING_AGREES.
        """
        names, number = read_names(self.text(Part.NAMES)), read_number(self.zone.grid, self.zone.lines)
        if not (number.agrees or self.agrees(Part.BIRTH_DIGIT) or self.agrees(Part.EXPIRY_DIGIT)):
            raise ZoneError(ZoneCode.NOTHING_AGREES)
        birth = birth_date(self.text(Part.BIRTH_DATE), self.today)
        expiry = expiry_date(self.text(Part.EXPIRY_DATE), self.today)
        return Reading(
            layout=self.zone.grid.layout,
            lines=self.zone.lines,
            document_code=self.text(Part.DOCUMENT_CODE).rstrip(FILLER),
            issuer=self.text(Part.ISSUER).rstrip(FILLER),
            surname=names.surname,
            given_names=names.given_names,
            number=number.text,
            nationality=self.text(Part.NATIONALITY).rstrip(FILLER),
            birth_date=birth,
            sex=_SEXES.get(self.text(Part.SEX)),
            expiry_date=expiry,
            optional=(number.optional.text(self.zone.lines) + self.text(Part.OPTIONAL_2)).rstrip(FILLER),
            known=self.known(names, number, birth, expiry),
        )

    def known(self, names: Names, number: Number, birth: date | None, expiry: date | None) -> dict[Field, Known]:
        """How each field is known."""
        known = self.known_names(names) | {
            Field.NUMBER: self.known_number(number),
            Field.NATIONALITY: self.known_nationality(),
            Field.BIRTH_DATE: self.known_date(Part.BIRTH_DATE, Part.BIRTH_DIGIT, is_sound=birth is not None),
            Field.SEX: self.known_sex(),
            Field.EXPIRY_DATE: self.known_date(
                Part.EXPIRY_DATE,
                Part.EXPIRY_DIGIT,
                is_sound=expiry is not None and is_believable(expiry, self.today),
            ),
        }
        if contradicts(birth, expiry):
            known |= dict.fromkeys((Field.BIRTH_DATE, Field.EXPIRY_DATE), Known.CHECK)
        if not self.agrees(Part.COMPOSITE_DIGIT) and not self.is_broken(number):
            known |= dict.fromkeys(_COVERED_BY_ALL, Known.CHECK)
        return known

    def known_names(self, names: Names) -> dict[Field, Known]:
        """Cut, disorderly or doubtful names have to be looked at (9303-4, 4.2.3, note)."""
        field = self.span(Part.NAMES)
        split = field.start + names.split
        primary = Span(field.line, field.start, min(split + len(SEPARATOR), field.stop))
        secondary = field if split == field.stop else Span(field.line, split, field.stop)
        whole = names.is_orderly and not names.is_cut
        return {
            name: self.evidence.by_eye([span], NAME_MARGIN) if whole else Known.CHECK
            for name, span in ((Field.SURNAME, primary), (Field.GIVEN_NAMES, secondary))
        }

    def known_number(self, number: Number) -> Known:
        """By its check digit, which is blind to twins; a reader's doubts tell whether a 0 or a filler stands there."""
        agrees = number.agrees and number.is_whole and not (number.is_ambiguous and self.evidence.doubts is None)
        return self.evidence.by_digit(number.spans, agrees=agrees, plain=Known.CONFIDENT)

    def known_date(self, part: Part, digit: Part, *, is_sound: bool) -> Known:
        """By its check digit, if it is a day that can be believed."""
        spans = [self.span(part), self.span(digit)]
        return self.evidence.by_digit(spans, agrees=is_sound and self.agrees(digit), plain=Known.PROVEN)

    def known_nationality(self) -> Known:
        """A code of the list. Where it is not the issuer's, plain text is not enough.

        Both differ on papers for refugees and aliens and on permits of residence, but far more often when one of the
        two is misread, and nothing else covers either.
        """
        written = self.text(Part.NATIONALITY)
        if not is_known(written) or (self.evidence.doubts is None and written != self.text(Part.ISSUER)):
            return Known.CHECK
        return self.evidence.by_eye([self.span(Part.NATIONALITY)], STATE_MARGIN)

    def known_sex(self) -> Known:
        """One of three characters."""
        if self.text(Part.SEX) not in _SEXES:
            return Known.CHECK
        return self.evidence.by_eye([self.span(Part.SEX)], SEX_MARGIN)

    def is_broken(self, number: Number) -> bool:
        """Whether the own check digit of number or dates disagrees: that of the composite then says nothing new.

        The same wrong character breaks both. Else it cannot be told from two wrong ones in the number or a date that
        happen to cancel out in its own digit, and a person has to look at all three.
        """
        return not (number.agrees and self.agrees(Part.BIRTH_DIGIT) and self.agrees(Part.EXPIRY_DIGIT))

    def agrees(self, digit: Part) -> bool:
        """Whether a check digit does; that of empty optional data may be a filler (9303-4, 4.2.2.2)."""
        check = next(check for check in self.zone.grid.digits if check.digit is digit)
        covered, written = check.covered(self.zone.lines), self.text(digit)
        if digit is Part.OPTIONAL_DIGIT and written == FILLER:
            return not covered.strip(FILLER)
        return written == check_digit(covered)

    def text(self, part: Part) -> str:
        """What a part holds."""
        return self.zone.grid.text(part, self.zone.lines)

    def span(self, part: Part) -> Span:
        """Where it stands."""
        return self.zone.grid.parts[part]

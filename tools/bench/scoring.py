"""Is a reading right, and did the reader stand by what is wrong in it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.passport.reading import Field, Reading, Unread
from tools.passports.photos.truth import birth_date, expiry_date

GRAVE = frozenset({Field.NUMBER, Field.BIRTH_DATE, Field.EXPIRY_DATE})  # check digits cover these: never wrong


class Verdict(StrEnum):
    """What became of one photo."""

    RIGHT = "right"  # all seven fields, and the reader stands by all
    RIGHT_UNSURE = "right_unsure"  # all seven, some marked to be looked at
    WRONG_MARKED = "wrong_marked"  # each wrong field is marked
    WRONG_STOOD_BY = "wrong_stood_by"  # a wrong field that nobody would look at
    NONE = "none"  # no reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """`wrong` and `stood_by` (those of the wrong ones that are not marked), in the order of the page."""

    verdict: Verdict
    wrong: tuple[Field, ...] = ()
    stood_by: tuple[Field, ...] = ()

    @property
    def is_all_right(self) -> bool:
        """All seven fields, whether or not the reader was sure."""
        return self.verdict in {Verdict.RIGHT, Verdict.RIGHT_UNSURE}

    @property
    def is_grave(self) -> bool:
        """A wrong number or date that the reader stood by."""
        return not GRAVE.isdisjoint(self.stood_by)


def score(answer: Reading | Unread | None, row: Mapping[str, str]) -> Score:
    """Compare with a row of `truth.csv`. A reading with neither number nor surname is none."""
    if not isinstance(answer, Reading) or not (answer.number or answer.surname):
        return Score(verdict=Verdict.NONE)
    read, true = read_fields(answer), true_fields(row)
    wrong = tuple(field for field in Field if read[field] != true[field])
    stood_by = tuple(field for field in wrong if field not in answer.unsure)
    if stood_by:
        verdict = Verdict.WRONG_STOOD_BY
    elif wrong:
        verdict = Verdict.WRONG_MARKED
    else:
        verdict = Verdict.RIGHT if answer.valid else Verdict.RIGHT_UNSURE
    return Score(verdict=verdict, wrong=wrong, stood_by=stood_by)


def true_fields(row: Mapping[str, str]) -> dict[Field, str]:
    """The seven fields of a row, as they are compared."""
    dates = {Field.BIRTH_DATE: birth_date(row).isoformat(), Field.EXPIRY_DATE: expiry_date(row).isoformat()}
    return {field: _plain(field, dates.get(field, row[field])) for field in Field}


def read_fields(reading: Reading) -> dict[Field, str]:
    """The seven fields of a reading, as they are compared; dates whole, with their century."""
    # what is absent is written as nothing: it equals no true field but an empty name
    return {field: _plain(field, str(getattr(reading, field) or "")) for field in Field}


def _plain(field: Field, text: str) -> str:
    """Case, fillers and spare spaces say nothing; in numbers and codes no space does."""
    words = text.upper().replace("<", " ").split()
    return ("" if field in {Field.NUMBER, Field.NATIONALITY} else " ").join(words)

"""What stands in `truth.csv`: one row a photo, the fields as the zone holds them and what was done to the picture."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from bot.passport.reading import Layout
from tools.passports.photos.people import DRAWN_ON, VALID_FOR, Person
from tools.passports.photos.zone import FILLER, names_in_zone

FILE = "truth.csv"
FIELDS = (
    *("file", "kind", "issuer", "surname", "given_names", "number", "nationality"),
    *("birth_date", "sex", "expiry_date", "optional", "line1", "line2", "line3"),
)
FACTS = (
    *("layout", "booklet", "backdrop", "turn", "spin", "tilt_x", "tilt_y", "bend_mm", "finger", "shadow"),
    *("glare", "glare_on_zone", "blur", "motion", "dim", "noise", "quality", "pitch_px", "weight"),
)
Row = dict[str, float | str]


def truth_row(name: str, person: Person, layout: Layout, lines: list[str], facts: Mapping[str, float | str]) -> Row:
    """Dates as in the zone, YYMMDD; `birth_date` and `expiry_date` below know the century."""
    surname, given = names_in_zone(lines, layout)
    return {
        **facts,
        "file": name,
        "kind": layout.value,
        "issuer": person.nation.code,
        "surname": surname,
        "given_names": given,
        "number": person.number,
        "nationality": person.nation.code,
        "birth_date": f"{person.born:%y%m%d}",
        "sex": person.sex.replace(FILLER, "X"),
        "expiry_date": f"{person.expiry:%y%m%d}",
        "optional": person.optional.strip(FILLER),
        **{f"line{place}": line for place, line in enumerate(lines, start=1)},
    }


def write_truth(folder: Path, rows: Iterable[Row]) -> None:
    """Write the file of a set; a fact that a photo lacks stays empty."""
    with (folder / FILE).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, (*FIELDS, *FACTS), restval="")
        writer.writeheader()
        writer.writerows(rows)


def read_truth(folder: Path) -> list[dict[str, str]]:
    """The rows of a set."""
    with (folder / FILE).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def birth_date(row: Mapping[str, str]) -> date:
    """With its century: nobody is born after the day for which people are made."""
    return _latest(row["birth_date"], DRAWN_ON)


def expiry_date(row: Mapping[str, str]) -> date:
    """With its century: no document is valid for longer than the longest."""
    return _latest(row["expiry_date"], DRAWN_ON + timedelta(days=VALID_FOR))


def _latest(text: str, latest: date) -> date:
    """The last day written as YYMMDD that is not after `latest`."""
    year, month, day = (int(text[place : place + 2]) for place in (0, 2, 4))
    this_century = date(2000 + year, month, day)
    return this_century if this_century <= latest else date(1900 + year, month, day)

"""A whole set of photos: each follows from seed, profile and its place in the set alone, whatever the others are."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from bot.passport.reading import Layout
from tools.passports.photos.camera import take_photo
from tools.passports.photos.page import print_page
from tools.passports.photos.people import draw_person
from tools.passports.photos.printing import DEBIAN_PACKAGES, missing_fonts
from tools.passports.photos.profiles import MIXES, Profile
from tools.passports.photos.truth import FILE, Row, truth_row, write_truth
from tools.passports.photos.zone import zone_lines

TELEGRAM_SIDE = 1280  # Telegram makes the longer side of a photo so many pixels


class FontsMissingError(Exception):
    """The zone's font or the page's is not installed; says which package has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoSet:
    """What is asked for."""

    seed: int
    count: int
    profile: Profile = Profile.PUBLIC
    layouts: Sequence[Layout] = (Layout.TD3,)  # in turn
    long_side: int = TELEGRAM_SIDE


def make_photo(photos: PhotoSet, place: int) -> tuple[bytes, Row]:
    """One photo's file and its row of truth."""
    # test photos have to be the same every time, so chance is a seeded one
    chance = Random(f"{photos.seed}/{photos.profile}/{place}")  # noqa: S311
    layout = photos.layouts[place % len(photos.layouts)]
    person = draw_person(chance)
    lines = zone_lines(person, layout)
    page = print_page(chance, person, layout, lines)
    photo, facts = take_photo(chance, page, layout, MIXES[photos.profile], photos.long_side)
    return photo.jpeg(), truth_row(f"{place:04d}.jpg", person, layout, lines, facts)


def make_set(photos: PhotoSet, folder: Path, *, processes: int = 1, tell: Callable[[int], None] | None = None) -> None:
    """Write all photos and `truth.csv`, the latter last: a folder that has it is whole. `tell` hears of each photo.

    Raises FontsMissingError.
    """
    if missing := missing_fonts():
        raise FontsMissingError(f"no {', '.join(map(str, missing))} (Debian: {DEBIAN_PACKAGES})")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).unlink(missing_ok=True)
    rows = []
    with ProcessPoolExecutor(processes) if processes > 1 else nullcontext() as pool:
        work = map if pool is None else pool.map
        for row in work(partial(_write_photo, photos, folder), range(photos.count)):
            rows.append(row)
            if tell:
                tell(len(rows))
    write_truth(folder, rows)


def _write_photo(photos: PhotoSet, folder: Path, place: int) -> Row:
    picture, row = make_photo(photos, place)
    (folder / str(row["file"])).write_bytes(picture)
    return row

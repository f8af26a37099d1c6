"""A person's photo of a printed page: the page on a table, framed, spoilt and developed."""

from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from bot.passport.reading import Layout
from tools.passports.photos.developing import Photo, develop
from tools.passports.photos.geometry import Points, bend, box, perspective, project
from tools.passports.photos.page import PITCH_MM, Page, under_upper_page
from tools.passports.photos.printing import PX
from tools.passports.photos.profiles import Mix
from tools.passports.photos.spoiling import Shot, spoil
from tools.passports.photos.surfaces import lay_table

PORTRAIT, LANDSCAPE = (1440, 1920), (1920, 1440)  # the phone's picture
WIDE_PORTRAIT, WIDE_LANDSCAPE = (0.70, 0.95), (0.55, 0.90)  # of the page, in the frame's width
FAR_PORTRAIT, FAR_LANDSCAPE = (0.58, 0.72), (0.42, 0.55)
FILLED_HEIGHT, OFF_CENTRE = 0.97, 0.8  # at most, of the frame
OPEN_BOOKLETS, HELD_UPRIGHT, HELD_LEVEL = 0.35, 0.45, 0.25  # shares of photos
BEND_MM = 0.9
_Facts = dict[str, float | str]


@dataclass(frozen=True, slots=True)
class _View:
    """The frame, and where the corners of page and zone come to lie in it."""

    frame: tuple[int, int]
    page: Points
    zone: Points


def take_photo(chance: Random, page: Page, layout: Layout, mix: Mix, long_side: int) -> tuple[Photo, _Facts]:
    """The photo, and what was done to it, so that results can be split by cause."""
    grain = np.random.default_rng(chance.getrandbits(32))
    facts: _Facts = {"weight": page.weight}
    open_page = _open(chance, _bent(chance, page, mix, facts), layout, facts)
    view = _frame(chance, open_page, mix, facts)
    table, facts["backdrop"] = lay_table(chance, grain, view.frame)
    _lay(open_page.picture, view, table)
    light = np.asarray(table, np.float32) / 255
    shot = Shot(chance=chance, grain=grain, mix=mix, light=light, page=view.page, zone=view.zone, facts=facts)
    spoil(shot)
    photo = develop(shot, long_side)
    length = np.linalg.norm(view.zone[1] - view.zone[0]) * (long_side / max(view.frame))
    facts["pitch_px"] = round(float(length / ((page.zone[2] - page.zone[0]) / (PITCH_MM * PX))), 1)
    return photo, facts


def _bent(chance: Random, page: Page, mix: Mix, facts: _Facts) -> Page:
    if chance.random() >= mix.bent:
        return page
    millimetres = round(chance.uniform(-BEND_MM, BEND_MM) * mix.bend, 2)
    facts["bend_mm"] = millimetres
    return Page(bend(page.picture, millimetres), page.zone, page.weight)


def _open(chance: Random, page: Page, layout: Layout, facts: _Facts) -> Page:
    """A passport may lie there open, the page above the data page seen too."""
    is_open = layout is Layout.TD3 and chance.random() < OPEN_BOOKLETS
    facts["booklet"] = int(is_open)
    if not is_open:
        return page
    left, top, right, bottom = page.zone
    lower = page.picture.height
    return Page(under_upper_page(chance, page.picture), (left, top + lower, right, bottom + lower), page.weight)


def _frame(chance: Random, page: Page, mix: Mix, facts: _Facts) -> _View:
    """How the phone is held over the page."""
    portrait = bool(facts["booklet"]) or chance.random() < HELD_UPRIGHT
    share = WIDE_PORTRAIT if portrait else WIDE_LANDSCAPE
    if mix.far_away and chance.random() < mix.far_away:
        share = FAR_PORTRAIT if portrait else FAR_LANDSCAPE
    facts["layout"] = "portrait" if portrait else "landscape"
    tilt = (chance.uniform(-mix.tilt, mix.tilt), chance.uniform(-mix.tilt, mix.tilt))
    if chance.random() < HELD_LEVEL:
        tilt = (0, 0)
    spin = chance.gauss(0, mix.spin)
    facts |= {"tilt_x": round(tilt[0], 1), "tilt_y": round(tilt[1], 1), "spin": round(spin, 1)}
    corners = project(box(0, 0, *page.picture.size), page.picture.size, tilt, spin)
    zone = project(box(*page.zone), page.picture.size, tilt, spin)
    return _placed(chance, PORTRAIT if portrait else LANDSCAPE, share, corners, zone)


def _placed(chance: Random, frame: tuple[int, int], share: tuple[float, float], corners: Points, zone: Points) -> _View:
    """The page as large in the frame as the share says, somewhere about its middle."""
    width, height = frame
    span = corners.max(0) - corners.min(0)
    scale = min(chance.uniform(*share) * width / span[0], FILLED_HEIGHT * height / span[1])
    corners, zone = corners * scale, zone * scale
    shift = np.array([width / 2, height / 2]) - (corners.max(0) + corners.min(0)) / 2
    free = (np.array(frame) - (corners.max(0) - corners.min(0))) / 2
    shift += np.array([chance.uniform(-OFF_CENTRE, OFF_CENTRE) * max(0, side) for side in free])
    return _View(frame, corners + shift, zone + shift)


def _lay(page: Image.Image, view: _View, table: Image.Image) -> None:
    """The page and its soft shadow on the table."""
    table.paste((15, 15, 15), mask=_shape(view.page + 8, view.frame, 150).filter(ImageFilter.GaussianBlur(14)))
    coefficients = perspective(box(0, 0, *page.size), view.page).tolist()
    seen = page.transform(view.frame, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC)
    width, height = view.frame
    smooth_edged = _shape(view.page * 2, (2 * width, 2 * height), 255).resize(view.frame, Image.Resampling.BOX)
    table.paste(seen, mask=smooth_edged)


def _shape(corners: Points, size: tuple[int, int], strength: int) -> Image.Image:
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon([tuple(corner) for corner in corners], fill=strength)
    return mask

"""The picture of a person's days: it fits a phone, nothing covers anything, and colour is never the only sign."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import pairwise

import pytest
from PIL import Image

from bot.timeline.drawing import draw_timeline
from bot.timeline.layout import BOTTOM, HEIGHT, LABEL_SIZE, MONTH_WIDTH, WIDTH, axis_of, labels_of, months_named
from bot.timeline.scene import Kind, Mark, Scene, Sign, Stretch

TODAY = date(2026, 11, 22)
MONTHS = ("қаң.", "ақп.", "нау.", "сәу.", "мам.", "мау.", "шіл.", "там.", "қыр.", "қаз.", "қар.", "жел.")
LONG = "2026 жылғы 12 қарашадан бастап осындасыз: он бір күн, ал заңды болудың соңғы күні әлі алда"
TOP = 130


def scene_with(words: str = "Here", *, stretches: int = 5, first: date = date(2026, 5, 17)) -> Scene:
    kinds = list(Kind)
    return Scene(
        heading="Қазақстандағы күндерім",
        line=words,
        months=MONTHS,
        first=first,
        last=date(2027, 5, 20),
        stretches=tuple(
            Stretch(kinds[turn % 5], day, day + timedelta(days=turn * 3 % 40), words)
            for turn in range(stretches)
            for day in [date(2026, 6, 1) + timedelta(days=17 * turn)]
        ),
        marks=tuple(Mark(sign, TODAY + timedelta(days=20 * turn), words) for turn, sign in enumerate(Sign)),
    )


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_the_picture_is_one_that_no_phone_shrinks() -> None:
    """A PNG of 900 by 1280 pixels, dark on light, small enough to be sent at once."""
    png = draw_timeline(scene_with(LONG))
    page = opened(png)

    assert page.size == (WIDTH, HEIGHT) == (900, 1280)
    assert page.getpixel((2, 2)) == (255, 255, 255)
    assert len(png) < 300_000


@pytest.mark.parametrize(("words", "stretches"), [("Here", 5), (LONG, 5), (LONG, 12), (LONG * 4, 14)])
def test_no_words_cover_others_or_leave_the_page(words: str, stretches: int) -> None:
    """However long and however many the labels are, each has its own place in the order of time."""
    scene = scene_with(words, stretches=stretches)
    labels = labels_of(scene, axis_of(scene, TOP))
    edges = [edge for label in labels for edge in (label.top, label.top + label.text.height)]

    assert edges == sorted(edges)
    assert edges[0] >= TOP
    assert edges[-1] <= BOTTOM
    assert [label.anchor for label in labels] == sorted(label.anchor for label in labels)
    assert labels


def test_the_usual_labels_are_read_on_a_phone() -> None:
    """With the labels that a person usually has, letters stay twelve pixels high where the picture is 390 wide."""
    scene = scene_with(LONG)
    sizes = {label.text.size for label in labels_of(scene, axis_of(scene, TOP))}

    assert sizes == {LABEL_SIZE}
    assert LABEL_SIZE * 390 / WIDTH >= 12


def test_without_colour_every_kind_of_day_still_looks_different() -> None:
    """In grey, no two kinds of stretch and no two signs have the same pixels."""
    looks = set()
    for kind in Kind:
        one = Scene(
            heading="", line="", months=MONTHS, first=date(2026, 5, 1), last=date(2026, 12, 31),
            stretches=(Stretch(kind, date(2026, 7, 1), date(2026, 9, 30)),), marks=(),
        )  # fmt: skip
        looks.add(opened(draw_timeline(one)).convert("L").point(lambda grey: 255 * (grey > 200)).tobytes())
    for sign in Sign:
        one = Scene(
            heading="", line="", months=MONTHS, first=date(2026, 5, 1), last=date(2026, 12, 31),
            stretches=(), marks=(Mark(sign, TODAY, ""),),
        )  # fmt: skip
        looks.add(opened(draw_timeline(one)).convert("L").point(lambda grey: 255 * (grey > 200)).tobytes())

    assert len(looks) == len(Kind) + len(Sign)


@pytest.mark.parametrize("years", [0, 2, 12])
def test_a_long_span_names_fewer_months(years: int) -> None:
    """Month names never run into one another, for one year or a dozen."""
    scene = scene_with(first=date(2026 - years, 5, 17))
    axis = axis_of(scene, TOP)
    heights = [axis.at(month) for month in axis.months()]

    assert min(after - before for before, after in pairwise(heights)) >= 38
    draw_timeline(scene)


@pytest.mark.parametrize("first", [date(2025, month, 17) for month in range(1, 13)])
def test_names_of_months_leave_room_for_the_year(first: date) -> None:
    """A window of a year: a name in two lines is never written over by the next, and each year is named once."""
    axis = axis_of(scene_with(first=first), TOP)
    named = months_named(axis, MONTHS)
    words = " ".join(line for _, said in named for line in said.lines)

    assert all(top + said.height <= after for (top, said), (after, _) in pairwise(named))
    assert named[-1][0] + named[-1][1].height <= HEIGHT
    assert [words.count(str(year)) for year in (2025, 2026, 2027)] == [1, 1, 1]
    assert len(named) >= 8
    assert MONTH_WIDTH < 100


def test_a_day_is_never_drawn_outside_or_too_small_to_see() -> None:
    """A stay that began before the picture is cut at its edge, and one day keeps some pixels."""
    axis = axis_of(scene_with(), TOP)

    assert axis.at(date(2015, 1, 1)) == TOP
    assert axis.at(date(2030, 1, 1)) == BOTTOM
    for day in (date(2015, 1, 1), TODAY, date(2027, 5, 31), date(2030, 1, 1)):
        top, bottom = axis.span(day, day)
        assert bottom - top >= 3
        assert TOP <= top < bottom <= BOTTOM + 5


def test_drawing_is_repeatable_and_safe_in_threads() -> None:
    """Eight pictures drawn by four threads are byte for byte the one drawn alone."""
    alone = draw_timeline(scene_with(LONG))

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda _: draw_timeline(scene_with(LONG)), range(8)))

    assert together == [alone] * 8

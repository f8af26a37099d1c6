"""Where things stand on the picture: time runs down, words stand to the right of it, none over another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.fonts.lettering import Face, Fitted, fit
from bot.timeline.scene import Kind, Mark, Scene, Stretch

WIDTH: Final = 900
HEIGHT: Final = 1280
MARGIN: Final = 36
BOTTOM: Final = HEIGHT - 30
HEADING_SIZE, LINE_SIZE, LABEL_SIZE, SMALLEST_LABEL, MONTH_SIZE = 40, 29, 28, 17, 26
STAY, FREE, WINDOW = (150, 206), (222, 250), (266, 284)  # left and right edges of the three columns
LEADER: Final = 346  # where the line from a label to its day ends
LABELS: Final = (358, WIDTH - MARGIN)
GAP: Final = 14
LEAST_LENGTH: Final = 5  # a trip of one day is still seen
LEAST_MONTH: Final = 40
MONTH_WIDTH: Final = 90  # the arrow of today begins to the right of it
STEPS: Final = (1, 2, 3, 6, 12)
ALL: Final = 10_000  # no limit of height

COLUMNS: Final = {
    Kind.EARLIER: STAY,
    Kind.PRESENT: STAY,
    Kind.ALLOWED: STAY,
    Kind.FREE: FREE,
    Kind.WINDOW: WINDOW,
}


@dataclass(frozen=True, slots=True)
class Label:
    """Words, the height of what they speak of, and where their block begins."""

    owner: Stretch | Mark
    anchor: int
    text: Fitted
    top: int

    @property
    def middle(self) -> int:
        """Where the line to the day begins."""
        return self.top + self.text.height // 2


@dataclass(frozen=True, slots=True)
class Axis:
    """Days as heights."""

    first: date
    last: date
    top: int

    def at(self, day: date) -> int:
        """The height at which a day begins; what lies outside is drawn at the edge."""
        share = (day - self.first) / (self.last + timedelta(days=1) - self.first)
        return round(self.top + (BOTTOM - self.top) * min(1.0, max(0.0, share)))

    def span(self, first: date, last: date) -> tuple[int, int]:
        """From where to where these days reach."""
        top, bottom = self.at(first), self.at(last + timedelta(days=1))
        return min(top, BOTTOM - LEAST_LENGTH), max(bottom, top + LEAST_LENGTH)

    def months(self) -> Iterator[date]:
        """The first days of the months to be named: all, or as many as there is room for."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = next((step for step in STEPS if (BOTTOM - self.top) / count * step >= LEAST_MONTH), STEPS[-1])
        for month in range(self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month):
            if month % step == 0:
                yield date(month // 12, month % 12 + 1, 1)


def axis_of(scene: Scene, top: int) -> Axis:
    """Whole months, from the first day's to the last one's."""
    following = (scene.last.replace(day=1) + timedelta(days=32)).replace(day=1)
    return Axis(scene.first.replace(day=1), following - timedelta(days=1), top)


def months_named(axis: Axis, names: Sequence[str]) -> list[tuple[int, Fitted]]:
    """Names of months, each with its top; the year is with its first one, and what would cover another is left out."""
    named: list[tuple[int, Fitted]] = []
    free, shown = axis.top, 0
    for month in axis.months():
        name, top = names[month.month - 1], axis.at(month) + 2
        said = f"{name} {month.year}" if month.year != shown else name
        fitted = fit(said, Face.SANS, MONTH_SIZE, (MONTH_WIDTH, MONTH_SIZE * 3))
        if free <= top and top + fitted.height <= HEIGHT:
            named.append((top, fitted))
            free, shown = top + fitted.height, month.year
    return named


def labels_of(scene: Scene, axis: Axis) -> list[Label]:
    """All words, as large as they go beside one another; where even the smallest do not, the last ones are left out."""
    things: tuple[Stretch | Mark, ...] = (*scene.marks, *scene.stretches)
    named = [thing for thing in things if thing.words]
    for size in range(LABEL_SIZE, SMALLEST_LABEL - 1, -1):
        if _height(fitted := _fitted(named, size)) <= BOTTOM - axis.top:
            break
    while _height(fitted) > BOTTOM - axis.top:
        fitted.pop()
    wanted = sorted(((_anchor(axis, thing), index) for index, (thing, _) in enumerate(fitted)), key=lambda at: at[0])
    tops = _apart([(anchor, fitted[index][1].height) for anchor, index in wanted], axis.top, BOTTOM)
    return [Label(*_pair(fitted[index], anchor), top) for (anchor, index), top in zip(wanted, tops, strict=True)]


def _pair(fitted: tuple[Stretch | Mark, Fitted], anchor: int) -> tuple[Stretch | Mark, int, Fitted]:
    return fitted[0], anchor, fitted[1]


def _fitted(named: Sequence[Stretch | Mark], size: int) -> list[tuple[Stretch | Mark, Fitted]]:
    return [(thing, fit(thing.words, Face.SANS, size, (LABELS[1] - LABELS[0], ALL))) for thing in named]


def _height(fitted: Sequence[tuple[Stretch | Mark, Fitted]]) -> int:
    return sum(text.height + GAP for _, text in fitted)


def _anchor(axis: Axis, thing: Stretch | Mark) -> int:
    """The middle of a stretch, the beginning of what comes free, the middle of a day."""
    if isinstance(thing, Mark):
        return sum(axis.span(thing.day, thing.day)) // 2
    top, bottom = axis.span(thing.first, thing.last)
    return top + LEAST_LENGTH if thing.kind is Kind.FREE else (top + bottom) // 2


def _apart(wanted: Sequence[tuple[int, int]], top: int, bottom: int) -> list[int]:
    """Tops of blocks as near to their wanted middles as order and room allow: pushed down first, then back up."""
    tops: list[int] = []
    free = top
    for middle, height in wanted:
        tops.append(max(free, middle - height // 2))
        free = tops[-1] + height + GAP
    floor = bottom
    for index in range(len(tops) - 1, -1, -1):
        tops[index] = min(tops[index], floor - wanted[index][1])
        floor = tops[index] - GAP
    return tops

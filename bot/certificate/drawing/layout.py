"""Where things stand on the page. Measures are in units of the screen page, 905 by 1280, and scaled for print."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.certificate.form import ROWS, Field

MARGIN: Final = 60
TABLE_TOP: Final = 206
FOOT_HEIGHT: Final = 106
PADDING: Final = 12
LABEL_SIZE: Final = 14.5
VALUE_SIZE: Final = 22.5
GAP: Final = 14
CHECK_HEIGHT: Final = 126  # from the heading beside the code to its first value
VALUE_STEP: Final = 55
HAIRLINE: Final = 1.2

# A row's share of the table's height: names may take two lines, the address four.
_SHARES: Final = (54, 112, 92, 174, 54, 112)
# Where the right-hand cell of a two-field row begins, as a share of the table's width.
_SPLITS: Final = (1.0, 1.0, 0.36, 0.665, 1.0, 1.0)
_ONE_LINE: Final = 0, 4  # rows that hold their value beside the label


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Cell:
    """One field's place: where its label stands and the box its value is fitted into.

    Args:
        centred: the value stands in the middle of its box's height; otherwise nearer to the label above it.
    """

    field: Field
    outer: Box
    label: Box
    value: Box
    centred: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of one size.

    Args:
        code_box: side in pixels of the square the QR code may fill with its quiet zone.
        lower_zone: height in pixels of the zone between table and foot, where the code stands.
    """

    width: int
    height: int
    code_box: int
    lower_zone: int

    @property
    def scale(self) -> float:
        return self.width / 905

    def px(self, units: float) -> int:
        """Units of the screen page in pixels of this one, at least one."""
        return max(1, round(units * self.scale))

    @property
    def inner(self) -> int:
        """Width between the margins."""
        return self.width - 2 * self.px(MARGIN)

    @property
    def foot(self) -> Box:
        top = self.height - self.px(FOOT_HEIGHT)
        return Box(self.px(MARGIN), top, self.inner, self.height - top - self.px(16))

    @property
    def code(self) -> Box:
        """The QR code's square; its quiet zone reaches into the margin, so that modules and table align."""
        reach = self.code_box // 18
        top = self.foot.top - self.lower_zone
        return Box(self.px(MARGIN) - reach, top, self.code_box, self.code_box)

    @property
    def beside_code(self) -> Box:
        left = self.code.right + self.px(GAP)
        return Box(left, self.code.top + self.px(16), self.px(MARGIN) + self.inner - left, self.code.height)

    def beside_code_values(self) -> Iterator[Box]:
        """Places of the three values beside the code, each under its caption."""
        box = self.beside_code
        for number in range(3):
            top = box.top + self.px(CHECK_HEIGHT + VALUE_STEP * number)
            yield Box(box.left, top, box.width, self.px(30))

    @property
    def table(self) -> Box:
        top = self.px(TABLE_TOP)
        return Box(self.px(MARGIN), top, self.inner, self.code.top - self.px(6) - top)

    def cells(self) -> Iterator[Cell]:
        """The form's fields in their order, each with its place."""
        table, top = self.table, self.table.top
        for number, row in enumerate(ROWS):
            height = round(table.height * _SHARES[number] / sum(_SHARES))
            split = round(table.width * _SPLITS[number])
            boxes = Box(table.left, top, split, height), Box(table.left + split, top, table.width - split, height)
            for field, box in zip(row, boxes, strict=False):
                yield self._beside(field, box) if number in _ONE_LINE else self._below(field, box)
            top += height

    def _below(self, field: Field, box: Box) -> Cell:
        """Label on top, value under it."""
        pad, head = self.px(PADDING), self.px(LABEL_SIZE * 2.75)
        label = Box(box.left + pad, box.top + self.px(7), box.width - 2 * pad, head)
        value = Box(label.left, label.top + head, label.width, box.height - head - self.px(13))
        return Cell(field, box, label, value, centred=False)

    def _beside(self, field: Field, box: Box) -> Cell:
        """Label on the left, value on the right."""
        pad, half = self.px(PADDING), self.px(300)
        label = Box(box.left + pad, box.top + self.px(7), half - pad, box.height - self.px(10))
        value = Box(box.left + half, box.top + self.px(4), box.width - half - pad, box.height - self.px(8))
        return Cell(field, box, label, value, centred=True)


SCREEN: Final = Sheet(width=905, height=1280, code_box=408, lower_zone=412)
# A4 at 300 dpi; the code with its quiet zone within 60 mm
PRINT: Final = Sheet(width=2480, height=3508, code_box=708, lower_zone=970)
PRINT_DPI: Final = 300

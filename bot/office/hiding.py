"""Figures in which nobody is to be found: cells of fewer than five people are hidden, and so are others where a sum or
a difference would tell them.

Whoever reads knows this rule, too. So a cell is hidden well only where the same page could have been made from another
number in it; a test tries every small table.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

FEWEST = 5  # people in a cell that is shown
STEP = 5  # what stands at a moment is shown to the nearest five: the difference of two days then tells nobody either


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One table of one day. A cell of None is hidden; where `total` is None, nothing of the row is shown.

    `has_large`: some hidden cell may have five or more, and is hidden for the others' sake.
    """

    cells: Mapping[str, int | None]
    total: int | None
    has_large: bool = False

    @property
    def has_hidden(self) -> bool:
        """Whether anything of it is hidden."""
        return self.total is None or None in self.cells.values()


NOTHING = Row(cells={}, total=0)
TOO_FEW = Row(cells={}, total=None)
WITHHELD = Row(cells={}, total=None, has_large=True)


def shown(counted: Mapping[str, int]) -> Row:
    """What may be shown of these numbers of people; cells of nobody are left out."""
    cells = {key: number for key, number in counted.items() if number}
    total = sum(cells.values())
    if 0 < total < FEWEST:
        return TOO_FEW
    hidden = {key for key, number in cells.items() if number < FEWEST}
    while hidden and not _is_safe([cells[key] for key in hidden]):
        others = cells.keys() - hidden
        if not others:
            return WITHHELD
        least = min(cells[key] for key in others)
        hidden |= {key for key in others if cells[key] == least}  # which of two equal ones was taken would tell, too
    return Row(
        cells={key: None if key in hidden else number for key, number in cells.items()},
        total=total,
        has_large=any(cells[key] >= FEWEST for key in hidden),
    )


def shown_of(counted: Mapping[str, int], whole: int | None) -> Row:
    """The same for a table whose total is a cell of another one: where that cell is hidden, so is the table."""
    return shown(counted) if whole is not None else WITHHELD


def rounded(row: Row) -> Row:
    """To the nearest five, as what stands at a moment is shown."""
    cells = {key: None if number is None else _nearest(number) for key, number in row.cells.items()}
    return Row(cells=cells, total=None if row.total is None else _nearest(row.total), has_large=row.has_large)


def _is_safe(hidden: Collection[int]) -> bool:
    """Whether the sum of the hidden cells, which the total tells, leaves open what each of them is.

    One cell is its own sum; few people are a cell in themselves; and of cells that can only be 1 to 4 the least and the
    greatest sum tell each of them.
    """
    total, many = sum(hidden), len(hidden)
    if many == 1 or total < FEWEST:
        return False
    return max(hidden) >= FEWEST or many < total < (FEWEST - 1) * many


def _nearest(number: int) -> int:
    return (number + STEP // 2) // STEP * STEP

"""Draws one picture of bars: a description comes in by standard input as JSON, a PNG goes out.

A process of its own, begun for one picture: Matplotlib costs 1.2 s of processor time and 70 MB to import and draw with
(measured on the machine of this project), which a bot that draws two pictures a day need not carry.
"""

import json
import sys
from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

SIZE = (9.0, 4.5)  # inches
DPI = 110
INK = "#1f5f8b"
MOST_LABELS = 10  # under upright bars


def main() -> None:
    """One picture."""
    drawn = draw(json.load(sys.stdin))
    drawn.savefig(sys.stdout.buffer, format="png", dpi=DPI)


def draw(bars: dict[str, Any]) -> Figure:
    """Titled bars with their numbers; a bar that may not be shown is a mark at the axis."""
    figure = Figure(SIZE, layout="constrained")
    axes = figure.subplots()
    places, values = list(range(len(bars["values"]))), [value or 0 for value in bars["values"]]
    (axes.bar if bars["is_upright"] else axes.barh)(places, values, color=INK)
    for place, value in zip(places, bars["values"], strict=True):
        at = (place, value or 0) if bars["is_upright"] else (value or 0, place)
        told = bars["hidden"] if value is None else str(value)
        if value != 0:
            _letter(axes, at, told, is_upright=bars["is_upright"])
    step = -(-len(places) // MOST_LABELS) if bars["is_upright"] else 1
    name_places = axes.set_xticks if bars["is_upright"] else axes.set_yticks
    name_places(places[::step], bars["labels"][::step])
    if not bars["is_upright"]:
        axes.invert_yaxis()
    axes.set_title(bars["title"])
    axes.margins(0.08)
    axes.spines[["top", "right"]].set_visible(False)
    (axes.yaxis if bars["is_upright"] else axes.xaxis).set_major_locator(MaxNLocator(integer=True))
    return figure


def _letter(axes: Any, at: tuple[int, int], told: str, *, is_upright: bool) -> None:
    offset = (0, 2) if is_upright else (3, 0)
    align = {"ha": "center", "va": "bottom"} if is_upright else {"ha": "left", "va": "center"}
    axes.annotate(told, at, xytext=offset, textcoords="offset points", fontsize=8, **align)


if __name__ == "__main__":
    main()

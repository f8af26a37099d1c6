"""What was measured, against what was aimed at."""

import json
import os
import platform
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

LATEST = Path(".bench/latest.json")
MILLISECOND, MICROSECOND, MEGABYTE = 1e3, 1e6, 2**20
_LIBRARIES = (
    *("aiogram", "aiohttp", "sqlalchemy", "aiosqlite", "cryptography", "pillow", "numpy", "opencv-python-headless"),
    *("orjson", "qrcode", "uvloop"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number. `runs` says of how many it is the middle, or what else it is made of; `details` go into the file."""

    name: str
    value: float
    unit: str
    runs: str
    most: float | None = None
    least: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_met(self) -> bool | None:
        """Whether the aim is met; None where there is none and the figure is for information."""
        if self.most is not None:
            return self.value <= self.most
        return None if self.least is None else self.value >= self.least

    @property
    def aim(self) -> str:
        """The aim in words."""
        if self.most is not None:
            return f"at most {self.most:g}"
        return "" if self.least is None else f"at least {self.least:g}"

    @property
    def verdict(self) -> str:
        """The aim met or missed, plainly."""
        return {True: "met", False: "MISSED", None: ""}[self.is_met]


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: int) -> float:
    """The value that so many of a hundred do not exceed (nearest rank)."""
    return sorted(values)[-(-len(values) * share // 100) - 1]


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return percentile(values, 95)


def machine() -> dict[str, object]:
    """What it was measured on; how busy the machine was belongs to that."""
    return {
        "cpu": _cpu_model(),
        "cores": os.cpu_count(),
        "memory_mb": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / MEGABYTE),
        "load_before": [round(load, 2) for load in os.getloadavg()],
        "system": platform.platform(),
        "python": sys.version.split()[0],
        "libraries": {name: version(name) for name in _LIBRARIES},
    }


def _cpu_model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def write(figures: Sequence[Figure], described: Mapping[str, object], to: Path = LATEST) -> None:
    """Keep a run for comparison."""
    to.parent.mkdir(exist_ok=True)
    rows = [asdict(figure) | {"is_met": figure.is_met} for figure in figures]
    to.write_text(json.dumps({"machine": described, "figures": rows}, indent=2, ensure_ascii=False) + "\n")


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines under one another."""
    rows = [("figure", "value", "unit", "aim", "", "made of")]
    rows += [(f.name, f"{f.value:.4g}", f.unit, f.aim, f.verdict, f.runs) for f in figures]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )

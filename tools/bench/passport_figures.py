"""The figures of the passport reader: how often it was right, what it stood by, how fast it was."""

import math
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.load.figures import Figure, median, p95
from bot.passport.reading import Layout
from tools.bench.causes import Outcome
from tools.bench.scoring import Verdict
from tools.passports.photos.making import PhotoSet
from tools.passports.photos.profiles import Profile

MOST_WRONG_PERCENT, MOST_SECONDS, MOST_START_SECONDS = 0.5, 1.5, 0.7
MILLISECOND = 1e3
STARTS = 7
PHOTO = Path("tests/passport/photos/upright.jpg")


@dataclass(frozen=True, slots=True)
class Trial:
    """A set of photos, and the share of them that has to be read wholly right, in percent."""

    name: str
    photos: PhotoSet
    least: float


TRIALS = (
    Trial("public", PhotoSet(seed=20261, count=200), 98.5),
    Trial("harsh", PhotoSet(seed=424242, count=100, profile=Profile.HARSH), 88),
    Trial("cards", PhotoSet(seed=515, count=60, layouts=(Layout.TD1, Layout.TD1, Layout.TD2)), 97),
)


def set_figures(trial: Trial, outcomes: Sequence[Outcome]) -> list[Figure]:
    """How well a set was read, and how fast."""
    scores, count = [outcome.score for outcome in outcomes], len(outcomes)
    share = partial(_share, trial.name, count)
    grave = sum(each.is_grave for each in scores)
    return [
        share("all seven fields right", sum(each.is_all_right for each in scores), least=trial.least),
        share("right, and nothing marked to look at", _number(outcomes, Verdict.RIGHT)),
        share("a wrong field stood by", _number(outcomes, Verdict.WRONG_STOOD_BY), most=MOST_WRONG_PERCENT),
        share("a wrong number or date stood by", grave, most=0),
        share("wrong, each wrong field marked", _number(outcomes, Verdict.WRONG_MARKED)),
        share("no reading", _number(outcomes, Verdict.NONE)),
        _time(f"{trial.name}: wall, p95", [outcome.wall for outcome in outcomes], most=MOST_SECONDS * MILLISECOND),
        _time(f"{trial.name}: processor, p95", [outcome.processor for outcome in outcomes]),
    ]


def _number(outcomes: Sequence[Outcome], verdict: Verdict) -> int:
    return sum(outcome.score.verdict is verdict for outcome in outcomes)


def _share(
    trial: str, count: int, name: str, number: int, *, most: float | None = None, least: float | None = None
) -> Figure:
    percent, made_of = 100 * number / count, f"{number} of {count}"
    return Figure(name=f"{trial}: {name}", value=percent, unit="%", most=most, least=least, runs=made_of)


def _time(name: str, seconds: Sequence[float], *, most: float | None = None) -> Figure:
    milliseconds = [each * MILLISECOND for each in seconds]
    made_of = f"of {len(seconds)}; median {median(milliseconds):.0f}, most {max(milliseconds):.0f}"
    return Figure(name=name, value=p95(milliseconds), unit="ms", most=most, runs=made_of)


def start_figure() -> Figure:
    """`tirkeu read-passport` from the start of its process to its end, with one photo read meanwhile."""
    command = [sys.executable, "-m", "bot", "read-passport", str(PHOTO)]
    seconds = [_seconds(command) for _ in range(STARTS + 1)][1:]  # the first makes byte code
    name = "`tirkeu read-passport`, one photo, start to end"
    made_of = f"median of {STARTS}"
    return Figure(name=name, value=median(seconds), unit="s", most=MOST_START_SECONDS, runs=made_of)


def _seconds(command: Sequence[str]) -> float:
    """Infinitely long where the command did not answer with JSON."""
    began = time.perf_counter()
    ran = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - this project's own program
    return time.perf_counter() - began if ran.stdout.lstrip().startswith(b"{") else math.inf

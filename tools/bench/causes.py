"""Which photos were not read right, and what had been done to them."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.passport.reading import Field, Reading, Unread
from tools.bench.scoring import Score, read_fields, true_fields

Row = Mapping[str, str]  # of truth.csv
CAUSES: dict[str, Callable[[Row], bool]] = {
    "small print (under 13 px a character)": lambda row: float(row["pitch_px"]) < 13,
    "blur (over 1.6 px before shrinking)": lambda row: float(row["blur"]) > 1.6,
    "motion": lambda row: row["motion"] != "0",
    "glare on the zone": lambda row: row["glare_on_zone"] == "1",
    "turned by 90, 180 or 270": lambda row: row["turn"] != "0",
    "dim": lambda row: row["dim"] == "1",
    "JPEG quality under 50": lambda row: float(row["quality"]) < 50,
}
_FACTS = ("pitch_px", "blur", "motion", "glare_on_zone", "turn", "dim", "quality", "bend_mm", "shadow")
_COLUMNS = ("set", "file", "verdict", "wrong", "unsure", "unread", "wall_ms", "processor_ms", *_FACTS, "causes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One photo: what is true, what was read, how good that is, and seconds."""

    row: Row
    answer: Reading | Unread | None
    score: Score
    wall: float
    processor: float


def causes_of(row: Row) -> list[str]:
    """What may make this photo hard; several at once, or none."""
    return [cause for cause, applies in CAUSES.items() if applies(row)]


def by_cause(outcomes: Sequence[Outcome]) -> str:
    """For each cause: of how many photos that have it how many were not read right."""
    lines = []
    for cause, applies in CAUSES.items():
        among = [outcome for outcome in outcomes if applies(outcome.row)]
        missed = sum(not outcome.score.is_all_right for outcome in among)
        lines.append(f"  {cause}: {missed} of {len(among)}")
    easy = [outcome for outcome in outcomes if not causes_of(outcome.row)]
    lines.append(f"  none of these: {sum(not outcome.score.is_all_right for outcome in easy)} of {len(easy)}")
    return "\n".join(lines)


def write_details(file: Path, sets: Mapping[str, Sequence[Outcome]]) -> None:
    """One row a photo. The people of these photos are made up; what else is read goes nowhere."""
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, _COLUMNS)
        writer.writeheader()
        for name, outcomes in sets.items():
            writer.writerows({"set": name} | _details(outcome) for outcome in outcomes)


def _details(outcome: Outcome) -> dict[str, object]:
    answer = outcome.answer
    return {
        "file": outcome.row["file"],
        "verdict": outcome.score.verdict.value,
        "wrong": _wrong(outcome),
        "unsure": " ".join(answer.unsure) if isinstance(answer, Reading) else "",
        "unread": answer.value if isinstance(answer, Unread) else "",
        "wall_ms": round(outcome.wall * 1000),
        "processor_ms": round(outcome.processor * 1000),
        **{fact: outcome.row[fact] for fact in _FACTS},
        "causes": "; ".join(causes_of(outcome.row)),
    }


def _wrong(outcome: Outcome) -> str:
    if not isinstance(outcome.answer, Reading):
        return ""
    read, true = read_fields(outcome.answer), true_fields(outcome.row)
    return "; ".join(_difference(field, read[field], true[field]) for field in outcome.score.wrong)


def _difference(field: Field, read: str, true: str) -> str:
    return f"{field.value}: {read!r} for {true!r}"

"""What a check-up found, for people and for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class State(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


FIRST = 5  # offenders that are named
EXIT_CODES = {State.OK: 0, State.WARNING: 1, State.BROKEN: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; `said` is what was found, never about a person."""

    name: str
    state: State
    said: str
    offenders: int = 0
    first: tuple[str, ...] = ()


def worst(findings: Sequence[Finding]) -> State:
    """The worst of all."""
    return max((finding.state for finding in findings), key=lambda state: EXIT_CODES[state], default=State.OK)


def as_table(findings: Sequence[Finding]) -> str:
    """A line each, with the offenders below."""
    wide = max(len(finding.name) for finding in findings)
    lines = []
    for finding in findings:
        lines.append(f"{finding.state.upper():<8} {finding.name:<{wide}}  {finding.said}")
        if finding.offenders:
            more = ", …" if finding.offenders > len(finding.first) else ""
            lines.append(f"{'':<8} {'':<{wide}}  {finding.offenders}: {', '.join(finding.first)}{more}")
    return "\n".join(lines)


def as_json(findings: Sequence[Finding]) -> str:
    """The same for a program."""
    told = {"state": worst(findings), "findings": [asdict(finding) for finding in findings]}
    return json.dumps(told, ensure_ascii=False, indent=2)

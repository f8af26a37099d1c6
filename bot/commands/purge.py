"""`tirkeu purge`: let go what is past its term, or count what would go."""

import json
import sys
from collections import Counter

from bot.commands.ending import CannotError, run_to_the_end
from bot.commands.opening import database_of
from bot.commands.settings import read_settings
from bot.config import Settings
from bot.machine.clock import RealClock
from bot.office.retention import Purge
from bot.registration.retention import Kind

DONE, NOT_DONE = 0, 2
NOTHING = "Nothing is past its term."
TRIED, WENT = "Would go (nothing is changed):", "Gone:"


def purge(*, is_trial: bool, is_json: bool) -> int:
    """0: counted, or done; 2: the database cannot be opened."""
    try:
        counts = run_to_the_end(_purge(read_settings(), is_trial=is_trial))
    except CannotError as why:
        sys.stderr.write(f"{why}\n")
        return NOT_DONE
    said = _as_json(counts, is_trial=is_trial) if is_json else _as_text(counts, is_trial=is_trial)
    sys.stdout.write(f"{said}\n")
    return DONE


async def _purge(settings: Settings, *, is_trial: bool) -> Counter[Kind]:
    async with database_of(settings) as database:
        run = Purge(
            look=database.look,
            begin=database.begin,
            clock=RealClock(settings.zone),
            terms=settings.terms,
            scrub=database.scrub,
        )
        return await (run.rehearse() if is_trial else run())


def _as_text(counts: Counter[Kind], *, is_trial: bool) -> str:
    if not counts:
        return NOTHING
    rows = [f"{counts[kind]:>8}  {kind.value}" for kind in Kind if counts[kind]]
    return "\n".join([TRIED if is_trial else WENT, *rows])


def _as_json(counts: Counter[Kind], *, is_trial: bool) -> str:
    """Every kind is named, with nought where nothing went."""
    return json.dumps({"dry_run": is_trial, "counts": {kind.name.lower(): counts[kind] for kind in Kind}}, indent=2)

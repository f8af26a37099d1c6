"""How much the bot carries, and whether what must hold does in a year of made-up people: load, simulate."""

import argparse
import sys
from pathlib import Path

from bot.command_line.arguments import Commands, in_a_loop, number_above_nought


def add(commands: Commands) -> None:
    """load, simulate."""
    _add_load(commands)
    _add_simulate(commands)


def _add_load(commands: Commands) -> None:
    load = commands.add_parser("load", help="measure what this machine carries, against a bot that only echoes")
    count = number_above_nought
    load.add_argument("--registrations", type=count, default=300, metavar="N", help="in each arrangement (300)")
    load.add_argument(
        "--seconds", type=float, default=45.0, metavar="S", help="afterwards at half of that pace (45; 0: not at all)"
    )
    load.add_argument(
        "--database",
        metavar="WHERE",
        help="sqlite, postgresql (a private server, from the programs on PATH), or the URL of an EMPTY PostgreSQL "
        "database, in which the made-up people stay; without this, --workers and --webhook: every arrangement in turn",
    )
    load.add_argument("--workers", type=count, metavar="N", help="worker processes; several need PostgreSQL (1)")
    load.add_argument("--webhook", action="store_true", help="updates are pushed instead of asked for")
    load.add_argument(
        "--million",
        nargs="?",
        type=count,
        const=1_000_000,
        metavar="PEOPLE",
        help="instead: look-ups, reminders and daily work in a database with so many living registrations (a million)",
    )
    load.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    load.set_defaults(command=_load)


def _add_simulate(commands: Commands) -> None:
    world = commands.add_parser("simulate", help="a year of people, played by the real bot in simulated time")
    count = number_above_nought
    world.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed is the same world (1)")
    world.add_argument("--people", type=count, default=100, metavar="N", help="how many live there (100)")
    world.add_argument("--days", type=count, default=365, metavar="N", help="for how long (365)")
    world.add_argument("--upto", type=count, metavar="EVENT", help="stop after this event: to replay what is broken")
    world.add_argument("--trouble", type=int, default=40, metavar="N", help="one deed in N meets a fault; 0: none (40)")
    world.add_argument("--trace", type=Path, metavar="FILE", help="keep every line of what happened there")
    world.add_argument("--minutes", type=float, metavar="M", help="one seed after another for so long")
    world.add_argument("--processes", type=count, default=1, metavar="N", help="how many worlds at once (1)")
    world.set_defaults(command=_simulate)


def _load(parsed: argparse.Namespace) -> int:
    if not sys.platform.startswith("linux"):
        sys.stderr.write("a load reads the bots' CPU time and memory as Linux shows them\n")
        return 2
    from bot.commands.load import LoadOrder, run_load, run_million

    order = LoadOrder(
        registrations=parsed.registrations,
        half_seconds=parsed.seconds,
        database=parsed.database,
        workers=parsed.workers,
        is_pushed=parsed.webhook,
        json=parsed.json,
    )
    return in_a_loop(run_load(order)) if parsed.million is None else run_million(order, parsed.million)


def _simulate(parsed: argparse.Namespace) -> int:
    from bot.commands.simulate import SimulateOrder, simulate

    names = ("seed", "people", "days", "upto", "trouble", "trace", "minutes", "processes")
    return simulate(SimulateOrder(**{name: getattr(parsed, name) for name in names}))

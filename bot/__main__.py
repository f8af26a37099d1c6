"""The command line: `tirkeu` = `python -m bot`."""

import argparse
import contextlib
import sys
from collections.abc import Sequence

from bot.command_line import keeping, keys, measuring, moving, offline, record, running, stays

AREAS = (running, offline, stays, moving, measuring, record, keys, keeping)  # as `tirkeu --help` lists them


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    parsed = _parser().parse_args(arguments)
    with contextlib.suppress(KeyboardInterrupt):
        return int(parsed.command(parsed) or 0)
    return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tirkeu", description="Registration of immigrants in Kazakhstan.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for area in AREAS:
        area.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""Stays that come in files, stays to look at anew, stays that last too long: import, reassess, overstays."""

import argparse
from datetime import date
from pathlib import Path

from bot.command_line.arguments import Commands, number_above_nought


def add(commands: Commands) -> None:
    """reassess, import, overstays."""
    again = commands.add_parser("reassess", help="after a change of law: tell the guests whose dates are others now")
    again.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as of another day (for --dry-run)")
    again.add_argument("--dry-run", action="store_true", help="only count; nothing is written")
    again.add_argument("--processes", type=number_above_nought, default=2, help="how many work at it (2)")
    again.set_defaults(command=_reassess)
    _add_import(commands)
    stay = commands.add_parser("overstays", help="who is here after the last lawful day, by the border's record")
    stay.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as of the end of this day (today)")
    stay.add_argument("--csv", type=Path, metavar="FILE", help="write the list there")
    stay.set_defaults(command=_overstays)


def _add_import(commands: Commands) -> None:
    brings = commands.add_parser("import", help="take in what comes in files").add_subparsers(
        required=True, metavar="WHAT"
    )
    guests = brings.add_parser("guests", help="an organisation's guests from a spreadsheet; it files them by a tap")
    guests.add_argument("file", type=Path, help="XLSX or CSV, as the template that the bot gives")
    guests.add_argument("--bin", required=True, help="the organisation's BIN")
    guests.add_argument("--place", type=number_above_nought, help="which of its places, where it has several")
    guests.add_argument("--language", choices=["kk", "ru", "en"], default="ru", help="of the faults (ru)")
    guests.set_defaults(command=_import_guests)
    crossings = brings.add_parser("crossings", help="the border's record of entries and exits, from a CSV file")
    crossings.add_argument("file", type=Path, help="columns document, citizenship, direction, date, checkpoint; UTF-8")
    crossings.add_argument("--strict", action="store_true", help="stop at the first bad line")
    crossings.set_defaults(command=_import_crossings)


def _reassess(parsed: argparse.Namespace) -> int:
    from bot.commands.reassess import reassess

    return reassess(parsed.processes, parsed.on, is_trial=parsed.dry_run)


def _import_guests(parsed: argparse.Namespace) -> int:
    from bot.commands.import_guests import Order, import_guests

    return import_guests(Order(parsed.file, parsed.bin, parsed.place, parsed.language))


def _import_crossings(parsed: argparse.Namespace) -> int:
    from bot.commands.import_crossings import Order, import_crossings

    return import_crossings(Order(parsed.file, parsed.strict))


def _overstays(parsed: argparse.Namespace) -> int:
    from bot.commands.overstays import Order, overstays

    return overstays(Order(parsed.on, parsed.csv))

"""How long data are kept: purge, hold."""

import argparse
from datetime import date

from bot.command_line.arguments import Commands


def add(commands: Commands) -> None:
    """purge, hold."""
    purge = commands.add_parser("purge", help="let go what is past its term, as the bot does every night")
    purge.add_argument("--dry-run", action="store_true", help="only count; nothing is changed")
    purge.add_argument("--json", action="store_true", help="for a program")
    purge.set_defaults(command=_purge)
    _add_hold(commands)


def _add_hold(commands: Commands) -> None:
    deeds = commands.add_parser("hold", help="keep the data of a request beyond their term").add_subparsers(
        required=True, metavar="DEED", dest="deed"
    )
    sets = deeds.add_parser("set", help="hold a request")
    sets.add_argument("number", help="its number as printed")
    sets.add_argument("--reason", required=True, help="your own note, as the number of the letter; kept sealed")
    sets.add_argument(
        "--because",
        choices=["authority", "dispute"],
        default="authority",
        help="what the person is told: a court or another body has asked in writing, or a dispute lasts (authority)",
    )
    sets.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="the hold's last day (until lifted)")
    lifts = deeds.add_parser("lift", help="hold it no longer")
    lifts.add_argument("number", help="its number as printed")
    lists = deeds.add_parser("list", help="all that are held")
    lists.add_argument("--json", action="store_true", help="for a program")
    for each in (sets, lifts, lists):
        each.set_defaults(command=_hold)


def _purge(parsed: argparse.Namespace) -> int:
    from bot.commands.purge import purge

    return purge(is_trial=parsed.dry_run, is_json=parsed.json)


def _hold(parsed: argparse.Namespace) -> int:
    from bot.commands.hold import HoldOrder, hold

    names = ("number", "reason", "because", "until", "json")
    return hold(HoldOrder(deed=parsed.deed, **{name: getattr(parsed, name, None) for name in names}))

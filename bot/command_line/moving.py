"""Whole databases: copy-database, backup, restore."""

import argparse
from pathlib import Path

from bot.command_line.arguments import Commands, number_above_nought


def add(commands: Commands) -> None:
    """copy-database, backup, restore."""
    copies = commands.add_parser("copy-database", help="copy a whole database to an empty place, and compare")
    copies.add_argument("here", metavar="FROM", help="its address, as DATABASE_URL; the bot may run on it")
    copies.add_argument("there", metavar="TO", help="another one; a password is also read from ~/.pgpass")
    copies.set_defaults(command=_copy_database)
    saves = commands.add_parser("backup", help="database and signing keys in one encrypted file, while the bot runs")
    saves.add_argument("place", type=Path, help="a file that is not there yet, or a folder: a dated name in it")
    saves.add_argument("--keep", type=number_above_nought, metavar="N", help="keep the newest N of the folder")
    saves.add_argument("--without-keys", action="store_true", help="leave the signing keys out")
    saves.set_defaults(command=_backup)
    restores = commands.add_parser("restore", help="a backup into an empty place, checked")
    restores.add_argument("file", type=Path, help="the backup")
    restores.add_argument("--into", required=True, metavar="URL", help="the address of an empty place")
    restores.add_argument("--keys-into", type=Path, metavar="DIR", help="an empty folder for the signing keys")
    restores.add_argument("--identity", type=Path, metavar="FILE", help="the private key of BACKUP_RECIPIENT")
    restores.add_argument(
        "--skip-numbers", type=number_above_nought, metavar="N", help="never give the next N numbers (100000)"
    )
    restores.set_defaults(command=_restore)


def _copy_database(parsed: argparse.Namespace) -> int:
    from bot.commands.copy_database import copy_database

    return copy_database(parsed.here, parsed.there)


def _backup(parsed: argparse.Namespace) -> int:
    from bot.commands.backup import Order, backup

    return backup(Order(parsed.place, parsed.keep, parsed.without_keys))


def _restore(parsed: argparse.Namespace) -> int:
    from bot.commands.restore import Order, restore

    return restore(Order(parsed.file, parsed.into, parsed.keys_into, parsed.identity, parsed.skip_numbers))

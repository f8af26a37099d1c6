"""Signing keys: keys."""

import argparse
from pathlib import Path

from bot.command_line.arguments import Commands


def add(commands: Commands) -> None:
    """keys."""
    keys = commands.add_parser(
        "keys",
        help="make, list, rotate or withdraw signing keys; sign their list where the root key is",
        epilog="root: make the root key, on a machine kept offline; sign: sign a list drafted elsewhere; install: take "
        "a signed list over. What is made, rotated or withdrawn counts in a running bot at once.",
    )
    keys.add_argument("action", choices=["make", "list", "rotate", "withdraw", "root", "sign", "install"])
    keys.add_argument("--kid", help="the key to withdraw, in hex")
    keys.add_argument("--use", choices=["seal", "status"], default="seal", help="which kind of key to rotate (seal)")
    keys.add_argument("--root", type=Path, metavar="FILE", help="the root key, where it is not in KEYS_DIR")
    keys.add_argument("--draft", type=Path, metavar="FILE", help="write the list there, to be signed elsewhere")
    keys.add_argument("--list", dest="list_file", type=Path, metavar="FILE", help="the list to sign or to install")
    keys.add_argument("--out", type=Path, metavar="PLACE", help="where the root key, or the signed list, goes")
    keys.set_defaults(command=_keys)


def _keys(parsed: argparse.Namespace) -> int:
    from bot.commands.keys import Order, keys

    names = ("action", "kid", "use", "root", "draft", "list_file", "out")
    return keys(Order(**{name: getattr(parsed, name) for name in names}))

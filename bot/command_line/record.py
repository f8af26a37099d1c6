"""The record of what was done, and what goes out by it: audit, breach, export."""

import argparse
from datetime import datetime
from pathlib import Path

from bot.command_line.arguments import Commands, number_above_nought


def add(commands: Commands) -> None:
    """audit, breach, export."""
    _add_audit(commands)
    _add_breach(commands)
    _add_export(commands)


def _add_audit(commands: Commands) -> None:
    record = commands.add_parser("audit", help="the record of what was done: prove it, read it, sign it")
    deeds = record.add_subparsers(required=True, metavar="WHAT")
    proves = deeds.add_parser(
        "verify",
        help="look whether any row was changed, is missing or has changed its place",
        epilog="Exit code: 0 nothing was changed, 2 something was, or it could not be told.",
    )
    proves.add_argument("--json", action="store_true", help="for a program")
    proves.add_argument(
        "--head", action="append", default=[], metavar="ROW:HASH", help="one kept elsewhere; may be given several times"
    )
    proves.set_defaults(command=_audit_verify)
    tells = deeds.add_parser("show", help="one application's whole story: when, who, what, why, by which rules")
    tells.add_argument("number", type=number_above_nought, metavar="NUMBER")
    tells.add_argument("--json", action="store_true", help="for a program")
    tells.set_defaults(command=_audit_show)
    signs = deeds.add_parser("sign", help="sign the last row now; the bot does it once a day")
    signs.set_defaults(command=_audit_sign)


def _add_breach(commands: Commands) -> None:
    finds = commands.add_parser("breach", help="whose data an interval's looks, searches and exports have touched")
    finds.add_argument("--since", type=datetime.fromisoformat, required=True, metavar="TIME", help="ISO 8601")
    finds.add_argument("--until", type=datetime.fromisoformat, required=True, metavar="TIME", help="not included")
    finds.add_argument("--json", action="store_true", help="for a program")
    finds.add_argument("--csv", type=Path, metavar="FILE", help="a line for each application, into a new file")
    finds.set_defaults(command=_breach)


def _add_export(commands: Commands) -> None:
    exports = commands.add_parser("export", help="files for a register, signed and recorded").add_subparsers(
        required=True, metavar="WHAT"
    )
    gives = exports.add_parser("registrations", help="in the fields of the annex to Order 923, with their status")
    gives.add_argument("--format", choices=["csv", "jsonl"], required=True)
    gives.add_argument("--to", type=Path, required=True, metavar="DIR", help="a folder; the file gets a dated name")
    gives.add_argument(
        "--cursor", type=Path, metavar="FILE", help="only what has changed since the export that wrote this file last"
    )
    gives.set_defaults(command=_export_registrations)
    checks = exports.add_parser("verify", help="whether a file is as it was signed; its .sig lies beside it")
    checks.add_argument("file", type=Path)
    checks.set_defaults(command=_export_verify)


def _audit_verify(parsed: argparse.Namespace) -> int:
    from bot.commands.audit import verify_record

    return verify_record(parsed.head, is_json=parsed.json)


def _audit_show(parsed: argparse.Namespace) -> int:
    from bot.commands.audit import show_story

    return show_story(parsed.number, is_json=parsed.json)


def _audit_sign(_parsed: argparse.Namespace) -> int:
    from bot.commands.audit import sign_record

    return sign_record()


def _breach(parsed: argparse.Namespace) -> int:
    from bot.commands.breach import Order, breach

    return breach(Order(parsed.since, parsed.until, parsed.json, parsed.csv))


def _export_registrations(parsed: argparse.Namespace) -> int:
    from bot.commands.export import Order, export_registrations

    return export_registrations(Order(parsed.format, parsed.to, parsed.cursor))


def _export_verify(parsed: argparse.Namespace) -> int:
    from bot.commands.export import verify_export

    return verify_export(parsed.file)

"""The command line: `tirkeu` = `python -m bot`."""

import argparse
import contextlib
import sys
from collections.abc import Coroutine, Sequence
from datetime import date
from pathlib import Path
from typing import Any


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    parsed = _parser().parse_args(arguments)
    with contextlib.suppress(KeyboardInterrupt):
        return int(parsed.command(parsed) or 0)
    return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tirkeu", description="Registration of immigrants in Kazakhstan.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="run the bot on Telegram (settings in .env)")
    run.set_defaults(command=_run)
    demo = commands.add_parser("demo", help="two phones on a page, the bot behind them; no Telegram needed")
    demo.add_argument("--port", type=int, default=8923, help="port of the page on 127.0.0.1 (0: any free one)")
    demo.set_defaults(command=_demo)
    assess = commands.add_parser("assess", help="assess a case given as JSON")
    assess.add_argument("file", help="a file, or - for standard input")
    assess.add_argument("--explain", choices=["kk", "ru", "en"], help="in the words of this language instead of JSON")
    assess.set_defaults(command=_assess)
    verify = commands.add_parser("verify", help="check a certificate offline")
    verify.add_argument("certificate", help="a picture, a PDF of ours, a text file, or the text of the QR code")
    verify.add_argument("--application", help="application number, to open the sealed fields")
    verify.add_argument("--document", help="document number, to open the sealed fields")
    verify.add_argument("--link", help="the bot's link, when it is not the one in the settings")
    verify.set_defaults(command=_verify)
    read = commands.add_parser("read-passport", help="read the zone of passports and identity cards in photos")
    read.add_argument(
        "files", nargs="+", metavar="FILE", help="photos, folders and ZIPs of photos; - is standard input"
    )
    read.add_argument("--jobs", type=_number_above_nought, metavar="N", help="how many to read at once (one a core)")
    read.set_defaults(command=_read_passport)
    again = commands.add_parser("reassess", help="after a change of law: tell the guests whose dates are others now")
    again.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as of another day (for --dry-run)")
    again.add_argument("--dry-run", action="store_true", help="only count; nothing is written")
    again.add_argument("--processes", type=_number_above_nought, default=2, help="how many work at it (2)")
    again.set_defaults(command=_reassess)
    _add_import(commands)
    keys = commands.add_parser("keys", help="make, list, rotate or withdraw signing keys")
    keys.add_argument("action", choices=["make", "list", "rotate", "withdraw"])
    keys.add_argument("--kid", help="the key to withdraw, in hex")
    keys.set_defaults(command=_keys)
    return parser


def _add_import(commands: Any) -> None:
    brings = commands.add_parser("import", help="take in what comes in files").add_subparsers(
        required=True, metavar="WHAT"
    )
    guests = brings.add_parser("guests", help="an organisation's guests from a spreadsheet; it files them by a tap")
    guests.add_argument("file", type=Path, help="XLSX or CSV, as the template that the bot gives")
    guests.add_argument("--bin", required=True, help="the organisation's BIN")
    guests.add_argument("--place", type=_number_above_nought, help="which of its places, where it has several")
    guests.add_argument("--language", choices=["kk", "ru", "en"], default="ru", help="of the faults (ru)")
    guests.set_defaults(command=_import_guests)


def _number_above_nought(number: str) -> int:
    """A number above nought."""
    if int(number) < 1:
        raise argparse.ArgumentTypeError("1 or more is wanted")
    return int(number)


# Each command imports what it needs: `tirkeu assess` must not wait for a Telegram library.


def _run(_parsed: argparse.Namespace) -> int:
    from bot.commands.run import run

    return _in_a_loop(run())


def _demo(parsed: argparse.Namespace) -> int:
    from bot.commands.demo import demo

    return _in_a_loop(demo(parsed.port))


def _in_a_loop(work: Coroutine[Any, Any, int]) -> int:
    """In uvloop's loop, which costs less CPU an update, where it exists: it has no Windows build."""
    if sys.platform == "win32":
        import asyncio

        return asyncio.run(work)
    import uvloop

    return uvloop.run(work)


def _assess(parsed: argparse.Namespace) -> int:
    from bot.commands.offline import assess

    return assess(parsed.file, parsed.explain)


def _verify(parsed: argparse.Namespace) -> int:
    from bot.commands.offline import verify

    return verify(parsed.certificate, parsed.application, parsed.document, parsed.link)


def _read_passport(parsed: argparse.Namespace) -> int:
    from bot.commands.read_passport import read_passports

    return read_passports(parsed.files, parsed.jobs)


def _reassess(parsed: argparse.Namespace) -> int:
    from bot.commands.reassess import reassess

    return reassess(parsed.processes, parsed.on, is_trial=parsed.dry_run)


def _import_guests(parsed: argparse.Namespace) -> int:
    from bot.commands.import_guests import Order, import_guests

    return import_guests(Order(parsed.file, parsed.bin, parsed.place, parsed.language))


def _keys(parsed: argparse.Namespace) -> int:
    from bot.commands.offline import keys

    return keys(parsed.action, parsed.kid)


if __name__ == "__main__":
    sys.exit(main())

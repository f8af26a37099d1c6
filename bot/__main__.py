"""The command line: `tirkeu` = `python -m bot`."""

import argparse
import contextlib
import sys
from collections.abc import Coroutine, Sequence
from datetime import date, datetime
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
    verify.add_argument("--status", metavar="LIST", help="a status list: its address, or the file it was kept in")
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
    _add_overstays(commands)
    _add_moving(commands)
    _add_load(commands)
    _add_simulate(commands)
    _add_doctor(commands)
    _add_audit(commands)
    _add_export(commands)
    _add_keys(commands)
    _add_retention(commands)
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
    crossings = brings.add_parser("crossings", help="the border's record of entries and exits, from a CSV file")
    crossings.add_argument("file", type=Path, help="columns document, citizenship, direction, date, checkpoint; UTF-8")
    crossings.add_argument("--strict", action="store_true", help="stop at the first bad line")
    crossings.set_defaults(command=_import_crossings)


def _add_audit(commands: Any) -> None:
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
    tells.add_argument("number", type=_number_above_nought, metavar="NUMBER")
    tells.add_argument("--json", action="store_true", help="for a program")
    tells.set_defaults(command=_audit_show)
    signs = deeds.add_parser("sign", help="sign the last row now; the bot does it once a day")
    signs.set_defaults(command=_audit_sign)
    finds = commands.add_parser("breach", help="whose data an interval's looks, searches and exports have touched")
    finds.add_argument("--since", type=datetime.fromisoformat, required=True, metavar="TIME", help="ISO 8601")
    finds.add_argument("--until", type=datetime.fromisoformat, required=True, metavar="TIME", help="not included")
    finds.add_argument("--json", action="store_true", help="for a program")
    finds.add_argument("--csv", type=Path, metavar="FILE", help="a line for each application, into a new file")
    finds.set_defaults(command=_breach)


def _add_export(commands: Any) -> None:
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


def _add_overstays(commands: Any) -> None:
    stay = commands.add_parser("overstays", help="who is here after the last lawful day, by the border's record")
    stay.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as of the end of this day (today)")
    stay.add_argument("--csv", type=Path, metavar="FILE", help="write the list there")
    stay.set_defaults(command=_overstays)


def _add_keys(commands: Any) -> None:
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


def _add_retention(commands: Any) -> None:
    purge = commands.add_parser("purge", help="let go what is past its term, as the bot does every night")
    purge.add_argument("--dry-run", action="store_true", help="only count; nothing is changed")
    purge.add_argument("--json", action="store_true", help="for a program")
    purge.set_defaults(command=_purge)
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


def _add_doctor(commands: Any) -> None:
    looks = commands.add_parser(
        "doctor",
        help="look whether all is well with database, keys, disk and Telegram; the bot may run",
        epilog="Exit code: 0 all is well, 1 something should be looked at, 2 something is broken.",
    )
    looks.add_argument("--json", action="store_true", help="for a program")
    looks.add_argument("--quick", action="store_true", help="do not go through everything that is stored")
    looks.set_defaults(command=_doctor)


def _add_moving(commands: Any) -> None:
    copies = commands.add_parser("copy-database", help="copy a whole database to an empty place, and compare")
    copies.add_argument("here", metavar="FROM", help="its address, as DATABASE_URL; the bot may run on it")
    copies.add_argument("there", metavar="TO", help="another one; a password is also read from ~/.pgpass")
    copies.set_defaults(command=_copy_database)
    saves = commands.add_parser("backup", help="database and signing keys in one encrypted file, while the bot runs")
    saves.add_argument("place", type=Path, help="a file that is not there yet, or a folder: a dated name in it")
    saves.add_argument("--keep", type=_number_above_nought, metavar="N", help="keep the newest N of the folder")
    saves.add_argument("--without-keys", action="store_true", help="leave the signing keys out")
    saves.set_defaults(command=_backup)
    restores = commands.add_parser("restore", help="a backup into an empty place, checked")
    restores.add_argument("file", type=Path, help="the backup")
    restores.add_argument("--into", required=True, metavar="URL", help="the address of an empty place")
    restores.add_argument("--keys-into", type=Path, metavar="DIR", help="an empty folder for the signing keys")
    restores.add_argument("--identity", type=Path, metavar="FILE", help="the private key of BACKUP_RECIPIENT")
    restores.add_argument(
        "--skip-numbers", type=_number_above_nought, metavar="N", help="never give the next N numbers (100000)"
    )
    restores.set_defaults(command=_restore)


def _add_simulate(commands: Any) -> None:
    world = commands.add_parser("simulate", help="a year of people, played by the real bot in simulated time")
    count = _number_above_nought
    world.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed is the same world (1)")
    world.add_argument("--people", type=count, default=100, metavar="N", help="how many live there (100)")
    world.add_argument("--days", type=count, default=365, metavar="N", help="for how long (365)")
    world.add_argument("--upto", type=count, metavar="EVENT", help="stop after this event: to replay what is broken")
    world.add_argument("--trouble", type=int, default=40, metavar="N", help="one deed in N meets a fault; 0: none (40)")
    world.add_argument("--trace", type=Path, metavar="FILE", help="keep every line of what happened there")
    world.add_argument("--minutes", type=float, metavar="M", help="one seed after another for so long")
    world.add_argument("--processes", type=count, default=1, metavar="N", help="how many worlds at once (1)")
    world.set_defaults(command=_simulate)


def _add_load(commands: Any) -> None:
    load = commands.add_parser("load", help="measure what this machine carries, against a bot that only echoes")
    count = _number_above_nought
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
    from bot.commands.offline import VerifyOrder, verify

    names = ("certificate", "application", "document", "link", "status")
    return verify(VerifyOrder(**{name: getattr(parsed, name) for name in names}))


def _read_passport(parsed: argparse.Namespace) -> int:
    from bot.commands.read_passport import read_passports

    return read_passports(parsed.files, parsed.jobs)


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


def _copy_database(parsed: argparse.Namespace) -> int:
    from bot.commands.copy_database import copy_database

    return copy_database(parsed.here, parsed.there)


def _backup(parsed: argparse.Namespace) -> int:
    from bot.commands.backup import Order, backup

    return backup(Order(parsed.place, parsed.keep, parsed.without_keys))


def _restore(parsed: argparse.Namespace) -> int:
    from bot.commands.restore import Order, restore

    return restore(Order(parsed.file, parsed.into, parsed.keys_into, parsed.identity, parsed.skip_numbers))


def _simulate(parsed: argparse.Namespace) -> int:
    from bot.commands.simulate import SimulateOrder, simulate

    names = ("seed", "people", "days", "upto", "trouble", "trace", "minutes", "processes")
    return simulate(SimulateOrder(**{name: getattr(parsed, name) for name in names}))


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
    return _in_a_loop(run_load(order)) if parsed.million is None else run_million(order, parsed.million)


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


def _doctor(parsed: argparse.Namespace) -> int:
    from bot.commands.doctor import doctor

    return doctor(is_json=parsed.json, is_quick=parsed.quick)


def _keys(parsed: argparse.Namespace) -> int:
    from bot.commands.keys import Order, keys

    names = ("action", "kid", "use", "root", "draft", "list_file", "out")
    return keys(Order(**{name: getattr(parsed, name) for name in names}))


def _purge(parsed: argparse.Namespace) -> int:
    from bot.commands.purge import purge

    return purge(is_trial=parsed.dry_run, is_json=parsed.json)


def _hold(parsed: argparse.Namespace) -> int:
    from bot.commands.hold import HoldOrder, hold

    names = ("number", "reason", "because", "until", "json")
    return hold(HoldOrder(deed=parsed.deed, **{name: getattr(parsed, name, None) for name in names}))


if __name__ == "__main__":
    sys.exit(main())

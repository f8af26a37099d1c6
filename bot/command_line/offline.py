"""What needs neither bot nor database: assess, verify, read-passport."""

import argparse

from bot.command_line.arguments import Commands, number_above_nought


def add(commands: Commands) -> None:
    """assess, verify, read-passport."""
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
    read.add_argument("--jobs", type=number_above_nought, metavar="N", help="how many to read at once (one a core)")
    read.set_defaults(command=_read_passport)


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

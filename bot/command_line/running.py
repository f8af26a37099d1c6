"""The bot, a bot to try, and whether all is well around it: run, demo, doctor."""

import argparse

from bot.command_line.arguments import Commands, in_a_loop


def add(commands: Commands) -> None:
    """run, demo, doctor."""
    run = commands.add_parser("run", help="run the bot on Telegram (settings in .env)")
    run.set_defaults(command=_run)
    demo = commands.add_parser("demo", help="two phones on a page, the bot behind them; no Telegram needed")
    demo.add_argument("--port", type=int, default=8923, help="port of the page on 127.0.0.1 (0: any free one)")
    demo.set_defaults(command=_demo)
    looks = commands.add_parser(
        "doctor",
        help="look whether all is well with database, record, officers, keys, disk and Telegram; the bot may run",
        epilog="Exit code: 0 all is well, 1 something should be looked at, 2 something is broken.",
    )
    looks.add_argument("--json", action="store_true", help="for a program")
    looks.add_argument("--quick", action="store_true", help="do not go through everything that is stored")
    looks.set_defaults(command=_doctor)


def _run(_parsed: argparse.Namespace) -> int:
    from bot.commands.run import run

    return in_a_loop(run())


def _demo(parsed: argparse.Namespace) -> int:
    from bot.commands.demo import demo

    return in_a_loop(demo(parsed.port))


def _doctor(parsed: argparse.Namespace) -> int:
    from bot.commands.doctor import doctor

    return doctor(is_json=parsed.json, is_quick=parsed.quick)

"""`tirkeu run`: the bot on Telegram."""

import asyncio
import contextlib
import gc
import logging
import os
import signal
import sys
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

from bot.commands.alone import alone_on
from bot.commands.settings import read_settings
from bot.config import Settings
from bot.watch import last_words
from bot.watch.lines import Style, formatter, is_ours

PRIVATE = 0o077  # what is written is for this user alone
ABOUT_BOT = "Put BOT_TOKEN=<the token from @BotFather> into .env (see .env.example). To try without one: make demo"
ABOUT_KEY = (
    "Put SECRET_KEY=<a long random text> into .env: personal data are sealed under it. "
    "One way to make it: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
)


async def run() -> int:
    """Run until stopped; without a token or a key, say in one line what to put where."""
    os.umask(PRIVATE)
    settings = read_settings()
    for value, advice in ((settings.bot_token, ABOUT_BOT), (settings.secret_key, ABOUT_KEY)):
        if not value.get_secret_value():
            sys.stderr.write(f"{advice}\n")
            return 2
    set_up_log(settings.log_level, settings.log_format)
    with made_to_stay():  # seconds of imports, which nobody waits for to learn that a setting is missing
        from bot.bootstrap.app import open_app
        from bot.machine.roster import SettingsRoster, warn_of_few_deciders

    roster = SettingsRoster(lambda: Settings().officers, Path(".env"))
    warn_of_few_deciders(roster.everyone())
    with alone_on(settings.database_url):
        async with open_app(settings, roster=roster) as app:
            await until_stopped(app.run())
    return 0


@contextlib.contextmanager
def made_to_stay() -> Iterator[None]:
    """What is made meanwhile stays as long as the process does: Python looks through it once for what is in a circle,
    and not seven hundred times while it is made, nor ever again for as long as a fifth of a second.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


async def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Until it ends, or the process is told to stop as systemd and containers do it: then it is cancelled in order."""
    running = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # Windows knows no SIGTERM
        loop.add_signal_handler(signal.SIGTERM, running.cancel)
    try:
        await asyncio.wait([running])
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    if not running.cancelled():
        running.result()


def set_up_log(level: str, style: Style = Style.LINES) -> None:
    """One line an event, on standard error; what nobody caught goes there too. Libraries are heard from WARNING on."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(style))
    logging.basicConfig(level=level, handlers=[handler])
    if logging.getLogger().level > logging.DEBUG:
        handler.addFilter(lambda record: is_ours(record) or record.levelno >= logging.WARNING)
    last_words.keep()

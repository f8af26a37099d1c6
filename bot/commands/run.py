"""`tirkeu run`: the bot on Telegram."""

import logging
import os
import sys

from bot.config import Settings

PRIVATE = 0o077  # what is written is for this user alone
ABOUT_BOT = "Put BOT_TOKEN=<the token from @BotFather> into .env (see .env.example). To try without one: make demo"
ABOUT_KEY = (
    "Put SECRET_KEY=<a long random text> into .env: personal data are sealed under it. "
    "One way to make it: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
)


async def run() -> int:
    """Run until stopped; without a token or a key, say in one line what to put where."""
    os.umask(PRIVATE)
    settings = Settings()
    for value, advice in ((settings.bot_token, ABOUT_BOT), (settings.secret_key, ABOUT_KEY)):
        if not value.get_secret_value():
            sys.stderr.write(f"{advice}\n")
            return 2
    set_up_log(settings.log_level)
    from bot.bootstrap.app import (
        open_app,  # seconds of imports, which nobody waits for to learn that a setting is missing
    )

    async with open_app(settings) as app:
        await app.run()
    return 0


def set_up_log(level: str) -> None:
    """One line an event: time, level, what happened; `extra` fields that we set follow as key=value."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Line("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])


class _Line(logging.Formatter):
    _OURS = ("action", "case", "update_id", "error", "where")

    def format(self, record: logging.LogRecord) -> str:
        extras = " ".join(f"{name}={getattr(record, name)}" for name in self._OURS if hasattr(record, name))
        return f"{super().format(record)} {extras}".rstrip()

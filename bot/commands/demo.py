"""`tirkeu demo`: the simulator's page and the bot, on this machine only."""

import secrets
import sys
from pathlib import Path

from pydantic import SecretStr

from bot.bootstrap import open_app
from bot.commands.run import set_up_log
from bot.config import Settings
from bot.simulator import Simulator

TOKEN = "42:demo-token-of-no-bot"  # noqa: S105 - of the simulator, which is open to this machine only
FOLDER = Path("data/demo")


async def demo(port: int) -> int:
    """Run until stopped."""
    set_up_log("WARNING")
    simulator = Simulator(TOKEN, "TirkeuDemoBot", "Tirkeu")
    simulator.person(1001, "Aziz", "Karimov", "uz", "+998901234567")
    simulator.person(1002, "Айгүл", "Серікова", "kk", "+77011234567")
    try:
        await simulator.start(port=port)
    except OSError:
        await simulator.start(port=0)
    try:
        async with open_app(demo_settings(simulator.base_url, FOLDER)) as app:
            sys.stdout.write(f"\n  Two phones are waiting at  {simulator.page_url}\n\n  Stop with Ctrl+C.\n\n")
            sys.stdout.flush()
            await app.run()
    finally:
        await simulator.stop()
    return 0


def demo_settings(base_url: str, folder: Path) -> Settings:
    """Settings that need nothing from anybody; the key is made at the first start and kept beside the database."""
    folder.mkdir(parents=True, exist_ok=True)
    return Settings(
        _env_file=None,
        bot_token=SecretStr(TOKEN),
        telegram_api_url=base_url,
        database_url=f"sqlite+aiosqlite:///{folder / 'tirkeu.db'}",
        secret_key=SecretStr(_kept_secret(folder / "secret.key")),
        keys_dir=folder / "keys",
    )


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()

"""`tirkeu demo`: the simulator's page and the bot, on this machine only."""

import os
import secrets
import socket
import sys
from pathlib import Path

from pydantic import SecretStr

from bot.bootstrap.app import open_app
from bot.commands.run import PRIVATE, set_up_log
from bot.config import Settings
from bot.domain.officer import Role
from bot.domain.people import ChatId
from bot.simulator import Simulator

TOKEN = "42:demo-token-of-no-bot"  # noqa: S105 - of the simulator, which is open to this machine only
FOLDER = Path("data/demo")
WEB_PORT = 8924  # of the page for hosts without Telegram
INVITATION = """
  Two phones are waiting at  {page}

  Stop with Ctrl+C. What is said is kept in {folder}; delete that folder to begin afresh.

"""
HOST_IIN = "850412300006"  # made up; its control digit is right
OFFICER = ChatId(3003)  # whom the page offers as its third phone


async def demo(port: int) -> int:
    """Run until stopped."""
    os.umask(PRIVATE)
    set_up_log("WARNING")
    simulator = Simulator(TOKEN, "TirkeuDemoBot", "Tirkeu")
    guest = simulator.person(1001, "Aziz", "Karimov", "uz", "+998901234567")
    host = simulator.person(1002, "Айгүл", "Серікова", "kk", "+77011234567")
    guest.papers = {
        "Passport": "AA 1234567",
        "Valid until": "27.03.2031",
        "Date of birth": "27.03.1990",
        "Address": "Алматы, проспект Абая 10, квартира 25",
        "Host's IIN": HOST_IIN,
    }
    host.papers = {"IIN and name": f"{HOST_IIN} Серікова Айгүл Маратқызы"}
    try:
        await simulator.start(port=port)
    except OSError:
        await simulator.start(port=0)
    try:
        async with open_app(demo_settings(simulator.base_url, FOLDER, _free_port(WEB_PORT))) as app:
            sys.stdout.write(INVITATION.format(page=simulator.page_url, folder=FOLDER))
            sys.stdout.flush()
            await app.run()
    finally:
        await simulator.stop()
    return 0


def demo_settings(base_url: str, folder: Path, web_port: int) -> Settings:
    """Settings that need nothing from anybody; the key is made at the first start and kept beside the database."""
    folder.mkdir(parents=True, exist_ok=True)
    return Settings(
        _env_file=None,
        bot_token=SecretStr(TOKEN),
        telegram_api_url=base_url,
        database_url=f"sqlite+aiosqlite:///{folder / 'tirkeu.db'}",
        secret_key=SecretStr(_kept_secret(folder / "secret.key")),
        keys_dir=folder / "keys",
        operator_name="Tirkeu demo",
        officers={OFFICER: Role.HEAD},
        web_url=f"http://127.0.0.1:{web_port}",
        web_port=web_port,
    )


def _free_port(wanted: int) -> int:
    """This port of this machine, or another one where it is taken: the links have to name it before it is opened."""
    for port in (wanted, 0):
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(tried.getsockname()[1])
    return wanted


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()

"""`tirkeu doctor`: an operator learns what is wrong, in a line each, while the bot runs."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import insert, text

from bot.__main__ import main
from bot.bootstrap.app import open_keys
from bot.certificate.keys import KeyUse
from bot.commands.finding import State
from bot.commands.surroundings import _key, keys, officers
from bot.config import Settings
from bot.domain.case import EventKind
from bot.machine.roster import warn_of_few_deciders
from bot.simulator import Simulator
from storage.tables import events
from tests.town import ALMATY, DATABASE, KEYS, NOON, SECRET, TOKEN, USERNAME, Town, agreed


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an operator stands: only the folder's `.env` counts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.commands.surroundings.PATIENCE", 1)
    monkeypatch.setattr("bot.telegram.retrying.PAUSES", ())
    return tmp_path


def settings(folder: Path, **more: object) -> None:
    """The `.env` of a town's bot."""
    said = {
        "BOT_TOKEN": TOKEN,
        "SECRET_KEY": SECRET,
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / DATABASE}",
        "KEYS_DIR": str(folder / KEYS),
    } | more
    (folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in said.items()))


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def on(ground: Path, folder: Path) -> Path:
    """A folder with what every town begins with."""
    for each in ground.iterdir():
        (folder / each.name).symlink_to(each)
    return folder


async def states(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, str]]:
    """The exit code, and the state of everything that was looked at; the bot, if there is one, runs on."""
    code = await asyncio.to_thread(main, ["doctor", "--json", *options])
    told = json.loads(capsys.readouterr().out)
    return code, {finding["name"]: finding["state"] for finding in told["findings"]}


async def test_beside_a_running_bot_all_is_well(town: Town, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After a registration every invariant holds, Telegram answers, and the bot goes on."""
    settings(folder, TELEGRAM_API_URL=town.simulator.base_url)
    guest, host = await town.guest(), await town.host()
    await agreed(town, guest, host)

    code, state = await states(capsys)

    off = {name for name, each in state.items() if each != "ok"}
    assert off <= {"notices", "record"}  # the town's clock is another
    assert code in {0, 1}
    assert {"telegram", "updates", "database", "schema", "secret key", "disk", "journal", "consent"} <= state.keys()
    assert state["record's rows"] == "ok"
    await guest.send("/help")


async def test_what_is_broken_is_named_by_number(town: Town, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An offender is told by its number alone: nothing of the people stands in what is printed."""
    settings(folder, TELEGRAM_API_URL=town.simulator.base_url)
    guest, host = await town.guest(), await town.host()
    await agreed(town, guest, host)
    async with town.running.database.writing() as connection:
        await connection.execute(insert(events).values(case=1, seq=9, kind=EventKind.STILL_HERE.value, at=NOON))
        await connection.commit()

    code = await asyncio.to_thread(main, ["doctor"])
    said = capsys.readouterr().out

    assert code == 2
    assert "BROKEN   chain" in said
    assert "1: case 1" in said
    assert not any(secret in said for secret in ("Ivanov", "751234567", str(guest.id), str(host.id), TOKEN, SECRET))


async def test_a_quick_look_reads_not_everything(town: Town, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--quick leaves out what goes through all that is stored."""
    settings(folder, TELEGRAM_API_URL=town.simulator.base_url)

    _, state = await states(capsys, "--quick")

    assert {"database", "record"} <= state.keys()
    assert not {"consent", "record's rows"} & state.keys()


async def test_before_the_first_start(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is there yet: that is said, and nothing is made."""
    settings(folder)
    async with Simulator(TOKEN, USERNAME, "Tirkeu") as simulator:
        settings(folder, TELEGRAM_API_URL=simulator.base_url)
        code, state = await states(capsys)

    assert code == 1
    assert state["database"] == state["signing keys"] == "warning"
    assert names_in(folder) == {".env"}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"BOT_TOKEN": ""}, "telegram"),
        ({"BOT_TOKEN": "no token"}, "telegram"),
        ({"SECRET_KEY": ""}, "database"),
        ({"SECRET_KEY": "short"}, "database"),
        ({"SECRET_KEY": "another secret, long enough"}, "secret key"),
        ({"DATABASE_URL": "postgresql+asyncpg://nobody@127.0.0.1:9/none"}, "database"),
        ({"DATABASE_URL": "no address"}, "database"),
        ({"TIME_ZONE": "Asia/Nowhere"}, "settings"),
        ({}, "telegram"),
    ],
)
async def test_what_is_set_wrong_is_said_without_a_traceback(
    ground: Path, folder: Path, capsys: pytest.CaptureFixture[str], wrong: dict[str, str], named: str
) -> None:
    """A foreseeable fault is a line and exit code 2; no setting's value is printed."""
    settings(on(ground, folder), **wrong)

    code, state = await states(capsys, "--quick")

    assert code == 2
    assert state[named] == "broken"


async def test_a_file_that_is_no_database(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A damaged file is said to be unreadable, and stays as it is."""
    settings(folder)
    (folder / DATABASE).write_bytes(b"no database at all, but long enough to be looked at " * 40)
    before = (folder / DATABASE).read_bytes()

    code, state = await states(capsys)

    assert code == 2
    assert state["database"] == "broken"
    assert (folder / DATABASE).read_bytes() == before


async def test_tables_of_another_version_are_not_judged(
    town: Town, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the schema is another version's, that is said and no invariant is tried."""
    settings(folder, TELEGRAM_API_URL=town.simulator.base_url)
    async with town.running.database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0004'"))
        await connection.commit()

    code, state = await states(capsys)

    assert code == 1
    assert state["schema"] == "warning"
    assert "chain" not in state


def test_a_key_that_ends_soon_is_said(tmp_path: Path) -> None:
    """A month before the signing key ends the operator is told to rotate it; after its end nothing can be signed."""
    open_keys(tmp_path / KEYS, NOON, "TIRKEU")
    chosen = Settings(_env_file=None, secret_key=SecretStr(SECRET), keys_dir=tmp_path / KEYS)

    def after(days: int) -> set[str]:
        return {finding.state.value for finding in keys(chosen, (NOON + timedelta(days=days)).astimezone(ALMATY))}

    assert (after(1), after(380), after(500)) == ({"ok"}, {"warning"}, {"broken"})


def test_a_clock_before_the_keys_is_said(tmp_path: Path) -> None:
    """Whose clock was set back cannot sign: what is said is that it may be the clock, and not the keys."""
    open_keys(tmp_path / KEYS, NOON, "TIRKEU")
    chosen = Settings(_env_file=None, secret_key=SecretStr(SECRET), keys_dir=tmp_path / KEYS)

    found = list(keys(chosen, NOON - timedelta(minutes=1)))

    assert {finding.state for finding in found} == {State.BROKEN}
    assert all("before 2026-11-21 07:00 UTC: is the clock right?" in finding.said for finding in found)


def test_a_revoked_key_is_not_the_one_to_wait_for(tmp_path: Path) -> None:
    """Where the key that still counts begins later, that day is said."""
    ring = open_keys(tmp_path / KEYS, NOON, "TIRKEU")
    [old] = [key for key in ring.signing if key.verifying.use is KeyUse.SEAL]
    later = replace(old.verifying, not_before=NOON + timedelta(days=30), sign_until=NOON + timedelta(days=400))
    gone = replace(old.verifying, revoked_at=NOON)
    both = replace(ring, signing=(replace(old, verifying=gone), replace(old, verifying=later)))

    assert "before 2026-12-21 07:00 UTC" in _key(both, KeyUse.SEAL, NOON + timedelta(days=20)).said


@pytest.mark.parametrize(
    ("named", "state"),
    [
        ("", State.OK),
        ("1:officer, 2:head", State.OK),
        ("1:officer, 2:reader", State.WARNING),
        ("1:head", State.WARNING),
        ("1:reader", State.WARNING),
    ],
)
def test_one_who_may_decide_is_too_few(named: str, state: State, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody could answer an appeal against what the only one did: the doctor says so, and the log of the start."""
    set_so = Settings(_env_file=None, officers=named)
    assert officers(set_so).state is state
    warn_of_few_deciders(set_so.officers)
    assert [record.levelname for record in caplog.records] == (["WARNING"] if state is State.WARNING else [])

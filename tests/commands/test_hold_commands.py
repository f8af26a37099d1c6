"""`tirkeu hold` and `tirkeu purge` beside the running bot, and what a person is told who deletes meanwhile."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.domain.people import ChatId
from bot.registration.retention import Kind
from tests.town import ALMATY, DATABASE, KEYS, SECRET, Town, agreed, sent

REASON = "letter 17-3 of the court"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an operator stands: only the folder's `.env` counts."""
    monkeypatch.chdir(tmp_path)
    said = {
        "SECRET_KEY": SECRET,
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / DATABASE}",
        "KEYS_DIR": str(tmp_path / KEYS),
    }
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in said.items()))
    return tmp_path


async def tirkeu(*arguments: str) -> int:
    return await asyncio.to_thread(main, arguments)


async def test_what_the_operator_holds_the_person_cannot_delete_and_is_told_why(
    town: Town, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Held by number, listed with the operator's note; `/delete` names it and the reason; lifted, it goes."""
    guest = await town.guest()
    await sent(town, guest)
    [case] = await town.requests_of(guest)
    number, tomorrow = case.application_number, datetime.now(ALMATY).date() + timedelta(days=1)  # noqa: TID251 - a command line asks the machine's clock

    assert await tirkeu("hold", "set", number, "--reason", REASON, "--until", tomorrow.isoformat()) == 0
    assert capsys.readouterr().out == f"{number}: held to the end of {tomorrow}\n"
    assert await tirkeu("hold", "list") == 0
    assert f"to the end of {tomorrow}  authority: {REASON}" in capsys.readouterr().out
    assert await tirkeu("hold", "list", "--json") == 0
    [told] = json.loads(capsys.readouterr().out)
    assert (told["number"], told["last_day"], told["because"]) == (number, tomorrow.isoformat(), "authority")
    assert timedelta() <= datetime.now(ALMATY) - datetime.fromisoformat(told["since"]) < timedelta(hours=1)  # noqa: TID251 - as above

    await guest.send("/delete")
    why = f"request {number}. A court or another state body has asked in writing to keep it."
    assert why in guest.sees()
    await guest.tap("Delete")
    assert why in guest.sees()
    assert "letter" not in guest.sees()
    assert not (await town.requests_of(guest))[0].answers.is_empty

    assert await tirkeu("hold", "lift", number) == 0
    capsys.readouterr()
    assert await tirkeu("hold", "list") == 0
    assert capsys.readouterr().out == "Nothing is held.\n"
    assert await tirkeu("purge") == 0
    assert capsys.readouterr().out.startswith(f"Gone:\n       1  {Kind.LET_GO.value}\n")
    async with town.running.database.look() as work:
        wiped = await work.cases.get(case.number)
    assert wiped is not None
    assert wiped.answers.is_empty


async def test_a_consent_taken_back_leaves_what_is_held(town: Town, folder: Path) -> None:
    """`/withdraw` says the same, by the ground that was given."""
    guest = await town.guest()
    await sent(town, guest)
    [case] = await town.requests_of(guest)
    number = case.application_number
    assert await tirkeu("hold", "set", number, "--reason", REASON, "--because", "dispute") == 0

    await guest.send("/withdraw")
    await guest.tap("Delete")

    assert f"request {number}. A dispute about it is not over." in guest.sees()
    assert not (await town.requests_of(guest))[0].answers.is_empty


async def test_a_purge_is_tried_before_it_is_done(town: Town, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The dry run says what would go and changes nothing; then just that goes, and nothing of a person is printed."""
    guest, host = await town.guest(), await town.host()
    await agreed(town, guest, host)
    with (folder / ".env").open("a") as more:
        more.write("KEEP_DAYS_PROFILES=0\n")

    assert await tirkeu("purge", "--dry-run") == 0
    assert capsys.readouterr().out == "Would go (nothing is changed):\n       1  profiles\n"
    async with town.running.database.look() as work:
        assert await work.profiles.get(ChatId(guest.id)) is not None
    assert await tirkeu("purge", "--json") == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["dry_run"], done["counts"].keys()) == (False, {kind.name.lower() for kind in Kind})
    assert {kind: count for kind, count in done["counts"].items() if count} == {"profiles": 1}
    assert await tirkeu("purge") == 0
    assert capsys.readouterr().out == "Nothing is past its term.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("hold", "set", "99", "--reason", REASON), "no request of this number"),
        (("hold", "set", "x1", "--reason", REASON), "digits only"),
        (("hold", "set", "9" * 40, "--reason", REASON), "digits only"),
        (("hold", "set", "1", "--reason", REASON, "--until", "9999-12-31"), "no day comes after"),
        (("hold", "lift", "1"), "nothing holds"),
    ],
)
async def test_what_cannot_be_done_is_a_line(
    ground: Path, folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    """Exit code 2 and a reason, without a traceback."""
    (folder / DATABASE).write_bytes((ground / DATABASE).read_bytes())

    assert await tirkeu(*arguments) == 2
    assert said in capsys.readouterr().err


async def test_a_database_that_cannot_be_opened_is_a_line(
    ground: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another key, or a file that is no database."""
    (folder / DATABASE).write_bytes(b"no database at all, but long enough to be looked at " * 40)
    assert await tirkeu("purge") == 2
    (folder / DATABASE).write_bytes((ground / DATABASE).read_bytes())
    (folder / ".env").write_text((folder / ".env").read_text().replace(SECRET, SECRET + "2"))
    assert await tirkeu("hold", "list") == 2

    assert len(capsys.readouterr().err.splitlines()) == 2

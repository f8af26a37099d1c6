"""`tirkeu reassess`: what an operator runs after a change of law."""

import asyncio
import io
import os
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.commands import reassess as command
from bot.commands.opening import OTHER_KEY, WITHOUT_KEY
from bot.commands.progress import ELSEWHERE, Progress
from bot.commands.reassessor import Order
from bot.domain.answers import Answers
from bot.domain.people import Chat, ChatId, Draft
from bot.registration.outlook import Outlook
from bot.registration.reassessing import Reassess, Tally
from storage.database import Database
from storage.tables import drafts

SECRET = "a secret of this test only"
NOW = datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=5)))
PEOPLE = 7
TOLD_OTHERWISE = "required register=2099-12-31 leave=2027-02-09"


def url(folder: Path) -> str:
    """The database's address."""
    return f"sqlite+aiosqlite:///{folder / 'tirkeu.db'}"


async def settle(folder: Path) -> None:
    """Seven guests who were told another last day than the law says now."""
    database = await Database.open(url(folder), SECRET)
    async with database.begin() as work:
        for number in range(1, PEOPLE + 1):
            chat, answers = ChatId(number), Answers(citizenship="RUS", entered=date(2026, 11, 12))
            await work.chats.save(Chat(id=chat, language="en", consented_at=NOW, consent_version="1"))
            await work.drafts.save(Draft(chat=chat, answers=answers, saved_at=NOW))
            await work.outlooks.save(Outlook(chat=chat, told=TOLD_OTHERWISE, assessed_on=NOW.date()))
        await work.commit()
    await database.close()


async def go_over(folder: Path, now: datetime = NOW, *, is_trial: bool = False) -> Tally:
    """All people by one process, at noon or now."""
    database = await Database.open(url(folder), SECRET)
    try:
        return await command.go_over(database, Order(url(folder), SECRET, now, now.date(), is_trial), 1)
    finally:
        await database.close()


def went_over(folder: Path, now: datetime = NOW, *, is_trial: bool = False) -> Tally:
    """The same, where no loop runs."""
    return asyncio.run(go_over(folder, now, is_trial=is_trial))


def tirkeu(folder: Path) -> subprocess.CompletedProcess[str]:
    """The command as an operator runs it."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "reassess"],
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ
        | {"PYTHONPATH": str(Path(__file__).parents[2]), "DATABASE_URL": url(folder), "SECRET_KEY": SECRET},
        timeout=100,
        check=False,
    )


def test_two_processes_tell_everybody_and_the_second_run_nobody(tmp_path: Path) -> None:
    """A trial counts and writes nothing; then all are told by worker processes; then there is nothing to do."""
    asyncio.run(settle(tmp_path))

    assert went_over(tmp_path, is_trial=True) == Tally(seen=7, changed=7, told=7)
    said = tirkeu(tmp_path)
    assert (said.returncode, said.stdout) == (0, "7 people; 7 with other dates; 7 told; 0 unreadable\n")
    assert "7 of 7, " in said.stderr
    today = datetime.now(NOW.tzinfo)  # noqa: TID251 - the command has read the real clock
    assert went_over(tmp_path, today) == Tally(seen=7)


@pytest.mark.parametrize(("secret", "said"), [(f"{SECRET}!", OTHER_KEY), ("short", OTHER_KEY), ("", WITHOUT_KEY)])
def test_without_the_right_key_nothing_is_done(
    secret: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another key or none: one line, exit code 2, and the database is left alone."""
    asyncio.run(settle(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url(tmp_path))
    monkeypatch.setenv("SECRET_KEY", secret)

    assert command.reassess(1, None, is_trial=False) == 2
    assert capsys.readouterr().err == f"{said}\n"


@pytest.mark.parametrize("days", [1, -1])
def test_of_another_day_than_today_nothing_is_written(
    days: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """News are judged by the day on which they are sent: another day can only be tried, and who tells is told so."""
    asyncio.run(settle(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url(tmp_path))
    monkeypatch.setenv("SECRET_KEY", SECRET)
    today = datetime.now(NOW.tzinfo).date()  # noqa: TID251 - the command has read the real clock

    assert command.reassess(1, today + timedelta(days=days), is_trial=False) == 2
    assert capsys.readouterr().err == f"{command.OTHER_DAY}\n"
    assert went_over(tmp_path).told == 7


def test_what_cannot_be_read_makes_exit_code_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The operator learns that somebody was left out."""
    asyncio.run(settle(tmp_path))
    asyncio.run(_break_one(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url(tmp_path))
    monkeypatch.setenv("SECRET_KEY", SECRET)

    assert command.reassess(1, NOW.date(), is_trial=True) == 1
    expected = "6 people; 6 with other dates; 6 told; 1 unreadable; nothing was written\n"
    assert capsys.readouterr().out == expected


async def _break_one(folder: Path) -> None:
    database = await Database.open(url(folder), SECRET)
    async with database.writing() as connection:
        await connection.execute(update(drafts).where(drafts.c.chat == 1).values(answers=b"broken"))
        await connection.commit()
    await database.close()


async def test_what_was_done_before_an_interruption_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off after a slice and run again, it tells only the others; no slice is left out."""
    monkeypatch.setattr(command, "SLICE", 2)
    await settle(tmp_path)
    database = await Database.open(url(tmp_path), SECRET)
    begun = Reassess(look=database.look, begin=database.begin, now=NOW, on=NOW.date())
    assert (await begun(ChatId(0), ChatId(2))).told == 2
    await database.close()

    assert await go_over(tmp_path) == Tally(seen=7, changed=5, told=5)
    assert await go_over(tmp_path) == Tally(seen=7)


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere() -> None:
    """Count, speed and what is left; in a file no more than a line in ten seconds and one at the end."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, expected in (
        (io.StringIO(), ["50 of 100, 5 a second, 10 s to go\n", "100 of 100, 10 a second, 0 s to go\n"]),
        (Terminal(), ["\r[###############...............] 50 of 100, 5 a second, 10 s to go   "]),
    ):
        seconds = iter([0.0, 0.1, ELSEWHERE, ELSEWHERE, ELSEWHERE])
        progress = Progress(stream, 100, lambda seconds=seconds: next(seconds))  # type: ignore[misc]
        progress.show(1)
        progress.show(50)
        progress.end(100)
        assert all(line in stream.getvalue() for line in expected)
        assert "1 of 100" not in stream.getvalue()

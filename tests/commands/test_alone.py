"""One bot on one SQLite file."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.alone import ALREADY_RUNS, alone_on

HOLDS = """
import sys, time
from bot.commands.alone import alone_on
with alone_on(sys.argv[1]):
    print(1, flush=True)
    time.sleep(60)
"""


def test_a_second_bot_is_turned_away_until_the_first_is_gone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says which file, and a kill -9 of the first lets the next one in."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'one.db'}"
    with subprocess.Popen([sys.executable, "-c", HOLDS, url], stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        first.stdout.readline()
        with pytest.raises(SystemExit) as turned_away, alone_on(url):
            pass
        first.kill()
    assert turned_away.value.code == ALREADY_RUNS
    assert "one.db" in capsys.readouterr().err
    with alone_on(url):
        pass


@pytest.mark.parametrize(
    "url", ["postgresql+asyncpg://nobody@nowhere/none", "sqlite+aiosqlite:///:memory:", "sqlite+aiosqlite://"]
)
def test_where_there_is_no_file_nothing_is_held(url: str) -> None:
    """Several workers on PostgreSQL are meant."""
    with alone_on(url), alone_on(url):
        pass

"""Settings that are wrong, as whoever started a command reads it."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.__main__ import main
from bot.config import Settings

SECRET = "hidden-words-of-this-test"
COMMANDS = [
    ["run"],
    ["backup", "place"],
    ["restore", "file", "--into", "sqlite:///there.db"],
    ["reassess"],
    ["import", "guests", "file", "--bin", "850412300006"],
    ["keys", "list"],
    ["verify", "file"],
]
WRONG = [
    ({"WEBHOOK_URL": f"https://{SECRET}.example"}, ["WEBHOOK_URL"]),
    ({"OPERATOR_BIN": SECRET}, ["OPERATOR_BIN"]),
    ({"TIME_ZONE": f"Asia/{SECRET}"}, ["TIME_ZONE"]),
    ({"TIME_ZONE": f"/{SECRET}"}, ["TIME_ZONE"]),
    ({"TIME_ZONE": "Asia"}, ["TIME_ZONE"]),
    ({"LOG_FORMAT": SECRET}, ["LOG_FORMAT"]),
    ({"WEB_PROXIES": f"10.0.0.0/8, {SECRET}"}, ["WEB_PROXIES"]),
    ({"OPERATOR_BIN": SECRET, "TIME_ZONE": SECRET, "OPS_PORT": SECRET}, ["OPERATOR_BIN", "TIME_ZONE", "OPS_PORT"]),
]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no .env."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_TOKEN", SECRET)
    monkeypatch.setenv("SECRET_KEY", SECRET)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_no_command_begins_with_a_wrong_setting(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every one that reads the settings ends with exit code 2 and one line, and leaves nothing behind."""
    monkeypatch.setenv("OPERATOR_BIN", "12")
    with pytest.raises(SystemExit) as ended:
        main(command)

    assert ended.value.code == 2
    assert capsys.readouterr() == ("", "OPERATOR_BIN: twelve digits are wanted\n")
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize(("wrong", "named"), WRONG)
def test_each_wrong_setting_is_named_and_none_is_quoted(
    wrong: dict[str, str], named: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line for each, with its name and why; what was set may be a secret at the wrong place, and is not shown."""
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        main(["reassess"])

    said = capsys.readouterr().err
    assert sorted(line.split(": ")[0] for line in said.splitlines()) == sorted(named)
    assert SECRET not in said
    assert all(len(line.split(": ", 1)[1]) > 8 for line in said.splitlines())


def test_a_webhooks_address_needs_a_path(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said what is missing."""
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example")
    with pytest.raises(SystemExit):
        main(["run"])

    assert "path" in capsys.readouterr().err


def test_a_fault_that_nobody_catches_quotes_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where the settings are read by something else than a command."""
    monkeypatch.setenv("OPERATOR_CODE", SECRET)
    with pytest.raises(ValidationError) as fault:
        Settings()

    assert SECRET not in str(fault.value)

"""Officers as the settings' file names them: whoever is taken out of it is none with the next tap."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.domain.officer import Role
from bot.domain.people import ChatId
from bot.machine.roster import SettingsRoster

BEFORE, AFTER = "7001", "7002"  # of one length


def write(file: Path, text: str) -> None:
    """In its place, so that it is the same file."""
    file.write_text(text, encoding="ascii")
    os.utime(file, ns=(0, file.stat().st_mtime_ns + 1_000_000))


def put_over(file: Path, text: str) -> None:
    """As editors and orchestrators do: another file of the same age under the same name."""
    other, age = file.with_suffix(".new"), file.stat().st_mtime_ns
    other.write_text(text, encoding="ascii")
    os.utime(other, ns=(0, age))
    other.replace(file)


@pytest.mark.parametrize("change", [write, put_over])
def test_a_change_that_leaves_the_length_is_seen(tmp_path: Path, change: Callable[[Path, str], None]) -> None:
    """One digit of an id is enough."""
    file = tmp_path / "settings.env"
    file.write_text(BEFORE, encoding="ascii")

    def read() -> Mapping[ChatId, Role]:
        return {ChatId(int(file.read_text(encoding="ascii"))): Role.HEAD}

    roster = SettingsRoster(read, file)
    assert roster.role_of(ChatId(7001)) is Role.HEAD

    change(file, AFTER)

    assert roster.role_of(ChatId(7001)) is None
    assert roster.role_of(ChatId(7002)) is Role.HEAD


def test_settings_that_cannot_be_read_make_nobody_an_officer(tmp_path: Path) -> None:
    """Until they can be read again."""
    file = tmp_path / "settings.env"
    file.write_text(BEFORE, encoding="ascii")
    roster = SettingsRoster(lambda: {ChatId(int(file.read_text(encoding="ascii"))): Role.HEAD}, file)

    write(file, "no number")
    assert roster.everyone() == {}

    write(file, AFTER)
    assert roster.role_of(ChatId(7002)) is Role.HEAD

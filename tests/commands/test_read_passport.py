"""`tirkeu read-passport`: one line of JSON for each photo, whatever is given."""

import functools
import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from reading_stand_ins import LINES, read

from bot.__main__ import main
from bot.commands import many_passports
from bot.machine.passports import PassportReaders

ROOT = Path(__file__).parents[2]
FOREIGN = {"aiogram", "aiohttp", "sqlalchemy", "babel", "pydantic", "PIL", "cryptography", "storage", "asyncio"}
KNOWN_ROOMS = {"bot.command_line", "bot.commands", "bot.machine", "bot.passport"}


class Told:
    """What a run of the command said."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: object) -> None:
        self.code = main(["read-passport", *map(str, arguments)])
        self.out, self.err = capsys.readouterr()
        self.answers: list[dict[str, Any]] = [json.loads(line) for line in self.out.splitlines()]
        self.files = [Path(answer["file"]).name for answer in self.answers]
        self.reasons = [answer.get("reason") for answer in self.answers]


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that needs no photos."""
    monkeypatch.setattr("bot.passport.reader.read_passport", read)
    by_stand_in = functools.partial(PassportReaders, work="reading_stand_ins:read")
    monkeypatch.setattr(many_passports, "PassportReaders", by_stand_in)


def tirkeu(*arguments: object) -> "subprocess.Popen[str]":
    """The command as it is typed."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "read-passport", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        bufsize=1,
        start_new_session=True,
    )


def test_a_photo_is_seven_fields_and_how_sure_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Dates in ISO form, the zone as it was read, and what to look at."""
    (tmp_path / "a").write_bytes(b"passport")

    told = Told(capsys, tmp_path / "a")

    assert told.code == 0
    assert told.answers == [
        {
            "file": str(tmp_path / "a"),
            "surname": "ERIKSSON",
            "given_names": "ANNA MARIA",
            "number": "L898902C3",
            "nationality": "UTO",
            "birth_date": "1974-08-12",
            "sex": "F",
            "expiry_date": "2012-04-15",
            "valid": True,
            "unsure": [],
            "lines": list(LINES),
        }
    ]


def test_what_a_person_has_to_look_at_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The reader does not stand by it; it was read all the same."""
    (tmp_path / "a.jpg").write_bytes(b"unsure passport")

    told = Told(capsys, tmp_path / "a.jpg")

    assert told.code == 0
    [answer] = told.answers
    assert (answer["valid"], answer["unsure"], answer["expiry_date"]) == (False, ["surname", "expiry_date"], None)


def test_folders_and_archives_are_walked_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Side by side in worker processes, told in the order of names; one that is not read makes the exit code 1."""
    folder = tmp_path / "folder"
    (folder / "inside").mkdir(parents=True)
    for name, content in (("b.PNG", "x"), ("a.jpg", "slow passport"), ("list.txt", "-"), (".c.jpg", "-")):
        (folder / name).write_text(content)
    (folder / "inside" / "d.heic").write_text("passport")
    with zipfile.ZipFile(tmp_path / "guests.zip", "w") as archive:
        archive.writestr("Guests/Айгүл.jpg", "passport")
        archive.writestr("__MACOSX/x", "-")

    told = Told(capsys, folder, tmp_path / "guests.zip", tmp_path / "nothing", "--jobs", "1")

    assert told.files == ["a.jpg", "b.PNG", "d.heic", "Айгүл.jpg", "nothing"]
    assert told.reasons == [None, "no_zone", None, None, "no_such_file"]
    assert told.answers[3]["file"] == str(tmp_path / "guests.zip" / "Айгүл.jpg")
    assert (told.code, told.err) == (1, "")


def test_what_cannot_be_opened_has_a_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file, an empty folder, a broken archive: an object each, never a traceback, and no worker is begun."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / "secret.jpg").symlink_to(tmp_path / "secret.jpg")

    told = Told(capsys, *[tmp_path / name for name in ("missing.jpg", "empty", "broken.zip", "secret.jpg")], "a\0b")

    assert told.reasons == ["no_such_file", "empty", "broken", "cannot_be_opened", "no_such_file"]
    assert told.code == 1


def test_standard_input_is_a_photo(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name is `-`."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"passport")))

    told = Told(capsys, "-")

    assert (told.code, told.files) == (0, ["-"])


@pytest.mark.parametrize("arguments", [[], ["a.jpg", "--jobs", "0"], ["a.jpg", "--colour"]])
def test_wrong_use_is_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, and how to use it."""
    with pytest.raises(SystemExit) as ended:
        Told(capsys, *arguments)

    assert ended.value.code == 2
    assert "usage: tirkeu " in capsys.readouterr().err


def test_a_bar_is_drawn_where_nothing_else_is_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal, when the lines go into a file."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    assert "] 2 of 2, " in Told(capsys, tmp_path / "1", tmp_path / "2").err


def test_it_begins_without_the_other_rooms(tmp_path: Path) -> None:
    """A photo is read in one process, without a Telegram library, a database, a drawing library or the settings."""
    (tmp_path / "a.jpg").write_bytes(b"no picture")
    program = f"""
import sys
from bot.__main__ import main
code = main(["read-passport", {str(tmp_path / "a.jpg")!r}])
print(*sys.modules)
sys.exit(code)
"""
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    answer, modules = ended.stdout.splitlines()
    imported = set(modules.split())

    assert ended.returncode == 1, ended.stderr
    assert json.loads(answer)["reason"] == "not_a_picture"
    assert not (FOREIGN | {"multiprocessing"}) & imported
    assert {".".join(name.split(".")[:2]) for name in imported if name.startswith("bot.")} <= KNOWN_ROOMS | {
        "bot.__main__"
    }


def test_a_closed_pipe_ends_it(tmp_path: Path) -> None:
    """As in `tirkeu read-passport … | head -1`: no traceback."""
    running = tirkeu(*[tmp_path / f"{number}.jpg" for number in range(2000)])
    assert running.stdout is not None
    assert "no_such_file" in running.stdout.readline()
    running.stdout.close()

    assert running.wait(20) == 1
    assert running.stderr is not None
    assert running.stderr.read() == ""
    running.stderr.close()


def test_ctrl_c_ends_it_and_its_workers(tmp_path: Path) -> None:
    """Whatever is in work: no traceback, no process left, the exit code of an interruption."""
    for number in range(2000):
        (tmp_path / f"{number:04}.jpg").touch()
    with tirkeu(tmp_path, "--jobs", "1") as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert "not_a_picture" in running.stdout.readline()
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: the workers get it, too
        running.stdout.read()

        assert running.stderr.read() == ""  # ends when the last worker has ended
        assert running.wait(20) == 130


def test_a_pipe_is_read_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a pipe gives is a photo as a file's bytes are, and one that lies in a folder is not waited for."""
    os.mkfifo(tmp_path / "waiting.jpg")
    assert Told(capsys, tmp_path).reasons == ["empty"]
    end, mouth = os.pipe()
    os.write(mouth, b"passport")
    os.close(mouth)
    try:
        assert Told(capsys, f"/dev/fd/{end}").code == 0
    finally:
        os.close(end)


def test_nothing_is_no_folder(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty word, as an unset variable of a shell leaves it, is not the folder one stands in."""
    assert Told(capsys, "").reasons == ["no_such_file"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_is_said_in_one_line(tmp_path: Path) -> None:
    """The answers cannot be written: one line says so, and no traceback."""
    command = [sys.executable, "-m", "bot", "read-passport", str(tmp_path / "gone.jpg")]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1)

"""`tirkeu export`: registrations for a register, signed, and none without a line in the record."""

import asyncio
import csv
import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.certificate import keystore
from bot.domain.certificate import CertificateStatus
from bot.office.exports import FIELDS
from tests.commands.office_ground import (
    DATABASE,
    FORMULA,
    build,
    opened,
    register,
    set_status,
    stand_in,
    withdraw_the_key,
)
from tests.storage.storage_samples import NOW


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once."""
    return build(tmp_path_factory.mktemp("ground"))


@pytest.fixture
def folder(ground: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the operator stands; each export has a name of its own, however fast they come."""
    numbers = iter(range(100))
    monkeypatch.setattr("bot.commands.export.NAME", _Named(numbers))
    (tmp_path / "out").mkdir()
    return stand_in(tmp_path, ground, monkeypatch)


class _Named:
    def __init__(self, numbers: object) -> None:
        self._numbers = iter(numbers)  # type: ignore[call-overload]

    def format(self, *, moment: object, format: str) -> str:  # noqa: A002 - as it is called
        return f"{next(self._numbers)}.{format}"


def export(kind: str, *more: str) -> int:
    return main(["export", "registrations", "--format", kind, "--to", "out", *more])


def lines(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def recorded(folder: Path) -> list[dict[str, str]]:
    with closing(sqlite3.connect(folder / DATABASE)) as link:
        rows = link.execute("SELECT detail FROM audit WHERE action = 'exported' ORDER BY seq").fetchall()
    return [json.loads(detail) for (detail,) in rows]


def change(folder: Path, *numbers: int) -> None:
    async def all_of_them() -> None:
        database = await opened(folder)
        for number in numbers:
            await set_status(database, number, CertificateStatus.REVOKED)
        await database.close()

    asyncio.run(all_of_them())


def test_a_registration_goes_out_in_the_fields_of_the_annex(folder: Path) -> None:
    """Each field as the certificate prints it, and the status; the file is its owner's alone, and recorded."""
    assert export("jsonl") == 0
    file = folder / "out" / "0.jsonl"
    [one, two] = lines(file)
    assert one == {
        "application_number": "00000001",
        "status": "valid",
        "full_name": "Қанарейкина Гүлнәр-Жұлдыз",
        "document_number": "FA7654321",
        "citizenship": "UZB",
        "address": one["address"],
        "stay_from": "2026-11-12",
        "stay_until": "2027-01-31",
        "host_iin": "850101300012",
        "host_name": "Канарейкина Айгүл",
        "issued_at": "2026-11-12T13:14:15+00:00",
        "valid_until": "2027-02-10T13:14:15+00:00",
    }
    assert "Канареечная" in one["address"]
    assert two["full_name"] == FORMULA
    assert file.stat().st_mode & 0o077 == 0
    [line] = recorded(folder)
    assert (line["rows"], line["since"], line["upto"], line["numbers_upto"]) == ("2", "0", "8", "2")
    assert line["digest"] == hashlib.sha256(file.read_bytes()).hexdigest()


def test_no_cell_is_a_formula(folder: Path) -> None:
    """In a spreadsheet a name that begins like a formula stays a text; every column has its heading."""
    assert export("csv") == 0
    with (folder / "out" / "0.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == FIELDS
    assert rows[1]["full_name"] == f"'{FORMULA}"


def test_only_what_has_changed_comes_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a cursor the next file has the changed and the new ones, and one with nothing new is empty."""
    assert export("jsonl", "--cursor", "place") == 0
    assert export("jsonl", "--cursor", "place") == 0
    change(folder, 2)
    assert export("jsonl", "--cursor", "place") == 0
    told = [[line["application_number"] for line in lines(folder / "out" / f"{number}.jsonl")] for number in range(3)]
    assert told == [["00000001", "00000002"], [], ["00000002"]]
    assert lines(folder / "out" / "2.jsonl")[0]["status"] == "revoked"
    assert (folder / "place").stat().st_mode & 0o077 == 0


def test_a_cursor_of_another_record_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After a restored backup the cursor may not skip what is new there: nothing goes out, and a line says why."""
    assert export("csv", "--cursor", "place") == 0
    kept = json.loads((folder / "place").read_text())
    for wrong in (json.dumps(kept | {"seq": 7}), json.dumps(kept | {"seq": 700}), "no json", "{}"):
        (folder / "place").write_text(wrong)
        assert export("csv", "--cursor", "place") == 2
        assert "place" in capsys.readouterr().err
    assert len(list((folder / "out").iterdir())) == 2
    assert len(recorded(folder)) == 1


def test_a_wiped_one_is_number_and_status_only(folder: Path) -> None:
    """Nothing of a wiped request goes out but that there was one, and what it is worth."""
    with closing(sqlite3.connect(folder / DATABASE)) as link:
        link.execute("UPDATE cases SET answers = NULL WHERE number = 1")
        link.commit()
    assert export("jsonl") == 0
    assert lines(folder / "out" / "0.jsonl")[0] == {"application_number": "00000001", "status": "valid"}


def test_a_file_proves_whose_it_is(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As it was signed it is genuine; with one letter changed, another's signature, or none, it is not."""
    assert export("csv") == 0
    file = folder / "out" / "0.csv"
    assert main(["export", "verify", str(file)]) == 0
    assert "2 registrations" in capsys.readouterr().out
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"UZB", b"KGZ", 1))
    assert main(["export", "verify", str(file)]) == 2
    file.write_bytes(whole)
    (folder / "keys").rename(folder / "mine")
    keystore.make(folder / "keys", now=NOW)
    assert main(["export", "verify", str(file)]) == 2
    assert "not the operator's" in capsys.readouterr().out
    file.with_name("0.csv.sig").unlink()
    assert main(["export", "verify", str(file)]) == 2


def test_what_a_withdrawn_key_has_signed_proves_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever took the key could have signed it, too."""
    assert export("csv") == 0
    withdraw_the_key()
    capsys.readouterr()
    assert main(["export", "verify", "out/0.csv"]) == 2
    assert "a key that was withdrawn" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """None is made, and nothing is recorded."""
    assert main(["export", "registrations", "--format", "csv", "--to", "mistyped"]) == 2
    assert "mistyped: there is no such folder." in capsys.readouterr().err
    assert not (folder / "mistyped").exists()
    assert recorded(folder) == []


def test_no_file_stands_there_without_its_signature(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the machine stops between the two, it is the signature that is there; the next run is not in its way."""

    def once(made: Path, final: Path) -> None:
        made.rename(final)
        patch.setattr("bot.commands.export.publish", full)

    def full(made: Path, final: Path) -> None:
        raise OSError(28, "No space left on device")

    (folder / "place.new").write_text("left by a run that was stopped")
    with monkeypatch.context() as patch:
        patch.setattr("bot.commands.export.publish", once)
        assert export("csv", "--cursor", "place") == 2
    assert [path.name for path in (folder / "out").iterdir()] == ["0.csv.sig"]
    assert export("csv", "--cursor", "place") == 0


def test_nothing_leaves_without_a_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the machine stops before the file has its name, the record has the line and the cursor has not moved."""

    def full(made: Path, final: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("bot.commands.export.publish", full)
        assert export("csv", "--cursor", "place") == 2
    assert list((folder / "out").iterdir()) == []
    assert len(recorded(folder)) == 1
    assert not (folder / "place").exists()
    assert export("csv", "--cursor", "place") == 0
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["1.csv", "1.csv.sig"]


def test_many_go_out_in_batches(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More registrations than a batch come all, each once, in the order of their numbers."""

    async def more() -> None:
        database = await opened(folder)
        for number in range(3, 10):
            await register(database, f"link {number}")
        await database.close()

    asyncio.run(more())
    monkeypatch.setattr("storage.audit_exports.A_BATCH", 4)
    assert export("jsonl") == 0
    told = [int(line["application_number"]) for line in lines(folder / "out" / "0.jsonl")]
    assert told == list(range(1, 10))

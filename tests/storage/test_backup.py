"""A backup taken while the bot works, and what is brought back from it."""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

import pyrage
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from storage_samples import ANSWERS, NOW, SECRET, certificate, notice, request

from bot.certificate import keystore
from bot.domain.case import EventKind
from bot.domain.people import Chat, ChatId
from storage.database import Database
from storage.migrations import HEAD
from storage.moving.age import encrypt, identities_in, own_identity, own_recipient, recipients_of
from storage.moving.backup import NAME, BackupOrder, back_up, forget_older
from storage.moving.digests import Digest
from storage.moving.manifest import DATABASE, FileInfo, Manifest
from storage.moving.package import pack, unpack
from storage.moving.places import MoveError
from storage.moving.restore import Restored, RestoreOrder, restore
from storage.moving.source import snapshot

CANARIES = (b"FA7654321", "Қанарейкина".encode(), b"850101300012", "улица Канареечная".encode())


def sqlite(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go, to be looked through afterwards."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@dataclass
class Safe:
    """One bot's place, its backups, and an empty place to bring them back to."""

    folder: Path
    address: str
    order: BackupOrder = field(init=False)

    def __post_init__(self) -> None:
        self.order = BackupOrder(
            address=self.address,
            keys=None,
            secret=SECRET,
            recipients=[own_recipient(SECRET)],
            made_at=NOW,
            identities=[own_identity(SECRET)],
        )

    @property
    def file(self) -> Path:
        return self.folder / "out" / "backup.age"

    @property
    def restored(self) -> Path:
        return self.folder / "back" / "tirkeu.db"

    async def save(self, **changes: object) -> Manifest:
        return await back_up(replace(self.order, **changes), self.file)  # type: ignore[arg-type]

    async def bring_back(self, **changes: object) -> Restored:
        order = RestoreOrder(
            file=self.file, identities=[own_identity(SECRET)], address=sqlite(self.restored), secret=SECRET
        )
        return await restore(replace(order, **changes))  # type: ignore[arg-type]

    def left(self) -> list[str]:
        """What lies about beside the backup and the place."""
        return sorted(path.name for name in ("out", "back", "temporary") for path in self.folder.glob(f"{name}/*"))


@pytest.fixture
def safe(full: Path, tmp_path: Path, room: Path) -> Safe:
    """Of a database with rows in every table."""
    return Safe(tmp_path, sqlite(full))


async def _grant(database: Database, number: int) -> None:
    async with database.begin() as work:
        await work.chats.save(Chat(id=ChatId(number), language="kk", consent_version="1", consented_at=NOW))
        case = await work.cases.add(request(f"token-{number}", guest=ChatId(number)))
        await asyncio.sleep(0)
        await work.cases.save(case.happened(EventKind.GRANTED, NOW))
        await work.certificates.add(certificate(case.number, case.number))
        await work.notices.owe(notice(f"certificate-{case.number}", chat=ChatId(number)))
        await work.commit()


async def test_a_backup_under_load_is_whole(url: str, tmp_path: Path, room: Path) -> None:
    """Taken while others write, it holds each transaction whole or not at all: no grant without its certificate and
    notice. Writers do not stop meanwhile.
    """
    database, safe, written = await Database.open(url, SECRET), Safe(tmp_path, url), 0

    begun = asyncio.Event()

    async def write() -> None:
        nonlocal written
        while True:
            await _grant(database, written + 1)
            written += 1
            if written == 20:
                begun.set()

    writer = asyncio.create_task(write())
    await asyncio.wait_for(begun.wait(), 60)
    before = written
    manifest = await safe.save()
    assert written > before
    writer.cancel()
    await asyncio.wait([writer])
    await database.close()
    await safe.bring_back()
    counts = {name: table.rows for name, table in manifest.tables.items() if table.rows}
    granted = counts["certificates"]
    assert before <= granted <= written + 1
    assert counts == {
        "chats": granted,
        "cases": granted,
        "events": 2 * granted,
        "audit": 3 * granted,
        "certificates": granted,
        "notices": granted,
        "vault_checks": 1,
    }
    assert await _whole(sqlite(safe.restored)) == granted
    assert safe.left() == ["backup.age", "tirkeu.db"]


async def _whole(address: str) -> int:
    database = await Database.open(address, SECRET)
    async with database.look() as seen:
        number = 0
        while (case := await seen.cases.get(number + 1)) is not None:
            number = case.number
            assert case.answers == ANSWERS
            assert [event.kind for event in case.events] == [EventKind.ASKED, EventKind.GRANTED]
            assert await seen.certificates.get(number) is not None
    await database.close()
    return number


async def test_a_backup_comes_back_as_it_was(safe: Safe) -> None:
    """Every table is the same, and numbers given since the backup are not given again."""
    manifest = await safe.save()
    restored = await safe.bring_back(skip=1000)
    assert restored.manifest == manifest
    assert {each.table: each.there for each in restored.compared} == manifest.tables
    async with snapshot(safe.address) as here, snapshot(sqlite(safe.restored)) as there:
        last = await here.last_numbers()
        assert await there.last_numbers() == {table: number + 1000 for table, number in last.items()}
    database = await Database.open(sqlite(safe.restored), SECRET)
    async with database.begin() as work:
        assert (await work.cases.add(request("new"))).number == last["cases"] + 1001
    await database.close()


@pytest.mark.postgres
async def test_a_backup_comes_back_to_postgresql(safe: Safe, postgres_url: str) -> None:
    """A backup of one kind of database fills the other."""
    manifest = await safe.save()
    restored = await safe.bring_back(address=postgres_url)
    assert {each.table: each.there for each in restored.compared} == manifest.tables
    database = await Database.open(postgres_url, SECRET)
    async with database.begin() as work:
        assert (await work.cases.add(request("new"))).number == 3 + 100_000 + 1
    await database.close()


async def test_nothing_can_be_read_in_a_backup(safe: Safe) -> None:
    """No name, passport number, IIN or address is in the file, nor in the database inside; nothing is left beside."""
    database = await Database.open(safe.address, SECRET)
    await _grant(database, 77)
    await database.close()
    await safe.save()
    assert safe.file.stat().st_mode & 0o077 == 0
    assert safe.left() == ["backup.age"]
    inside = safe.folder / "inside"
    inside.mkdir()
    unpack(safe.file, inside, [own_identity(SECRET)])
    for content in (safe.file.read_bytes(), (inside / DATABASE).read_bytes()):
        assert [canary for canary in (*CANARIES, SECRET.encode()) if canary in content] == []


async def test_signing_keys_go_along(safe: Safe) -> None:
    """The keys come back as they were and sign for the same root; they are put only into an empty folder."""
    keys, back = safe.folder / "keys", safe.folder / "back" / "keys"
    ring = keystore.make(keys, now=NOW)
    await safe.save(keys=keys)
    back.mkdir(parents=True)
    (back / "root.pem").touch()
    with pytest.raises(MoveError, match="empty folder"):
        await safe.bring_back(keys_into=back)
    assert not safe.restored.exists()
    (back / "root.pem").unlink()
    with pytest.raises(MoveError, match="something already"):
        await safe.bring_back(keys_into=back, address=safe.address)
    assert not back.exists()
    await safe.bring_back(keys_into=back)
    again = keystore.load(back)
    assert (again.root_fingerprint, [key.kid for key in again.signing]) == (
        ring.root_fingerprint,
        [key.kid for key in ring.signing],
    )
    assert {path.name: path.read_bytes() for path in back.iterdir()} == {
        path.name: path.read_bytes() for path in keys.iterdir()
    }


async def test_keys_that_are_not_in_order_are_not_saved(safe: Safe) -> None:
    """No keys, or keys that another root has signed: said at the backup and not on the day when it is needed."""
    with pytest.raises(MoveError, match="no signing keys"):
        await safe.save(keys=safe.folder / "none")
    keystore.make(safe.folder / "keys", now=NOW)
    keystore.make(safe.folder / "others", now=NOW)
    (safe.folder / "others" / "root_public.pem").replace(safe.folder / "keys" / "root_public.pem")
    with pytest.raises(MoveError, match="not in order: other_root"):
        await safe.save(keys=safe.folder / "keys")
    assert safe.left() == []


async def test_only_the_recipient_reads_a_backup(safe: Safe) -> None:
    """Made for a public key it opens with the private one, and not with SECRET_KEY, which the making need not know."""
    identity = pyrage.x25519.Identity.generate()
    private = safe.folder / "identity.txt"
    private.write_text(f"# made by age-keygen\n{identity}\n")
    await safe.save(recipients=recipients_of(str(identity.to_public())), identities=(), secret="")
    with pytest.raises(MoveError, match="No key here opens"):
        await safe.bring_back()
    assert safe.left() == ["backup.age"]
    await safe.bring_back(identities=identities_in(private))
    assert safe.restored.exists()
    with pytest.raises(MoveError, match="BACKUP_RECIPIENT"):
        recipients_of(f"{identity.to_public()}, age1other")
    private.write_text("nothing")
    with pytest.raises(MoveError, match="no private key"):
        identities_in(private)


def cut(content: bytes) -> bytes:
    return content[:-1]


def halve(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flip(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def prolong(content: bytes) -> bytes:
    return content + b"\0"


def of_another(_content: bytes) -> bytes:
    return pyrage.encrypt(b"not a backup at all" * 1000, [own_recipient(SECRET)])  # type: ignore[no-any-return]


def empty(_content: bytes) -> bytes:
    return b""


async def test_a_damaged_backup_is_told_and_leaves_nothing(safe: Safe) -> None:
    """Cut short, changed in one bit, prolonged, another file of age, an empty one: each is refused in words, and
    neither in the place nor among the temporary files anything stays.
    """
    await safe.save()
    whole = safe.file.read_bytes()
    damages: dict[Callable[[bytes], bytes], str] = {
        cut: "damaged or cut short",
        halve: "damaged or cut short",
        flip: "damaged or cut short",
        prolong: "damaged or cut short",
        empty: "damaged or cut short",
        of_another: "not what it says it is",
    }
    for damage, told in damages.items():
        safe.file.write_bytes(damage(whole))
        with pytest.raises(MoveError, match=told):
            await safe.bring_back()
        assert safe.left() == ["backup.age"]


async def test_another_secret_key_is_told(safe: Safe) -> None:
    """A backup whose database is under another SECRET_KEY is not restored; nor is one made that none could read."""
    with pytest.raises(MoveError, match="SECRET_KEY is not the one"):
        await safe.save(secret="another secret, long enough")
    assert safe.left() == []
    await safe.save()
    with pytest.raises(MoveError, match="sound, but SECRET_KEY"):
        await safe.bring_back(secret="another secret, long enough")
    with pytest.raises(MoveError, match="No key here opens"):
        await safe.bring_back(identities=[own_identity("another secret, long enough")])
    assert safe.left() == ["backup.age"]


async def _to_version(file: Path, version: str) -> None:
    """Make a database look as an earlier version left it; or a later one."""

    def down(connection: Connection) -> None:
        if version == "9999":
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
            return
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "storage:migrations")
        command.downgrade(config, version)

    database = await Database.open(sqlite(file), SECRET)
    async with database.writing() as connection:
        await connection.run_sync(down)
        await connection.commit()
    await database.close()


@pytest.mark.parametrize("version", ["0004", "9999"])
async def test_backups_of_other_versions(safe: Safe, full: Path, version: str) -> None:
    """An older one is restored and brought up to date; one of a later version is refused in words."""
    inside = safe.folder / "inside"
    inside.mkdir()
    await _to_version(full, version)
    full.rename(inside / DATABASE)  # noqa: ASYNC240 - nobody else waits
    manifest = Manifest(
        made_at=NOW,
        program="0",
        schema=version,
        tables={"cases": Digest(rows=3)},
        files={DATABASE: FileInfo.of(inside / DATABASE)},
    )
    safe.file.parent.mkdir()
    pack(inside, manifest, safe.file, [own_recipient(SECRET)])
    if version > HEAD:
        with pytest.raises(MoveError, match="by a later version"):
            await safe.bring_back()
        assert safe.left() == ["backup.age"]
        return
    await safe.bring_back()
    async with snapshot(sqlite(safe.restored)) as seen:  # refuses any version but this program's
        assert (await seen.digests())["cases"].rows == 3


async def test_a_manifest_that_lies_is_found_out(safe: Safe, full: Path) -> None:
    """Whoever knows the public key can make a file for it: other rows than told, or names that lead elsewhere, are
    refused.
    """
    told = await safe.save()
    inside, escaped = safe.folder / "in" / "side", safe.folder / "escaped.pem"
    inside.mkdir(parents=True)
    unpack(safe.file, inside, [own_identity(SECRET)])
    tables = told.tables | {"cases": Digest(rows=3, total=5)}
    outside = {"../../escaped.pem": told.files[DATABASE]}
    other = {DATABASE: replace(told.files[DATABASE], sha256="0" * 64)}
    lies = ({"tables": tables}, {"tables": {"none": Digest()}}, {"files": told.files | outside}, {"files": other})
    for changes in lies:
        safe.file.unlink()
        escaped.write_bytes((inside / DATABASE).read_bytes())
        pack(inside, replace(told, **changes), safe.file, [own_recipient(SECRET)])  # type: ignore[arg-type]
        escaped.unlink()
        with pytest.raises(MoveError):
            await safe.bring_back()
        assert not escaped.exists()
        assert safe.left() == ["backup.age"]


async def test_a_file_is_never_replaced(safe: Safe) -> None:
    """A name that is taken is left alone; a place that is not empty too."""
    await safe.save()
    content = safe.file.read_bytes()
    with pytest.raises(MoveError, match="there already"):
        await safe.save()
    assert safe.file.read_bytes() == content
    await safe.bring_back()
    with pytest.raises(MoveError, match="something already"):
        await safe.bring_back()
    assert safe.left() == ["backup.age", "tirkeu.db"]


def test_a_full_disk_is_told_as_what_it_is() -> None:
    """An error of the disk comes through the encryption as itself, and not as a text."""
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="No space left"):
        encrypt(BytesIO(b"x" * 1_000_000), full, [own_recipient(SECRET)])


def test_only_older_backups_of_the_folder_are_removed(tmp_path: Path) -> None:
    """Of the files with dated names the newest stay; any other file is none of ours."""
    dated = [NAME.format(moment=NOW.replace(day=day)) for day in (1, 2, 3, 4)]
    for name in [*dated, "tirkeu-before-the-move.age", "notes.txt"]:
        (tmp_path / name).touch()
    removed = forget_older(tmp_path, 2)
    assert [path.name for path in removed] == dated[:2]
    assert {path.name for path in tmp_path.iterdir()} == {*dated[2:], "tirkeu-before-the-move.age", "notes.txt"}
    assert forget_older(tmp_path, 5) == []

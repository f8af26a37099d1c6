"""A ZIP of photos, as hosts send it and as attackers do."""

import contextlib
import io
import random
import struct
import tracemalloc
import warnings
import zipfile

import pytest

from bot.passport import archive as module
from bot.passport.archive import ArchiveCode, ArchiveError, PictureArchive, safe_name
from bot.passport.reading import Unread

MEGABYTE = 10**6


def packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def opened(archive: bytes) -> PictureArchive:
    return PictureArchive(io.BytesIO(archive))


def refused(archive: bytes) -> ArchiveCode:
    """Why it was."""
    with pytest.raises(ArchiveError) as refusal:
        opened(archive)
    return refusal.value.code


def with_size(archive: bytes, size: int) -> bytes:
    """The same, whose table claims another unpacked size of the first file (APPNOTE.TXT, 4.3.12)."""
    at = archive.index(b"PK\x01\x02") + 24
    return archive[:at] + struct.pack("<L", size) + archive[at + 4 :]


def with_flag(archive: bytes, flag: int) -> bytes:
    """The same, with other flags of the first file."""
    at = archive.index(b"PK\x01\x02") + 8
    return archive[:at] + struct.pack("<H", flag) + archive[at + 2 :]


def test_pictures_come_one_after_another_without_what_systems_leave() -> None:
    """In the archive's order, from any directory inside; the rubbish of macOS and Windows is no picture."""
    archive = opened(
        packed(
            ("guests/b.jpg", b"B"),
            ("guests/", b""),
            ("__MACOSX/guests/._b.jpg", b"x"),
            (".DS_Store", b"x"),
            ("guests/Thumbs.db", b"x"),
            ("a.heic", b"A"),
        )
    )

    assert len(archive) == 2
    assert [(each.name, each.content) for each in archive] == [("b.jpg", b"B"), ("a.heic", b"A")]
    assert not [each for each in archive if each.name in repr(each)]


def test_an_archive_inside_is_not_opened() -> None:
    """Its bytes are given on as they are; the reader finds no picture in them."""
    inner = packed(("x.jpg", b"x"))

    assert [each.content for each in opened(packed(("inner.zip", inner)))] == [inner]


@pytest.mark.parametrize(
    ("archive", "code"),
    [
        (b"", ArchiveCode.BROKEN),
        (b"\xff\xd8 a photo", ArchiveCode.BROKEN),
        (packed(("a.jpg", b"A"))[:-9], ArchiveCode.BROKEN),
        (packed(), ArchiveCode.EMPTY),
        (packed(("__MACOSX/a", b"")), ArchiveCode.EMPTY),
        (packed(*[(f"{n}.jpg", b"") for n in range(101)]), ArchiveCode.TOO_MANY),
        (packed(*[(f"{n:0200}.jpg", b"") for n in range(4000)]), ArchiveCode.TOO_MANY),
        (with_flag(packed(("a.jpg", b"A")), 0x1), ArchiveCode.ENCRYPTED),
        (packed(("a.jpg", b"A"), method=zipfile.ZIP_LZMA), ArchiveCode.UNUSUAL),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_code(archive: bytes, code: ArchiveCode) -> None:
    """Broken, empty, too many, locked, packed in a rare way: told from its table alone."""
    assert refused(archive) is code


def test_a_hundred_pictures_are_taken() -> None:
    """As many as the limit says."""
    assert len(opened(packed(*[(f"{n}.jpg", b"") for n in range(100)]))) == 100


def test_all_together_may_not_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the table adds up to is refused before anything is unpacked; one that is too large is left out of it."""
    monkeypatch.setattr(module, "LARGEST_UNPACKED", 5)
    monkeypatch.setattr(module, "LARGEST_PICTURE", 4)

    assert refused(packed(("a", b"AAA"), ("b", b"BBB"))) is ArchiveCode.TOO_LARGE
    assert [each.content for each in opened(packed(("a", b"AAA"), ("b", b"B" * 9)))] == [b"AAA", Unread.FILE_TOO_LARGE]


def test_bombs_are_not_unpacked() -> None:
    """Neither one that says how large it is nor one that lies about it takes more memory than it says."""
    bomb = packed(("a.jpg", bytes(30 * MEGABYTE)), ("b.jpg", b"B"))
    tracemalloc.start()
    try:
        honest = [each.content for each in opened(bomb)]
        lying = [each.content for each in opened(with_size(bomb, 10))]
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert honest == [Unread.FILE_TOO_LARGE, b"B"]
    assert lying == [Unread.NOT_A_PICTURE, b"B"]
    assert most < MEGABYTE


def test_one_broken_picture_does_not_spoil_the_others() -> None:
    """A checksum that does not fit is that file's alone."""
    archive = packed(("a.jpg", b"AAAA"), ("b.jpg", b"BBBB"), method=zipfile.ZIP_STORED)

    contents = [each.content for each in opened(archive.replace(b"AAAA", b"AAAB"))]

    assert contents == [Unread.NOT_A_PICTURE, b"BBBB"]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\photos\\a.jpg", "a.jpg"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\nb\x1b[31m\u2028c.jpg", "ab[31mc.jpg"),
        ("и\u0306.jpg", "й.jpg"),
        ("я" * 80, "я" * 59 + "…"),
        ("\u200f", "?"),
        ("a/b/", "b"),
    ],
)
def test_names_are_fit_to_be_shown(path: str, shown: str) -> None:
    """The last part alone, nothing invisible in it, sixty characters at most."""
    assert safe_name(path) == shown


@pytest.mark.parametrize("encoding", ["cp866", "utf-8"])
def test_names_are_read_as_those_who_packed_them_wrote_them(encoding: str) -> None:
    """Windows writes Cyrillic in its old code page and macOS in UTF-8; neither says so in the archive."""
    name = "Қайрат.jpg" if encoding == "utf-8" else "Кайрат.jpg"
    raw = name.encode(encoding)
    archive = packed(("a" * len(raw), b"A")).replace(b"a" * len(raw), raw)

    assert [each.name for each in opened(archive)] == [name]


def test_no_archive_raises_anything_else() -> None:
    """A thousand archives with some bytes changed: each is refused with a code, or its files are."""
    chance = random.Random(4)
    whole = packed(("я.jpg", b"A" * 300), ("b.jpg", bytes(range(256))))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of two files with one name
        for _ in range(1000):
            broken = bytearray(whole)
            for _ in range(chance.randint(1, 6)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            with contextlib.suppress(ArchiveError):
                assert all(isinstance(each.content, bytes | Unread) for each in opened(bytes(broken)))

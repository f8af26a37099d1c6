"""Whatever file is sent, at whatever point: an answer, no fault, and nobody in the log."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, partial

import pytest
from fuzz_entries import STATES
from fuzz_ground import EVERYBODY, FuzzTown, Settled
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from test_fuzz_chat import QUICK, place

from tests.readers import photo

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")  # an archive has no shorter one
FILES = 10  # of one example


@dataclass(frozen=True)
class Sent:
    """Who sent it, found in which place of the talk; as what and with which words."""

    who: int
    state: str | None
    content: bytes = field(repr=False)
    name: str
    kind: str
    caption: str = field(repr=False)


@cache
def _sheet() -> bytes:
    book, made = Workbook(), io.BytesIO()
    for row in (["Family name", "Given names", "Document"], ["Popugaev", "=1+1", "QZ5550123"], [None, 1e308, "\u202e"]):
        book.active.append(row)
    book.save(made)
    return made.getvalue()


@cache
def _archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../a.jpg", photo())
        archive.writestr("bomb.jpg", b"\0" * 3_000_000)
        archive.writestr("x" * 200 + ".png", b"no picture")
    return made.getvalue()


def _cut(whole: bytes, share: int) -> bytes:
    return whole[: len(whole) * share // 100]


def _flipped(whole: bytes, places: Sequence[int]) -> bytes:
    changed = bytearray(whole)
    for at in places:
        changed[at % len(changed)] ^= 1 + at % 255
    return bytes(changed)


def contents() -> st.SearchStrategy[bytes]:
    """Sheets, archives and pictures, whole, cut and with some bytes changed; and noise."""
    whole = st.sampled_from(
        [_sheet(), _archive(), photo(), b"%PDF-1.4\n%%EOF", b"GIF89a" + b"\0" * 40, b"\xff\xd8\xff"]
    )
    cells = st.text('abcЯә";,\t=\0\ufeff', max_size=12)
    rows = st.lists(st.lists(cells, max_size=6), max_size=5)
    return st.one_of(
        whole,
        st.builds(_cut, whole, st.integers(1, 99)),
        st.builds(_flipped, whole, st.lists(st.integers(0, 10**6), min_size=1, max_size=30)),
        st.binary(min_size=1, max_size=200),
        rows.map(lambda table: ("\n".join(";".join(row) for row in table) or " ").encode()),
        rows.map(lambda table: ("\r\n".join(",".join(row) for row in table) or " ").encode("utf-16")),
    )


def files() -> st.SearchStrategy[Sequence[Sent]]:
    """Some files, one after the other."""
    names = st.one_of(
        st.sampled_from(["guests.csv", "guests.xlsx", "a.zip", "photo.jpg", "../../x.csv", "x" * 200, ".", ""]),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
    )
    kinds = st.sampled_from(["photo", "image/jpeg", "text/csv", "application/zip", "application/pdf", "x/y"])
    states = st.one_of(
        STATES, st.sampled_from(["check", "host:photos", "host:sheet:1", "passport:card", "family:photo"])
    )
    captions = st.sampled_from(["", "", "/start", "x" * 1000])
    one = st.builds(Sent, st.sampled_from(EVERYBODY), states, contents(), names, kinds, captions)
    return st.lists(one, min_size=FILES, max_size=FILES)


async def send(town: FuzzTown, told: Sequence[Sent]) -> None:
    """One file after the other."""
    for sent in told:
        await place(town, sent.who, sent.state)
        phone = town.phones[sent.who]
        if sent.kind == "photo":
            await town.do(partial(phone.send_photo, sent.content, sent.caption))
        else:
            await town.do(partial(phone.send_document, sent.content, sent.name, sent.kind, sent.caption))


def search(settled: Settled, how: settings) -> None:
    """Many examples."""

    @how
    @given(files())
    def tried(told: Sequence[Sent]) -> None:
        settled.live(lambda town: send(town, told))

    tried()


def test_whatever_file_is_sent_is_answered_without_fault(settled: Settled) -> None:
    """Twenty files, most of them broken."""
    search(settled, settings(QUICK, max_examples=2))


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_whatever_file_is_sent_is_answered_without_fault_two_thousand_times(settled: Settled) -> None:
    """The same with 2,000 files."""
    search(settled, settings(QUICK, max_examples=200))

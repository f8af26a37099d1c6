"""`tirkeu import crossings FILE`: what the border wrote down, taken in, and compared with what people have said.

One process reads and digests ahead while this one writes. Killed, it goes on where the last batch was written: the
file is known by its digest. A bot may run beside it.
"""

import asyncio
import codecs
import hashlib
import multiprocessing
import sys
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from bot.commands.crossing_rows import (
    Block,
    Fault,
    Layout,
    LayoutFault,
    Read,
    RowReader,
    begin,
    extra,
    layout_of,
    read_in_process,
)
from bot.commands.ending import CannotError, run_to_the_end
from bot.commands.opening import database_of
from bot.commands.progress import Progress
from bot.commands.settings import read_settings
from bot.config import Settings
from bot.domain.audit import OPERATOR, AuditAction, AuditEntry
from bot.domain.crossing import CrossingFault
from bot.machine.clock import RealClock
from bot.office.crossings import MatchCrossings, Tally
from bot.registration.ports import Clock
from storage.crossing_files import Batch, CrossingFiles, FileProgress, TakenElsewhereError
from storage.database import Database
from storage.vault import Vault

GOOD, SOME_BAD, NOT_DONE = 0, 1, 2  # exit codes
A_BLOCK = 2**20  # bytes, some twenty thousand lines: a transaction of a good third of a second
AHEAD = 3  # blocks read before they are written: what is held in memory does not grow
A_PAUSE = 0.03  # seconds between two transactions: whoever waits for the one seat for writing asks again by then
A_SMALL_FILE = 4 * A_BLOCK  # is read here: starting a process takes longer

WHY = {
    CrossingFault.FIELDS: "not as many fields as the heading has",
    CrossingFault.DOCUMENT: "the document number is not 6 to 14 Latin letters and digits",
    CrossingFault.CITIZENSHIP: "the citizenship is not a three-letter code of ISO 3166-1 (or XXA)",
    CrossingFault.DIRECTION: "the direction is neither in nor out",
    CrossingFault.DATE: "the date is neither 2026-11-21 nor 21.11.2026",
    CrossingFault.DATE_TO_COME: "the date is still to come",
    CrossingFault.DATE_TOO_OLD: "the date is before 2015",
    CrossingFault.CHECKPOINT: "the checkpoint is longer than 64 characters, or has a sign that cannot be printed",
}
TOO_LONG = "Line {line} is longer than a million bytes. Nothing was taken in."
NOT_UTF8 = "The file is not UTF-8{looks}. Nothing was taken in. Make a UTF-8 copy of it: iconv -f {code} -t UTF-8"


class _NotDoneError(Exception):
    """The file was not taken in, or not to its end; the text says why."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the operator asks for."""

    file: Path
    is_strict: bool = False


class Looked(NamedTuple):
    """What one reading of the whole file tells: its digest and lines, how it is written, how long its heading is."""

    digest: bytes
    lines: int
    heading: int
    layout: Layout


@dataclass(slots=True)
class _Account:
    """What is told at the end; of the bad lines only their numbers and why."""

    why: Counter[CrossingFault] = field(default_factory=Counter)

    def note(self, faults: list[Fault]) -> None:
        for fault in faults:
            sys.stdout.write(f"line {fault.line}: {WHY[fault.why]}\n")
        self.why.update(fault.why for fault in faults)


def import_crossings(order: Order) -> int:
    """0: every line was taken in; 1: some were bad; 2: not done, or broken off: run again, it goes on from there."""
    try:
        return run_to_the_end(_import(order, read_settings()))
    except (_NotDoneError, CannotError) as why:
        sys.stderr.write(f"{why}\n")
    return NOT_DONE


async def _import(order: Order, settings: Settings) -> int:
    clock = RealClock(settings.zone)
    looked = look_at(order.file)
    if unread := ", ".join(map(str, extra(looked.layout))):
        sys.stderr.write(f"Not read, and not kept: column {unread}.\n")
    secret = settings.secret_key.get_secret_value().encode()
    async with database_of(settings) as database:
        taken = Taking(database=database, clock=clock, secret=secret, is_strict=order.is_strict)
        refused = await taken(order.file, looked)
        await _compare(database, clock, settings.terms.crossings)
    return SOME_BAD if refused else GOOD


def look_at(file: Path) -> Looked:
    """Read it once whole, in pieces. Raises _NotDoneError where it cannot be taken in."""
    digest, lines, last = hashlib.sha256(), 0, b"\n"
    check = codecs.getincrementaldecoder("utf-8-sig")()
    with file.open("rb") as opened:
        heading = opened.readline(A_BLOCK)
        piece = heading
        while piece:
            digest.update(piece)
            ends = piece.count(b"\n")
            if not ends and len(piece) >= A_BLOCK:  # it would have to be held whole
                raise _NotDoneError(TOO_LONG.format(line=lines + 1))
            lines, last = lines + ends, piece[-1:]
            _check_encoding(check, piece)
            piece = opened.read(A_BLOCK)
        _check_encoding(check, b"", final=True)
    layout = layout_of(heading.decode("utf-8-sig"))
    if isinstance(layout, LayoutFault):
        names = ", ".join(layout.wrong)
        raise _NotDoneError(f"The first line must name each of these columns once: {names}.")
    return Looked(digest.digest(), max(lines - 1 + (last != b"\n"), 0), len(heading), layout)


def _check_encoding(check: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> None:
    try:
        check.decode(piece, final)
    except UnicodeDecodeError:
        raise _NotDoneError(_encoding_of(piece)) from None


def _encoding_of(piece: bytes) -> str:
    """UTF-16 begins with its mark; in Windows-1251 most bytes above 0xC0 are Cyrillic letters."""
    if piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return NOT_UTF8.format(looks=": it is UTF-16", code="UTF-16")
    high = [byte for byte in piece if byte >= 0x80]
    is_cyrillic = bool(high) and sum(byte >= 0xC0 for byte in high) >= len(high) * 0.8
    looks = ": it looks like Windows-1251" if is_cyrillic else ""
    return NOT_UTF8.format(looks=looks, code="WINDOWS-1251" if is_cyrillic else "<its encoding>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """Takes in one file."""

    database: Database
    clock: Clock
    secret: bytes = field(repr=False)
    is_strict: bool = False

    async def __call__(self, file: Path, looked: Looked) -> int:
        """From where it was left to its end; how many of its lines were bad, earlier runs counted."""
        files = CrossingFiles(self.database)
        come = await files.begin(looked.digest, looked.heading, self.clock.now())
        if come.finished_at is not None:
            sys.stdout.write(f"This file was taken in on {come.finished_at.astimezone(self.clock.now().tzinfo):%F}.\n")
            return come.refused
        if come.rows:
            sys.stderr.write(f"Goes on after line {come.rows + 1}: the lines before it are here.\n")
        come = await self._take(file, looked, files, come)
        await files.finish(looked.digest, self._line(looked.digest, come))
        sys.stdout.write(f"{_in_words(come)}\n")
        return come.refused

    async def _take(self, file: Path, looked: Looked, files: CrossingFiles, come: FileProgress) -> FileProgress:
        account, progress = _Account(), Progress(sys.stderr, looked.lines, time.monotonic)
        await files.make_room()
        with file.open("rb") as opened, self._reader(looked, file) as read:
            opened.seek(come.done)
            async for block, each in _ahead(_blocks(opened, come.rows + 2), read):
                account.note(each.faults)
                if each.faults and self.is_strict:
                    raise _NotDoneError("Broken off at a bad line (--strict). What came before it is here.")
                batch = Batch(each.rows, len(block.text), each.lines, len(each.faults))
                try:
                    come = await files.take(looked.digest, come, batch)
                except TakenElsewhereError:
                    raise _NotDoneError("Another process takes in this file just now.") from None
                progress.show(come.rows)
                await asyncio.sleep(A_PAUSE)
        progress.end(come.rows)
        return come

    @contextmanager
    def _reader(self, looked: Looked, file: Path) -> Iterator[Callable[[Block], "asyncio.Future[Read]"]]:
        """Who reads a block: a process of its own, but for a small file."""
        loop = asyncio.get_running_loop()
        if file.stat().st_size < A_SMALL_FILE:
            here = RowReader(Vault(self.secret), looked.layout, self.clock.today())
            yield lambda block: asyncio.ensure_future(asyncio.to_thread(here.read, block))
            return
        # spawned and not forked: this process has an event loop and a database open already
        context = multiprocessing.get_context("spawn")
        told = (self.secret, looked.layout, self.clock.today())
        pool = ProcessPoolExecutor(1, mp_context=context, initializer=begin, initargs=told)
        try:
            yield lambda block: loop.run_in_executor(pool, read_in_process, block)
        finally:
            pool.shutdown(cancel_futures=True)

    def _line(self, digest: bytes, come: FileProgress) -> AuditEntry:
        days = {"first": come.first_on, "last": come.last_on}
        detail = {
            "what": "crossings",
            "file": digest.hex(),
            "rows": str(come.rows),
            "added": str(come.added),
            "refused": str(come.refused),
            **{name: day.isoformat() for name, day in days.items() if day is not None},
        }
        return AuditEntry(action=AuditAction.IMPORTED, at=self.clock.now(), by=OPERATOR, detail=detail)


def _blocks(opened: BufferedReader, first: int) -> Iterator[Block]:
    """Whole lines, so many that a block has its size."""
    while piece := opened.read(A_BLOCK):
        block = Block(piece + opened.readline(), first)
        yield block
        first += block.text.count(b"\n")


async def _ahead(
    blocks: Iterator[Block], read: Callable[[Block], "asyncio.Future[Read]"]
) -> AsyncIterator[tuple[Block, Read]]:
    """Each block with what it holds, in order; some are read ahead."""
    going: deque[tuple[Block, asyncio.Future[Read]]] = deque()
    for block in blocks:
        going.append((block, read(block)))
        if len(going) >= AHEAD:
            first, one = going.popleft()
            yield first, await one
    for first, one in going:
        yield first, await one


def _in_words(come: FileProgress) -> str:
    days = f"{come.first_on} to {come.last_on}" if come.first_on else "no day"
    known = come.rows - come.refused - come.added
    return f"{come.rows} lines of {days}: {come.added} new crossings, {known} known or empty, {come.refused} bad"


async def _compare(database: Database, clock: Clock, kept: timedelta) -> None:
    match = MatchCrossings(look=database.look, begin=database.begin, clock=clock, kept=kept)
    sys.stdout.write(f"{_compared(await match.all_of_them())}\n")


def _compared(tally: Tally) -> str:
    return (
        f"{tally.seen} requests compared: {tally.confirmed} entries confirmed, {tally.ended} stays ended, "
        f"{tally.contradicted} contradictions and {tally.stayed_on} who stayed on put into the queue"
    )

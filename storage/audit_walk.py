"""Walks the whole record and says what is wrong with it, row by row, a batch at a time.

Each row is judged by the hash that stands before it, so that one bad row does not make all after it bad; that nothing
was changed together with all hashes after it is told by the signed heads.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import NullType

from bot.certificate.attested import Head, Word, judge_head
from bot.certificate.keys import KeyRing
from storage.audit_rows import NOTHING_BEFORE, as_hashed, row_hash
from storage.tables import audit, audit_heads

A_BATCH = 10_000  # rows
MOST_NAMED = 1_000  # faults
_HEADS = select(audit_heads).order_by(audit_heads.c.seq)
_COUNT = select(func.count()).select_from(audit)


class Wrong(StrEnum):
    """What is wrong, and with which rows."""

    CHANGED = "changed"  # the row, or the row before it together with its hash
    MISSING = "missing"  # from `seq` to `upto`
    SWAPPED = "swapped"  # what stands at `seq` belongs to `upto`, and the other way
    CUT = "cut"  # the record ends before a row that was signed
    REWRITTEN = "rewritten"  # another row was here when the head was signed
    HEAD_FORGED = "head_forged"
    HEAD_WITHDRAWN = "head_withdrawn"  # no fault: its key was withdrawn, and what it signed proves nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong."""

    seq: int
    wrong: Wrong
    upto: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a walk has found. `faults` holds the first ones, in the order of the rows; `more` is how many follow."""

    rows: int
    last: int
    hash: bytes
    heads: int
    signed_upto: int  # the last row that a good head covers
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...] = ()
    more: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A row that does not fit the hash before it."""

    before: bytes
    row: tuple[Any, ...]

    @property
    def seq(self) -> int:
        return int(self.row[0])

    @property
    def hash(self) -> bytes:
        found: bytes = self.row[-1]
        return found

    def would_be(self, other: "_Suspect", before: bytes | None = None) -> bool:
        """Whether what stands at the other place has the hash that it would have here."""
        moved = [self.seq, *other.row[1:-1]]
        return _hash(self.before if before is None else before, moved) == other.hash


def _hash(before: bytes, row: Sequence[object]) -> bytes:
    """As `row_hash`; nothing for values of such kinds as are never written, which SQLite takes into any column."""
    try:
        return row_hash(before, row)
    except TypeError:
        return b""


@dataclass(slots=True)
class _Walk:
    """How far it has come."""

    seq: int = 0
    hash: bytes = NOTHING_BEFORE
    should_be: bytes = b""  # the hash of the last row, where another one stands there
    rows: int = 0
    more: int = 0
    gaps: list[Fault] = field(default_factory=list)
    suspects: list[_Suspect] = field(default_factory=list)

    def past(self, row: Row[Any]) -> None:
        seq = row[0]
        if seq < 1:
            self._note(self.gaps, Fault(seq=seq, wrong=Wrong.CHANGED))
            return
        if seq != self.seq + 1:
            self._note(self.gaps, Fault(seq=self.seq + 1, wrong=Wrong.MISSING, upto=seq - 1))
            self.should_be = b""
        else:
            self._compare(row)
        self.seq, self.hash, self.rows = seq, row[-1], self.rows + 1

    def _compare(self, row: Row[Any]) -> None:
        """With the hash before it; where that alone was changed, with what it should have been."""
        expected = _hash(self.hash, row[:-1])
        if expected == row[-1]:
            self.should_be = b""
            return
        if not self.should_be or _hash(self.should_be, row[:-1]) != row[-1]:
            self._note(self.suspects, _Suspect(self.hash, tuple(row)))
        self.should_be = expected

    def _note(self, found: list[Any], one: object) -> None:
        if len(found) < MOST_NAMED:
            found.append(one)
        else:
            self.more += 1


async def verify(
    connection: AsyncConnection,
    ring: KeyRing,
    kept: Sequence[Head] = (),
    watch: Callable[[int, int], None] | None = None,
) -> Verified:
    """The whole record against its hashes, its signed heads, and such as were kept elsewhere.

    Args:
        connection: in a transaction that sees one moment.
        kept: heads whose hash the operator has kept; they are believed.
    """
    heads = (await connection.execute(_HEADS)).all()
    wanted = dict.fromkeys((*(row.seq for row in heads), *(head.seq for head in kept)), NOTHING_BEFORE)
    walk = await _walked(connection, wanted, watch)
    judged = [*((head_of(row), word_of(row, ring)) for row in heads), *((head, Word.GOOD) for head in kept)]
    of_heads = [(head.seq, fault_of(head, word, wanted, walk.seq)) for head, word in judged]
    told = [fault for _, fault in of_heads if fault is not None]
    faults = [*walk.gaps, *_named(walk.suspects), *(one for one in told if one.wrong is not Wrong.HEAD_WITHDRAWN)]
    return Verified(
        rows=walk.rows,
        last=walk.seq,
        hash=walk.hash,
        heads=len(heads),
        signed_upto=max((seq for seq, fault in of_heads if fault is None), default=0),
        faults=tuple(sorted(faults, key=lambda fault: (fault.seq, fault.wrong))),
        notes=tuple(one for one in told if one.wrong is Wrong.HEAD_WITHDRAWN),
        more=walk.more,
    )


async def _walked(
    connection: AsyncConnection, wanted: dict[int, bytes], watch: Callable[[int, int], None] | None
) -> _Walk:
    """Past every row; the hashes of the wanted ones are filled in."""
    total = (await connection.execute(_COUNT)).scalar_one() if watch is not None else 0
    walk = _Walk()
    async for rows in _batches(connection):
        for row in rows:
            walk.past(row)
            if row[0] in wanted:
                wanted[row[0]] = row[-1]
        if watch is not None:
            watch(walk.rows, total)
    return walk


async def _batches(connection: AsyncConnection) -> AsyncIterator[Sequence[Any]]:
    hashed = [*as_hashed(connection.dialect.name), type_coerce(audit.c.hash, NullType)]  # a text as a text
    page = select(*hashed).where(audit.c.seq > bindparam("after")).order_by(audit.c.seq).limit(A_BATCH)
    after = -(2**63)  # a row with a number below one is none of ours, and has to be seen
    while True:
        rows = (await connection.execute(page, {"after": after})).all()
        if rows:
            yield rows
            after = rows[-1][0]
        if len(rows) < A_BATCH:
            return


def head_of(row: Row[Any]) -> Head:
    """As it is stored."""
    return Head(seq=row.seq, hash=row.hash, at=row.at)


def word_of(row: Row[Any], ring: KeyRing) -> Word:
    """What its signature is worth."""
    return judge_head(row.signature, head_of(row), ring)


def fault_of(head: Head, word: Word, found: Mapping[int, bytes], last: int) -> Fault | None:
    """What is wrong with a head, whose hash is to be found in the record, which ends with the last row."""
    if word is Word.FORGED:
        return Fault(seq=head.seq, wrong=Wrong.HEAD_FORGED)
    if word is Word.WITHDRAWN:
        return Fault(seq=head.seq, wrong=Wrong.HEAD_WITHDRAWN)
    if head.seq > last:
        return Fault(seq=last + 1, wrong=Wrong.CUT, upto=head.seq)
    if found[head.seq] != head.hash:
        return Fault(seq=head.seq, wrong=Wrong.REWRITTEN)
    return None


def _named(suspects: Sequence[_Suspect]) -> Iterator[Fault]:
    """What has become of these rows: two that changed places are told as one fault, without the rows after them."""
    by_hash_here = {suspect.seq: suspect for suspect in suspects}
    explained: set[int] = set()
    for one, other in _swapped(suspects):
        yield Fault(seq=one.seq, wrong=Wrong.SWAPPED, upto=other.seq)
        explained |= {one.seq, other.seq}
        for after, real in ((one.seq + 1, other.hash), (other.seq + 1, one.hash)):
            follower = by_hash_here.get(after)
            if follower is not None and _hash(real, follower.row[:-1]) == follower.hash:
                explained.add(after)
    for suspect in suspects:
        if suspect.seq not in explained:
            yield Fault(seq=suspect.seq, wrong=Wrong.CHANGED)


def _swapped(suspects: Sequence[_Suspect]) -> Iterator[tuple[_Suspect, _Suspect]]:
    taken: set[int] = set()
    for place, one in enumerate(suspects):
        for other in suspects[place + 1 : place + 1 + _PAIRS]:
            if one.seq not in taken and other.seq not in taken and _are_swapped(one, other):
                taken |= {one.seq, other.seq}
                yield one, other


_PAIRS = 100  # of so many that come next; with more faults than that, who changed places with whom matters no more


def _are_swapped(one: _Suspect, other: _Suspect) -> bool:
    """Each has the hash that it would have at the other's place."""
    before_other = other.hash if other.seq == one.seq + 1 else other.before
    return one.would_be(other) and other.would_be(one, before_other)

"""`tirkeu audit verify`, `show` and `sign`: the record of what was done, proved, told and sealed."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from bot.certificate.attested import Head
from bot.certificate.keys import KeysError
from bot.commands.ending import DONE, NOT_BEGUN, CannotError, run_to_the_end
from bot.commands.moving import Watch
from bot.commands.opening import KEYS_AWAY, database_of, ring_of
from bot.commands.settings import read_settings
from bot.config import Settings
from storage.audit_heads import sign_the_head
from storage.audit_reading import SqlRecordReader, Told
from storage.audit_walk import Fault, Verified, Wrong, verify

BROKEN = 2  # exit code
SOUND = "{rows} rows, and every hash fits. The last is row {last}: {last}:{hash}\n"
SIGNED = "{heads} signed heads; rows up to {signed_upto} cannot have been changed since they were signed.\n"
UNSIGNED = "Rows {first} to {last} are not signed yet: `tirkeu audit sign`, or wait for the bot's daily round.\n"
MORE = "and {more} more rows\n"
IN_WORDS = {
    Wrong.CHANGED: "row {seq} was changed, or the row before it together with its hash",
    Wrong.MISSING: "rows {seq} to {upto} are missing",
    Wrong.SWAPPED: "rows {seq} and {upto} have changed places",
    Wrong.CUT: "rows {seq} to {upto} are gone from the end: they were signed",
    Wrong.REWRITTEN: "row {seq} is another one than was signed: the record was rewritten there or before",
    Wrong.HEAD_FORGED: "the signature over row {seq} is not the operator's",
    Wrong.HEAD_WITHDRAWN: "the signature over row {seq} is of a key that was withdrawn: it proves nothing any more",
}
NOT_A_HEAD = "--head is what `tirkeu audit sign` has printed: ROW:HASH."
NOTHING = "Nothing is recorded of application {number}.\n"
EMPTY = "The record is empty: there is nothing to sign.\n"
HEAD = "Signed: {seq}:{hash}\nKeep this line elsewhere; `tirkeu audit verify --head` compares with it.\n"


def verify_record(kept: Sequence[str], *, is_json: bool) -> int:
    """0: nothing was changed; 2: something was, or it could not be told."""
    watch = Watch()
    try:
        found = run_to_the_end(_verify(read_settings(), [_head(line) for line in kept], watch))
    except CannotError as why:
        sys.stderr.write(f"{why}\n")
        return NOT_BEGUN
    finally:
        watch.end()
    sys.stdout.write(_as_json(found) if is_json else _as_text(found))
    return DONE if found.is_sound else BROKEN


def show_story(number: int, *, is_json: bool) -> int:
    """Print one application's story; 2 where there is none."""
    settings = read_settings()
    try:
        story = run_to_the_end(_story(settings, number))
    except CannotError as why:
        sys.stderr.write(f"{why}\n")
        return NOT_BEGUN
    if not story:
        sys.stderr.write(NOTHING.format(number=number))
        return NOT_BEGUN
    if is_json:
        told = [asdict(line) | {"at": line.at.isoformat()} for line in story]
        sys.stdout.write(f"{json.dumps(told, ensure_ascii=False, indent=2)}\n")
    else:
        sys.stdout.writelines(f"{_line(line, settings)}\n" for line in story)
    return DONE


def sign_record() -> int:
    """Sign the head and print it."""
    try:
        head = run_to_the_end(_sign(read_settings()))
    except CannotError as why:
        sys.stderr.write(f"{why}\n")
        return NOT_BEGUN
    sys.stdout.write(EMPTY if head is None else HEAD.format(seq=head.seq, hash=head.hash.hex()))
    return DONE


async def _verify(settings: Settings, kept: Sequence[Head], watch: Watch) -> Verified:
    ring = ring_of(settings)
    async with database_of(settings) as database, database.reading() as connection:
        return await verify(connection, ring, kept, watch)


async def _story(settings: Settings, number: int) -> Sequence[Told]:
    async with database_of(settings) as database, database.reading() as connection:
        return await SqlRecordReader(connection, database.vault).story(number)


async def _sign(settings: Settings) -> Head | None:
    now = datetime.now(UTC)  # noqa: TID251 - a command line has no Clock to be given
    try:
        async with database_of(settings) as database:
            return await sign_the_head(database, ring_of(settings), now)
    except KeysError as wrong:
        raise CannotError(KEYS_AWAY.format(folder=settings.keys_dir, code=wrong.code.value)) from None


def _head(line: str) -> Head:
    seq, _, digest = line.strip().partition(":")
    try:
        return Head(seq=int(seq), hash=bytes.fromhex(digest), at=datetime.fromtimestamp(0, UTC))
    except ValueError:
        raise CannotError(NOT_A_HEAD) from None


def _as_text(found: Verified) -> str:
    lines = [f"{fault_in_words(fault)}\n" for fault in found.faults]
    lines += [MORE.format(more=found.more)] if found.more else []
    if found.is_sound:
        lines.append(SOUND.format(rows=found.rows, last=found.last, hash=found.hash.hex()))
    lines += [f"note: {fault_in_words(note)}\n" for note in found.notes]
    lines.append(SIGNED.format(heads=found.heads, signed_upto=found.signed_upto))
    if found.signed_upto < found.last:
        lines.append(UNSIGNED.format(first=found.signed_upto + 1, last=found.last))
    return "".join(lines)


def fault_in_words(fault: Fault) -> str:
    """For the operator."""
    if fault.wrong is Wrong.MISSING and fault.seq == fault.upto:
        return f"row {fault.seq} is missing"
    return IN_WORDS[fault.wrong].format(seq=fault.seq, upto=fault.upto)


def _as_json(found: Verified) -> str:
    told = asdict(found) | {"hash": found.hash.hex(), "sound": found.is_sound}
    return f"{json.dumps(told, indent=2)}\n"


def _line(line: Told, settings: Settings) -> str:
    """When, who (an officer with the role of today), what, why, and by which version of the rules."""
    kind, _, chat = line.who.partition(" ")
    role = settings.officers.get(int(chat)) if kind == "officer" else None  # type: ignore[call-overload]  # a ChatId is an int
    who = f"{line.who} ({role.value if role else 'no officer any more'})" if kind == "officer" else line.who
    said = dict(line.detail)
    what = " ".join(part for part in (line.action, said.pop("kind", ""), said.pop("step", "")) if part)
    about = f" matter {line.matter}" if line.matter is not None else ""
    why = "".join(f" {name}={value}" for name, value in said.items())
    at = line.at.astimezone(settings.zone)
    return f"{at:%Y-%m-%d %H:%M:%S %z}  {who}  {what}{about}{why}  law {line.law or '-'}"

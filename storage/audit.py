"""The record that can be proved: a chain of rows, each with a hash over the one before it and itself.

Rows are appended at the end of the transaction that did what they tell, so that either both last or neither. Their
order is one for all workers: whoever appends holds the end of the chain until the transaction ends, so that the order
of the numbers is the order of the commits. No row is ever changed or removed; the database itself forbids it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, Row, bindparam, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import BOT, Actor, ActorKind, AuditAction, AuditEntry
from bot.domain.case import Event, EventKind
from bot.domain.certificate import CertificateStatus
from bot.domain.ids import ChatId
from bot.domain.life import ACTS
from bot.domain.matter import Matter, MatterEvent, MatterState
from bot.law.version import law_version
from bot.registration.granting import FILED_BY_HOST
from storage.audit_rows import HASHED, LAST, NOTHING_BEFORE, row_hash, written
from storage.tables import audit
from storage.vault import Vault

_END = 0x7469726B61756474  # the chain's end among PostgreSQL's advisory locks: larger than any chat's number
_LOCK = select(func.pg_advisory_xact_lock(bindparam("wanted", type_=BigInteger)))
_ADD = insert(audit)
_NEVER = datetime.fromtimestamp(0, UTC)

_OFFICERS_EVENTS = ACTS | {EventKind.UNDONE}
_OFFICERS_STEPS = frozenset({MatterState.IN_WORK, MatterState.ANSWERED})
# days of somebody's stay: they go when the person deletes (`storage.wiping`), and what is recorded here never does
_TELL_A_DAY = frozenset(
    {
        *(EventKind.LEFT, EventKind.ENTRY_CONFIRMED, EventKind.EXIT_CONFIRMED),
        *(EventKind.SHORTENED, EventKind.EXPELLED),
    }
)


@dataclass(frozen=True, slots=True)
class StatusSet:
    """What a certificate is worth since this unit of work; `key` signs it, where it is a new one."""

    number: int
    status: CertificateStatus
    issued_at: datetime | None = None
    key: bytes | None = None


@dataclass(slots=True)
class SqlAudit:
    """`ports.AuditLog` over a table."""

    connection: AsyncConnection
    vault: Vault
    _waiting: list[AuditEntry] = field(default_factory=list, init=False, repr=False)
    _officer: ChatId | None = field(default=None, init=False)

    def record(self, *entries: AuditEntry) -> None:
        """Append these when the unit of work commits, and not where it is undone."""
        self._waiting.extend(entries)

    def officer(self, chat: ChatId) -> None:
        """What this chat does in this unit of work, it does as an officer."""
        self._officer = chat

    def happened(self, events: Sequence[tuple[int, Event]], steps: Sequence[tuple[Matter, MatterEvent]] = ()) -> None:
        """Events of requests, each under its request's number, then of what needs an officer. They stand before what
        was recorded beside them: a certificate is revoked after its request is.
        """
        of_requests = [self._of_event(number, event) for number, event in events]
        self._waiting[:0] = [*of_requests, *(self._of_step(matter, step) for matter, step in steps)]

    def valued(self, statuses: Sequence[StatusSet], last_at: datetime | None = None) -> None:
        """Statuses of certificates: they follow from what happened in the same unit of work, and are as late. What the
        unit of work has recorded of one itself, with who did it, is not said twice.
        """
        told = {(entry.case, entry.detail["status"]) for entry in self._waiting if "status" in entry.detail}
        new = [status for status in statuses if (status.number, status.status.value) not in told]
        newest = max(self._waiting, key=lambda entry: entry.at, default=None)
        officer = None if self._officer is None else Actor.officer(self._officer)
        by = officer or (BOT if newest is None else newest.by)
        at = (newest.at if newest is not None else last_at) or _NEVER
        self.record(*(_of_status(status, status.issued_at or at, by) for status in new))

    async def append(self, statuses: Sequence[StatusSet] = ()) -> None:
        """Write what waits; the last thing that a unit of work does, so that nobody waits for the chain's end long."""
        if not self._waiting and not statuses:
            return
        if self.connection.dialect.name != "sqlite":
            await self.connection.execute(_LOCK, {"wanted": _END})
        last = (await self.connection.execute(LAST)).first()
        if statuses:
            self.valued(statuses, None if last is None else last.at)
        rows = self._chained(last)
        self._waiting.clear()
        await self.connection.execute(_ADD, rows)

    @staticmethod
    def detail_text(entry: AuditEntry) -> str:
        """Its detail, as it stands in the row."""
        return orjson.dumps(dict(entry.detail), option=orjson.OPT_SORT_KEYS).decode()

    def _chained(self, last: Row[Any] | None) -> list[dict[str, object]]:
        seq, before = (0, NOTHING_BEFORE) if last is None else (last.seq, last.hash)
        rows = []
        for seq, entry in enumerate(self._waiting, seq + 1):  # noqa: B020 - it goes on after the last one
            row = self._as_row(seq, entry)
            before = row_hash(before, written([row[column.name] for column in HASHED]))
            rows.append(row | {"hash": before})
        return rows

    def _of_event(self, number: int, event: Event) -> AuditEntry:
        by = self._actor(event.chat, is_officers=event.kind in _OFFICERS_EVENTS)
        return AuditEntry(action=AuditAction.REQUEST, at=event.at, by=by, case=number, detail=_detail(event))

    def _of_step(self, matter: Matter, step: MatterEvent) -> AuditEntry:
        detail = {"kind": matter.kind.value, "step": step.kind.value}
        if step.decision is not None:
            detail["decision"] = step.decision.value
        return AuditEntry(
            action=AuditAction.MATTER,
            at=step.at,
            by=self._actor(step.chat, is_officers=step.kind in _OFFICERS_STEPS),
            case=matter.case,
            matter=matter.number,
            detail=detail,
        )

    def _actor(self, chat: ChatId | None, *, is_officers: bool) -> Actor:
        if chat is None:
            return BOT
        return Actor.officer(chat) if is_officers or chat == self._officer else Actor.person(chat)

    def _as_row(self, seq: int, entry: AuditEntry) -> dict[str, object]:
        return {
            "seq": seq,
            "at": entry.at,
            "actor": self._name(entry.by),
            "action": entry.action.value,
            "case": entry.case,
            "matter": entry.matter,
            "detail": self.detail_text(entry),
            "law": entry.law or law_version(),
        }

    def _name(self, by: Actor) -> str:
        if by.chat is None:
            return by.kind.value
        if by.kind is ActorKind.OFFICER:
            return f"{by.kind.value}:{by.chat}"
        return f"{by.kind.value}:{person_digest(self.vault, by.chat)}"


def person_digest(vault: Vault, chat: ChatId) -> str:
    """The name of a person in the record: a keyed digest under a label of its own, equal to no other in the database.

    After the person's data are deleted nothing stored leads from it to them; who has SECRET_KEY and a chat's number
    can still tell whether it is theirs.
    """
    return vault.index(audit.c.actor, str(chat)).hex()


def _detail(event: Event) -> dict[str, str]:
    tells_day = event.kind in _TELL_A_DAY or (event.kind is EventKind.ASKED and event.reason != FILED_BY_HOST)
    reason = {} if event.reason is None or tells_day else {"reason": event.reason}
    return {"kind": event.kind.value, **reason}


def _of_status(status: StatusSet, at: datetime, by: Actor) -> AuditEntry:
    signed = {} if status.key is None else {"key": status.key.hex()}
    detail = {"status": status.status.value, **signed}
    return AuditEntry(action=AuditAction.CERTIFICATE, at=at, by=by, case=status.number, detail=detail)

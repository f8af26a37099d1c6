"""How the record stands: its last row, its last signed head, what waits to be signed. A few rows are read, not all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import NullType

from bot.certificate.keys import KeyRing
from storage.audit_walk import Fault, fault_of, head_of, word_of
from storage.tables import audit, audit_heads

_LAST = select(func.max(audit.c.seq))
_LAST_HEAD = select(audit_heads).order_by(audit_heads.c.seq.desc()).limit(1)
_HASH = select(type_coerce(audit.c.hash, NullType)).where(audit.c.seq == bindparam("seq"))  # a text as a text
_FIRST_AFTER = select(audit.c.at).where(audit.c.seq > bindparam("seq")).order_by(audit.c.seq).limit(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordState:
    """`fault` is what is wrong with the last head; what stands before it is a matter of a whole walk."""

    last: int  # row; nought where there is none
    signed_upto: int  # nought where nothing was signed
    signed_at: datetime | None
    unsigned_since: datetime | None  # when the first row after the head was written
    fault: Fault | None

    @property
    def unsigned(self) -> int:
        """Rows after the head."""
        return max(self.last - self.signed_upto, 0)


async def record_state(connection: AsyncConnection, ring: KeyRing) -> RecordState:
    """As it is now; `connection` in a transaction that sees one moment."""
    last = (await connection.execute(_LAST)).scalar() or 0
    signed = (await connection.execute(_LAST_HEAD)).first()
    upto = 0 if signed is None else signed.seq
    fault = None
    if signed is not None:
        there = (await connection.execute(_HASH, {"seq": upto})).scalar()
        fault = fault_of(head_of(signed), word_of(signed, ring), {upto: there or b""}, last)
    return RecordState(
        last=last,
        signed_upto=upto,
        signed_at=None if signed is None else signed.at,
        unsigned_since=(await connection.execute(_FIRST_AFTER, {"seq": upto})).scalar(),
        fault=fault,
    )

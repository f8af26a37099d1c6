"""The head of the record, signed: from then on nothing before it can be changed without showing."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.certificate.attested import Head, sign_head
from bot.certificate.keys import KeyRing, SigningKey, VerifyingKey
from bot.domain.audit import OPERATOR, Actor, AuditAction, AuditEntry
from storage.audit_rows import LAST
from storage.database import Database
from storage.tables import audit, audit_heads, tells_of_keys
from storage.upsert import insert_new

MADE, WITHDRAWN = "made", "withdrawn"
_OF_KEYS = select(audit.c.detail).where(tells_of_keys).order_by(audit.c.seq)


async def sign_the_head(database: Database, ring: KeyRing, now: datetime, by: Actor = OPERATOR) -> Head | None:
    """Enter the signing keys that are new, then sign the last row; the head, or None where there is no row.

    Signed again it is the same head: one row has one signature.

    Raises:
        KeysError: NO_SIGNING_KEY or BEFORE_FIRST_KEY.
    """
    key = ring.signing_key(now)
    await record_keys(database, ring, now, by)
    async with database.writing() as connection:
        last = (await connection.execute(LAST)).first()
        if last is None:
            return None
        head = Head(seq=last.seq, hash=last.hash, at=now.astimezone(UTC).replace(microsecond=0))
        await _keep(connection, head, key)
        await connection.commit()
    return head


async def record_keys(database: Database, ring: KeyRing, now: datetime, by: Actor = OPERATOR) -> int:
    """Enter which signing keys were made or withdrawn since this was last done; how many rows. However they were made
    (the command, a first start, a list from elsewhere): the trusted list itself says so.
    """
    async with database.begin() as work:
        connection = work.audit.connection
        told = set((await connection.execute(_OF_KEYS)).scalars())
        entries = [entry for key in ring.verifying for entry in _of(key, now, by)]
        new = [entry for entry in entries if work.audit.detail_text(entry) not in told]
        if new:
            work.audit.record(*new)
            await work.commit()
        return len(new)


async def append(url: str, secret: str, line: AuditEntry) -> None:
    """Enter one line into the record of a database that nobody has open here."""
    database = await Database.open(url, secret)
    try:
        async with database.begin() as work:
            work.audit.record(line)
            await work.commit()
    finally:
        await database.close()


async def _keep(connection: AsyncConnection, head: Head, key: SigningKey) -> None:
    signed = sign_head(head, key)
    row = {
        "seq": head.seq,
        "at": head.at,
        "hash": head.hash,
        "key_id": signed.kid,
        "signature": signed.envelope,
    }
    await connection.execute(insert_new(audit_heads, connection.dialect.name, "seq"), row)


def _of(key: VerifyingKey, now: datetime, by: Actor) -> Sequence[AuditEntry]:
    known = {"key": key.kid.hex(), "use": key.use.value}
    told = [{**known, "deed": MADE, "since": key.not_before.isoformat()}]
    if key.revoked_at is not None:
        told.append({**known, "deed": WITHDRAWN, "since": key.revoked_at.isoformat()})
    return [AuditEntry(action=AuditAction.KEYS, at=now, by=by, detail=detail) for detail in told]

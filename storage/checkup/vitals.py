"""How the database itself is: which one, whose tables, under whose key, and what time it has."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.engine import open_engine
from storage.tables import vault_checks
from storage.vault import SealBrokenError, Vault

_WORDS = {
    "sqlite": "SELECT sqlite_version()",
    "postgresql": "SHOW server_version",
}
_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """`revision` is None where there are no tables yet, `key_fits` where nothing was ever sealed."""

    version: str
    size: int  # bytes
    revision: str | None
    key_fits: bool | None
    now: datetime | None  # by the database's own clock; SQLite has this machine's


def attach(url: str, secret: str) -> Database:
    """A database as it is: no table is made or changed, no key tried. Raises WeakSecretError."""
    return Database(open_engine(url), Vault(secret.encode()))


def file_of(url: str) -> Path | None:
    """The file of an SQLite database; None for another one, and for one in memory."""
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in {None, "", ":memory:"}
    return Path(str(parsed.database)) if is_file else None


async def vitals_of(database: Database) -> Vitals:
    """As they are now. Raises what the driver raises when the database cannot be reached or read."""
    async with database.reading() as connection:
        dialect = connection.dialect.name
        version = str((await connection.execute(text(_WORDS[dialect]))).scalar_one())
        size = int((await connection.execute(text(_SIZE[dialect]))).scalar_one())
        revision = await _revision(connection)
        key_fits = await _key_fits(connection, database.vault) if revision is not None else None
        now = (await connection.execute(select(func.clock_timestamp()))).scalar_one() if dialect != "sqlite" else None
    return Vitals(
        version=f"{dialect} {version}",
        size=size,
        revision=revision,
        key_fits=key_fits,
        now=now.astimezone(UTC) if now is not None else None,
    )


async def _revision(connection: AsyncConnection) -> str | None:
    if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
        return None
    return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar()


async def _key_fits(connection: AsyncConnection, vault: Vault) -> bool | None:
    sealed = (await connection.execute(select(vault_checks.c.value))).scalar()
    if sealed is None:
        return None
    try:
        vault.open(vault_checks.c.value, sealed)
    except SealBrokenError:
        return False
    return True

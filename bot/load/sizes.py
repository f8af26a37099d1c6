"""How many bytes each table takes on the disk, its indexes among them."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import open_engine

Sizes = dict[str, int]
_SQLITE = """SELECT "schema".tbl_name, sum(pages.pgsize) FROM dbstat AS pages
JOIN sqlite_schema AS "schema" ON "schema".name = pages.name GROUP BY "schema".tbl_name"""
_SQLITE_WHOLE = "SELECT 'all', page_count * page_size FROM pragma_page_count, pragma_page_size"
_POSTGRESQL = """SELECT relname, pg_total_relation_size(oid) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"""


async def table_sizes(url: str) -> Sizes:
    """Bytes by table; one sum named "all" where this SQLite was built without dbstat."""
    engine = open_engine(url)
    try:
        async with engine.connect() as connection:
            return await _sizes(connection)
    finally:
        await engine.dispose()


def grown(before: Sizes, after: Sizes) -> Sizes:
    """What has grown, and by how much, the most first."""
    more = {table: size - before.get(table, 0) for table, size in after.items()}
    return dict(sorted(((table, by) for table, by in more.items() if by), key=lambda pair: -pair[1]))


async def _sizes(connection: AsyncConnection) -> Sizes:
    if connection.dialect.name != "sqlite":
        statement = _POSTGRESQL
    else:
        built = await connection.scalar(text("SELECT sqlite_compileoption_used('ENABLE_DBSTAT_VTAB')"))
        statement = _SQLITE if built else _SQLITE_WHOLE
    rows = await connection.execute(text(statement))
    return {str(name): int(size) for name, size in rows}

"""What PostgreSQL wrote down before it answered: the size of an archive, and how often it waited for the disk."""

from dataclasses import dataclass

from sqlalchemy import text

from storage.engine import open_engine

_READ = """SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn, xact_commit FROM pg_stat_database
WHERE datname = current_database()"""


@dataclass(frozen=True, slots=True)
class Journal:
    """Since the server's beginning."""

    written: int  # bytes of its write-ahead log, all databases together
    commits: int  # transactions ended in this database, those that only read among them

    def since(self, before: "Journal") -> "Journal":
        """What came after an earlier reading."""
        return Journal(self.written - before.written, self.commits - before.commits)


async def read_journal(url: str) -> Journal | None:
    """Where it stands; none for SQLite, whose journal is emptied as it goes."""
    if not url.startswith("postgresql"):
        return None
    engine = open_engine(url)
    try:
        async with engine.connect() as connection:
            written, commits = (await connection.execute(text(_READ))).one()
    finally:
        await engine.dispose()
    return Journal(int(written), int(commits))

"""How a database is reached: the URL's meaning, the folder, the driver."""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.one_hop import DRIVER

# SQLite statements as compiled, for every database that this process opens: a rehearsal and the tests open hundreds,
# and compiling all statements anew costs more than what is done with them. There are as many as the code spells out.
COMPILED: Final[dict[Any, Any]] = {}
# Every statement here is over in milliseconds, or is one of the few of a daily pass. Over millions of rows PostgreSQL
# takes some for long ones by its estimate, and compiles them first (JIT), which costs more than what they then do.
# Asked on the connection: among the words that open one, PgBouncer knows no `jit` and lets nobody in who says it.
_NO_JIT: Final = "SET jit = off"


def open_engine(address: str) -> AsyncEngine:
    """An engine that never writes a parameter into a log or an exception; an SQLite file gets its folder."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        engine = create_async_engine(url, hide_parameters=True, pool_pre_ping=True)
        event.listen(engine.sync_engine, "connect", _without_jit)
        return engine
    if url.database:
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    options = {"compiled_cache": COMPILED}
    return create_async_engine(url.set(drivername=DRIVER), hide_parameters=True, execution_options=options)


def _without_jit(connection: Any, _record: object) -> None:
    connection.run_async(lambda driver: driver.execute(_NO_JIT))

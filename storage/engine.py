"""How a database is reached: the URL's meaning, the folder, the driver."""

from pathlib import Path
from typing import Any, Final

from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.one_hop import DRIVER

# SQLite statements as compiled, for every database that this process opens: a rehearsal and the tests open hundreds,
# and compiling all statements anew costs more than what is done with them. There are as many as the code spells out.
COMPILED: Final[dict[Any, Any]] = {}


def open_engine(address: str) -> AsyncEngine:
    """An engine that never writes a parameter into a log or an exception; an SQLite file gets its folder."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, hide_parameters=True, pool_pre_ping=True)
    if url.database:
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    options = {"compiled_cache": COMPILED}
    return create_async_engine(url.set(drivername=DRIVER), hide_parameters=True, execution_options=options)

"""aiogram's memory of a conversation, in the same database: one row a key, its data sealed."""

import json
from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey
from sqlalchemy import Update, bindparam, select, update
from sqlalchemy.dialects.sqlite import Insert

from storage.database import Database
from storage.tables import fsm
from storage.upsert import insert_into

_KEYS = DefaultKeyBuilder(with_bot_id=True, with_business_connection_id=True, with_destiny=True)
_READ = {name: select(fsm.c[name]).where(fsm.c.key == bindparam("key")) for name in ("state", "data")}


_REMEMBERED = 10_000  # conversations


class FsmStorage(BaseStorage):
    """States and data of conversations; what is already so is not written again.

    Each update asks for its state several times. Where no other process writes (SQLite), what was read or written last
    is remembered; whatever forgets a chat in the database has to clear its conversation here too.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: OrderedDict[tuple[str, str], Any] = OrderedDict()
        self._being_read: dict[tuple[str, str], object] = {}

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Keep the state; None forgets it."""
        await self._write(key, "state", state.state if isinstance(state, State) else state)

    async def get_state(self, key: StorageKey) -> str | None:
        """The state, or None."""
        state: str | None = await self._read("state", key)
        return state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Keep the data, which must be JSON; nothing in it forgets what was there."""
        wanted = dict(data)
        if wanted != await self.get_data(key):  # sealed anew it would always look changed to the database
            text = json.dumps(wanted, ensure_ascii=False) if wanted else None
            await self._write(key, "data", self._database.vault.seal_optional(fsm.c.data, text))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """A copy of the data; empty when there is none."""
        text = self._database.vault.open_optional(fsm.c.data, await self._read("data", key))
        data: dict[str, Any] = {} if text is None else json.loads(text)
        return data

    async def close(self) -> None:
        """Nothing: the database is closed by whoever opened it."""

    async def _read(self, column: str, key: StorageKey) -> Any:
        name = (_KEYS.build(key), column)
        if name in self._known:
            self._known.move_to_end(name)
            return self._known[name]
        mark = self._being_read[name] = object()
        async with self._database.reading() as connection:
            value = (await connection.execute(_READ[column], {"key": name[0]})).scalar()
        if self._being_read.pop(name, None) is mark:  # else it was written meanwhile, and this may be what was before
            self._remember(name, value)
        return value

    async def _write(self, key: StorageKey, column: str, value: str | bytes | None) -> None:
        name = (_KEYS.build(key), column)
        if value is None and self._known.get(name, name) is None:
            return  # empty already
        self._known.pop(name, None)  # whoever writes meanwhile must not count on what was before
        row: dict[str, object] = {"key": name[0], "chat": key.chat_id, column: value}
        try:
            async with self._database.writing() as connection:
                if value is None:
                    result = await connection.execute(_forget(column), {"wanted": row["key"]})
                else:
                    result = await connection.execute(_overwrite(column, connection.dialect.name), row)
                if result.rowcount:
                    await connection.commit()
        finally:  # a write that fails, or was cancelled when it had lasted already, leaves nothing remembered
            self._known.pop(name, None)
            self._being_read.pop(name, None)
        self._remember(name, value)

    def _remember(self, name: tuple[str, str], value: Any) -> None:
        if not self._database.is_alone:
            return
        self._known[name] = value
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


@cache
def _forget(column: str) -> Update:
    """Empty one column of a row that is there; no row is made for a chat that may just have been forgotten."""
    return update(fsm).where(fsm.c.key == bindparam("wanted"), fsm.c[column].is_not(None)).values({column: None})


@cache
def _overwrite(column: str, dialect: str) -> Insert:
    """Insert or overwrite one column; a value that is there already touches no row."""
    statement = insert_into(fsm, dialect)
    new = statement.excluded[column]
    is_news = fsm.c[column].is_distinct_from(new)
    return statement.on_conflict_do_update(index_elements=[fsm.c.key], set_={column: new}, where=is_news)

"""What an offender is called: by its number, and where that would be a chat, by a digest that leads to nobody."""

from typing import Any

from sqlalchemy import Row, Table

from storage.tables import chats, notices
from storage.vault import Vault

_NUMBERED = {"id", "number", "place", "seq", "matter", "case"}
_SINGULAR = {notices.name: "notice", "guest_imports": "import"}
_DIGITS = 8  # hexadecimal: enough to tell offenders apart


def subject_of(table: Table, row: Row[Any], vault: Vault) -> str:
    """The table and the primary key of a row that begins with it."""
    names = [column.name for column in table.primary_key]
    is_numbered = set(names) <= _NUMBERED and table is not chats
    key = ".".join(str(value) for value in row[: len(names)])
    shown = key if is_numbered else digest(key, vault)
    return f"{_SINGULAR.get(table.name, table.name.removesuffix('s'))} {shown}"


def digest(key: str, vault: Vault) -> str:
    """A chat as it is called here: the same in every run under one key."""
    return vault.index(chats.c.id, key).hex()[:_DIGITS]

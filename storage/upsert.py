"""Insert or overwrite, in each database's own words."""

from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects.sqlite import (
    Insert,  # PostgreSQL's has the same methods; imported only where it is the database
)


def insert_into(table: Table, dialect: str) -> Insert:
    """An INSERT that knows ON CONFLICT, for the dialect with this name."""
    statement: Insert = import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
    return statement


@cache
def upsert(table: Table, dialect: str) -> Insert:
    """An INSERT of a whole row that overwrites the row with the same primary key; built once a table."""
    statement = insert_into(table, dialect)
    rest: dict[str, Any] = {
        column.name: statement.excluded[column.name] for column in table.c if not column.primary_key
    }
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest)


@cache
def insert_new(table: Table, dialect: str, *unique: str) -> Insert:
    """An INSERT that leaves a row with the same unique columns as it is; built once a table."""
    return insert_into(table, dialect).on_conflict_do_nothing(index_elements=list(unique))

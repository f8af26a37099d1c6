"""What a command opens: the operator's database, which has to be there, the operator's keys, and only new files."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.certificate import keystore
from bot.certificate.keys import KeyRing, KeysError
from bot.commands.ending import CannotError, in_words
from bot.config import Settings
from storage.checkup.vitals import file_of
from storage.database import Database, WrongKeyError
from storage.upgrade import NewerDatabaseError
from storage.vault import WeakSecretError

WITHOUT_KEY = "Put SECRET_KEY=<the bot's own> into .env: the database is sealed under it."
NO_DATABASE = "There is no database at DATABASE_URL yet."
OTHER_KEY = "SECRET_KEY is not the one under which this database was written."
AWAY = "The database at DATABASE_URL cannot be reached ({kind})."
NEWER = "The database was written by a later version of this program."
THERE_ALREADY = "{file} is there already."
KEYS_AWAY = "Keys in {folder}: {code} (KEYS_DIR names the folder)."


@asynccontextmanager
async def database_of(settings: Settings) -> AsyncIterator[Database]:
    """The database that is there; none is made. Raises CannotError."""
    if not settings.secret_key.get_secret_value():
        raise CannotError(WITHOUT_KEY)
    try:
        database = await _opened(settings)
    except (WrongKeyError, WeakSecretError):
        raise CannotError(OTHER_KEY) from None
    except NewerDatabaseError:
        raise CannotError(NEWER) from None
    except OSError as fault:  # asyncpg's own; its text names the address and nothing of use
        raise CannotError(AWAY.format(kind=type(fault).__name__)) from None
    except (SQLAlchemyError, sqlite3.Error, ModuleNotFoundError) as fault:
        raise CannotError(in_words(fault)) from None
    try:
        yield database
    finally:
        await database.close()


async def _opened(settings: Settings) -> Database:
    file = file_of(settings.database_url)
    if file is not None and not file.exists():
        raise CannotError(NO_DATABASE)
    return await Database.open(settings.database_url, settings.secret_key.get_secret_value())


def must_be_new(file: Path | None) -> None:
    """A list never takes the place of what is there. Raises CannotError."""
    if file is not None and file.exists():
        raise CannotError(THERE_ALREADY.format(file=file))


def ring_of(settings: Settings) -> KeyRing:
    """The operator's keys. Raises CannotError."""
    try:
        return keystore.load(settings.keys_dir)
    except KeysError as wrong:
        raise CannotError(KEYS_AWAY.format(folder=settings.keys_dir, code=wrong.code.value)) from None

"""How a command ends: done or not, what it says of a fault, and the code that it leaves with."""

import asyncio
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Coroutine
from typing import Any, NoReturn, TypeVar

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from storage.moving.places import MoveError

PRIVATE = 0o077  # what is written is for this user alone
DONE, FAILED, NOT_BEGUN = 0, 1, 2  # exit codes
Result = TypeVar("Result")


class CannotError(Exception):
    """It was not done; the text says why."""


def run_to_the_end(work: Coroutine[Any, Any, Result]) -> Result:
    """Run it so that whatever ends it (Ctrl+C, SIGTERM, a full disk) leaves nothing half-done behind.

    Raises:
        CannotError: It was not done.
    """
    umask, handler = os.umask(PRIVATE), signal.getsignal(signal.SIGTERM)
    is_main = threading.current_thread() is threading.main_thread()  # no other one may say what a signal does
    if is_main:
        signal.signal(signal.SIGTERM, _terminated)
    try:
        return asyncio.run(work)
    except MoveError as why:
        raise CannotError(str(why)) from None
    except (OSError, sqlite3.Error, SQLAlchemyError, ModuleNotFoundError) as fault:
        raise CannotError(in_words(fault)) from None
    finally:
        os.umask(umask)
        if is_main:
            signal.signal(signal.SIGTERM, handler)


def _terminated(_number: int, _frame: object) -> NoReturn:
    sys.exit(128 + signal.SIGTERM)


def in_words(fault: Exception) -> str:
    """The kind and, where it can name no person, the text."""
    cause = fault.orig if isinstance(fault, DBAPIError) and fault.orig is not None else fault
    cause = cause.__cause__ if isinstance(cause.__cause__, sqlite3.Error) else cause
    if isinstance(cause, ModuleNotFoundError):
        return f"The driver {cause.name} is not installed (PostgreSQL's: pip install 'tirkeu-bot[postgresql]')."
    if isinstance(cause, OSError):
        return f"{cause.filename or 'The machine'}: {cause.strerror or type(cause).__name__}."
    if isinstance(cause, sqlite3.Error):  # names tables and columns, never values
        return f"SQLite: {cause}."
    return f"The database says: {type(cause).__name__} {getattr(cause, 'sqlstate', None) or ''}".rstrip() + "."

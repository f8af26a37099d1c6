"""What a line of the log holds, and what it can never hold."""

import json
import logging
import subprocess
import sys

import orjson
import pytest

from bot.watch.lines import NOT_OURS, Style, formatter
from bot.watch.trace import begin, traced

CANARY = "Zamorskij QX7654321"
DIES = """
import asyncio, gc, logging, sys, threading, warnings
from bot.commands.run import set_up_log
from bot.watch.lines import Style

CANARY = "Zamorskij QX7654321"
set_up_log("DEBUG", Style.JSON)

def fail():
    raise ValueError(CANARY)

class Stubborn:
    def __del__(self):
        fail()

async def forgotten():
    asyncio.get_running_loop().create_task(failing())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gc.collect()

async def failing():
    fail()

thread = threading.Thread(target=fail)
thread.start()
thread.join()
Stubborn()
asyncio.run(forgotten())
warnings.warn(CANARY)
logging.getLogger("bot.any").info("broken %d", CANARY)
open("/nowhere/" + CANARY)
"""


@pytest.fixture
def record() -> logging.LogRecord:
    """A record of ours, as a handler gets it."""
    return made("bot.telegram.courier", "notice not sent", {"action": "deadline", "case": 42})


def made(logger: str, words: str, extra: dict[str, object] | None = None, **more: object) -> logging.LogRecord:
    """A record of this logger."""
    return logging.getLogger(logger).makeRecord(
        logger, logging.WARNING, "/somewhere/lib.py", 7, words, (), more.get("exc_info"), extra=extra
    )


def as_json(record: logging.LogRecord) -> dict[str, object]:
    """What the line of a record says."""
    said: dict[str, object] = orjson.loads(formatter(Style.JSON).format(record))
    return said


def test_a_line_is_one_object(record: logging.LogRecord) -> None:
    """Time, level, logger, event, our own fields and the worker, and nothing that nobody allowed."""
    record.token = CANARY

    said = as_json(record)

    assert said.pop("time").endswith("+00:00")
    assert said.pop("worker")
    assert said == {
        "level": "WARNING",
        "logger": "bot.telegram.courier",
        "event": "notice not sent",
        "action": "deadline",
        "case": 42,
    }


@pytest.mark.parametrize("style", [*Style])
def test_a_library_is_not_quoted(style: Style) -> None:
    """Of a record that is not ours only level, logger and place are kept, whatever its words are."""
    line = formatter(style).format(made("aiohttp.server", f"Error handling {CANARY}", {"action": CANARY}))

    assert CANARY not in line
    assert NOT_OURS in line
    assert "lib.py:7" in line


@pytest.mark.parametrize("style", [*Style])
@pytest.mark.parametrize("logger", ["bot.web.site", "sqlalchemy.pool"])
def test_an_exception_is_told_by_kind_and_place(style: Style, logger: str) -> None:
    """A traceback's text may quote a person; its type and its lines cannot."""
    try:
        raise ValueError(CANARY)
    except ValueError:
        line = formatter(style).format(made(logger, "failed", exc_info=sys.exc_info()))

    assert CANARY not in line
    assert "ValueError" in line
    assert "test_log_lines.py:" in line
    assert "\n" not in line


def test_what_one_update_causes_bears_one_id(record: logging.LogRecord) -> None:
    """Each update has an id of its own, which ends with it; a line outside has none."""
    with traced() as first:
        ours = as_json(record)["request_id"]
    second = begin()

    assert ours == first.id
    assert as_json(record)["request_id"] == second.id != first.id


def test_a_value_that_json_has_no_form_for_is_told_by_its_type(record: logging.LogRecord) -> None:
    """An object in a field never makes the line fail, nor speaks."""
    record.case = {CANARY}

    assert as_json(record)["case"] == "set"


def test_nobody_dies_with_a_persons_name() -> None:
    """Faults in the main thread, another thread, a forgotten task, a destructor, a warning and a malformed record."""
    died = subprocess.run([sys.executable, "-c", DIES], capture_output=True, text=True, timeout=60, check=False)

    lines = [json.loads(line) for line in died.stderr.splitlines()]
    assert died.returncode == 1
    assert CANARY not in died.stdout + died.stderr
    assert [line["error"] for line in lines if "error" in line] == [
        "ValueError", "ValueError", "ValueError", "FileNotFoundError ENOENT"
    ]  # fmt: skip
    assert {"ended by a fault", "a thread ended by a fault"} <= {line["event"] for line in lines}
    assert {"asyncio", "py.warnings"} <= {line["logger"] for line in lines}

"""Fixtures for all rooms; each imports what it needs, for the process that only hands out the tests needs nothing."""

import asyncio
import gc
import os
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.town import Town


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests go first: begun last, one of them would keep everybody waiting."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """What was imported lives to the end; the garbage collector need not go through it again and again."""
    gc.freeze()


def pytest_sessionstart() -> None:
    """Tests run in the loop in which the bot runs."""
    if sys.platform != "win32":
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every town begins with, made once."""
    from tests.town import build_town

    folder = tmp_path_factory.mktemp("ground")
    asyncio.run(build_town(folder))
    return folder


@pytest.fixture
async def town(tmp_path: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> "AsyncIterator[Town]":
    """A town with the bot running."""
    from tests.town import hurry, open_town

    hurry(monkeypatch)
    async with open_town(tmp_path, ground) as town:
        yield town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> "AsyncIterator[Browser]":
    """Debian's Chromium, started once; without it the test is skipped, on a build machine it fails."""
    from playwright.async_api import async_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        missing = "Chromium is not installed (Debian: apt-get install chromium)"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield running
        await running.close()

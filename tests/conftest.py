"""Fixtures for all rooms; each imports what it needs, for the process that only hands out the tests needs nothing."""

import asyncio
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.town import Town


SAMPLE = 4
MEMORY, ROOM = Path("/dev/shm"), 6 * 2**30  # noqa: S108 - pytest and the fixtures make folders of their own there

if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    tempfile.tempdir = str(MEMORY)  # databases by the hundred, none of which outlives its test

gc.disable()  # while the tests are collected: all that is imported stays, there is nothing to find


@pytest.hookimpl(tryfirst=True, specname="pytest_collection_modifyitems")
def pytest_sample(items: list[pytest.Item]) -> None:
    """Of a test marked `sampled` a few of its many cases run in the suite, spread over all; the others every night."""
    groups: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("sampled"):
            groups.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for cases in groups.values():
        kept = {round(number * (len(cases) - 1) / (SAMPLE - 1)) for number in range(SAMPLE)}
        for number, item in enumerate(cases):
            if number not in kept:
                item.add_marker(pytest.mark.nightly)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests go first: begun last, one of them would keep everybody waiting."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Stories run on SQLite; those marked `both_databases` on PostgreSQL too; all of them where STORIES_ON says so."""
    if "stored_in" not in metafunc.fixturenames:
        return
    both = metafunc.definition.get_closest_marker("both_databases") is not None
    wanted = os.environ.get("STORIES_ON", "sqlite,postgresql" if both else "sqlite").split(",")
    if wanted != ["sqlite"]:
        on = [pytest.param(name, marks=[pytest.mark.postgres] if name == "postgresql" else []) for name in wanted]
        metafunc.parametrize("stored_in", on, indirect=True)


def pytest_collection_finish() -> None:
    """What was imported lives to the end; the garbage collector need not go through it again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # a story makes and drops objects by the ten thousand, none of them in a circle
    gc.enable()


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


_names = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A private PostgreSQL server; skipped where there can be none, failed if that happens in CI."""
    from tests import private_postgres

    reason = private_postgres.why_not()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    with private_postgres.server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The address of an empty database on that server."""
    from tests import private_postgres

    name = f"test_{next(_names)}"
    private_postgres.create(postgres_server, name)
    return postgres_server.format(name=name)


@pytest.fixture(scope="session")
def postgres_ground(postgres_server: str) -> str:
    """The name of a database with its tables, of which every town on PostgreSQL begins as a copy."""
    from storage.database import Database
    from tests import private_postgres
    from tests.town import SECRET

    async def build() -> None:
        await (await Database.open(postgres_server.format(name=name), SECRET)).close()

    name = "ground"
    private_postgres.create(postgres_server, name)
    asyncio.run(build())
    return name


@pytest.fixture
def stored_in(request: pytest.FixtureRequest) -> str:
    """Which database a story runs on: `sqlite` or `postgresql`."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def town_postgres(request: pytest.FixtureRequest, stored_in: str) -> Iterator[str | None]:
    """The address of a town's own database on PostgreSQL; None where it is a file."""
    if stored_in == "sqlite":
        yield None
        return
    from tests import private_postgres

    server, ground = request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_ground")
    name = f"town_{next(_names)}"
    private_postgres.create(server, name, template=ground)
    yield server.format(name=name)
    private_postgres.drop(server, name)  # hundreds of them would fill the disk


@pytest.fixture
def town_settings() -> dict[str, object]:
    """What a town's bot is set to beside what all are; a module of stories may have its own."""
    return {}


@pytest.fixture
async def town(
    tmp_path: Path,
    ground: Path,
    town_postgres: str | None,
    town_settings: dict[str, object],
    monkeypatch: pytest.MonkeyPatch,
) -> "AsyncIterator[Town]":
    """A town with the bot running."""
    from tests.town import hurry, open_town

    hurry(monkeypatch)
    async with open_town(tmp_path, ground, postgres=town_postgres, **town_settings) as town:
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

"""A town seen through its page: Chromium, two phones, an album for screenshots. All of it lives in Chromium's loop."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize

from tests.browser.hands import Album, Hands
from tests.town import Town, open_town

WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
GUEST, HOST = 1001, 2001


@pytest_asyncio.fixture(loop_scope="session")
async def town(tmp_path: Path, ground: Path) -> AsyncIterator[Town]:
    """A town with the bot running."""
    async with open_town(tmp_path, ground) as town:
        yield town


@pytest.fixture
def people(town: Town) -> Town:
    """The town with the two people of the story, who have not started the bot yet."""
    town.simulator.person(GUEST, "Pyotr", "Ivanov", "en", "+79161234567")
    town.simulator.person(HOST, "Aigul", "Serikova", "en", "+77011234567")
    return town


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, people: Town) -> AsyncIterator[Page]:
    """The page in a wide window; any error in its script fails the test."""
    opened = await browser.new_page(viewport=WIDE, timezone_id="Asia/Almaty")
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    await opened.goto(people.simulator.page_url)
    yield opened
    assert faults == []
    await opened.close()


@pytest.fixture
def guest(page: Page) -> Hands:
    """The left phone."""
    return Hands(page, page.locator(f"#phone-{GUEST}"))


@pytest.fixture
def host(page: Page) -> Hands:
    """The right phone."""
    return Hands(page, page.locator(f"#phone-{HOST}"))


@pytest.fixture
def album(page: Page, tmp_path: Path) -> Album:
    """Screenshots, kept under `tmp_path` and also in the folder that KEEP_SCREENSHOTS names."""
    also = os.environ.get("KEEP_SCREENSHOTS")
    return Album(page, [tmp_path / "screenshots", *([Path(also)] if also else [])])

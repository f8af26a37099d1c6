"""A town seen through its page: Chromium, two phones, an album for screenshots."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from tests.browser.hands import Album, Hands
from tests.town import Town

CHROMIUM = shutil.which("chromium")
WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
GUEST, HOST = 1001, 2001


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium; without it the test is skipped, on a build machine it fails."""
    if CHROMIUM is None:
        missing = "Chromium is not installed (Debian: apt-get install chromium)"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        await running.close()


@pytest.fixture
def people(town: Town) -> Town:
    """The town with the two people of the story, who have not started the bot yet."""
    town.simulator.person(GUEST, "Pyotr", "Ivanov", "en", "+79161234567")
    town.simulator.person(HOST, "Aigul", "Serikova", "en", "+77011234567")
    return town


@pytest.fixture
async def page(browser: Browser, people: Town) -> AsyncIterator[Page]:
    """The page in a wide window; any error in its script fails the test."""
    opened = await browser.new_page(viewport=WIDE, timezone_id="Asia/Almaty")
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    await opened.goto(people.simulator.page_url)
    yield opened
    assert faults == []


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

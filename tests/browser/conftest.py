"""A town seen through its page: Chromium, two phones, an album for screenshots. All of it lives in Chromium's loop."""

import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize

from bot.certificate.verdict import Status
from tests.browser.check_site import CheckSite, serving, set_clock
from tests.browser.hands import Album, Hands
from tests.certificate.specimens import BASE, NOW, RING, STATUS_KEY
from tests.town import Town, hurry, open_town

WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
GUEST, HOST = 1001, 2001


@pytest_asyncio.fixture(loop_scope="session")
async def town(tmp_path: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """A town with the bot running."""
    hurry(monkeypatch)
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
    opened = await browser.new_page(viewport=WIDE, timezone_id="Asia/Almaty", reduced_motion="reduce")
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
def album(page: Page) -> Album:
    """Screenshots, kept in the folder that KEEP_SCREENSHOTS names; without it none is taken."""
    folder = os.environ.get("KEEP_SCREENSHOTS")
    return Album(page, Path(folder) if folder else None)


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[CheckSite]:
    """The check page's server; its list names a revoked, a suspended and a replaced certificate."""
    site = CheckSite(base=BASE, now=NOW)
    site.trust_keys(RING)
    statuses = {1: Status.REVOKED, 2: Status.SUSPENDED, 3: Status.SUPERSEDED}
    site.publish(statuses, key=STATUS_KEY, at=NOW - timedelta(minutes=5))
    async with serving(site):
        yield site


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A visitor's phone in another zone, whose clock stands, and on which no script may fail."""
    context = await browser.new_context(viewport=NARROW, locale="en-GB", timezone_id="America/New_York", has_touch=True)
    await set_clock(context, NOW)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context
    await context.close()
    assert faults == []

"""The page in a real browser, with the echo bot behind."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.simulator import Simulator

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.browser


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
async def page(browser: Browser, simulator: Simulator, echo_bot: Bot) -> AsyncIterator[Page]:
    """The page, opened; any error in its script fails the test."""
    opened = await browser.new_page(viewport={"width": 1280, "height": 800})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    await opened.goto(simulator.page_url)
    yield opened
    assert faults == []


async def test_two_phones_talk_to_the_bot(page: Page) -> None:
    """Start, type, tap: bubbles, an edit in place, a toast; markup in a text stays text."""
    guest, host = page.locator(".phone").nth(0), page.locator(".phone").nth(1)
    await guest.get_by_role("button", name="Start").click()
    await guest.get_by_role("textbox", name="Message").fill("<img src=x onerror=alert(1)> 15/2")
    await page.keyboard.press("Enter")
    answer = guest.locator(".message.in").last
    await expect(answer).to_contain_text("You said: <img src=x onerror=alert(1)> 15/2")

    await answer.get_by_role("button", name="Again").click()

    await expect(answer).to_contain_text("15/2!")
    await expect(answer).to_contain_text("edited")
    await expect(guest.locator(".toast")).to_have_text("Said again")
    await expect(host.get_by_role("button", name="Start")).to_be_visible()


async def test_a_start_link_opens_in_the_phone_one_chooses(page: Page) -> None:
    """A link the guest sees can be opened by the host."""
    guest, host = page.locator(".phone").nth(0), page.locator(".phone").nth(1)
    await guest.get_by_role("button", name="Start").click()
    await guest.get_by_role("textbox", name="Message").fill("t.me/echo_bot?start=abc")
    await page.keyboard.press("Enter")
    await guest.locator(".message.in a").last.click()
    await page.get_by_role("dialog").get_by_role("button", name="(host)").click()

    await expect(host.locator(".message.in").last).to_contain_text("You said: /start abc")


async def test_the_keyboard_alone_is_enough(page: Page) -> None:
    """Tab and Enter start the talk; Esc closes a sheet and gives the focus back."""
    guest = page.locator(".phone").nth(0)
    await guest.get_by_role("button", name="Start").focus()
    await page.keyboard.press("Enter")
    field = guest.get_by_role("textbox", name="Message")
    await expect(field).to_be_visible()
    attach = guest.get_by_role("button", name="Attach")
    await attach.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="Attach")).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog", name="Attach")).to_have_count(0)
    await expect(attach).to_be_focused()


async def test_a_narrow_screen_shows_one_phone_at_a_time(page: Page) -> None:
    """At 390 pixels tabs choose the phone and nothing runs past the edge."""
    await page.set_viewport_size({"width": 390, "height": 844})
    phones = page.locator(".phone")
    await expect(phones.nth(0)).to_be_visible()
    await expect(phones.nth(1)).to_be_hidden()
    await page.get_by_role("tab", name="Host").click()

    await expect(phones.nth(1)).to_be_visible()
    await expect(phones.nth(0)).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_a_third_phone_can_be_added(page: Page) -> None:
    """A stranger's phone stands beside the two."""
    await page.get_by_role("button", name="Add a phone").click()

    await expect(page.locator(".phone")).to_have_count(3)

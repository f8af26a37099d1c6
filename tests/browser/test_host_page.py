"""The host's web page in Chromium at the width of a phone, JavaScript switched off, by finger and by keyboard alone."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import NARROW
from tests.people import Person
from tests.town import HOST_IIN, HOST_NAME, OTHER_IIN, Town, open_town
from tests.web.hosts import WEB, base_of, shown

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.long]
FINGER = 44  # CSS pixels, WCAG 2.5.5
MOST_TABS = 20


@pytest_asyncio.fixture(loop_scope="session")
async def town(tmp_path: Path, ground: Path) -> AsyncIterator[Town]:
    """A town whose bot serves web pages."""
    async with open_town(tmp_path, ground, **WEB) as town:
        yield town


@pytest_asyncio.fixture(loop_scope="session")
async def guest(town: Town) -> Person:
    """One whose host has no Telegram."""
    return await town.guest()


async def phone(browser: Browser, language: str) -> Page:
    """A phone's browser without JavaScript."""
    context = await browser.new_context(viewport=NARROW, java_script_enabled=False, locale=language, has_touch=True)
    return await context.new_page()


async def keep(page: Page, name: str) -> None:
    """A screenshot in the folder that KEEP_SCREENSHOTS names; and whether all fits the width."""
    if folder := os.environ.get("KEEP_SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"web-{name}.png", full_page=True)
    box = await page.locator("main").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW["width"]


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on the element with this selector."""
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        if await page.locator(f"{name}:focus").count():
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


@pytest.mark.timeout(90)
async def test_a_host_agrees_on_a_phone(town: Town, guest: Person, browser: Browser) -> None:
    """Wrong code, right code, all fields forgotten, then the answer: read and tapped with a finger."""
    path, code = await shown(town, guest)
    page = await phone(browser, "en-GB")
    try:
        await page.goto(await base_of(town) + path)
        await expect(page).to_have_title("Someone asks to be registered at your home - Registration at an address")
        await expect(page.get_by_role("link", name="Open in Telegram")).to_be_visible()
        await keep(page, "en-1-code")
        await page.get_by_label("Code from your guest").fill("12")
        await page.get_by_role("button", name="Go on").tap()
        await expect(page).to_have_title(
            "Error: Someone asks to be registered at your home - Registration at an address"
        )
        await keep(page, "en-2-wrong-code")
        await page.get_by_label("Code from your guest").fill(code)
        await page.get_by_role("button", name="Go on").tap()

        await expect(page.get_by_role("heading", level=1)).to_have_text(
            "Ivanov Pyotr asks to be registered at your home"
        )
        await keep(page, "en-3-request")
        agree, refuse = (page.get_by_role("button", name=name) for name in ("Agree", "Refuse"))
        yes, no = await agree.bounding_box(), await refuse.bounding_box()
        assert yes is not None
        assert no is not None
        assert (round(yes["width"]), round(yes["height"])) == (round(no["width"]), round(no["height"]))
        assert yes["height"] >= FINGER
        await agree.tap()
        await expect(page.get_by_role("alert")).to_contain_text("There is a problem")
        await expect(page.get_by_role("alert").get_by_role("link")).to_have_count(3)
        await keep(page, "en-4-faults")
        await page.get_by_label("Your IIN").fill(OTHER_IIN)
        await page.get_by_label("Your full name").fill(HOST_NAME)
        await page.get_by_label("I agree that my personal data are used").check()
        await agree.tap()
        await expect(page.get_by_role("alert")).to_contain_text("4 tries are left")
        await expect(page.get_by_label("Your full name")).to_have_value(HOST_NAME)
        await page.get_by_label("Your IIN").fill(HOST_IIN)
        await agree.tap()

        await expect(page.get_by_role("heading", level=1)).to_have_text(
            "You agreed that Ivanov Pyotr lives at your home"
        )
        await keep(page, "en-5-agreed")
        await page.reload()
        await expect(page.get_by_text("within three working days")).to_be_visible()
    finally:
        await page.context.close()
    await guest.wait_for("your host agreed on the web page", 15)


@pytest.mark.timeout(90)
async def test_a_host_answers_by_keyboard_alone(town: Town, guest: Person, browser: Browser) -> None:
    """In Russian, with Tab, Space and Enter: first a fault, to which the focus goes, then Refuse with its reason."""
    path, code = await shown(town, guest)
    page = await phone(browser, "ru-RU")
    keys = page.keyboard
    try:
        await page.goto(await base_of(town) + path)
        await expect(page.locator("html")).to_have_attribute("lang", "ru")
        await keep(page, "ru-1-code")
        await tab_to(page, "#code")
        await keep(page, "ru-2-focus")
        await keys.type(code)
        await keys.press("Enter")
        await expect(page.locator("h1")).to_contain_text("Ivanov Pyotr")
        await keep(page, "ru-3-request")

        await tab_to(page, "button.no")
        await keys.press("Enter")
        await expect(page.locator(".summary")).to_be_focused()
        await keep(page, "ru-4-faults")
        await keys.press("Tab")
        await keys.press("Enter")  # the first fault leads to its field
        await expect(page.locator("#iin:target")).to_be_visible()
        if not await page.locator("#iin:focus").count():
            await tab_to(page, "#iin")
        await keys.type(HOST_IIN)
        await tab_to(page, "button.no")
        await keys.press("Enter")

        await tab_to(page, "#reason")
        await keys.press("ArrowDown")
        await keys.press("Space")
        await keep(page, "ru-5-reason")
        await tab_to(page, "button.no")
        await keys.press("Enter")
        await expect(page.locator("h1")).to_contain_text("Ivanov Pyotr")
        await keep(page, "ru-6-refused")
    finally:
        await page.context.close()
    await guest.wait_for("The host's reason: The address is wrong", 15)


@pytest.mark.timeout(60)
async def test_a_host_chooses_the_language(town: Town, guest: Person, browser: Browser) -> None:
    """Each page stands in the three languages, by a link in its own name; the choice stays."""
    path, code = await shown(town, guest)
    page = await phone(browser, "de-DE")
    try:
        await page.goto(await base_of(town) + path)
        for name, language in (("Қазақша", "kk"), ("Русский", "ru"), ("English", "en"), ("Қазақша", "kk")):
            await page.get_by_role("link", name=name).tap()
            await expect(page.locator("html")).to_have_attribute("lang", language)
        await page.locator("#code").fill(code)
        await page.locator("button").tap()
        await expect(page.locator("h1")).to_contain_text("Ivanov Pyotr")
        await expect(page.locator("html")).to_have_attribute("lang", "kk")
        await keep(page, "kk-1-request")
    finally:
        await page.context.close()

"""The page in a real browser, with the echo bot behind."""

import io
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiogram import Bot
from aiogram.types import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup
from PIL import Image
from playwright.async_api import Browser, FilePayload, Page, expect

from bot.simulator import Simulator
from tests.simulator.conftest import TOKEN, Clock, attached, echo, polling

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]  # Chromium's loop, started once


@pytest_asyncio.fixture(loop_scope="session")
async def simulator(clock: Clock) -> AsyncIterator[Simulator]:
    """The simulator in Chromium's loop."""
    async with Simulator(TOKEN, "echo_bot", "Echo", now=clock) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def bot(simulator: Simulator) -> AsyncIterator[Bot]:
    """The bot in Chromium's loop."""
    async with attached(simulator) as bot:
        yield bot


@pytest_asyncio.fixture(loop_scope="session")
async def echo_bot(bot: Bot) -> AsyncIterator[Bot]:
    """The echo bot, polling in Chromium's loop."""
    async with polling(echo(), bot):
        yield bot


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, simulator: Simulator, echo_bot: Bot) -> AsyncIterator[Page]:
    """The page, opened; any error in its script fails the test."""
    opened = await browser.new_page(viewport={"width": 1280, "height": 800})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    await opened.goto(simulator.page_url)
    await expect(opened.locator(".phone")).to_have_count(2)
    yield opened
    assert faults == []
    await opened.close()


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


async def test_a_letter_does_not_start_the_bot(page: Page, simulator: Simulator) -> None:
    """Who got a message from another person still has to press Start."""
    guest, host = simulator.phones.values()
    host.receive_letter(guest, "Open it: t.me/echo_bot?start=abc")

    phone = page.locator(".phone").nth(1)
    await expect(phone.locator(".letter")).to_contain_text("in another chat")
    await expect(phone.get_by_role("button", name="Start")).to_be_visible()
    await expect(phone.get_by_role("textbox", name="Message")).to_be_hidden()


async def test_what_is_at_hand_goes_into_the_field(page: Page, simulator: Simulator) -> None:
    """A line of the person's papers is put into the field, to be looked at before it is sent."""
    next(iter(simulator.phones.values())).papers = {"Passport": "75 1234567"}
    guest = page.locator(".phone").nth(0)
    await page.reload()
    await guest.get_by_role("button", name="Start").click()
    await guest.get_by_role("button", name="What this person has at hand").click()
    await page.get_by_role("dialog").get_by_role("button", name="Passport").click()

    field = guest.get_by_role("textbox", name="Message")
    await expect(field).to_have_value("75 1234567")
    await expect(field).to_be_focused()


async def test_the_commands_menu_sends_a_command(page: Page, bot: Bot) -> None:
    """The bot's commands are offered with their descriptions, and a tapped one is sent."""
    await bot.set_my_commands([BotCommand(command="menu", description="All it does")])
    guest = page.locator(".phone").nth(0)
    await guest.get_by_role("button", name="Start").click()
    await guest.get_by_role("button", name="Commands").click()
    await page.get_by_role("dialog", name="Commands").get_by_role("button", name="/menu All it does").click()

    await expect(guest.locator(".message.in").last).to_contain_text("You said: /menu")


async def test_news_is_read_from_its_beginning(page: Page, bot: Bot, simulator: Simulator) -> None:
    """Messages that together are taller than the screen stand with the first one's beginning in sight."""
    guest = page.locator(".phone").nth(0)
    await guest.get_by_role("button", name="Start").click()
    await expect(guest.locator(".message.in").last).to_contain_text("You said: /start")
    number = next(iter(simulator.phones))
    for _ in range(2):
        await bot.send_message(number, "\n".join(f"line {line}" for line in range(30)))
    await expect(guest.get_by_role("button", name="To the newest message")).to_be_visible()
    await expect(guest.locator(".message.in").first).to_be_in_viewport()

    await guest.get_by_role("button", name="To the newest message").click()

    await expect(guest.get_by_role("button", name="To the newest message")).to_be_hidden()
    await expect(guest.locator(".message.in").first).not_to_be_in_viewport()


async def test_a_tapped_button_that_goes_leaves_the_focus_on_its_message(page: Page, bot: Bot) -> None:
    """When a tap changes the buttons, a second Enter presses nothing."""
    guest = page.locator(".phone").nth(0)
    await guest.get_by_role("button", name="Start").click()
    answer = guest.locator(".message.in").last
    await answer.get_by_role("button", name="Again").focus()
    number = int(await answer.get_attribute("data-id") or 0)
    chat = int((await guest.get_attribute("id") or "").removeprefix("phone-"))
    other = InlineKeyboardButton(text="Something else", callback_data="else")
    await bot.edit_message_text(
        "Changed", chat_id=chat, message_id=number, reply_markup=InlineKeyboardMarkup(inline_keyboard=[[other]])
    )
    await expect(answer).to_contain_text("Changed")

    await expect(answer).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(answer.get_by_role("button", name="Something else")).to_be_focused()


async def test_a_picture_opens_at_its_actual_size(page: Page, simulator: Simulator) -> None:
    """The large picture first fits the window, then, tapped, stands pixel for pixel."""
    drawn = io.BytesIO()
    Image.new("RGB", (905, 1280), "white").save(drawn, "PNG")
    next(iter(simulator.phones.values())).send_photo(drawn.getvalue())
    await page.get_by_role("button", name="Open the picture large").click()
    image = page.get_by_role("dialog", name="Picture").locator("img")
    fitting = await image.bounding_box()
    await image.click()
    actual = await image.bounding_box()

    assert fitting is not None
    assert actual is not None
    assert fitting["height"] <= 800
    assert (actual["width"], actual["height"]) == (905, 1280)


async def test_photos_picked_together_are_an_album_that_can_go(page: Page, bot: Bot, simulator: Simulator) -> None:
    """Two pictures go as an album with the field's words, "typing…" shows, and a deleted one leaves the screen."""
    guest = page.locator(".phone").nth(0)
    number = next(iter(simulator.phones))
    await guest.get_by_role("button", name="Start").click()
    await expect(guest.locator(".message.in").last).to_contain_text("You said: /start")
    await guest.get_by_role("textbox", name="Message").fill("both pages")
    drawn = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(drawn, "PNG")
    one: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": drawn.getvalue()}
    await guest.locator(".pick-photo").set_input_files([one, one])
    album = guest.locator(".message.out.of-album")
    await expect(album).to_have_count(2)
    await expect(album.first).to_contain_text("both pages")
    await expect(guest.get_by_role("textbox", name="Message")).to_have_value("")

    await bot.send_chat_action(number, "typing")
    await expect(guest.locator(".phone-status")).to_have_text("typing…")
    first = int(await album.first.get_attribute("data-id") or 0)
    await bot.delete_message(number, first)

    await expect(album).to_have_count(1)
    moving: FilePayload = {"name": "b.gif", "mimeType": "image/gif", "buffer": b"GIF89a"}
    await guest.locator(".pick-photo").set_input_files([moving])
    await expect(guest.locator(".message.out").last).to_contain_text("GIF")

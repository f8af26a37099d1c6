"""The whole story on the page, as a newcomer plays it after `make demo`."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NARROW
from tests.browser.hands import Album, Hands, step_to
from tests.town import HOST_IIN, Town, request_sent

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.long]
HOST_SAYS = f"{HOST_IIN} Serikova Aigul Maratovna"
LEAST_HEIGHT = 700  # pixels; what an opened picture exceeds in a window of 900


async def fill_in(guest: Hands, album: Album) -> None:
    """From Start to the sent request, every question answered on the guest's phone."""
    await guest.start()
    await guest.tap("English")
    await guest.read("I am a bot, not the ministry")
    await album.keep("consent")
    await guest.tap("I agree")
    await guest.tap("Register me at an address")
    await guest.pick("Photograph your passport", "Type it instead")
    await guest.answer("What is your citizenship?", "Russia")
    await guest.answer("When did you enter Kazakhstan?", "12.11.2026")
    await guest.read("Register by 11 December 2026")
    await album.keep("deadline")
    await guest.answer("What is your family name?", "Ivanov")
    await guest.answer("What are your given names?", "Pyotr")
    await guest.pick("What is your patronymic?", "I have none")
    await guest.answer("What is your date of birth?", "27.03.1990")
    await guest.pick("Which document did you enter with?", "Passport")
    await guest.answer("What is the series and number", "75 1234567")
    await guest.answer("Until when is the document valid?", "27.03.2031")
    await guest.answer("Who gives you the place to live?", HOST_IIN)
    await guest.answer("What is the address where you live?", "Almaty, Abay avenue 10, flat 25")
    await guest.pick("What kind of place is it?", "Flat")
    await guest.pick("Until when will you live there?", "Last lawful day")
    review = await guest.read("Check your answers")
    await expect(review.get_by_text("Check your answers")).to_be_in_viewport()
    await album.keep("review")
    await guest.tap("Send to my host")
    await guest.read("You are not registered until your host agrees")
    await album.keep("sent")


async def look_at_certificate(guest: Hands, album: Album) -> None:
    """The picture has come and opens large; the paper version stands under it."""
    await guest.read("Your registration certificate")
    await guest.read("The same certificate for printing")
    picture = guest.node.get_by_role("button", name="Open the picture large")
    await expect(picture.locator("img")).to_have_js_property("complete", value=True)
    await expect(picture).to_be_in_viewport()
    await album.keep("certificate-arrived")
    await picture.click()
    opened = guest.page.get_by_role("dialog", name="Picture").locator("img")
    await expect(opened).to_be_in_viewport()
    await album.keep("certificate-large")


@pytest.mark.nightly  # the narrow screen has the same story
@pytest.mark.timeout(90)
async def test_the_story_by_pointer(guest: Hands, host: Hands, album: Album) -> None:
    """Guest and host click and type their way from Start to the certificate."""
    await fill_in(guest, album)

    await guest.tap("Send the link to my host")
    await guest.choose("Send to Aigul")
    letter = await host.read("Pyotr, in another chat")
    await album.keep("letter")
    await letter.get_by_role("link").last.click()
    await host.choose("(host)")
    await host.read("Someone asks to be registered at your home")
    await host.tap("Share my phone")
    await host.choose("Share")
    await host.answer("Type your IIN and your full name", HOST_SAYS)
    await host.read("Ivanov Pyotr asks to be registered at your home")
    await expect(host.node.locator(".key.success")).to_have_text("Agree")
    await album.keep("host-asked")
    await host.tap("Agree")
    await host.read("You agreed that Ivanov Pyotr lives at your home")

    await look_at_certificate(guest, album)
    size = await guest.page.get_by_role("dialog", name="Picture").locator("img").bounding_box()
    assert size is not None
    assert size["height"] > LEAST_HEIGHT


@pytest.mark.timeout(90)
async def test_the_story_on_a_narrow_screen(page: Page, guest: Hands, host: Hands, album: Album) -> None:
    """At 390 pixels the same story runs, one phone at a time, and nothing runs past the edge."""
    await page.set_viewport_size(NARROW)
    await fill_in(guest, album)

    await guest.tap("Copy the link")
    await guest.choose("(host)")
    await expect(page.get_by_role("tab", name="Host")).to_have_attribute("aria-selected", "true")
    await host.read("Someone asks to be registered at your home")
    await host.tap("Share my phone")
    await host.choose("Share")
    await host.answer("Type your IIN and your full name", HOST_SAYS)
    await host.read("Ivanov Pyotr asks to be registered at your home")
    await album.keep("host-asked")
    assert await page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    await host.tap("Agree")
    await page.get_by_role("tab", name="Guest").click()

    await look_at_certificate(guest, album)


@pytest.mark.timeout(90)
async def test_the_host_by_keyboard_alone(people: Town, page: Page, guest: Hands, host: Hands, album: Album) -> None:
    """Without a pointer: the link goes over, the host proves and agrees, the guest opens the picture and closes it."""
    keys = page.keyboard
    await request_sent(await people.person(1001, "Pyotr", last_name="Ivanov", phone="+79161234567"))
    await guest.read("You are not registered until your host agrees")

    await step_to(page, "Send the link to my host")
    await keys.press("Enter")
    await expect(page.locator("dialog[open]")).to_be_visible()
    await keys.press("Enter")  # the sheet's first choice is the host
    await host.read("Pyotr, in another chat")
    await step_to(page, "start=")
    await keys.press("Enter")
    await step_to(page, "(host)")
    await keys.press("Enter")
    await expect(host.field).to_be_focused()
    await host.read("Someone asks to be registered at your home")
    await step_to(page, "Share my phone")
    await keys.press("Enter")
    await expect(page.locator("dialog[open]")).to_be_visible()
    await keys.press("Enter")  # Share, in the sheet
    await expect(host.field).to_be_focused()
    await host.read("Type your IIN and your full name")
    await keys.type(HOST_SAYS)
    await keys.press("Enter")
    await host.read("Ivanov Pyotr asks to be registered at your home")
    await step_to(page, "Agree", back=True)
    await album.keep("host-by-keyboard")
    await keys.press("Enter")
    await host.read("You agreed that Ivanov Pyotr lives at your home")

    await guest.read("The same certificate for printing")
    await step_to(page, "Open the picture large", back=True)
    await keys.press("Enter")
    await expect(page.get_by_role("dialog", name="Picture")).to_be_visible()
    await keys.press("Escape")
    await expect(guest.node.get_by_role("button", name="Open the picture large")).to_be_focused()

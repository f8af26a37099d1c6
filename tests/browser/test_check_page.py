"""The check page in Chromium, as a visitor with a phone meets it: mostly with the network cut."""

import io
import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.certificate.drawing import draw_picture
from bot.certificate.seal import link, seal
from bot.certificate.status_list import FRESH_FOR
from bot.certificate.verdict import Verdict
from bot.texts import checkpage
from bot.texts.checkpage import Note
from bot.texts.words import LANGUAGES, words_of
from tests.browser.check_site import CheckSite, expect_verdict, paste, said, set_clock, visit
from tests.browser.conftest import NARROW
from tests.certificate.specimens import (
    BASE,
    KEY,
    NOW,
    certificate,
    form_of,
    quickly_sealed,
    signing_key,
)

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.asyncio(loop_scope="session")]
CLAIMS = certificate(21, stay_until=date(2027, 2, 9), status_index=4242)
TEXT = quickly_sealed(CLAIMS)
OTHER_KEY = signing_key(77)
MOST_TABS = 30


def with_status(index: int, seed: int = 31) -> str:
    return quickly_sealed(certificate(seed + index, status_index=index))


def tampered(text: str, position: int = -40) -> str:
    """One digit is another one."""
    at = len(text) + position
    return f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"


async def keep(page: Page, name: str) -> None:
    """A screenshot in the folder that KEEP_SCREENSHOTS names; and whether all fits the width."""
    if folder := os.environ.get("KEEP_SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"check-{name}.png", full_page=True)
    assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


async def test_every_verdict_is_given_without_internet(site: CheckSite, phone: BrowserContext) -> None:
    """After one visit the network is cut; each certificate then gets its verdict, with the status's age."""
    page = await visit(phone, site)
    await phone.set_offline(True)
    await page.reload()

    for text, verdict in (
        (TEXT, Verdict.VALID),
        (f"  {TEXT}\n", Verdict.VALID),
        (TEXT.partition("#")[2], Verdict.VALID),
        (tampered(TEXT), Verdict.NOT_GENUINE),
        (TEXT.replace("TirkeuDemoBot", "TirkeuDem0Bot"), Verdict.NOT_GENUINE),
        (quickly_sealed(certificate(5), OTHER_KEY), Verdict.NOT_GENUINE),
        (with_status(1), Verdict.REVOKED),
        (with_status(2), Verdict.SUSPENDED),
        (with_status(3), Verdict.SUPERSEDED),
        (quickly_sealed(replace(CLAIMS, issued_at=NOW + timedelta(hours=1))), Verdict.NOT_YET_VALID),
        (link(CLAIMS.cti, BASE), Note.LINK_ONLY),
        (f"{BASE}?start=x12-{'a' * 22}&c#{'1' * 200}", Note.PROOF),
        ("", Note.NOTHING_TYPED),
    ):
        await paste(page, text)
        await expect_verdict(page, verdict)
    await paste(page, TEXT)
    await expect(page.locator("#verdict")).to_contain_text("Issued on 21 November 2026, valid until 9 February 2027.")
    await expect(page.locator("#verdict")).to_contain_text("Status as of 21 November 2026, 14:55.")
    await expect(page.locator("#verdict")).to_contain_text("Age of the list of statuses: 5 minutes.")
    for moment, verdict in (
        (NOW + FRESH_FOR, Verdict.STALE_LIST),
        (CLAIMS.expires_at, Verdict.STALE_LIST),
        (CLAIMS.expires_at + timedelta(seconds=1), Verdict.EXPIRED),
    ):
        await set_clock(page, moment)
        await paste(page, TEXT)
        await expect_verdict(page, verdict)
    await set_clock(page, NOW + timedelta(hours=50))
    await paste(page, TEXT)
    await expect(page.locator("#verdict")).to_contain_text("Age of the list of statuses: 2 days.")


def picture(name: str) -> tuple[str, bytes]:
    """A real certificate as it reaches a phone: the file itself, a messenger's JPEG, a screenshot, a photo."""
    png = draw_picture(form_of(CLAIMS), TEXT, sample=True)
    drawn = Image.open(io.BytesIO(png)).convert("RGB")
    if name == "file":
        return "image/png", png
    if name == "screenshot":
        drawn = drawn.resize((591, round(drawn.height * 591 / drawn.width)), Image.Resampling.LANCZOS)
    if name == "photo":
        turned = drawn.resize((1810, 2560)).rotate(7, Image.Resampling.BICUBIC, True, fillcolor="#776655")
        drawn = Image.new("RGB", (3000, 4000), "#776655")
        drawn.paste(turned.filter(ImageFilter.GaussianBlur(2)), (300, 500))
    return "image/jpeg", jpeg(drawn)


def jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=84, subsampling="4:2:0")
    return file.getvalue()


async def give(page: Page, kind: str, content: bytes, field: str = "#picture") -> None:
    await page.locator(field).set_input_files({"name": "a picture", "mimeType": kind, "buffer": content})


@pytest.mark.parametrize(
    "names",
    [("file", "screenshot"), pytest.param(("messenger", "photo"), marks=pytest.mark.nightly)],
    ids=["sent", "taken"],
)
async def test_a_picture_of_a_certificate_is_read_on_the_phone(
    site: CheckSite, phone: BrowserContext, names: tuple[str, ...]
) -> None:
    """The file, a screenshot, a messenger's JPEG and a photo of 12 million pixels, all read without internet."""
    page = await visit(phone, site)
    await phone.set_offline(True)

    for name in names:
        await give(page, *picture(name), "#camera" if name == "photo" else "#picture")
        await expect_verdict(page, Verdict.VALID)
        await give(page, "image/png", b"no picture at all")
        await expect_verdict(page, Note.NO_PICTURE)
    await give(page, "image/jpeg", jpeg(Image.new("RGB", (300, 300), "white")))
    await expect_verdict(page, Note.NO_CODE)


async def test_it_speaks_three_languages_without_internet(site: CheckSite, phone: BrowserContext) -> None:
    """All were kept at the first visit, with their months, and the one chosen last; each fits the width of a phone."""
    page = await visit(phone, site)
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.get_by_role("link", name="Русский").click()
    await expect(page.locator("html")).to_have_attribute("lang", "ru")
    assert [one.get("value") for one in await phone.cookies() if one.get("name") == "lang"] == ["ru"]
    await phone.set_offline(True)
    await page.goto(f"{site.address}/check")
    await expect(page.locator("html")).to_have_attribute("lang", "ru")

    for language in ("kk", "ru", "en"):
        await page.get_by_role("link", name=LANGUAGES[language]).click()
        await expect(page.locator("html")).to_have_attribute("lang", language)
        await expect(page.locator("h1")).to_have_text(checkpage.title(words_of(language)))
        await paste(page, TEXT)
        await expect_verdict(page, Verdict.VALID, language)
        await expect(page.locator("#verdict")).to_contain_text(words_of(language).day(date(2027, 2, 9)))
        await keep(page, language)


async def test_the_server_sees_nothing_of_what_is_checked(site: CheckSite, phone: BrowserContext) -> None:
    """By link, pasted, by picture, and with both numbers typed, which open the names: no request bears any of it."""
    claims = certificate(12)
    text = seal(claims, KEY, BASE)
    digits = text.partition("#")[2]
    page = await visit(phone, site, f"#{digits}")
    await expect_verdict(page, Verdict.VALID)
    assert page.url == f"{site.address}/check"
    await page.goto(f"{site.address}/check#{text}")
    await expect_verdict(page, Verdict.VALID)
    await paste(page, text)
    await expect_verdict(page, Verdict.VALID)
    await give(page, "image/png", draw_picture(form_of(claims), text, sample=True))
    await expect_verdict(page, Verdict.VALID)
    numbers = (claims.application_number, claims.document_number)
    await open_names(page, numbers[0], "N0000000")
    await expect(page.locator("#who")).to_contain_text("These numbers do not open this certificate.")
    await open_names(page, numbers[0], f" {numbers[1].lower()} ")
    for told in (claims.surname, claims.address, claims.host_name, f"IIN ends in {claims.host_iin[-4:]}"):
        await expect(page.locator("#who")).to_contain_text(told)
    await expect(page.locator("#who")).to_contain_text(words_of("en").day(claims.stay_from))
    await keep(page, "en-names")
    await paste(page, TEXT)
    await expect(page.locator("#who")).not_to_contain_text(claims.surname)

    parts = {digits[at : at + 12] for at in range(len(digits) - 12)}
    seen = "\n".join(site.asked)
    assert [part for part in parts if part in seen] == []
    assert [told for told in (link(claims.cti, BASE)[-18:-2], *numbers, claims.surname) if told in seen] == []
    assert {line.partition(" ")[0] for line in site.asked} == {"GET"}
    assert len(site.asked) > len(LANGUAGES)


async def open_names(page: Page, application: str, document: str) -> None:
    await page.get_by_label("Application number").fill(application)
    await page.get_by_label("Document number").fill(document)
    await page.get_by_role("button", name="Show the names").click()


async def test_it_is_used_by_keyboard_alone(site: CheckSite, phone: BrowserContext) -> None:
    """Tab reaches each way in; the verdict stands in a region that is read aloud, in words and not by colour alone."""
    page = await visit(phone, site)
    met: list[str] = []
    while "code" not in met and len(met) < MOST_TABS:
        await page.keyboard.press("Tab")
        met.append(await page.evaluate("document.activeElement.id"))
    await page.keyboard.insert_text(TEXT)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("status").first).to_contain_text(said(Verdict.VALID))
    assert [field for field in met if field in {"camera", "picture", "code"}] == ["camera", "picture", "code"]
    live = page.locator("[role=status]:has(#verdict)")
    await expect(live).to_have_attribute("aria-live", "polite")
    await expect(page.locator("#verdict .mark")).to_have_attribute("aria-hidden", "true")


@pytest.mark.parametrize("runs_scripts", [False, True], ids=["no script", "no https"])
async def test_where_it_cannot_check_it_says_so(site: CheckSite, browser: Browser, *, runs_scripts: bool) -> None:
    """Without scripts or https it offers no field, says what it needs, and shows the way into the bot."""
    context = await browser.new_context(viewport=NARROW, locale="en-GB", java_script_enabled=runs_scripts)
    await context.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page = await context.new_page()
    await page.goto(f"{site.address}/check")

    await expect(page.get_by_text("an address that begins with https")).to_be_visible()
    await expect(page.locator("#app")).to_be_hidden()
    await expect(page.get_by_role("link", name="Open the bot")).to_have_attribute("href", BASE)
    await context.close()

"""A certificate that the bot itself issued, checked by a stranger on the page that the bot itself serves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, expect

from bot.certificate.verdict import Verdict
from bot.domain.certificate import CertificateStatus
from bot.web.status import LOOK_EVERY
from tests.browser.check_site import expect_verdict, paste, set_clock
from tests.town import Town, agreed, certificate_picture, certificate_text, open_town
from tests.web.hosts import WEB, base_of

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def town(tmp_path: Path, ground: Path) -> AsyncIterator[Town]:
    """A town whose bot serves web pages."""
    async with open_town(tmp_path, ground, **WEB) as town:
        yield town


@pytest.mark.nightly  # list and page each have tests of their own
async def test_a_certificate_is_checked_from_its_issue_to_its_revocation(town: Town, phone: BrowserContext) -> None:
    """By its picture and by its text it is valid, also without internet; once revoked, the page knows with the list."""
    guest, host = await town.guest(), await town.host()
    await agreed(town, guest, host)
    text, picture = await certificate_text(guest), await certificate_picture(guest)
    page, ready = await phone.new_page(), "Ready to check without internet. List of statuses as of"
    await set_clock(phone, town.clock.moment)
    await page.goto(await base_of(town) + "/check")
    await expect(page.locator("#ready")).to_contain_text(ready)
    await phone.set_offline(True)
    await page.locator("#picture").set_input_files({"name": "a", "mimeType": "image/png", "buffer": picture})
    await expect_verdict(page, Verdict.VALID)

    await phone.set_offline(False)
    async with town.running.database.begin() as work:
        await work.certificates.set_status((await town.requests_of(guest))[0].number, CertificateStatus.REVOKED)
        await work.commit()
    town.clock.move(seconds=LOOK_EVERY.total_seconds())
    await page.reload()
    await expect(page.locator("#ready")).to_contain_text(ready)
    await paste(page, text)
    await expect_verdict(page, Verdict.REVOKED)

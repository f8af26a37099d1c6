"""The two lists on the check page: believed only when signed, and never an older one than was seen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import BrowserContext, expect

from bot.certificate.status_list import write_status_list
from bot.certificate.verdict import Status, Verdict
from bot.texts.checkpage import Note
from tests.browser.check_site import OTHER_ROOT, URI, CheckSite, expect_verdict, paste, visit
from tests.certificate.specimens import KEY, NOW, RING, STATUS_KEY, certificate, quickly_sealed, ring_of, signing_key

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.asyncio(loop_scope="session")]
CLAIMS = certificate(21, status_index=4242)
TEXT = quickly_sealed(CLAIMS)
OTHER_KEY = signing_key(77)


# What the page's own script does when it begins, on a device that has kept nothing yet.
FETCH = """async () => {
  const page = JSON.parse(document.getElementById("page").textContent);
  const { Lists } = await import(document.querySelector("script[type=module]").src.replace("check.js", "lists.js"));
  await caches.delete("check-lists");
  const lists = new Lists(page);
  await lists.refresh(Date.now() / 1000);
  return [lists.ring?.sequence ?? null, lists.status?.issuedAt ?? null, (await caches.has("check-lists"))
    ? (await (await caches.open("check-lists")).keys()).length : 0];
}"""


async def test_only_true_lists_are_believed_and_kept(site: CheckSite, phone: BrowserContext) -> None:
    """A list that is missing, altered, of another key, root or name, or from the future is as none at all."""
    page = await visit(phone, site)
    keys, status, moment = site.keys or b"", site.status or b"", NOW.timestamp()
    site.trust_keys(RING, root=OTHER_ROOT)
    other_root, other_key = site.keys, signing_key(78, use=STATUS_KEY.verifying.use)
    withdrawn = replace(STATUS_KEY, verifying=replace(STATUS_KEY.verifying, revoked_at=NOW))
    site.trust_keys(ring_of(KEY, withdrawn))
    without_key = site.keys

    for given_keys, given_status, expected in (
        (keys, status, [1, moment - 300, 2]),
        (keys, write_status_list({}, key=STATUS_KEY, uri=URI, now=NOW + timedelta(minutes=5)), [1, moment + 300, 2]),
        (keys, write_status_list({}, key=STATUS_KEY, uri=URI, now=NOW + timedelta(minutes=6)), [1, None, 1]),
        (keys, write_status_list({}, key=STATUS_KEY, uri=URI + "0", now=NOW), [1, None, 1]),
        (keys, write_status_list({}, key=other_key, uri=URI, now=NOW), [1, None, 1]),
        (keys, write_status_list({}, key=KEY, uri=URI, now=NOW), [1, None, 1]),
        (keys, status[:-1] + bytes([status[-1] ^ 1]), [1, None, 1]),
        (keys, status[:-1], [1, None, 1]),
        (keys, None, [1, None, 1]),
        (without_key, status, [1, None, 1]),
        (other_root, status, [None, None, 0]),
        (keys.replace(b'"sequence": 1', b'"sequence": 3'), status, [None, None, 0]),
        (b"{}", status, [None, None, 0]),
        (None, status, [None, None, 0]),
    ):
        site.keys, site.status = given_keys, given_status
        assert await page.evaluate(FETCH) == expected


async def test_without_keys_there_is_no_verdict(site: CheckSite, phone: BrowserContext) -> None:
    """Keys signed by another root check nothing; without a status list the status is unknown; both are said."""
    keys, site.status = site.keys, None
    site.trust_keys(RING, root=OTHER_ROOT)
    page = await visit(phone, site)
    await expect(page.locator("#ready")).to_contain_text("Not ready yet")
    await paste(page, TEXT)
    await expect_verdict(page, Note.NO_KEYS)

    site.keys = keys
    await page.reload()
    await expect(page.locator("#ready")).to_contain_text("There is no list of statuses yet.")
    await paste(page, TEXT)
    await expect_verdict(page, Verdict.VALID_OFFLINE_STATUS_UNKNOWN)


async def test_lists_never_go_back(site: CheckSite, phone: BrowserContext) -> None:
    """A key list or status list older than the one kept on the device is not taken over."""
    withdrawn = replace(KEY, verifying=replace(KEY.verifying, revoked_at=NOW))
    older_keys, older_status = site.keys, site.status
    site.trust_keys(ring_of(withdrawn, STATUS_KEY, OTHER_KEY), sequence=2)
    site.publish({4242: Status.REVOKED}, key=STATUS_KEY, at=NOW)
    page = await visit(phone, site)
    await paste(page, TEXT)
    await expect(page.locator("#verdict")).to_contain_text("The key that signed it was withdrawn.")

    site.keys, site.status = older_keys, older_status
    await page.reload()
    await expect(page.locator("#ready")).to_contain_text("15:00")
    await paste(page, TEXT)
    await expect(page.locator("#verdict")).to_contain_text("The key that signed it was withdrawn.")
    await paste(page, quickly_sealed(CLAIMS, OTHER_KEY))
    await expect_verdict(page, Verdict.REVOKED)

"""The check page's own functions against the bot's: the same verdict for the same reason."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.async_api import BrowserContext

from bot.certificate.seal import open_text
from tests.browser.check_site import CheckSite, visit
from tests.browser.forged_texts import golden_texts, mutated, signed_forgeries
from tests.certificate.specimens import BASE, KEY, NOW, STATUS_KEY, certificate, quickly_sealed, ring_of, signing_key

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.asyncio(loop_scope="session")]
OTHER_KEY = signing_key(77)
OPEN = """async ([folder, keys, root, base, now, texts]) => {
  const { openText } = await import(folder + "seal.js");
  const { readList } = await import(folder + "keys.js");
  const ring = await readList(keys, root);
  const results = [];
  for (const text of texts) {
    const { verdict, reason } = await openText(text, ring, base, now);
    results.push([verdict, reason ?? null]);
  }
  return results;
}"""


async def test_it_judges_texts_as_the_bot_does(site: CheckSite, phone: BrowserContext) -> None:
    """Golden certificates, forgeries rightly signed and 300 mutated texts: the same verdict for the same reason."""
    page = await visit(phone, site)
    texts = [*golden_texts(), *signed_forgeries(), *mutated(300), *untimely()]
    withdrawn = replace(OTHER_KEY, verifying=replace(OTHER_KEY.verifying, revoked_at=NOW))
    ring = ring_of(KEY, STATUS_KEY, withdrawn, signing_key(9231))
    site.trust_keys(ring)

    data = json.loads(await page.locator("#page").text_content() or "")
    folder = (await page.locator("script[type=module]").get_attribute("src") or "").removesuffix("check.js")
    keys, moment = (site.keys or b"").decode(), NOW.timestamp()
    theirs = await page.evaluate(OPEN, [folder, keys, data["root"], BASE, moment, texts])

    ours = [open_text(text, ring, BASE, NOW) for text in texts]
    told = [[opened.verdict.value, opened.reason.value if opened.reason else None] for opened in ours]
    assert [pair for pair in zip(texts, told, theirs, strict=True) if pair[1] != pair[2]] == []
    assert {verdict for verdict, _ in told} == EXPECTED_VERDICTS
    assert len({reason for _, reason in told}) >= len(EXPECTED_REASONS)


EXPECTED_VERDICTS = {"valid_offline_status_unknown", "not_genuine", "not_yet_valid", "expired", "key_withdrawn"}
EXPECTED_REASONS = ("not_our_text", "not_our_envelope", "bad_signature", "unknown_key", "bad_claims", "other_id")


def untimely() -> list[str]:
    """Rightly signed, but not yet issued, over since a second, in their last second, or by a key since withdrawn."""
    claims = certificate(5)
    over = datetime(2026, 11, 1, 12, tzinfo=UTC)
    return [
        quickly_sealed(replace(claims, issued_at=NOW + timedelta(seconds=1))),
        quickly_sealed(replace(claims, issued_at=over, stay_from=over.date(), stay_until=date(2026, 11, 20))),
        quickly_sealed(replace(claims, issued_at=over, stay_from=over.date(), stay_until=date(2026, 11, 21))),
        quickly_sealed(claims, OTHER_KEY),
    ]

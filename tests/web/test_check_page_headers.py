"""What the check page may do in a browser, what is kept of it, and whose code it runs."""

import hashlib
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import aiohttp
import pytest

from bot.texts import checkpage
from bot.texts.words import LANGUAGES, words_of
from bot.web.check import files as page_files
from bot.web.check.drawn import CheckPage, Trust
from bot.web.check.files import build
from bot.web.check.routes import POLICY
from tests.browser.check_site import OPERATOR, CheckSite, routes_of, serving
from tests.certificate.specimens import BASE, NOW
from tests.town import Town
from tests.web.hosts import WEB, Browser

VENDOR = files("bot.web.check").joinpath("vendor")


@pytest.fixture
async def site() -> AsyncIterator[CheckSite]:
    """The page's server."""
    async with serving(CheckSite(base=BASE, now=NOW)) as site:
        yield site


class Marks(HTMLParser):
    """Elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


async def ask(site: CheckSite, path: str, method: str = "GET", **headers: str) -> tuple[aiohttp.ClientResponse, str]:
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, site.address + path) as answer,
    ):
        return answer, await answer.text()


async def test_the_page_runs_its_own_scripts_and_nothing_else(site: CheckSite) -> None:
    """The policy allows this address alone, no form and no frame, and nothing on the page needs more than that."""
    answer, text = await ask(site, "/check")
    elements = Marks(text).elements

    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    for tag, attributes in elements:
        assert not {name for name in attributes if name.startswith("on")} | ({"style"} & set(attributes)), tag
        assert tag != "form" or not {"action", "method"} & set(attributes)
        assert not (attributes.get("src") or "").startswith(("http", "//"))
    scripts = [attributes for tag, attributes in elements if tag == "script"]
    assert [one.get("type") for one in scripts if "src" not in one] == ["application/json"]
    assert len(scripts) == 3


async def test_files_are_kept_for_ever_and_the_worker_never(site: CheckSite) -> None:
    """A file's address changes with the build; the worker names them all and is asked for anew."""
    _, worker = await ask(site, "/check/worker.js")
    folder = routes_of(site).folder
    for name in build().files:
        answer, _ = await ask(site, f"{folder}/{name}")
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert f'"{folder}/{name}"' in worker
    answer, _ = await ask(site, "/check/worker.js")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Service-Worker-Allowed"] == "/check"
    assert (await ask(site, f"/check/000000000000/{name}"))[0].status == 404


@pytest.mark.parametrize("path", ["/check", "/check/worker.js", "/check/{build}/check.js"])
async def test_it_takes_nothing(site: CheckSite, path: str) -> None:
    """Whatever is sent is refused unread."""
    for method in ("POST", "PUT", "DELETE"):
        answer, _ = await ask(site, path.format(build=build().name), method)
        assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert (await ask(site, path.format(build=build().name), "HEAD"))[0].status == 200


async def test_it_speaks_the_language_of_the_browser(site: CheckSite) -> None:
    """The browser's wish counts until one is chosen, which is remembered."""
    for language in LANGUAGES:
        _, wished = await ask(site, "/check", **{"Accept-Language": language})
        answer, chosen = await ask(site, f"/check?lang={language}", **{"Accept-Language": "en"})
        for text in (wished, chosen):
            assert f'<html lang="{language}">' in text
            assert checkpage.title(words_of(language)) in text
        assert answer.cookies["lang"].value == language


def test_a_file_that_has_changed_has_another_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Browsers keep a file for ever: what was mended in it would never reach them under the old one."""
    before, read = build().name, page_files._read

    def mended(*at: Any) -> list[tuple[str, bytes]]:
        return [(name, content + b" " if name == "check.js" else content) for name, content in read(*at)]

    monkeypatch.setattr(page_files, "_read", mended)

    assert build.__wrapped__().name != before


def test_other_peoples_code_is_as_it_was_taken() -> None:
    """Every file in the vendor's folder has the digest that is written beside it, and none is missing there."""
    written = dict(
        reversed(line.split("  "))  # type: ignore[misc]
        for line in VENDOR.joinpath("SHA256SUMS").read_text(encoding="ascii").splitlines()
    )
    found = {
        f"{folder.name}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest()
        for folder in VENDOR.iterdir()
        if folder.is_dir()
        for file in folder.iterdir()
    }

    assert found == written
    assert {name for name in found if name.endswith("LICENSE")} == {"qr/LICENSE", "noble-hashes/LICENSE"}


def test_every_gap_of_its_sentences_is_filled_in_every_language() -> None:
    """A translation has the same gaps as the English sentence, so the script finds each."""
    gaps = {language: all_gaps(language) for language in LANGUAGES}

    assert gaps["kk"] == gaps["ru"] == gaps["en"]
    assert all(len(checkpage.months(words_of(language))) == 12 for language in LANGUAGES)
    assert set(checkpage.ages(words_of("ru"))["hour"]) == {"one", "few", "many"}


def all_gaps(language: str) -> dict[str, set[str]]:
    return {
        name: set(re.findall(r"\{\w+\}", sentence)) for name, sentence in checkpage.said(words_of(language)).items()
    }


async def test_it_stands_only_where_the_operator_has_pages(town: Town) -> None:
    """Without an address of the pages there is no server; with one the page, its files and both lists are there."""
    assert "web" not in town.running.works
    town.settings |= WEB
    await town.restart_bot()
    visitor = await Browser.to(town, "/check")
    page = await visitor.open()

    assert page.status == 200
    assert "https://t.me/tirkeu_town_bot" in page.text
    assert "http://127.0.0.1/status/1" in page.text
    for tag, attributes in Marks(page.text).elements:
        if address := attributes.get("src") or (attributes.get("href") if tag == "link" else None):
            assert (await visitor.ask("GET", address)).status == 200
    assert [(await visitor.ask("GET", path)).status for path in ("/keys.json", "/status/1")] == [200, 200]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_official", [False, True])
def test_only_the_official_issuers_page_speaks_of_no_samples(language: str, is_official: bool) -> None:
    """Whoever reads VALID must not take a sample for the ministry's paper."""
    words, trust = words_of(language), Trust(base=BASE, root="", fingerprint="", uri="")
    operator = replace(OPERATOR, is_official=is_official)
    page = CheckPage(words=words, operator=operator, trust=trust, prefix="", folder="").draw(timedelta(hours=5))
    assert (checkpage.sample(words) in page) is not is_official

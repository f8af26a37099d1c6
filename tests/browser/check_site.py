"""The check page served over HTTP with lists that a test chooses, and everything it was ever asked for."""

import asyncio
import base64
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp.web import BaseRequest, Response
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.async_api import BrowserContext, Page, expect

from bot.certificate.keys import KeyRing, draft_list, fingerprint_of, sign_list, spki
from bot.certificate.status_list import CONTENT_TYPE, write_status_list
from bot.certificate.verdict import Status, Verdict
from bot.domain.operator import Operator
from bot.texts import checkpage
from bot.texts.checkpage import Note
from bot.texts.words import words_of
from bot.web.check.drawn import Trust
from bot.web.check.routes import CheckRoutes
from bot.web.front import Front
from bot.web.server import WebServer
from bot.web.site import STYLE

ROOT = ec.derive_private_key(4711, ec.SECP256R1())
OTHER_ROOT = ec.derive_private_key(4712, ec.SECP256R1())
URI = "https://register.example/status/1"
OPERATOR = Operator(name="Town Hall", bin="240440012345", username="TirkeuDemoBot", is_official=False)


@dataclass
class StillClock:
    """Stands at one moment."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def today(self) -> Any:
        return self.moment.date()


@dataclass
class CheckSite:
    """What the server gives out, and what came to it: method, address with its query, headers and body."""

    base: str
    now: datetime
    address: str = ""
    keys: bytes | None = None
    status: bytes | None = None
    asked: list[str] = field(default_factory=list)

    def trust_keys(self, ring: KeyRing, *, sequence: int = 1, root: ec.EllipticCurvePrivateKey = ROOT) -> None:
        """Publish a key list."""
        document = sign_list(draft_list(issuer=ring.issuer, sequence=sequence, keys=ring.verifying), root)
        self.keys = document.encode()

    def publish(self, statuses: dict[int, Status], *, key: Any, at: datetime) -> None:
        """Publish a status list."""
        self.status = write_status_list(statuses, key=key, uri=URI, now=at)

    async def serve_keys(self, _: BaseRequest) -> Response:
        return Response(status=404) if self.keys is None else Response(body=self.keys, content_type="application/json")

    async def serve_status(self, _: BaseRequest) -> Response:
        return Response(status=404) if self.status is None else Response(body=self.status, content_type=CONTENT_TYPE)

    async def serve_style(self, _: BaseRequest) -> Response:
        return Response(text=STYLE, content_type="text/css")


def routes_of(site: CheckSite, prefix: str = "") -> CheckRoutes:
    """The page as the operator's settings would make it."""
    public = ROOT.public_key()
    root = base64.b64encode(spki(public)).decode()
    trust = Trust(base=site.base, root=root, fingerprint=fingerprint_of(public), uri=URI)
    zone = ZoneInfo("Asia/Almaty")
    return CheckRoutes(prefix=prefix, operator=OPERATOR, trust=trust, zone=zone, clock=StillClock(site.now))


@asynccontextmanager
async def serving(site: CheckSite) -> AsyncIterator[CheckSite]:
    """The site on a free port of this machine."""
    front = Front(
        paths={
            **routes_of(site).paths(),
            "/keys.json": site.serve_keys,
            "/status/1": site.serve_status,
            "/style.css": site.serve_style,
        },
        pages=None,
    )

    async def noting(request: BaseRequest) -> Response:
        sent = await request.read()
        site.asked.append(f"{request.method} {request.path_qs} {dict(request.headers)} {sent!r}")
        return await front(request)

    server = WebServer(site=noting, listen="127.0.0.1", wanted_port=0)
    running = asyncio.create_task(server.run())
    await server.listening.wait()
    site.address = f"http://127.0.0.1:{server.port}"
    try:
        yield site
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def set_clock(on: BrowserContext | Page, moment: datetime) -> None:
    """Stop the browser's clock."""
    script = f"Date.now = () => {moment.timestamp() * 1000}"
    await (on.add_init_script(script) if isinstance(on, BrowserContext) else on.evaluate(script))


async def visit(phone: BrowserContext, site: CheckSite, after: str = "") -> Page:
    """The first visit, until the page says how ready it is."""
    page = await phone.new_page()
    await page.goto(f"{site.address}/check{after}")
    await expect(page.locator("#ready")).not_to_be_empty()
    return page


async def paste(page: Page, text: str) -> None:
    """Paste a code and have it checked."""
    await page.locator("#code").fill(text)
    await page.locator("#ask button").click()


def said(verdict: Verdict | Note, language: str = "en") -> str:
    """The heading of a verdict."""
    return checkpage.verdicts(words_of(language))[verdict]["heading"]


async def expect_verdict(page: Page, verdict: Verdict | Note, language: str = "en") -> None:
    """Its word stands there, after a mark that is not read aloud."""
    await expect(page.locator("#verdict h2")).to_have_text(re.compile(f"^[✓!✗] {re.escape(said(verdict, language))}$"))

"""Whatever is asked of the web server, well-formed or not: an answer that is no fault of ours and names nobody."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from fuzz_ground import CANARIES, BrokenError, FuzzTown, Settled
from hypothesis import given, settings
from hypothesis import strategies as st
from test_fuzz_chat import QUICK

from bot.machine.webhook_secret import webhook_secret
from bot.web.server import WebServer
from bot.web.webhook import SECRET_HEADER
from tests.town import SECRET

REQUESTS = 10  # of one example
WEB: dict[str, Any] = {
    "web_url": "http://127.0.0.1",
    "web_port": 0,
    "web_proxies": "127.0.0.1/32",
    "webhook_url": "http://127.0.0.1/hook",
    "webhook_from": "",
    "ops_port": 0,
}
FORM = "application/x-www-form-urlencoded"
PATIENCE = 10  # seconds; nobody is kept waiting so long


@dataclass(frozen=True)
class Asked:
    """One request, as bytes go out."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    is_ops: bool = False
    knows_secret: bool = False
    cut: int | None = None

    def raw(self, secret: str) -> bytes:
        """As it goes over the line."""
        headers = [*self.headers, ("Host", "127.0.0.1"), ("Connection", "close")]
        headers += [(SECRET_HEADER, secret)] if self.knows_secret else []
        if self.method not in {"GET", "HEAD"} and not any(name.casefold() == "content-length" for name, _ in headers):
            headers.append(("Content-Length", str(len(self.body))))
        head = f"{self.method} {self.target} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers)
        return (head.encode("utf-8", "surrogateescape") + b"\r\n" + self.body)[: self.cut]


LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=40)
TOKEN = st.text("ABCabc012_-%/.", max_size=60)
NAMES = st.sampled_from(
    ["Cookie", "Accept-Language", "Content-Type", "Content-Length", "Transfer-Encoding", "Expect", "Range", "Origin",
     "X-Forwarded-For", "If-None-Match", "If-Modified-Since", "Authorization", "Accept-Encoding", SECRET_HEADER, "X y"]
)  # fmt: skip
VALUES = st.one_of(
    LINES,
    st.sampled_from(["1", "-1", "99999999999", "chunked", "gzip", "bytes=0-1,5-", "kk", "lang=ru; pass=x", "*", "null",
                     "100-continue", FORM, "application/json", "multipart/form-data; boundary=x", "1.2.3.4, 5.6.7.8"]),
)  # fmt: skip
METHODS = st.sampled_from(["GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
BODIES = st.one_of(
    st.binary(max_size=60),
    st.builds(lambda code: f"code={code}&lang=ru".encode(), LINES),
    st.sampled_from([b"", b"code=123456", b"code=" + b"1" * 20000, b"answer=agree&consent=on&iin=850412300006&name=X",
                     b"reason=dates&form=x", b'{"update_id": 7}', b'{"update_id": "x"}', b"[1]", b"{" * 5000, b"\xff",
                     b'{"update_id": 99999999999999999999, "message": null}', b"--x\r\n\r\n--x--", b"0\r\n\r\n"]),
)  # fmt: skip


def targets(links: list[str]) -> st.SearchStrategy[str]:
    """Addresses that there are, and others."""
    tokens = st.one_of(TOKEN, st.sampled_from([link[1:] for link in links]))
    pages = st.builds(
        "/q/{}{}".format, tokens, st.sampled_from(["", "/code", "/answer", "/refuse", "/", "/x", "?lang=kk"])
    )
    fixed = st.sampled_from(
        ["/", "/hook", "/check", "/check/", "/check?x", "/status/1", "/status/2", "/keys.json", "/style.css", "/health",
         "/metrics", "/ready", "/live", "/../etc/passwd", "//", "/%00", "*", "http://evil/", "/q/", "/check/app.js"]
    )  # fmt: skip
    return st.one_of(
        pages, pages, fixed, fixed, st.builds("/{}".format, LINES.map(lambda line: line.replace(" ", "%20")))
    )


def requests(links: list[str]) -> st.SearchStrategy[Asked]:
    """Any request; each comes from another address, or the limit would answer in place of the pages."""
    whole = st.builds(
        Asked,
        method=METHODS,
        target=targets(links),
        headers=st.lists(st.tuples(NAMES, VALUES), max_size=3).map(tuple),
        body=BODIES,
        is_ops=st.sampled_from([False, False, False, True]),
        knows_secret=st.booleans(),
    )
    broken = st.builds(lambda asked, cut: replace(asked, cut=cut), whole, st.integers(1, 120))
    from_anywhere = st.builds(
        lambda asked, a, b: replace(asked, headers=(*asked.headers, ("X-Forwarded-For", f"10.{a}.{b}.7"))),
        whole,
        st.integers(0, 255),
        st.integers(0, 255),
    )
    return st.one_of(from_anywhere, from_anywhere, from_anywhere, broken)


@asynccontextmanager
async def serving(*servers: WebServer) -> AsyncIterator[None]:
    """The servers run."""
    running = [asyncio.create_task(server.run()) for server in servers]
    try:
        for server in servers:
            await server.listening.wait()
        yield
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def answer_to(port: int | None, raw: bytes) -> bytes:
    """All that comes back before the line is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(raw)
        if writer.can_write_eof():
            writer.write_eof()
        async with asyncio.timeout(PATIENCE):
            return await reader.read(-1)
    except ConnectionError:
        return b""  # hung up on while still speaking
    finally:
        writer.close()


async def ask(town: FuzzTown, told: Sequence[Asked]) -> None:
    """Ask all of them, one after the other. Raises BrokenError."""
    web = town.app.works["web"].__self__  # type: ignore[attr-defined]  # a method of the server
    ops = town.app.watch.server if town.app.watch is not None else web
    async with serving(web, ops):
        for asked in told:
            town.log.wrong.clear()
            raw = asked.raw(webhook_secret(SECRET))
            answer = await answer_to((ops if asked.is_ops else web).port, raw)
            wrong = [*town.log.wrong, *_wrong(answer, raw)]
            if wrong:
                raise BrokenError(f"{asked}: {wrong}")


def _wrong(answer: bytes, raw: bytes) -> list[str]:
    said = answer.decode("utf-8", "replace").casefold()
    status = said[9:12]
    named = [canary for canary in CANARIES if canary in said and canary.encode() not in raw.lower()]
    wrong = [f"the answer names {canary}" for canary in named]
    if answer and (not said.startswith("http/1.") or status == "500"):
        wrong.append(f"answered {answer[:80]!r}")
    return wrong


def search(settled: Settled, how: settings) -> None:
    """Many examples."""

    @how
    @given(st.lists(requests(settled.links), min_size=REQUESTS, max_size=REQUESTS))
    def tried(told: Sequence[Asked]) -> None:
        settled.live(lambda town: ask(town, told), **WEB)

    tried()


def test_whatever_is_asked_of_the_web_server_is_answered_without_fault(settled: Settled) -> None:
    """Thirty requests: to pages, lists, the webhook, health and figures."""
    search(settled, settings(QUICK, max_examples=3))


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_whatever_is_asked_of_the_web_server_is_answered_without_fault_four_thousand_times(settled: Settled) -> None:
    """The same with 4,000 requests."""
    search(settled, settings(QUICK, max_examples=400))

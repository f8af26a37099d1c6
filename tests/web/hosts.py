"""A host with a browser and no Telegram, over real HTTP, as the tests of the web page need one."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Self

import aiohttp

from bot.web.server import WebServer
from tests.people import Person
from tests.town import HOST_IIN, HOST_NAME, Town, sent

BUTTON = "My host has no Telegram"
WEB = {"web_url": "http://127.0.0.1", "web_port": 0}


def server_of(town: Town) -> WebServer:
    """The bot's own web server."""
    server = getattr(town.running.works["web"], "__self__", None)
    assert isinstance(server, WebServer)
    return server


async def base_of(town: Town) -> str:
    """Where it listens, once it does."""
    server = server_of(town)
    await server.listening.wait()
    return f"http://127.0.0.1:{server.port}"


def code_in(guest: Person) -> str:
    """The newest code on the guest's screen."""
    return re.findall(r"say this code: (\d{3} \d{3})", guest.sees())[-1]


def page_in(guest: Person) -> str:
    """The path of the newest link to the web page on the guest's screen."""
    return re.findall(r"http://127\.0\.0\.1(/q/[A-Za-z0-9_-]+)", guest.sees())[-1]


async def shown(town: Town, guest: Person, **changes: object) -> tuple[str, str]:
    """A guest who has sent a request and has the code shown: the page's path and the code."""
    await sent(town, guest, **changes)
    await guest.tap(BUTTON)
    return page_in(guest), code_in(guest)


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Any
    text: str
    where: str

    @property
    def words(self) -> str:
        """As it is read."""
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.text)))

    @property
    def mark(self) -> str:
        """Of the form."""
        return next(iter(re.findall(r'name="form" value="([^"]+)"', self.text)), "")


@dataclass
class Browser:
    """Keeps cookies, follows redirects, runs nothing."""

    base: str
    session: aiohttp.ClientSession
    path: str = ""
    language: str = "en"
    came_from: str = "198.51.100.7"
    last: Answer | None = field(default=None)

    @classmethod
    async def to(cls, town: Town, path: str, **more: Any) -> Self:
        """A browser of somebody's; it is closed with the town."""
        session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        town.stack.push_async_callback(session.close)
        return cls(await base_of(town), session, path, **more)

    async def ask(self, method: str, path: str, **more: Any) -> Answer:
        """Send a request as it is."""
        headers = {"Accept-Language": self.language, "X-Forwarded-For": self.came_from} | more.pop("headers", {})
        async with self.session.request(method, self.base + path, headers=headers, **more) as answer:
            text = await answer.text(errors="replace")
            self.last = Answer(answer.status, answer.headers, text, answer.url.path)
        return self.last

    async def open(self, query: str = "") -> Answer:
        """Open the link."""
        return await self.ask("GET", self.path + query)

    async def type_code(self, code: str, **more: Any) -> Answer:
        """Type the code and press Go on."""
        return await self.ask("POST", f"{self.path}/code", data={"code": code}, **more)

    async def answer(self, do: str = "agree", *, iin: str = HOST_IIN, name: str = HOST_NAME, **more: Any) -> Answer:
        """Fill the form on the page in, and press a button."""
        consent = {"consent": "yes"} if more.pop("consent", True) else {}
        mark = more.pop("mark", None) or (self.last.mark if self.last else "")
        sent_form = {"form": mark, "iin": iin, "name": name, "do": do, **consent}
        return await self.ask("POST", f"{self.path}/answer", data=sent_form, **more)

    async def give_reason(self, reason: str) -> Answer:
        """Choose a reason and press Refuse."""
        mark = self.last.mark if self.last else ""
        return await self.ask("POST", f"{self.path}/refuse", data={"form": mark, "reason": reason})


async def reading(town: Town, guest: Person, **changes: object) -> Browser:
    """A host who has typed the right code and reads the request."""
    path, code = await shown(town, guest, **changes)
    host = await Browser.to(town, path)
    await host.open()
    await host.type_code(code)
    return host

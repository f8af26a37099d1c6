"""The server: Bot API, phones and page on one address of this machine."""

import asyncio
import ipaddress
import itertools
import json
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.simulator import page, phones
from bot.simulator.chats import Chat, User
from bot.simulator.dispatch import known, perform, perform_reply
from bot.simulator.errors import ApiError
from bot.simulator.faults import Fault, Faults
from bot.simulator.guard import only_from_here
from bot.simulator.parameters import Call, read_call
from bot.simulator.phone import Phone
from bot.simulator.updates import UpdateQueue
from bot.simulator.world import World

LARGEST_BODY = 64 * 1024 * 1024
LONG_TIME = 3600.0  # seconds; a fault of kind "timeout" outlasts any client's patience
POLLING = "getupdates"
MILLION = 1_000_000


def _telegrams_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 — the simulator stands for Telegram, which has a clock of its own


class Simulator:
    """Telegram on this machine, for one bot.

    Args:
        token: the bot's token, as BotFather would give it: digits, a colon, letters.
        username: the bot's username without "@", as it stands in `t.me/<username>` links.
        name: the bot's name above its chat.
        now: the clock, with a time zone; Telegram's own if None.
    """

    def __init__(self, token: str, username: str, name: str, *, now: Callable[[], datetime] | None = None) -> None:
        number = int(token.partition(":")[0])
        bot = User(id=number, first_name=name, username=username, is_bot=True)
        clock = now or _telegrams_clock
        first = int(clock().timestamp())  # numbers never come twice, even to a bot that remembers an earlier run
        self.world = World(
            token=token,
            bot=bot,
            clock=clock,
            updates=UpdateQueue(next_id=first),
            message_ids=itertools.count(first),
        )
        self.world.reply = lambda call: perform_reply(self.world, call)
        self.faults = Faults(self.world.updates)
        self._phones: dict[int, Phone] = {}
        self._runner: web.AppRunner | None = None
        self._address = ""
        self._stopping = asyncio.Event()

    @property
    def base_url(self) -> str:
        """What the bot takes for `https://api.telegram.org`."""
        return self._address

    @property
    def page_url(self) -> str:
        """The page with the phones."""
        return f"{self._address}/"

    def person(
        self, user_id: int, first_name: str, last_name: str = "", language_code: str = "ru", phone: str = ""
    ) -> Phone:
        """A person with a phone, new or known; a known one takes the new name, language and number."""
        user = User(
            id=user_id,
            first_name=first_name,
            last_name=last_name,
            language_code=language_code,
            phone=phone or f"+7{7_000_000_000 + user_id % MILLION}",
        )
        if user_id in self._phones:
            chat = self._phones[user_id].chat
            chat.person = user
            chat.touch()
            self.world.feed.publish(chat, "profile", {})
        else:
            chat = self.world.chats[user_id] = Chat(id=user_id, person=user)
            self._phones[user_id] = Phone(self.world, chat)
            self.world.feed.publish(chat, "phone", {})
        return self._phones[user_id]

    def group(self, chat_id: int, title: str) -> Chat:
        """A group the bot was added to; people write there with `send(text, chat_id=…)`."""
        chat = self.world.chats[chat_id] = Chat(id=chat_id, kind="group", title=title, met=True, started=True)
        return chat

    @property
    def phones(self) -> dict[int, Phone]:
        """Every person's phone by user id, in the order they came."""
        return self._phones

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen, on this machine only; port 0 takes a free one.

        Raises:
            ValueError: the address can be reached from elsewhere.
        """
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise ValueError("the simulator listens on this machine only")
        self._stopping.clear()
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        taken = self._runner.addresses[0][1]
        self._address = f"http://{f'[{host}]' if ':' in host else host}:{taken}"

    async def stop(self) -> None:
        """Close every connection; what was said stays readable."""
        self._stopping.set()
        await self.world.webhook.stop()
        if self.world.poll is not None:
            self.world.poll.cancel()
        self.world.feed.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=LARGEST_BODY, middlewares=[only_from_here])
        application.router.add_route("*", "/bot{token}/{method}", self._api)
        application.router.add_get("/file/bot{token}/{path:.+}", self._download)
        phones.add_routes(application, self)
        page.add_routes(application)
        return application

    async def _api(self, request: web.Request) -> web.StreamResponse:
        try:
            self.world.check_token(request.match_info["token"])
            call = await read_call(known(request.match_info["method"]), request)
            result = await self._answer(call, request)
        except ApiError as refusal:
            return _json(refusal.body(), refusal.code)
        return _json({"ok": True, "result": result}, 200)

    async def _answer(self, call: Call, request: web.Request) -> Any:
        fault = self.faults.take(call.method, self._chat_of(call)) if self.faults.waiting else None
        if call.method == POLLING:
            return await self._meet(fault, call, request)
        self.world.in_flight += 1
        try:
            return await self._meet(fault, call, request)
        finally:
            self.world.in_flight -= 1

    async def _meet(self, fault: Fault | None, call: Call, request: web.Request) -> Any:
        if fault is None:
            return await perform(self.world, call)
        if (error := fault.error()) is not None:
            raise error
        if fault.kind == "timeout":
            await self._outlast()
        result = await perform(self.world, call) if fault.kind == "drop_after" else None
        if request.transport is not None:
            request.transport.abort()
        return result

    async def _outlast(self) -> None:
        try:
            async with asyncio.timeout(LONG_TIME):
                await self._stopping.wait()
        except TimeoutError:
            return

    def _chat_of(self, call: Call) -> int | None:
        query = self.world.queries.get(str(call.args.get("callback_query_id", "")))
        return query.chat.id if query else call.chat_id

    async def _download(self, request: web.Request) -> web.StreamResponse:
        try:
            self.world.check_token(request.match_info["token"])
        except ApiError as refusal:
            return _json(refusal.body(), refusal.code)
        file = self.world.paths.get(request.match_info["path"])
        if file is None:
            return _json(ApiError(404, "Not Found").body(), 404)
        content = await asyncio.to_thread(lambda: file.content)
        return web.Response(body=content, content_type="application/octet-stream")


def _json(body: Any, status: int) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")

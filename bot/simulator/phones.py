"""The phones' own API: JSON in, JSON out, and a live feed. The page and the tests' pretend people use the same."""

import asyncio
import contextlib
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.simulator.chats import Entry, Json
from bot.simulator.deeds import DEEDS, Order
from bot.simulator.errors import ApiError, PhoneError
from bot.simulator.parameters import Upload
from bot.simulator.phone import Phone
from bot.simulator.profile import localized
from bot.simulator.sight import PATIENCE, QUIET
from bot.simulator.views import keyboard

if TYPE_CHECKING:
    from bot.simulator.server import Simulator

HEARTBEAT = 15.0  # seconds between signs of life on a silent feed
LONGEST_WAIT = 60.0


def add_routes(application: web.Application, simulator: "Simulator") -> None:
    """Put the phones under `/phones`."""
    booth = _Booth(simulator)
    router = application.router
    router.add_get("/phones", booth.all)
    router.add_post("/phones", booth.add)
    router.add_get("/phones/events", booth.events)
    router.add_get("/phones/files/{file}", booth.file)
    router.add_get("/phones/{id:\\d+}", booth.one)
    router.add_get("/phones/{id:\\d+}/quiet", booth.quiet)
    router.add_get("/phones/{id:\\d+}/history", booth.history)
    router.add_post("/phones/{id:\\d+}/{deed}", booth.do)


class _Booth:
    """The handlers; they only translate between HTTP and `Phone`."""

    def __init__(self, simulator: "Simulator") -> None:
        self.simulator = simulator
        self.world = simulator.world

    async def all(self, _request: web.Request) -> web.StreamResponse:
        """The bot and every phone."""
        screens = [snapshot(phone) for phone in self.simulator.phones.values()]
        return _json({"bot": {"username": self.world.bot.username}, "phones": screens})

    async def add(self, request: web.Request) -> web.StreamResponse:
        """A new person, or a known one with new particulars."""
        given = await _object(request)
        phone = self.simulator.person(
            int(given["user_id"]),
            str(given["first_name"]),
            str(given.get("last_name", "")),
            str(given.get("language_code", "ru")),
            str(given.get("phone", "")),
        )
        return _json(snapshot(phone))

    async def one(self, request: web.Request) -> web.StreamResponse:
        """One phone; with `after` and `timeout`, as soon as its version is past that or time is up."""
        phone = self._phone(request)
        after = int(request.query.get("after", -1))
        patience = min(float(request.query.get("timeout", 0)), LONGEST_WAIT)
        if phone.chat.version <= after:
            await phone.chat.changed(patience)
        return _json(snapshot(phone))

    async def quiet(self, request: web.Request) -> web.StreamResponse:
        """One phone, once the bot has answered and keeps still."""
        phone = self._phone(request)
        silence, patience = request.query.get("silence", QUIET), request.query.get("patience", PATIENCE)
        answered = await phone.quiet(float(silence), float(patience))
        return _json({**snapshot(phone), "answered": answered})

    async def history(self, request: web.Request) -> web.StreamResponse:
        """What was said and done, and what it cost."""
        phone = self._phone(request)
        lines = [_line(entry) for entry in phone.history]
        return _json({"lines": lines, "actions": phone.actions, "bot_messages": phone.bot_messages})

    async def do(self, request: web.Request) -> web.StreamResponse:
        """Anything a thumb can do."""
        phone, deed = self._phone(request), DEEDS.get(request.match_info["deed"])
        if deed is None:
            raise web.HTTPNotFound(text="No such deed.")
        try:
            result = deed(await self._order(phone, request))
        except (PhoneError, ApiError) as refusal:
            return _json({"error": str(refusal)}, 409)
        return _json({"result": result, "version": phone.chat.version})

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A picture or a file as the phone shows or saves it."""
        file = self.world.files.get(request.match_info["file"])
        if file is None:
            raise web.HTTPNotFound
        content = await asyncio.to_thread(lambda: file.content)
        # a picture of a passport must not outlive its message in the browser's cache
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        if file.kind != "photo":
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=content, content_type=file.mime, headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: every change on every phone, from now on."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        with contextlib.suppress(ConnectionResetError), self.world.feed.listen() as queue:
            await response.write(b"retry: 500\n\n")
            while (event := await _next(queue)) is not None:
                await response.write(event)
        return response

    def _phone(self, request: web.Request) -> Phone:
        phone = self.simulator.phones.get(int(request.match_info["id"]))
        if phone is None:
            raise web.HTTPNotFound(text="No such phone.")
        return phone

    async def _order(self, phone: Phone, request: web.Request) -> Order:
        as_json = request.content_type == "application/json"
        return Order(
            phone=phone,
            phones=self.simulator.phones,
            given=await _object(request) if as_json else {},
            files=() if as_json else await _files(request),
            caption=request.query.get("caption", ""),
        )


async def _files(request: web.Request) -> list[Upload]:
    """Several files as a form, or one as the body with its name in the query, as a browser sends a picked one."""
    if request.content_type == "multipart/form-data":
        fields = [value for value in (await request.post()).values() if isinstance(value, web.FileField)]
        return [Upload(field.filename, field.content_type, field.file.read()) for field in fields]
    return [Upload(request.query.get("name", "file"), request.content_type, await request.read())]


async def _next(queue: "asyncio.Queue[Json | None]") -> bytes | None:
    """The next event as it goes over the wire, a comment after long silence, None at the end."""
    try:
        async with asyncio.timeout(HEARTBEAT):
            event = await queue.get()
    except TimeoutError:
        return b": still here\n\n"
    return None if event is None else f"data: {json.dumps(event)}\n\n".encode()


def snapshot(phone: Phone) -> Json:
    """A phone's whole screen."""
    chat, world = phone.chat, phone.world
    person, language = phone.person, phone.person.language_code
    profile = world.profile
    return {
        "id": phone.id,
        "version": chat.version,
        "person": {**person.as_json(), "phone": person.phone},
        "papers": list(phone.papers.items()),
        "name": localized(profile.names, language) or world.bot.first_name,
        "description": localized(profile.descriptions, language),
        "short_description": localized(profile.short_descriptions, language),
        "commands": profile.commands_for(chat.id, language),
        "menu_button": chat.menu_button or profile.menu_button,
        "started": chat.started,
        "blocked": chat.blocked,
        "keyboard": keyboard(chat),
        "alerts": chat.alerts,
        "messages": [bubble.as_json() for bubble in phone.screen()],
    }


def _line(entry: Entry) -> Json:
    return {
        "at": entry.at.isoformat(),
        "who": entry.who,
        "what": entry.what,
        "text": entry.text,
        "message_id": entry.message_id,
        "effort": entry.effort,
    }


async def _object(request: web.Request) -> Json:
    body = await request.read()
    given = json.loads(body) if body else {}
    if not isinstance(given, dict):
        raise web.HTTPBadRequest(text="A JSON object is expected.")
    return given


def _json(body: Any, status: int = 200) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")

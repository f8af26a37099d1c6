"""Where Telegram pushes updates to: checked, stored, and answered at once; they are handled after.

Source: https://core.telegram.org/bots/api#setwebhook. Any 2xx ends an update's delivery; anything else has it repeated,
later and later. So nothing that was taken is answered before it is stored, and what Telegram itself can have sent is
never refused for what stands in it: each update has a number, and whatever has one is stored.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network
from typing import Any, Protocol

import orjson
from aiohttp.web import BaseRequest, Response

from bot.registration.ports import Clock
from bot.watch.faults import kind_of
from bot.web.answers import only
from bot.web.limits import source_of

log = logging.getLogger(__name__)
Networks = Sequence[IPv4Network | IPv6Network]

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's public name, no secret
# A message has at most 4096 characters (of up to 6 bytes each in JSON), may quote another one, and has at most 100
# entities or buttons: some 150 KB at the very worst. A file is never in an update, only its id.
LARGEST_UPDATE = 512 * 1024
BODY_SECONDS = 10.0
STORE_SECONDS = 10.0
MOST_AT_ONCE = 200  # in one process; Telegram itself opens at most 100 connections for one bot
NO_CHAT = 0
_MOST_NUMBER = 2**63  # what the database can count


class Store(Protocol):
    """Keeps an update until it is handled."""

    async def __call__(self, number: int, chat: int, body: str, now: datetime) -> None:
        """It is kept when this returns."""


class _RefusedError(Exception):
    """This push is not taken; its answer is this status and nothing else."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(slots=True, kw_only=True)
class Webhook:
    """Takes updates in from the right place with the right secret."""

    secret: str = field(repr=False)
    allowed: Networks  # from where; empty: from anywhere
    proxies: Networks  # whose word on where a request comes from is believed, beside this machine's own
    store: Store
    clock: Clock
    at_once: int = 0

    async def __call__(self, request: BaseRequest) -> Response:
        """The answer: a status without a word."""
        if request.method != "POST":
            return only("POST")
        try:
            self._check(request)
            return await self._taken(request)
        except _RefusedError as no:
            if no.status != 503:  # that one is logged where it comes from
                log.warning("push refused", extra={"action": "webhook", "error": str(no.status)})
            return Response(status=no.status)

    def _check(self, request: BaseRequest) -> None:
        """Before anything of the body is read."""
        source = source_of(request, self.proxies)
        if self.allowed and not (source and any(source in network for network in self.allowed)):
            raise _RefusedError(403)
        shown = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(shown, self.secret.encode()):
            raise _RefusedError(401)

    async def _taken(self, request: BaseRequest) -> Response:
        if self.at_once >= MOST_AT_ONCE:
            raise _RefusedError(503)
        self.at_once += 1
        try:
            body = await _body(request)
            number, chat = _named(body)
            await self._stored(number, chat, body)
        finally:
            self.at_once -= 1
        return Response(status=200)

    async def _stored(self, number: int, chat: int, body: bytes) -> None:
        try:
            async with asyncio.timeout(STORE_SECONDS):
                await self.store(number, chat, body.decode(), self.clock.now())
        except Exception as error:  # noqa: BLE001 - whatever the driver raises; Telegram brings it again
            log.error("update not stored", extra={"action": "webhook", "error": kind_of(error)})
            raise _RefusedError(503) from None


async def _body(request: BaseRequest) -> bytes:
    """All of it, in time and not too much."""
    if (request.content_length or 0) > LARGEST_UPDATE:
        raise _RefusedError(413)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while part := await request.content.readany():
                body += part
                if len(body) > LARGEST_UPDATE:
                    raise _RefusedError(413)
    except TimeoutError:
        raise _RefusedError(408) from None
    return bytes(body)


def _named(body: bytes) -> tuple[int, int]:
    """The update's number and chat. Refused: what is no JSON object or has no number; Telegram sends no such thing."""
    try:
        update = orjson.loads(body)
    except json.JSONDecodeError:  # orjson's own error is one
        raise _RefusedError(400) from None
    number = update.get("update_id") if isinstance(update, dict) else None
    if type(number) is not int or not 0 <= number < _MOST_NUMBER:
        raise _RefusedError(400)
    return number, next(filter(None, map(_chat_of, update.values())), NO_CHAT)


def _chat_of(event: Any) -> int:
    """The chat in which an event happened, else the person who caused it: in whose order it is handled."""
    for inside in (event, _get(event, "message")):
        chat = _get(_get(inside, "chat"), "id")
        if _is_chat(chat):
            return int(chat)
    person = _get(_get(event, "from") or _get(event, "user"), "id")
    return int(person) if _is_chat(person) else NO_CHAT


def _get(event: Any, name: str) -> Any:
    return event.get(name) if isinstance(event, dict) else None


def _is_chat(chat: Any) -> bool:
    return type(chat) is int and -_MOST_NUMBER < chat < _MOST_NUMBER

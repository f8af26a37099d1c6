"""The line between the bot and Telegram, without a network: each method goes to the simulator as it would over HTTP."""

import asyncio
import json
from collections.abc import AsyncGenerator
from enum import Enum
from random import Random
from typing import Any, Protocol

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.types import InputFile

from bot.rehearsal.telegram import Telegram
from bot.rehearsal.trouble import Trouble
from bot.simulator.chats import Json
from bot.simulator.dispatch import known, perform
from bot.simulator.errors import ApiError
from bot.simulator.faults import Fault
from bot.simulator.parameters import Call, Upload, typed
from bot.telegram.envelopes import envelope

POLLING = "getupdates"
LONGEST_POLL = 86_400.0  # seconds: an empty poll comes back so seldom that a quiet day costs nothing
FASTEST, SLOWEST = 0.03, 0.4  # seconds a call takes
SILENCE = 60.0  # seconds after which a call that nobody answers is given up


class Life(Protocol):
    """The process that calls: it can end at any step."""

    def step(self) -> None:
        """One more step. Raises CancelledError in a process that is dead."""


class Line(BaseSession):
    """aiogram's session of one process."""

    def __init__(self, telegram: Telegram, life: Life, random: Random, trouble: Trouble) -> None:
        super().__init__()
        self.telegram = telegram
        self.life = life
        self.random = random
        self.trouble = trouble

    async def close(self) -> None:
        """Nothing is open."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109 - aiogram's signature; here only faults take time
    ) -> Any:
        """Do what the method asks. Raises what aiogram raises over HTTP."""
        kept = envelope(method.__returning__)  # before an error's answer is read into the same
        self.life.step()
        call = await self._call(bot, method)
        try:
            result = await (self._poll(call) if call.method == POLLING else self._meet(call, method))
        except ApiError as refusal:
            self.life.step()
            self.telegram.note(f"{call.chat_id} no to {call.method}: {refusal.description}")
            self.check_response(bot, method, refusal.code, json.dumps(refusal.body()))
            raise
        self.life.step()
        return kept.model_validate({"ok": True, "result": result}, context={"bot": bot}).result

    async def _meet(self, call: Call, method: TelegramMethod[Any]) -> Any:
        await asyncio.sleep(self.random.uniform(FASTEST, SLOWEST))
        self.life.step()
        fault = self.telegram.faults.take(call.method, call.chat_id) if self.telegram.faults.waiting else None
        if fault is None:
            return await perform(self.telegram.world, call)
        return await self._fail(fault, call, method)

    async def _fail(self, fault: Fault, call: Call, method: TelegramMethod[Any]) -> Any:
        self.trouble.strikes(f"fault {fault.kind} at {call.method}")
        if (error := fault.error()) is not None:
            raise error
        if fault.kind == "timeout":
            await asyncio.sleep(SILENCE)
            self.trouble.strikes("the line is dead")
        if fault.kind == "drop_after":
            await perform(self.telegram.world, call)
        raise TelegramNetworkError(method=method, message=f"the line broke: {fault.kind}")

    async def _poll(self, call: Call) -> list[Json]:
        queue = self.telegram.world.updates
        queue.confirm(call.args.get("offset", 0))
        if not queue.pending:
            await queue.wait(LONGEST_POLL)
        return self.trouble.arriving(queue.oldest(call.args.get("limit", 100)))

    async def _call(self, bot: Bot, method: TelegramMethod[Any]) -> Call:
        files: dict[str, InputFile] = {}
        raw: Json = {}
        for name, value in method.model_dump(warnings=False).items():
            if (prepared := self.prepare_value(value, bot, files)) is not None:
                raw[name] = prepared.value if isinstance(prepared, Enum) else prepared
        uploads = {key: await _read(bot, file) for key, file in files.items()}
        called = known(method.__api_method__)
        return Call(called, typed(called, raw), uploads)

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,  # noqa: ARG002 - aiogram's signature
        timeout: int = 30,  # noqa: ARG002, ASYNC109 - the same
        chunk_size: int = 65536,  # noqa: ARG002 - the same
        raise_for_status: bool = True,  # noqa: ARG002 - the same
    ) -> AsyncGenerator[bytes, None]:
        """A file's bytes."""
        self.life.step()
        path = url.partition(f"/bot{self.telegram.world.token}/")[2]
        yield self.telegram.world.paths[path].content


async def _read(bot: Bot, file: InputFile) -> Upload:
    content = b"".join([part async for part in file.read(bot)])
    return Upload(file.filename or "file", "application/octet-stream", content)

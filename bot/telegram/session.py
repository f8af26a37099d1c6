"""The line to the Bot API: aiogram's own, with what it does around each call done for less CPU.

A call without a file goes as JSON, which orjson writes in one go (https://core.telegram.org/bots/api#making-requests),
where aiogram fills a form field by field. Of the answer to a sent or edited message only what this bot reads is made
into objects: Telegram sends the whole message back, with its text, its entities and every button.
"""

from http import HTTPStatus
from typing import Any, Final, cast

import orjson
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar
from yarl import URL

from bot.telegram.envelopes import envelope

_HEADERS: Final = {"Content-Type": "application/json"}
# what is read of a message that the bot sent
_READ: Final = ("message_id", "date", "edit_date", "chat", "photo", "document")


class LeanSession(AiohttpSession):
    """The client session of a bot."""

    def __init__(self, **options: Any) -> None:
        super().__init__(json_loads=orjson.loads, json_dumps=_as_text, **options)
        self._addresses: dict[tuple[str, str], URL] = {}
        self._patience: dict[float, ClientTimeout] = {}

    async def create_session(self) -> ClientSession:
        """The client: it keeps no cookies, for Telegram sets none."""
        if self._session is None or self._session.closed or self._should_reset_connector:
            await self.close()
            connector = self._connector_type(**self._connector_init)
            self._session = ClientSession(connector=connector, cookie_jar=DummyCookieJar())
            self._should_reset_connector = False
        return self._session

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's name, passed on to its client
    ) -> TelegramType:
        """Make the call; one that bears a file goes aiogram's way.

        Raises:
            TelegramAPIError: as aiogram says.
        """
        try:
            body = _body(bot, method)
        except TypeError:  # a file, or what orjson does not know
            return await super().make_request(bot, method, timeout)
        session = await self.create_session()
        try:
            async with session.post(
                self._address(bot, method), data=body, headers=_HEADERS, timeout=self._wait(timeout)
            ) as answer:
                content = await answer.read()
        except TimeoutError as error:
            raise TelegramNetworkError(method=method, message="Request timeout error") from error
        except ClientError as error:
            raise TelegramNetworkError(method=method, message=f"{type(error).__name__}: {error}") from error
        return cast("TelegramType", self.check_response(bot, method, answer.status, cast("str", content)).result)

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """The answer, of a message no more than is read of it; whatever is no success is left to aiogram.

        Raises:
            TelegramAPIError: as aiogram says.
        """
        try:
            told = orjson.loads(content)
            if status_code == HTTPStatus.OK and told["ok"] is True:
                told["result"] = _read_of(told["result"])
                kind = envelope(method.__returning__)
                return cast("Response[TelegramType]", kind.model_validate(told, context={"bot": bot}))
        except (ValueError, TypeError, KeyError):
            pass  # no JSON, or not what was promised: aiogram finds it again and says so in its own words
        return super().check_response(bot, method, status_code, content)

    def _address(self, bot: Bot, method: TelegramMethod[Any]) -> URL:
        key = bot.token, method.__api_method__
        if key not in self._addresses:
            self._addresses[key] = URL(self.api.api_url(token=bot.token, method=method.__api_method__))
        return self._addresses[key]

    def _wait(self, timeout: float | None) -> ClientTimeout:
        seconds = self.timeout if timeout is None else timeout
        if seconds not in self._patience:
            self._patience[seconds] = ClientTimeout(total=seconds)
        return self._patience[seconds]


def _read_of(result: Any) -> Any:
    """Of a message what is read of it; anything else as it is."""
    if isinstance(result, dict) and "message_id" in result and "chat" in result:
        return {name: result[name] for name in _READ if name in result}
    return result


def _body(bot: Bot, method: TelegramMethod[Any]) -> bytes:
    """The parameters as JSON, made by aiogram's own rules: defaults are resolved, and what is None is left out.

    Telegram refuses a null where it looks for a flag, so a default that is not set must not become one.

    Raises:
        TypeError: one of them is no JSON: a file.
    """
    given = method.model_dump(exclude_none=True, warnings=False)
    files: dict[str, Any] = {}
    told = bot.session.prepare_value(given, bot, files, _dumps_json=False)
    if files:
        raise TypeError
    return orjson.dumps(told)


def _as_text(value: Any) -> str:
    return orjson.dumps(value).decode()

"""Direct answers survive a short fault: a person who tapped should not have to tap again."""

import asyncio

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType

PAUSES = (0.2, 1.0, 3.0)  # seconds
LONGEST_WAIT = 10.0  # a longer `retry_after` is left to whoever asked


class Retrying(BaseRequestMiddleware):
    """Repeats a call after a fault of the network or the server, and after a short 429.

    A call that may have been carried out before the line broke is repeated too: a message twice is better than none.
    """

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Make the call, at most four times; polling has its own patience."""
        if method.__api_method__ == GetUpdates.__api_method__:
            return await make_request(bot, method)
        for pause in PAUSES:
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as busy:
                if busy.retry_after > LONGEST_WAIT:
                    raise
                await asyncio.sleep(busy.retry_after)
            except (TelegramNetworkError, TelegramServerError):
                await asyncio.sleep(pause)
        return await make_request(bot, method)

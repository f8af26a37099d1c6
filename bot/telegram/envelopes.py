"""What an answer of Telegram is read into is made once for each kind of answer.

The library asks for it anew at each call and keeps no hold on it: the garbage collector takes it away, and building it
again costs more CPU than the rest of the call.
"""

import functools
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType


@functools.cache
def envelope(content: Any) -> Any:
    """What an answer with this content is read into."""
    return Response[content]


class KeptEnvelopes(BaseRequestMiddleware):
    """Holds what each method's answer is read into for as long as the process lives."""

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Make the call."""
        envelope(method.__returning__)
        return await make_request(bot, method)

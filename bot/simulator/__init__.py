"""A Bot API server of our own, with pretend people and a page of phones. It knows nothing of the bot it serves.

The bot attaches with `AiohttpSession(api=TelegramAPIServer.from_base(simulator.base_url))` and cannot tell the
difference: every call is checked as Telegram checks it (https://core.telegram.org/bots/api).
"""

from bot.simulator.server import Simulator

__all__ = ["Simulator"]

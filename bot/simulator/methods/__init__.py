"""The Bot API's methods, one small handler each, by lower-case name."""

from bot.simulator.methods import account, edits, files, polling, queries, sending
from bot.simulator.methods.handler import Handler

HANDLERS: dict[str, Handler] = {
    **account.HANDLERS,
    **edits.HANDLERS,
    **files.HANDLERS,
    **polling.HANDLERS,
    **queries.HANDLERS,
    **sending.HANDLERS,
}
"""What this server can do; any other method is answered 404, as Telegram answers a name it does not know."""

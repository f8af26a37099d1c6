"""Answers to taps on inline buttons. Source: https://core.telegram.org/bots/api#answercallbackquery"""

from bot.simulator import checks
from bot.simulator.methods.handler import Handler
from bot.simulator.parameters import Call
from bot.simulator.world import World

LONGEST_ANSWER = 200


async def answer_callback_query(world: World, call: Call) -> bool:
    """Stop the button's spinner and perhaps show a line above the chat, or a dialog."""
    text = checks.short(call.args.get("text"), LONGEST_ANSWER, "MESSAGE_TOO_LONG")
    query = world.answer(str(call.args.get("callback_query_id", "")))
    call.args["chat_id"] = query.chat.id
    alert = {
        "message_id": query.message_id,
        "text": text,
        "show_alert": bool(call.args.get("show_alert")),
        "url": str(call.args.get("url") or ""),
    }
    query.chat.alerts.append(alert)
    query.chat.touch()
    world.feed.publish(query.chat, "answer", alert)
    return True


HANDLERS: dict[str, Handler] = {"answercallbackquery": answer_callback_query}

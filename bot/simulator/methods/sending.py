"""Methods that put a message into a chat. Source: https://core.telegram.org/bots/api#sendmessage and following."""

from typing import Any

from bot.simulator import checks, keyboards
from bot.simulator.chats import Chat, Json, Message, StoredFile
from bot.simulator.errors import bad_request
from bot.simulator.methods.handler import Handler
from bot.simulator.parameters import Call, as_number
from bot.simulator.uploads import document_given, photo_given
from bot.simulator.world import World

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


MEDIA = ("photo", "document", "sticker", "voice", "video", "animation", "video_note", "contact")
SAID = ("text", "entities", "caption", "caption_entities", *MEDIA)


async def send_message(world: World, call: Call) -> Json:
    """Send a text."""
    chat = checks.chat(world, call)
    text, entities = checks.text(call.args)
    return _say(world, chat, call, {"text": text} | ({"entities": entities} if entities else {}))


async def send_photo(world: World, call: Call) -> Json:
    """Send a picture, shrunk and compressed as Telegram does."""
    chat = checks.chat(world, call)
    caption = checks.captioned(call.args)
    content, file = photo_given(world, call, call.args.get("photo"))
    return _say(world, chat, call, content | caption, file)


async def send_document(world: World, call: Call) -> Json:
    """Send a file byte for byte."""
    chat = checks.chat(world, call)
    caption = checks.captioned(call.args)
    content, file = document_given(world, call, call.args.get("document"))
    return _say(world, chat, call, content | caption, file)


async def copy_message(world: World, call: Call) -> Json:
    """Send a message again as the bot's own."""
    chat, source = checks.chat(world, call), _source(world, call)
    return {"message_id": _say(world, chat, call, said(source), source.file)["message_id"]}


async def forward_message(world: World, call: Call) -> Json:
    """Send a message on, with its origin."""
    chat, source = checks.chat(world, call), _source(world, call)
    return _say(world, chat, call, said(source) | forwarded(source), source.file)


async def send_chat_action(world: World, call: Call) -> bool:
    """Show "typing…" for a few seconds."""
    chat = checks.chat(world, call)
    if call.args.get("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.feed.publish(chat, "typing", {"action": call.args["action"]})
    return True


def said(message: Message) -> Json:
    """A message's content without who, where and when."""
    return {key: message.body[key] for key in SAID if key in message.body}


def forwarded(message: Message) -> Json:
    """Where a forwarded message came from."""
    origin = {"type": "user", "sender_user": message.body["from"], "date": message.body["date"]}
    return {"forward_origin": origin}


def _source(world: World, call: Call) -> Message:
    source = world.chats.get(as_number(call.args.get("from_chat_id")) or 0)
    message = source.messages.get(call.args.get("message_id", 0)) if source else None
    if message is None or message.letter:
        raise bad_request(f"message to {'copy' if call.method == 'copymessage' else 'forward'} not found")
    return message


def _say(world: World, chat: Chat, call: Call, content: Json, file: StoredFile | None = None) -> Json:
    markup = keyboards.markup(call.args.get("reply_markup"))
    extra = _reply(chat, call.args.get("reply_parameters"))
    if call.args.get("protect_content"):
        extra["has_protected_content"] = True
    if markup and "inline_keyboard" in markup:
        extra["reply_markup"] = markup
    message = world.post(chat, content | extra, sender=world.bot, file=file)
    if markup and "inline_keyboard" not in markup:
        _put_keyboard(world, chat, message, markup)
    return message.body


def _reply(chat: Chat, given: Any) -> Json:
    if not given:
        return {}
    replied = chat.messages.get(given.get("message_id", 0))
    if replied is not None and not replied.letter:
        return {"reply_to_message": {k: v for k, v in replied.body.items() if k != "reply_to_message"}}
    if given.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _put_keyboard(world: World, chat: Chat, message: Message, markup: Json) -> None:
    message.had_keyboard = True
    chat.keyboard = markup if "keyboard" in markup else None
    chat.keyboard_from = message.id if chat.keyboard else None
    chat.touch()
    world.feed.publish_keyboard(chat)


HANDLERS: dict[str, Handler] = {
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "senddocument": send_document,
    "copymessage": copy_message,
    "forwardmessage": forward_message,
    "sendchataction": send_chat_action,
}

"""Methods that change or remove a message. Source: https://core.telegram.org/bots/api#updating-messages"""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.simulator import checks, keyboards
from bot.simulator.chats import Chat, Json, Message, StoredFile
from bot.simulator.errors import bad_request
from bot.simulator.methods.handler import Handler
from bot.simulator.parameters import Call
from bot.simulator.uploads import document_given, photo_given
from bot.simulator.world import World

DELETABLE = timedelta(hours=48)
MOST_AT_ONCE = 100
MEDIA = {"photo": photo_given, "document": document_given}
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
CONTENT = ("text", "entities", "caption", "caption_entities", "photo", "document", "reply_markup")


async def edit_message_text(world: World, call: Call) -> Json:
    """Replace a text message's words and keyboard."""
    chat, message = checks.message_to_edit(world, call)
    text, entities = checks.text(call.args)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    return _change(world, chat, message, call, {"text": text} | ({"entities": entities} if entities else {}))


async def edit_message_caption(world: World, call: Call) -> Json:
    """Replace the words under a picture or file, and the keyboard."""
    chat, message = checks.message_to_edit(world, call)
    caption = checks.captioned(call.args)
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    media = {key: message.body[key] for key in MEDIA if key in message.body}
    return _change(world, chat, message, call, media | caption, message.file)


async def edit_message_reply_markup(world: World, call: Call) -> Json:
    """Replace the inline keyboard only; the phone shows no "edited" for it."""
    chat, message = checks.message_to_edit(world, call)
    kept = {key: message.body[key] for key in CONTENT if key in message.body and key != "reply_markup"}
    return _change(world, chat, message, call, kept, message.file, seen=message.edited)


async def edit_message_media(world: World, call: Call) -> Json:
    """Replace the picture or file, its caption and the keyboard."""
    chat, message = checks.message_to_edit(world, call)
    media = call.args.get("media")
    if not isinstance(media, dict) or media.get("type") not in MEDIA:
        raise bad_request("can't parse InputMedia: unsupported media type")
    caption = checks.captioned(media)
    content, file = MEDIA[media["type"]](world, call, media.get("media"))
    return _change(world, chat, message, call, content | caption, file)


async def delete_message(world: World, call: Call) -> bool:
    """Delete one message, the bot's or the person's, not older than 48 hours."""
    chat = checks.chat(world, call)
    message = chat.messages.get(call.args.get("message_id", 0))
    if message is None or message.letter:
        raise bad_request("message to delete not found")
    if not _deletable(world, message):
        raise bad_request("message can't be deleted for everyone")
    world.remove(chat, message.id)
    return True


async def delete_messages(world: World, call: Call) -> bool:
    """Delete up to 100 messages; those that are not there or too old are passed over."""
    chat = checks.chat(world, call)
    numbers = call.args.get("message_ids") or []
    if not 1 <= len(numbers) <= MOST_AT_ONCE:
        raise bad_request("wrong number of message identifiers specified")
    for number in numbers:
        message = chat.messages.get(number)
        if message is not None and not message.letter and _deletable(world, message):
            world.remove(chat, message.id)
    return True


async def pin_chat_message(world: World, call: Call) -> bool:
    """Pin a message."""
    return _pin(world, call, pinned=True)


async def unpin_chat_message(world: World, call: Call) -> bool:
    """Unpin a message."""
    return _pin(world, call, pinned=False)


def _pin(world: World, call: Call, *, pinned: bool) -> bool:
    chat = checks.chat(world, call)
    message = chat.messages.get(call.args.get("message_id", 0))
    if message is None or message.letter:
        raise bad_request(f"message to {'pin' if pinned else 'unpin'} not found")
    message.pinned = pinned
    world.show(chat, message)
    return True


def _deletable(world: World, message: Message) -> bool:
    sent = datetime.fromtimestamp(message.body["date"], UTC)
    return world.clock() - sent < DELETABLE


def _change(
    world: World,
    chat: Chat,
    message: Message,
    call: Call,
    content: Json,
    file: StoredFile | None = None,
    *,
    seen: bool = True,
) -> Json:
    markup = keyboards.inline(call.args.get("reply_markup"))
    new = content | ({"reply_markup": markup} if markup else {})
    if new == {key: message.body[key] for key in CONTENT if key in message.body}:
        raise bad_request(NOT_MODIFIED)
    rest: dict[str, Any] = {key: value for key, value in message.body.items() if key not in CONTENT}
    message.body = rest | new | {"edit_date": world.stamp()}
    message.file, message.edited = file, seen
    world.show(chat, message)
    return message.body


HANDLERS: dict[str, Handler] = {
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagereplymarkup": edit_message_reply_markup,
    "editmessagemedia": edit_message_media,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
    "pinchatmessage": pin_chat_message,
    "unpinchatmessage": unpin_chat_message,
}

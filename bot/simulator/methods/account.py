"""What the bot says of itself and may know of a chat.

Source: https://core.telegram.org/bots/api#getme, #setmycommands, #setmydescription and following
"""

import re
from typing import Any

from bot.simulator import checks
from bot.simulator.chats import Json
from bot.simulator.errors import bad_request
from bot.simulator.methods.handler import Handler
from bot.simulator.parameters import Call
from bot.simulator.profile import localized, scope_of
from bot.simulator.world import World

MOST_COMMANDS, LONGEST_COMMAND_DESCRIPTION = 100, 256
LONGEST_DESCRIPTION, LONGEST_SHORT, LONGEST_NAME = 512, 120, 64
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"(?:[a-z]{2})?")
MENUS = {"default", "commands", "web_app"}


async def get_me(world: World, _call: Call) -> Json:
    """The bot's own account."""
    abilities = ("can_join_groups", "can_read_all_group_messages", "supports_inline_queries")
    return world.bot.as_json() | dict.fromkeys(abilities, False) | {"can_join_groups": True}


async def get_chat(world: World, call: Call) -> Json:
    """A chat the bot may write to."""
    chat = checks.chat(world, call)
    return chat.as_json() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": GIFTS}


GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


async def set_my_commands(world: World, call: Call) -> bool:
    """The command list of one scope and language."""
    commands = call.args.get("commands") or []
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    world.profile.commands[scope_of(call.args.get("scope")), _language(call)] = list(commands)
    return _changed(world)


def _check_command(given: Any) -> None:
    if not COMMAND.fullmatch(str(given.get("command", "")).removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(str(given.get("description", ""))) <= LONGEST_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


async def get_my_commands(world: World, call: Call) -> list[Json]:
    """The command list of exactly this scope and language."""
    return world.profile.commands.get((scope_of(call.args.get("scope")), _language(call)), [])


async def delete_my_commands(world: World, call: Call) -> bool:
    """Back to the wider scope's commands."""
    world.profile.commands.pop((scope_of(call.args.get("scope")), _language(call)), None)
    return _changed(world)


async def set_my_description(world: World, call: Call) -> bool:
    """The words above an empty chat's Start button."""
    text = checks.short(call.args.get("description"), LONGEST_DESCRIPTION, "bot description is too long")
    world.profile.descriptions[_language(call)] = text
    return _changed(world)


async def get_my_description(world: World, call: Call) -> Json:
    """The description in a language."""
    return {"description": localized(world.profile.descriptions, _language(call))}


async def set_my_short_description(world: World, call: Call) -> bool:
    """The words on the bot's page."""
    text = checks.short(call.args.get("short_description"), LONGEST_SHORT, "bot short description is too long")
    world.profile.short_descriptions[_language(call)] = text
    return _changed(world)


async def get_my_short_description(world: World, call: Call) -> Json:
    """The short description in a language."""
    return {"short_description": localized(world.profile.short_descriptions, _language(call))}


async def set_my_name(world: World, call: Call) -> bool:
    """The bot's name."""
    world.profile.names[_language(call)] = checks.short(call.args.get("name"), LONGEST_NAME, "bot name is too long")
    return _changed(world)


async def get_my_name(world: World, call: Call) -> Json:
    """The bot's name in a language."""
    return {"name": localized(world.profile.names, _language(call)) or world.bot.first_name}


async def set_chat_menu_button(world: World, call: Call) -> bool:
    """What the button beside the text field opens, in one chat or in all."""
    button = call.args.get("menu_button") or {"type": "default"}
    if button.get("type") not in MENUS:
        raise bad_request("can't parse menu button: unsupported type")
    if call.args.get("chat_id"):
        checks.chat(world, call).menu_button = button
    else:
        world.profile.menu_button = button
    return _changed(world)


async def get_chat_menu_button(world: World, call: Call) -> Json:
    """The menu button of a chat, or of all."""
    own = checks.chat(world, call).menu_button if call.args.get("chat_id") else None
    return own or world.profile.menu_button


def _language(call: Call) -> str:
    language = str(call.args.get("language_code") or "")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _changed(world: World) -> bool:
    for chat in world.chats.values():
        chat.touch()
        world.feed.publish(chat, "profile", {})
    return True


HANDLERS: dict[str, Handler] = {
    "getme": get_me,
    "getchat": get_chat,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmydescription": set_my_description,
    "getmydescription": get_my_description,
    "setmyshortdescription": set_my_short_description,
    "getmyshortdescription": get_my_short_description,
    "setmyname": set_my_name,
    "getmyname": get_my_name,
    "setchatmenubutton": set_chat_menu_button,
    "getchatmenubutton": get_chat_menu_button,
}

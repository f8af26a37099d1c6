"""What Telegram lets through as a keyboard.

Source: https://core.telegram.org/bots/api#inlinekeyboardmarkup and #replykeyboardmarkup
"""

import re
from typing import Any

from aiogram.types import InlineKeyboardButton, KeyboardButton, ReplyKeyboardMarkup

from bot.simulator.chats import Json
from bot.simulator.entities import units
from bot.simulator.errors import bad_request

INLINE_FIELDS = frozenset(InlineKeyboardButton.model_fields)
LOOKS = frozenset({"text", "style", "icon_custom_emoji_id"})
KEY_FIELDS = frozenset(KeyboardButton.model_fields)
KEYBOARD_FIELDS = frozenset(ReplyKeyboardMarkup.model_fields)
STYLES = {"danger", "success", "primary"}
MOST_BUTTONS = 100
MOST_DATA_BYTES = 64
LONGEST_COPY = 256
LONGEST_PLACEHOLDER = 64
ADDRESS = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)+\w{2,}(?::\d+)?(?:[/?#]\S*)?|https?://(?:localhost|[\d.]+)(?:[:/]\S*)?"
)


def markup(given: Any) -> Json | None:
    """Check `reply_markup`; None if there is none.

    Raises:
        ApiError: 400 as Telegram would.
    """
    if not given:
        return None
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in given:
        return inline(given)
    if "keyboard" in given:
        return _reply_keyboard(given)
    if given.get("remove_keyboard") or given.get("force_reply"):
        return given
    raise bad_request("object expected as reply markup")


def inline(given: Any) -> Json | None:
    """Check an inline keyboard; an empty one is none.

    Raises:
        ApiError: 400, also if it is another kind of keyboard.
    """
    if not given:
        return None
    if not isinstance(given, dict) or set(given) != {"inline_keyboard"}:
        raise bad_request("inline keyboard expected")
    rows = _rows(given["inline_keyboard"])
    for row in rows:
        for button in row:
            _inline_button(button)
    return {"inline_keyboard": rows} if rows else None


def _rows(given: Any) -> list[list[Any]]:
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise bad_request("can't parse reply keyboard markup JSON object: array of arrays expected")
    rows = [row for row in given if row]
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return rows


def _inline_button(button: Any) -> None:
    _looks(button, INLINE_FIELDS, "inline keyboard button")
    deeds = set(button) - LOOKS
    if not deeds:
        why = "Text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {why}")
    if len(deeds) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action is allowed")
    deed = deeds.pop()
    if deed in CHECKS:
        CHECKS[deed](button[deed])


def _looks(button: Any, fields: frozenset[str], what: str) -> None:
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {what}: object expected")
    if unknown := set(button) - fields:
        raise bad_request(f'can\'t parse {what}: unknown field "{min(unknown)}"')
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request(f"{what} text must be non-empty")
    if button.get("style") is not None and str(button["style"]) not in STYLES:
        raise bad_request(f"can't parse {what}: invalid button style specified")


def _data(value: Any) -> None:
    if not isinstance(value, str) or not 1 <= len(value.encode()) <= MOST_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _url(address: Any) -> None:
    if not isinstance(address, str):
        raise bad_request('can\'t parse inline keyboard button: Field "url" must be of type String')
    if address.startswith("tg://"):
        return
    scheme, separator, _ = address.partition("://")
    if separator and scheme.lower() not in {"http", "https"}:
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: Unsupported URL protocol")
    if not ADDRESS.fullmatch(address):
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: Wrong HTTP URL")


def _copy(value: Any) -> None:
    copied = value.get("text") if isinstance(value, dict) else None
    if not isinstance(copied, str) or not 1 <= units(copied) <= LONGEST_COPY:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


CHECKS = {"callback_data": _data, "url": _url, "copy_text": _copy}


def _reply_keyboard(given: Json) -> Json:
    if unknown := set(given) - KEYBOARD_FIELDS:
        raise bad_request(f'can\'t parse reply keyboard markup: unknown field "{min(unknown)}"')
    if units(str(given.get("input_field_placeholder") or "")) > LONGEST_PLACEHOLDER:
        raise bad_request("reply keyboard placeholder is too long")
    rows = [[{"text": key} if isinstance(key, str) else key for key in row] for row in _rows(given["keyboard"])]
    if not rows:
        raise bad_request("reply markup is empty")
    for row in rows:
        for key in row:
            _looks(key, KEY_FIELDS, "keyboard button")
    return {**given, "keyboard": rows}

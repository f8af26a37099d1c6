"""The lean line to the Bot API says and hears what aiogram's own does."""

import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SetMyCommands,
    TelegramMethod,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)

from bot.simulator import Simulator
from bot.simulator.phone import Phone
from bot.telegram.session import LeanSession, _body

TOKEN, GUEST = "42:simulated", 1001
BUTTON = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да, согласен", callback_data="yes")]])
ANSWER = ReplyParameters(message_id=7)
CALLS = (
    SendMessage(chat_id=GUEST, text="Здравствуйте"),
    SendMessage(chat_id=GUEST, text="One", reply_markup=BUTTON, reply_parameters=ANSWER, protect_content=False),
    SendMessage(chat_id=GUEST, text="One", parse_mode=None, entities=[MessageEntity(type="bold", offset=0, length=1)]),
    SendMessage(chat_id=GUEST, text="One", link_preview_options=LinkPreviewOptions(url="https://a.kz")),
    SendPhoto(chat_id=GUEST, photo="kept", caption="Yours", reply_parameters=ANSWER),
    SendMediaGroup(chat_id=GUEST, media=[InputMediaPhoto(media="kept"), InputMediaPhoto(media="other")]),
    EditMessageText(chat_id=GUEST, message_id=7, text="Two", reply_markup=BUTTON),
    AnswerCallbackQuery(callback_query_id="9", text="Done", show_alert=True, cache_time=0),
    AnswerCallbackQuery(callback_query_id="9"),
    SendDocument(chat_id=GUEST, document="kept", caption="Yours", reply_markup=BUTTON),
    SetMyCommands(
        commands=[BotCommand(command="start", description="Begin")], scope=BotCommandScopeChat(chat_id=GUEST)
    ),
)


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(TOKEN, "lean_bot", "Lean") as running:
        yield running


@pytest.fixture
async def bot(simulator: Simulator) -> AsyncIterator[Bot]:
    session = LeanSession(api=TelegramAPIServer.from_base(simulator.base_url))
    defaults = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True))
    yield Bot(TOKEN, session=session, default=defaults)
    if session._session is not None:
        await session._session.close()  # aiogram's own close sleeps for TLS, which is not used here


@pytest.fixture
def guest(simulator: Simulator) -> Phone:
    phone = simulator.person(GUEST, "Aziza", language_code="en")
    phone.start()
    return phone


@pytest.mark.parametrize("method", CALLS, ids=lambda call: call.__api_method__)
def test_a_call_says_what_aiogram_would_say(bot: Bot, method: TelegramMethod[Any]) -> None:
    """A call means what aiogram's own form means: its defaults are resolved, and no object bears a null."""
    fields = AiohttpSession().build_form_data(bot, method)._fields
    form = {options["name"]: _meant(value) for options, _, value in fields}
    said = json.loads(_body(bot, method))
    assert {name: _meant(value) for name, value in said.items()} == form
    assert "null" not in json.dumps(said)


def _meant(value: Any) -> Any:
    """What Telegram understands: a form field's number, flag or structure is JSON in words."""
    if isinstance(value, str):
        with suppress(ValueError):
            return json.loads(value)
    return value


@pytest.mark.parametrize(
    "method",
    [
        SendDocument(chat_id=GUEST, document=BufferedInputFile(b"%PDF-1.4", "certificate.pdf")),
        SendMediaGroup(chat_id=GUEST, media=[InputMediaPhoto(media=BufferedInputFile(b"x", "a.jpg"))]),
    ],
    ids=lambda call: call.__api_method__,
)
def test_a_file_is_no_json(bot: Bot, method: TelegramMethod[Any]) -> None:
    """A call that bears a file, be it deep inside, is left to aiogram."""
    with pytest.raises(TypeError):
        _body(bot, method)


async def test_words_marks_and_buttons_arrive(bot: Bot, guest: Phone) -> None:
    """A message arrives with its words, its markup by the bot's default, and its buttons."""
    sent = await bot.send_message(GUEST, "Здравствуйте, <b>Азиза</b>", reply_markup=BUTTON)
    [seen] = guest.from_bot_newest()
    assert (seen.id, seen.text, guest.labels()) == (sent.message_id, "Здравствуйте, Азиза", ["Да, согласен"])
    assert [entity["type"] for entity in seen.body["entities"]] == ["bold"]


async def test_an_edited_message_is_known_again(bot: Bot, guest: Phone) -> None:
    """An edit answers with the message, a deletion with yes."""
    sent = await bot.send_message(GUEST, "One", reply_markup=BUTTON)
    edited = await bot.edit_message_text("Two", chat_id=GUEST, message_id=sent.message_id)
    assert getattr(edited, "message_id", None) == sent.message_id
    assert [seen.text for seen in guest.from_bot_newest()] == ["Two"]
    assert await bot.delete_message(GUEST, sent.message_id) is True


async def test_a_file_goes_byte_for_byte(bot: Bot, guest: Phone) -> None:
    """A file is sent as aiogram sends it, and the answer says under which name Telegram keeps it."""
    sent = await bot.send_document(GUEST, BufferedInputFile(b"%PDF-1.4", "certificate.pdf"), caption="Yours")
    assert sent.document is not None
    assert sent.document.file_id
    [seen] = guest.from_bot_newest()
    assert seen.file is not None
    assert seen.file.content == b"%PDF-1.4"


async def test_a_refusal_is_told_in_aiograms_words(bot: Bot, guest: Phone) -> None:
    """What Telegram refuses is raised as aiogram raises it."""
    with pytest.raises(TelegramBadRequest, match="not found"):
        await bot.edit_message_text("Nothing", chat_id=GUEST, message_id=999_999)


async def test_updates_are_read_whole(bot: Bot, guest: Phone) -> None:
    """What people write is never shortened."""
    await bot.send_message(GUEST, "Choose", reply_markup=BUTTON)
    guest.tap("Да, согласен")
    *_, tapped = await bot.get_updates(timeout=1)
    assert tapped.callback_query is not None
    assert tapped.callback_query.message is not None
    assert getattr(tapped.callback_query.message, "text", "") == "Choose"

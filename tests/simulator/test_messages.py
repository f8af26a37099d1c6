"""Texts, keyboards, edits and deletions, checked as Telegram checks them."""

from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.simulator import Simulator
from bot.simulator.errors import PhoneError
from bot.simulator.phone import Phone
from tests.simulator.conftest import Clock


def keyboard(**button: Any) -> InlineKeyboardMarkup:
    """One button."""
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Tap", **button)]])


async def test_a_message_arrives_with_its_entities(bot: Bot, guest: Phone) -> None:
    """HTML becomes plain text with entities, on the answer and on the phone."""
    sent = await bot.send_message(guest.id, "<b>Тіркеу</b> 👋 <i>бар</i>", parse_mode="HTML")

    assert sent.text == "Тіркеу 👋 бар"
    assert [(e.type, e.offset, e.length) for e in sent.entities or []] == [("bold", 0, 6), ("italic", 10, 3)]
    assert sent.html_text == "<b>Тіркеу</b> 👋 <i>бар</i>"
    assert guest.screen()[-1].text == sent.text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("  \n ", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("👋" * 2049, "message is too long"),
        ("<b></b>", "message text is empty"),
        ("a <b>c", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("ә <br>", 'can\'t parse entities: Unsupported start tag "br" at byte offset 3'),
        ("<b>a</i>", 'can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "can't parse entities: Unexpected end tag at byte offset 1"),
        ("1 < 2", "can't parse entities: Unclosed start tag at byte offset 2"),
    ],
)
async def test_a_text_telegram_would_refuse(bot: Bot, guest: Phone, text: str, why: str) -> None:
    """Empty, too long or broken texts are refused in Telegram's words, and nothing is shown."""
    before = len(guest.screen())
    with pytest.raises(TelegramBadRequest) as refused:
        await bot.send_message(guest.id, text, parse_mode="HTML")

    assert refused.value.message == f"Bad Request: {why}"
    assert len(guest.screen()) == before


async def test_length_counts_after_entities(bot: Bot, guest: Phone) -> None:
    """Markup does not count against the 4096."""
    sent = await bot.send_message(guest.id, f"<b>{'x' * 4096}</b>", parse_mode="HTML")

    assert len(sent.text or "") == 4096


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"callback_data": "ә" * 33}, "BUTTON_DATA_INVALID"),
        ({"url": "not a url"}, "inline keyboard button URL 'not a url' is invalid: Wrong HTTP URL"),
        ({"url": "ftp://example.com"}, "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL"),
        ({"copy_text": CopyTextButton(text="x" * 257)}, "BUTTON_COPY_TEXT_INVALID"),
        ({}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "a", "style": "loud"}, "can't parse inline keyboard button: invalid button style"),
    ],
)
async def test_a_button_telegram_would_refuse(bot: Bot, guest: Phone, button: dict[str, Any], why: str) -> None:
    """Each kind of button has its own limit and its own refusal."""
    with pytest.raises(TelegramBadRequest) as refused:
        await bot.send_message(guest.id, "x", reply_markup=keyboard(**button))

    assert why in refused.value.message


@pytest.mark.parametrize(
    "button",
    [
        {"callback_data": "x" * 64, "style": "success"},
        {"url": "https://t.me/echo_bot?start=a-b_c"},
        {"url": "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fecho_bot&text=%D3%99"},
        {"url": "http://127.0.0.1:8080/c/1"},
        {"copy_text": CopyTextButton(text="x" * 256)},
    ],
)
async def test_a_button_within_the_limits_is_shown(bot: Bot, guest: Phone, button: dict[str, Any]) -> None:
    """What Telegram takes, the phone shows."""
    await bot.send_message(guest.id, "x", reply_markup=keyboard(**button))

    assert guest.labels() == ["Tap"]


async def test_a_chat_that_never_started_cannot_be_written_to(simulator: Simulator, bot: Bot) -> None:
    """Only a person who wrote first can be answered."""
    simulator.person(5, "Shy")

    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(5, "hello")


async def test_a_person_met_in_a_group_only_is_forbidden(simulator: Simulator, bot: Bot) -> None:
    """Having spoken in a group is not having started the bot."""
    group = simulator.group(-100, "Neighbours")
    simulator.person(5, "Shy").send("hi all", chat_id=group.id)

    await bot.send_message(group.id, "hello")
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await bot.send_message(5, "hello")


async def test_a_blocked_bot_is_told_so_and_heard_again_after(bot: Bot, guest: Phone) -> None:
    """Blocking answers 403 and sends a membership update; unblocking opens the chat."""
    guest.block()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(guest.id, "hello")
    with pytest.raises(PhoneError):
        guest.send("no way")
    guest.unblock()
    await bot.send_message(guest.id, "hello again")

    changes = [u.my_chat_member.new_chat_member.status for u in await bot.get_updates() if u.my_chat_member]
    assert changes == ["kicked", "member"]


async def test_an_edit_changes_the_bubble_in_place(bot: Bot, guest: Phone) -> None:
    """An edited message keeps its place, is marked, and loses a keyboard not given again."""
    sent = await bot.send_message(guest.id, "one", reply_markup=keyboard(callback_data="a"))
    await bot.edit_message_text("two", chat_id=guest.id, message_id=sent.message_id)

    newest = guest.screen()[-1]
    assert (newest.id, newest.text, newest.edited, newest.buttons) == (sent.message_id, "two", True, [])
    assert guest.bot_messages == 1


async def test_an_edit_of_the_keyboard_alone_shows_no_mark(bot: Bot, guest: Phone) -> None:
    """Telegram marks changed words, not changed buttons."""
    sent = await bot.send_message(guest.id, "one", reply_markup=keyboard(callback_data="a"))
    await bot.edit_message_reply_markup(chat_id=guest.id, message_id=sent.message_id)

    assert not guest.screen()[-1].edited
    assert guest.labels() == []


async def test_edits_telegram_would_refuse(bot: Bot, guest: Phone) -> None:
    """A missing, an unchanged and a foreign message, a picture's text, a message with a reply keyboard."""
    sent = await bot.send_message(guest.id, "one", reply_markup=keyboard(callback_data="a"))
    held = await bot.send_message(guest.id, "two", reply_markup=ReplyKeyboardRemove())
    theirs = guest.send("mine")
    refusals = {
        999: "message to edit not found",
        sent.message_id: "message is not modified: specified new message content and reply markup are exactly",
        held.message_id: "message can't be edited",
        theirs: "message can't be edited",
    }
    for number, why in refusals.items():
        with pytest.raises(TelegramBadRequest, match=why):
            await bot.edit_message_text(
                "one", chat_id=guest.id, message_id=number, reply_markup=keyboard(callback_data="a")
            )


async def test_deleting_has_its_term(bot: Bot, guest: Phone, clock: Clock) -> None:
    """A bot can delete its own and the person's messages for 48 hours; then only the others."""
    sent = await bot.send_message(guest.id, "one")
    theirs = guest.send("my passport")
    await bot.delete_message(guest.id, theirs)
    clock.move(timedelta(hours=48))

    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_message(guest.id, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(guest.id, theirs)
    fresh = await bot.send_message(guest.id, "two")
    await bot.delete_messages(guest.id, [sent.message_id, fresh.message_id, 999])

    assert [bubble.text for bubble in guest.screen()] == ["/start", "one"]


async def test_a_reply_keyboard_stays_until_removed(bot: Bot, guest: Phone) -> None:
    """A key sends its words; a contact key shares the person's own number; removal takes it away."""
    keys = [[KeyboardButton(text="Yes"), KeyboardButton(text="My number", request_contact=True)]]
    await bot.send_message(guest.id, "?", reply_markup=ReplyKeyboardMarkup(keyboard=keys))
    guest.tap("Yes")
    guest.tap("My number")
    await bot.send_message(guest.id, "done", reply_markup=ReplyKeyboardRemove())

    said = [update.message for update in await bot.get_updates() if update.message]
    assert said[-2].text == "Yes"
    assert said[-1].contact is not None
    assert (said[-1].contact.user_id, said[-1].contact.phone_number) == (guest.id, "+998901234567")
    assert guest.labels() == []


async def test_a_reply_needs_its_message(bot: Bot, guest: Phone) -> None:
    """Replying to what is gone is refused unless the bot allows for it."""
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(guest.id, "x", reply_parameters=ReplyParameters(message_id=999))
    first = guest.screen()[0]
    sent = await bot.send_message(guest.id, "x", reply_parameters=ReplyParameters(message_id=first.id))

    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/start"


async def test_a_tap_is_answered_once_and_in_time(bot: Bot, guest: Phone, clock: Clock) -> None:
    """A second answer, and one after a minute, find no query."""
    await bot.send_message(guest.id, "x", reply_markup=keyboard(callback_data="a"))
    guest.tap("Tap")
    guest.tap_again()
    first, second = [update.callback_query.id for update in await bot.get_updates() if update.callback_query]
    await bot.answer_callback_query(first, "Got it", show_alert=True)
    clock.move(timedelta(seconds=61))

    for query in (first, second):
        with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired or query ID"):
            await bot.answer_callback_query(query)
    assert [(alert["text"], alert["show_alert"]) for alert in guest.chat.alerts] == [("Got it", True)]


async def test_a_letter_from_another_person_is_none_of_the_bots_business(
    simulator: Simulator, bot: Bot, guest: Phone
) -> None:
    """What people send each other is on the phone; the bot neither hears of it nor can touch it."""
    host = simulator.person(2002, "Daniyar")
    host.start()
    seen = await bot.get_updates()
    host.receive_letter(guest, "https://t.me/echo_bot?start=abc")
    letter = host.screen()[-1]

    assert letter.letter
    assert await bot.get_updates(offset=seen[-1].update_id + 1) == []
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(host.id, letter.id)


async def test_commands_go_by_scope_and_language(simulator: Simulator, bot: Bot, guest: Phone) -> None:
    """A phone shows the narrowest scope's commands in its own language, else those for everyone."""
    await bot.set_my_commands([{"command": "help", "description": "Help"}])  # type: ignore[list-item]
    await bot.set_my_commands([{"command": "help", "description": "Yordam"}], language_code="uz")  # type: ignore[list-item]

    mine = simulator.world.profile.commands_for(guest.id, "uz")
    theirs = simulator.world.profile.commands_for(guest.id, "de")
    assert [mine[0]["description"], theirs[0]["description"]] == ["Yordam", "Help"]
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([{"command": "Помощь", "description": "x"}])  # type: ignore[list-item]

"""Passing handlers over never changes which of them is chosen."""

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from aiogram import Bot
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.types import CallbackQuery, Chat, Contact, Message, PhotoSize, TelegramObject, User

from bot.domain.answers import Question
from bot.telegram import states
from bot.telegram.callbacks import Item, MenuTap, Move, MoveTap
from bot.telegram.choosing import FirstThatFits
from bot.telegram.dispatcher import _IN_ORDER
from bot.telegram.states import Asked

PERSON = User(id=1, is_bot=False, first_name="Aziza")
CHAT = Chat(id=1, type="private")
MOMENT = datetime(2026, 11, 21, tzinfo=UTC)
STATES = (
    *(None, states.HOST_PHONE, states.HOST_IIN, states.HOST_NAME, states.CHECK, states.APPEAL, states.CARD),
    *(states.MOVED, states.BASIS, states.FAMILY, states.FAMILY_PHOTO, states.TAKING_OVER, "no such state"),
    Asked(Question.CITIZENSHIP).as_state(),
)
PHOTO = PhotoSize(file_id="f", file_unique_id="u", width=9, height=9)


def message(**content: Any) -> Message:
    return Message(message_id=1, date=MOMENT, chat=CHAT, from_user=PERSON, **content)


def tap(data: str) -> CallbackQuery:
    return CallbackQuery(id="1", from_user=PERSON, chat_instance="1", data=data, message=message(text="?"))


MESSAGES = (
    *(message(text=said) for said in ("Ivanov", "/start", "/start qabc", " /menu", "/cancel", "/nothing", "?")),
    message(photo=[PHOTO]),
    message(photo=[PHOTO], caption="/help"),
    message(contact=Contact(phone_number="+77011234567", first_name="Aigul")),
)
TAPS = (
    *(tap(MenuTap(item=item).pack()) for item in (Item.REGISTER, Item.MENU, Item.HOST)),
    *(tap(MoveTap(move=move).pack()) for move in (Move.KEEP, Move.SEND)),
    *(tap(data) for data in ("", "nonsense", "menu", "menu:nothing", "menu:1:2:3")),
)


def handlers_of(kind: str) -> list[HandlerObject]:
    return [handler for module in _IN_ORDER for handler in module.router.observers[kind].handlers]


async def asked_one_by_one(handlers: list[HandlerObject], event: TelegramObject, **data: Any) -> HandlerObject | None:
    for handler in handlers:
        if (await handler.check(event, **data))[0]:
            return handler
    return None


@pytest.mark.parametrize(("kind", "events"), [("message", MESSAGES), ("callback_query", TAPS)])
async def test_the_handler_is_the_one_that_all_in_turn_would_give(
    kind: str, events: tuple[TelegramObject, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """For every kind of update in every state, the first handler that fits is found, and no other."""

    async def me(_bot: Bot) -> User:
        return User(id=42, is_bot=True, first_name="Tirkeu", username="tirkeu_bot")

    monkeypatch.setattr(Bot, "me", me)
    handlers = handlers_of(kind)
    choose = FirstThatFits(handlers)
    bot, found = Bot("42:simulated"), set()
    for event, state in product(events, STATES):
        data: dict[str, Any] = {"raw_state": state, "bot": bot, "event_from_user": PERSON}
        expected = await asked_one_by_one(handlers, event, **data)
        chosen = await choose(event, **data)
        assert (chosen["chosen"] if isinstance(chosen, dict) else None) is expected
        found.add(id(expected))
    assert len(found) > 5

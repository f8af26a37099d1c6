"""The dispatcher: which routers, in which order, with which use cases."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from aiogram import Dispatcher, F, Router
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import SimpleEventIsolation

from bot.registration.ports import Clock
from bot.registration.talk import OpenTalk
from bot.telegram.handlers import (
    calendar,
    checks,
    duties,
    fallback,
    groups,
    guest_lists,
    hosting,
    passports,
    questions,
    requests,
    start,
)
from bot.telegram.middlewares import OneScreen
from bot.telegram.standing import Standing

_IN_ORDER = (start, passports, guest_lists, hosting, requests, duties, calendar, questions, checks, fallback)


def _fresh(router: Router) -> Router:
    """A copy of a module's router: a router belongs to one dispatcher, and a process may hold several.

    Its handlers know no dispatcher and are shared.
    """
    shared = [handler for observer in router.observers.values() for handler in observer.handlers]
    return deepcopy(router, {id(handler): handler for handler in shared})


def make_dispatcher(
    storage: BaseStorage, *, open_talk: OpenTalk, standing: Standing, clock: Clock, use_cases: Mapping[str, Any]
) -> Dispatcher:
    """The dispatcher over this storage; handlers get `use_cases` by name. One chat's updates are handled in order."""
    dispatcher = Dispatcher(storage=storage, events_isolation=SimpleEventIsolation(), clock=clock, **use_cases)
    private = Router(name="private")
    private.message.filter(F.chat.type == "private")
    screens = OneScreen(open_talk, standing, clock)
    private.message.middleware(screens)
    private.callback_query.middleware(screens)
    private.include_routers(*(_fresh(module.router) for module in _IN_ORDER))
    dispatcher.include_routers(_fresh(groups.router), private)
    return dispatcher

"""The dispatcher: which routers, in which order, with which use cases."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any

from aiogram import Dispatcher, F, Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import SimpleEventIsolation

from bot.registration.ports import Clock
from bot.registration.talk import OpenTalk
from bot.telegram.choosing import FirstThatFits, run_chosen
from bot.telegram.handlers import (
    appeals,
    calendar,
    checks,
    duties,
    fallback,
    family,
    groups,
    guest_lists,
    hosting,
    imports,
    life,
    my_address,
    organisations,
    own_data,
    papers,
    passports,
    places,
    questions,
    requests,
    start,
    web_codes,
)
from bot.telegram.middlewares import OneScreen
from bot.telegram.office import acts, figures, find, menu, queue
from bot.telegram.office.filters import IsOfficer
from bot.telegram.standing import Standing

_LIFE = (places, my_address, organisations, imports, life, family, papers, appeals, own_data, web_codes)
_IN_ORDER = (start, *_LIFE, passports, guest_lists, hosting, requests, duties, calendar, questions, checks, fallback)

_OFFICE = (menu, figures, find, queue, acts)


def _serve(router: Router, modules: Iterable[ModuleType]) -> None:
    """Let this router choose among the modules' handlers, which are asked in this order.

    A module's own router belongs to nobody and is never run: a router can belong to one dispatcher only, and a process
    may hold several. Handlers know no dispatcher and are shared.
    """
    of_kind: defaultdict[str, list[HandlerObject]] = defaultdict(list)
    for module in modules:
        for kind, observer in module.router.observers.items():
            of_kind[kind].extend(observer.handlers)
    for kind, handlers in of_kind.items():
        if handlers:
            router.observers[kind].register(run_chosen, FirstThatFits(handlers))


def make_dispatcher(
    storage: BaseStorage,
    *,
    open_talk: OpenTalk,
    standing: Standing,
    clock: Clock,
    is_officer: IsOfficer,
    use_cases: Mapping[str, Any],
) -> Dispatcher:
    """The dispatcher over this storage; handlers get `use_cases` by name. One chat's updates are handled in order.

    Officers' commands and buttons come first, and exist for nobody else.
    """
    dispatcher = Dispatcher(storage=storage, events_isolation=SimpleEventIsolation(), clock=clock, **use_cases)
    screens = OneScreen(open_talk, standing, clock)
    office, private = _talks("office", screens), _talks("private", screens)
    office.message.filter(is_officer)
    office.callback_query.filter(is_officer)
    _serve(office, _OFFICE)
    _serve(private, _IN_ORDER)
    in_groups = Router(name="groups")
    in_groups.message.filter(F.chat.type != "private")
    _serve(in_groups, [groups])
    dispatcher.include_routers(in_groups, office, private)
    return dispatcher


def _talks(name: str, screens: OneScreen) -> Router:
    """A router for the talks of two."""
    router = Router(name=name)
    router.message.filter(F.chat.type == "private")
    router.message.middleware(screens)
    router.callback_query.middleware(screens)
    return router

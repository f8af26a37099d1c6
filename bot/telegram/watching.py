"""What comes from Telegram and goes to it, counted and timed; every update is given an id for the log."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Any

from aiogram import BaseMiddleware, Bot, Dispatcher
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    DeleteWebhook,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    GetFile,
    GetMe,
    GetUpdates,
    GetWebhookInfo,
    Response,
    SendChatAction,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SetMyCommands,
    SetWebhook,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import TelegramObject, Update

from bot.watch.metrics import CallResult, Metrics, UpdateEnd, UpdateKind
from bot.watch.trace import Trace, current, traced

log = logging.getLogger(__name__)
Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
_TO_PEOPLE = (SendMessage, SendPhoto, SendDocument, SendMediaGroup, EditMessageText, EditMessageMedia)
_METHODS = (
    *_TO_PEOPLE,
    *(AnswerCallbackQuery, DeleteMessage, DeleteWebhook, EditMessageCaption, EditMessageReplyMarkup),
    *(GetFile, GetMe, GetUpdates, GetWebhookInfo, SendChatAction, SetMyCommands, SetWebhook),
)
METHODS = tuple(method.__api_method__ for method in _METHODS)  # what this bot calls; what it does not is `other`
_ANSWERS = frozenset(method.__api_method__ for method in (*_TO_PEOPLE, AnswerCallbackQuery))
_RESULTS: tuple[tuple[type[BaseException], CallResult], ...] = (
    (TelegramRetryAfter, CallResult.FLOOD),
    (TelegramForbiddenError, CallResult.FORBIDDEN),
    (TelegramBadRequest, CallResult.BAD_REQUEST),
    (TelegramNotFound, CallResult.NOT_FOUND),
    (TelegramConflictError, CallResult.CONFLICT),
    (TelegramUnauthorizedError, CallResult.UNAUTHORIZED),
    (TelegramServerError, CallResult.SERVER),
    (TelegramNetworkError, CallResult.NETWORK),
)
SILENT_AFTER = 60.0  # seconds; a long poll is answered or given up after 35
MOST_FAILURES = 3  # in a row


def result_of(error: BaseException) -> CallResult:
    """The kind of fault that a call to Telegram ended with."""
    return next((result for kind, result in _RESULTS if isinstance(error, kind)), CallResult.OTHER)


@dataclass(slots=True)
class WatchUpdates(BaseMiddleware):
    """Around everything else that an update goes through. `metrics` is None where nobody asks for them."""

    now: Callable[[], datetime]
    metrics: Metrics | None = None

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Handle the update under an id of its own, and tell what became of it."""
        kind, end = kind_of(event), UpdateEnd.BROKEN_OFF
        with traced() as trace:
            trace.is_update = True
            if self.metrics is not None:
                self._note_age(event, self.metrics)
            try:
                answer = await handler(event, data)
                end = _end_of(trace, is_handled=answer is not UNHANDLED)
            except Exception:
                end = UpdateEnd.FAILED
                raise
            finally:
                self._tell(event, kind, end, trace)
        return answer

    def _tell(self, event: TelegramObject, kind: UpdateKind, end: UpdateEnd, trace: Trace) -> None:
        seconds = trace.seconds
        if self.metrics is not None:
            self.metrics.updates.add(kind, end)
            self.metrics.update.add(seconds, kind)
            self.metrics.add_told(trace)
        if log.isEnabledFor(logging.INFO):
            number = event.update_id if isinstance(event, Update) else 0
            about = {"action": "update", "update_id": number, "kind": kind.value, "outcome": end.value}
            log.info("update taken up", extra={**about, "ms": round(seconds * 1000)})

    def _note_age(self, event: TelegramObject, metrics: Metrics) -> None:
        if isinstance(event, Update) and event.message is not None:
            metrics.age.add((self.now() - event.message.date).total_seconds())


def kind_of(event: TelegramObject) -> UpdateKind:
    """What came."""
    if isinstance(event, Update) and event.message is not None:
        return UpdateKind.MESSAGE
    return UpdateKind.TAP if isinstance(event, Update) and event.callback_query is not None else UpdateKind.OTHER


def _end_of(trace: Trace, *, is_handled: bool) -> UpdateEnd:
    if trace.has_failed:
        return UpdateEnd.FAILED
    if trace.was_refused:
        return UpdateEnd.REFUSED
    return UpdateEnd.HANDLED if is_handled else UpdateEnd.IGNORED


def watch_updates(dispatcher: Dispatcher, watch: WatchUpdates) -> None:
    """Put it around the others: what waits for a chat's turn, and what reads its place in the talk, counts too."""
    around = dispatcher.update.outer_middleware
    others = list(around)
    for other in others:
        around.unregister(other)
    around.register(watch)
    for other in others:
        around.register(other)


@dataclass(slots=True)
class Polling:
    """Whether Telegram is asked for updates, and answers."""

    asked_at: float | None = None
    failures: int = 0  # since it answered last

    @property
    def is_well(self) -> bool:
        """Asked of late, and not failing again and again."""
        is_asking = self.asked_at is not None and perf_counter() - self.asked_at < SILENT_AFTER
        return is_asking and self.failures < MOST_FAILURES


@dataclass(slots=True)
class WatchCalls(BaseRequestMiddleware):
    """Next to the line to Telegram, so that each try of a repeated call counts."""

    metrics: Metrics
    polling: Polling = field(default_factory=Polling)

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Make the call."""
        began, name, result = perf_counter(), method.__api_method__, CallResult.BROKEN_OFF
        is_poll = name == GetUpdates.__api_method__
        if is_poll:
            self.polling.asked_at = began
        try:
            answer = await make_request(bot, method)
            result = CallResult.OK
        except Exception as error:
            result = result_of(error)
            raise
        finally:
            self.metrics.calls.add(name, result)
            if is_poll:
                self._note_poll(result)
            else:
                self._note(name, result, perf_counter() - began)
        return answer

    def _note_poll(self, result: CallResult) -> None:
        if result is not CallResult.BROKEN_OFF:
            self.polling.failures = 0 if result is CallResult.OK else self.polling.failures + 1

    def _note(self, name: str, result: CallResult, seconds: float) -> None:
        self.metrics.call.add(seconds)
        trace = current()
        if trace is not None and result is CallResult.OK and not trace.has_answered and name in _ANSWERS:
            trace.has_answered = True
            if trace.is_update:
                self.metrics.answer.add(trace.seconds)

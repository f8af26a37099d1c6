"""Around every update: whose talk it is, in which language; and that every tap is answered."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.exceptions import TelegramForbiddenError
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, TelegramObject, Update, User

from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.contention import done_again
from bot.registration.ports import Clock
from bot.registration.talk import OpenTalk
from bot.telegram.faults import described
from bot.telegram.screen import Screen
from bot.telegram.standing import Standing
from bot.texts import fallback
from bot.texts.refusals import refusal
from bot.texts.words import ALMATY, nearest_language, words_of
from bot.watch.trace import failed

log = logging.getLogger(__name__)
Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class OneScreen(BaseMiddleware):
    """Gives the handlers of a private talk a `screen` and a `flow`; a refusal that no handler mends is told here."""

    open_talk: OpenTalk
    standing: Standing
    clock: Clock

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Open the talk and answer; who blocks the bot meanwhile, at whatever point, needs to hear nothing."""
        screen = await self._screen(event, data)
        data |= {"screen": screen, "flow": self.standing.flow(screen, data["state"])}
        try:
            return await self._answer(screen, handler, event, data)
        except TelegramForbiddenError:
            log.info("blocked meanwhile", extra={"action": "update", "update_id": screen.update_id})

    async def _answer(self, screen: Screen, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Run the handler, tell what went wrong, answer the tap.

        Raises:
            TelegramForbiddenError: the person has blocked the bot.
        """
        try:
            return await self._handled(screen, handler, event, data)
        except TelegramForbiddenError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the person is told and the others go on
            failed()
            log.error("update failed", extra=described(error, "update", screen.update_id))
            await screen.say(fallback.our_fault(screen.words))
            await self._ask_again(screen, data["state"])
        finally:
            await screen.finish()

    async def _handled(self, screen: Screen, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Run the handler, and tell why not where it refuses.

        Handlers bear an update that comes twice, so where others were in the way of one it is run again.
        """
        try:
            return await done_again(lambda: handler(event, data))
        except Refusal as no:
            await screen.tell(refusal(screen.words, no))
            if no.code is RefusalCode.STALE:
                screen.tap = None  # the old message stays as it is
                await self.standing.show(screen, data["state"])

    async def _ask_again(self, screen: Screen, state: FSMContext) -> None:
        """The question whose answer is expected now: it may not be the one that was seen last before the fault.

        Under a tap the question still stands with its buttons. Where the fault lasts, nothing more is said.
        """
        with suppress(Exception):
            if screen.tap is None and await state.get_state() is not None:
                await self.standing.show(screen, state)

    async def _screen(self, event: TelegramObject, data: dict[str, Any]) -> Screen:
        user: User = data["event_from_user"]
        update: Update = data["event_update"]
        bot: Bot = data["bot"]
        talk = await self.open_talk(ChatId(user.id), preferred=nearest_language(user.language_code))
        tap = event if isinstance(event, CallbackQuery) else None
        return Screen(
            bot=bot,
            talk=talk,
            words=words_of(talk.language, self.clock.now().tzinfo or ALMATY),
            update_id=update.update_id,
            tap=tap,
            name=user.full_name,
        )

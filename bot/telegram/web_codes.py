"""The guest's side of the web page: a message with link and code, and the word that the page was closed."""

from dataclasses import dataclass
from urllib.parse import quote

from aiogram import Bot
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.case import Case
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.notices import NoticeFacts
from bot.registration.ports import Clock
from bot.registration.web_codes import ShowWebCode, WebCode, can_renew
from bot.telegram.callbacks import WebTap
from bot.telegram.keyboards import BLUE, menu_button, rows, tap
from bot.telegram.screen import Screen
from bot.texts import web
from bot.texts.words import Words, words_of

_WHATSAPP = "https://wa.me/?text="  # opens the list of chats of the messenger that most hosts use


@dataclass(frozen=True, slots=True, kw_only=True)
class WebCodeDesk:
    """Shows a guest the link to the web page and the code that belongs to it."""

    show_code: ShowWebCode
    base: str  # where the pages are; empty: nowhere
    clock: Clock
    bot: Bot

    async def show(self, screen: Screen, number: int) -> None:
        """The code that holds now, the first one if there was none. Raises Refusal as `ShowWebCode` does."""
        shown = await self._shown(screen, number, None)
        await screen.say(self._text(screen.words, shown), self._keyboard(screen.words, shown))

    async def renew(self, screen: Screen, number: int, after: int) -> None:
        """A new code in the place of the old one. Raises Refusal as `ShowWebCode` does."""
        shown = await self._shown(screen, number, after)
        await screen.show(self._text(screen.words, shown), self._keyboard(screen.words, shown))

    async def page_closed(self, words: Words, facts: NoticeFacts) -> None:
        """Five wrong codes were typed: told to the guest, while the request still waits."""
        case = facts.need_case()
        if not case.stage(self.clock.now()).is_live:
            return
        may_renew = bool(self.base) and can_renew(case)
        below = rows(_new_code(words, case, len(facts.data) and int(facts.data["shown"]))) if may_renew else None
        await self.bot.send_message(facts.chat, web.page_closed(words, may_renew=may_renew), reply_markup=below)

    async def _shown(self, screen: Screen, number: int, after: int | None) -> WebCode:
        if not self.base:  # an old button, and the operator has taken the pages down since
            raise Refusal(RefusalCode.STALE)
        return await self.show_code(screen.chat, number, after)

    def _link(self, shown: WebCode) -> str:
        return f"{self.base.rstrip('/')}/q/{shown.case.token}"

    def _text(self, words: Words, shown: WebCode) -> str:
        return web.link_and_code(words, self._link(shown), shown.code)

    def _keyboard(self, words: Words, shown: WebCode) -> InlineKeyboardMarkup:
        link = self._link(shown)
        letter = "\n\n".join((web.share_text(words_of("kk")), web.share_text(words_of("ru")), link))
        send = InlineKeyboardButton(
            text=words.say("Send by WhatsApp"), url=_WHATSAPP + quote(letter, safe=""), style=BLUE
        )
        copy = InlineKeyboardButton(text=words.say("Copy the link"), copy_text=CopyTextButton(text=link))
        renew = _new_code(words, shown.case, shown.turn) if can_renew(shown.case) else []
        return rows([send], [copy], renew, [menu_button(words)])


def _new_code(words: Words, case: Case, after: int) -> list[InlineKeyboardButton]:
    return [tap(words.say("Show a new code"), WebTap(number=case.number, after=after))]

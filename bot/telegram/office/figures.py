"""`/stats`, the menu's figures, and the heads' daily report: a page, pictures, a table."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bot.domain.officer import Right
from bot.domain.people import ChatId
from bot.office.figures_shown import Report
from bot.office.reports import ReadStatistics
from bot.registration.notices import NoticeFacts
from bot.telegram.office.callbacks import OfficePage, OfficeTap
from bot.telegram.screen import Screen
from bot.texts.office import figures as texts
from bot.texts.office.figures_file import figures_file, file_name
from bot.texts.words import Words

router = Router(name="figures")


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresDesk:
    """Sends them."""

    bot: Bot
    read: ReadStatistics
    draw: Callable[[texts.Bars], Awaitable[bytes | None]]

    async def send(self, chat: ChatId, words: Words, right: Right = Right.COUNT) -> None:
        """All of it. Raises Refusal: NOT_AN_OFFICER, ROLE_TOO_LOW."""
        report = await self.read(chat, right)
        await self.bot.send_message(chat, texts.page_of_figures(words, report))
        for bars, caption in (
            (texts.registrations_by_day(words, report), texts.registrations_caption),
            (texts.refusals_by_ground(words, report), texts.refusals_caption),
        ):
            if not bars.is_empty and (picture := await self.draw(bars)) is not None:
                photo = BufferedInputFile(picture, "figures.png")
                await self.bot.send_photo(chat, photo, caption=caption(words, report))
        await self._send_table(chat, words, report)

    async def _send_table(self, chat: ChatId, words: Words, report: Report) -> None:
        table = BufferedInputFile(figures_file(report), file_name(report))
        await self.bot.send_document(chat, table, caption=texts.file_caption(words))

    async def report(self, words: Words, facts: NoticeFacts) -> None:
        """What is owed every morning. Raises Refusal where the reader is no head any more."""
        await self.send(facts.chat, words, Right.WATCH)


@router.message(Command("stats"))
async def command(_message: Message, screen: Screen, state: FSMContext, figures_desk: FiguresDesk) -> None:
    """The figures; whatever was being typed is left."""
    await state.clear()
    await figures_desk.send(screen.chat, screen.words)


@router.callback_query(OfficeTap.filter(F.page == OfficePage.FIGURES))
async def page(_tap: CallbackQuery, screen: Screen, state: FSMContext, figures_desk: FiguresDesk) -> None:
    """The same by a button."""
    await state.clear()
    await figures_desk.send(screen.chat, screen.words)

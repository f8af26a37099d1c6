""" "My address", drawn for a host; and what is said unasked of it: to the guest, and once a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from aiogram import Bot

from bot.domain.case import Case
from bot.domain.life import can_undo, end_of_stay
from bot.registration.digests import ReadDigest
from bot.registration.ending_stays import ReadEndedStay
from bot.registration.my_address import ReadMyAddress, ReadResident, Resident
from bot.registration.notice_text import ReadNoticeText
from bot.registration.notices import NoticeFacts
from bot.registration.ports import Clock
from bot.registration.strangers import ReadStrangers
from bot.telegram import my_address_keyboards as keyboards
from bot.telegram.screen import Screen
from bot.texts import digests, my_address, notice_text
from bot.texts.words import Words

ON_A_SHEET = 7
One = TypeVar("One", Resident, Case)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressDesk:
    """Shows who is registered with a host, one person of them, and whom the host does not know."""

    read_my_address: ReadMyAddress
    read_resident: ReadResident
    read_strangers: ReadStrangers
    read_notice_text: ReadNoticeText
    clock: Clock

    async def show_people(self, sheet: int, screen: Screen) -> None:
        """One sheet of the page. Raises Refusal: NOT_A_HOST."""
        mine = await self.read_my_address(screen.chat)
        shown, sheet, sheets = _sheet_of(mine.residents, sheet)
        text = my_address.my_address(screen.words, mine, shown, sheet + 1, sheets)
        await screen.show(text, keyboards.my_address(screen.words, mine, shown, sheet, sheets))

    async def show_person(self, number: int, screen: Screen) -> None:
        """One person. Raises Refusal: NOT_YOURS, STALE or STAY_OVER."""
        await self._show(await self.read_resident(screen.chat, number), screen)

    async def _show(self, resident: Resident, screen: Screen) -> None:
        if resident.has_ended:
            await self.show_ended(resident.case, screen)
            return
        await screen.show(my_address.person(screen.words, resident), keyboards.person(screen.words, resident.case))

    async def show_ended(self, case: Case, screen: Screen) -> None:
        """What the host has done, and until when it can be taken back."""
        ended, now = end_of_stay(case), self.clock.now()
        if ended is not None:
            keyboard = keyboards.ended(screen.words, case, can_undo=can_undo(case, now))
            await screen.show(my_address.ended(screen.words, case, ended, now), keyboard)

    async def show_strangers(self, sheet: int, screen: Screen) -> None:
        """Whom the host does not know. Raises Refusal: NOT_A_HOST."""
        known = await self.read_strangers(screen.chat)
        shown, sheet, sheets = _sheet_of(known, sheet)
        keyboard = keyboards.strangers(screen.words, shown, sheet, sheets)
        await screen.show(my_address.strangers(screen.words, known), keyboard)

    async def show_notice(self, number: int, screen: Screen) -> None:
        """The text of the notice to the police. Raises Refusal: NOT_YOURS or STALE."""
        notice = await self.read_notice_text(screen.chat, number)
        await screen.show(notice_text.notice_text(screen.words, notice), keyboards.notice(screen.words, notice))


def _sheet_of(every: Sequence[One], wanted: int) -> tuple[Sequence[One], int, int]:
    """Those on this sheet (the last one, where there are fewer by now), its number from nought, and how many."""
    sheets = max(1, -(-len(every) // ON_A_SHEET))
    sheet = min(wanted, sheets - 1)
    return every[sheet * ON_A_SHEET : (sheet + 1) * ON_A_SHEET], sheet, sheets


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressNotices:
    """Sends what is owed of it; what no longer holds sends nothing."""

    bot: Bot
    read_ended_stay: ReadEndedStay
    read_digest: ReadDigest

    async def stay_ended(self, words: Words, facts: NoticeFacts) -> None:
        """To the guest: the host has ended the stay."""
        case = await self.read_ended_stay(facts.need_case().number)
        ended = end_of_stay(case) if case is not None else None
        if case is not None and ended is not None:
            text = my_address.stay_ended(words, case, ended)
            await self.bot.send_message(facts.chat, text, reply_markup=keyboards.stay_ended(words))

    async def digest(self, words: Words, facts: NoticeFacts) -> None:
        """To the host, once a month."""
        month = await self.read_digest(facts.chat)
        if month is not None:
            text = digests.digest(words, month)
            await self.bot.send_message(facts.chat, text, reply_markup=keyboards.digest(words))

"""What the bot says unasked in the life of a registration: to the guest, and to the host of one who is gone."""

from dataclasses import dataclass

from aiogram import Bot

from bot.registration.notices import NoticeFacts
from bot.registration.ports import Clock
from bot.registration.reminders import is_asked_last
from bot.telegram import keyboards, life_keyboards
from bot.texts import life
from bot.texts.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeNotices:
    """Sends them."""

    bot: Bot
    clock: Clock

    async def still_here(self, words: Words, facts: NoticeFacts) -> None:
        """Still here, moved, or left?"""
        is_last = all(is_asked_last(case, self.clock.today()) for case in facts.staying)
        keyboard = keyboards.rows(*life_keyboards.still_here(words, facts.staying, is_last=is_last))
        await self.bot.send_message(facts.chat, life.still_here(words, facts.staying), reply_markup=keyboard)

    async def guest_moved(self, words: Words, facts: NoticeFacts) -> None:
        """To the old host: no address, no new host."""
        text = life.host_of_moved(words, facts.need_case())
        await self.bot.send_message(facts.chat, text, reply_markup=keyboards.to_menu(words))

    async def exit_recorded(self, words: Words, facts: NoticeFacts) -> None:
        """To the guest whose exit the border's record has."""
        case = facts.need_case()
        keyboard = keyboards.rows(life_keyboards.how_to_appeal(words, case), [keyboards.menu_button(words)])
        await self.bot.send_message(facts.chat, life.exit_recorded(words, case), reply_markup=keyboard)

    async def guest_left(self, words: Words, facts: NoticeFacts) -> None:
        """To the host of one who has left the country."""
        text = life.host_of_left(words, facts.need_case())
        await self.bot.send_message(facts.chat, text, reply_markup=keyboards.to_menu(words))

"""Sends to guest and host what an officer has done, in their languages."""

from dataclasses import dataclass

from aiogram import Bot

from bot.domain.acts import Deed
from bot.registration.notices import NoticeFacts
from bot.telegram import acts_keyboards as keyboards
from bot.texts import acts
from bot.texts.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ActNotices:
    """One kind of notice for both; in whose chat it goes out says to whom it speaks."""

    bot: Bot

    async def tell(self, words: Words, facts: NoticeFacts) -> None:
        """The words. One who is told as the guest is not told as the host."""
        case, told = facts.need_case(), facts.data
        if facts.chat != case.guest:
            await self.bot.send_message(facts.chat, acts.to_host(words, case, told))
            return
        text = acts.to_guest(words, case, told, int(told["event"]))
        await self.bot.send_message(facts.chat, text, reply_markup=keyboards.to_guest(words, case, Deed(told["deed"])))

"""From a notice to the one message (or edit) that it owes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardMarkup

from bot.domain.case import Case
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId
from bot.registration.expire_request import ExpireRequest
from bot.registration.notices import NoticeFacts, ReadNotice
from bot.registration.requests import KeepCard
from bot.telegram import reminder_buttons, request_keyboards
from bot.telegram.certificates import Certificates
from bot.telegram.views import View, Views
from bot.texts import endings, hosting, reminding
from bot.texts.words import ALMATY, Words, words_of

Send = Callable[[Words, NoticeFacts], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverer:
    """Sends what one notice owes. A notice that no longer holds sends nothing."""

    bot: Bot
    read_notice: ReadNotice
    views: Views
    certificates: Certificates
    keep_card: KeepCard
    expire_request: ExpireRequest
    prepare: Callable[[Case], None]  # heavy work that Agree will need
    more: Mapping[NoticeKind, Send]  # how the notices of the other features are sent

    async def deliver(self, notice: Notice) -> None:
        """Send it. Raises what aiogram raises; the courier knows what to do then."""
        facts = await self.read_notice(notice)
        if facts is None:
            return
        await self._senders()[notice.kind](words_of(facts.language, self.views.clock.now().tzinfo or ALMATY), facts)

    def _senders(self) -> dict[NoticeKind, Send]:
        return {
            NoticeKind.HOST_ASKED: self._host_asked,
            NoticeKind.HOST_REMINDED: self._host_reminded,
            NoticeKind.HOST_CARD: self._host_card,
            NoticeKind.GUEST_CARD: self._guest_card,
            NoticeKind.GUEST_REFUSED: self._guest_refused,
            NoticeKind.GUEST_DENIED: self._guest_denied,
            NoticeKind.HOST_SILENT: self._host_silent,
            NoticeKind.LINK_CLOSED: self._link_closed,
            NoticeKind.REQUEST_EXPIRED: self._request_expired,
            NoticeKind.CERTIFICATE_PICTURE: self._certificate_picture,
            NoticeKind.CERTIFICATE_FILE: self._certificate_file,
            NoticeKind.DEADLINE: self._deadline,
            NoticeKind.HOST_DUTY: self._host_duty,
            NoticeKind.LAW_CHANGED: self._law_changed,
            NoticeKind.NUMBER_TAKEN: self._number_taken,
            **self.more,
        }

    async def _say(self, chat: ChatId, text: str, keyboard: InlineKeyboardMarkup | None = None) -> int:
        return (await self.bot.send_message(chat, text, reply_markup=keyboard)).message_id

    async def _host_asked(self, words: Words, facts: NoticeFacts) -> None:
        case, host = facts.need_case(), facts.need_host()
        card = self.views.host_card(words, case, host)
        await self.keep_card(facts.chat, case.number, await self._say(facts.chat, card.text, card.keyboard))
        self.prepare(case)

    async def _host_reminded(self, words: Words, facts: NoticeFacts) -> None:
        case, host = facts.need_case(), facts.need_host()
        card = self.views.host_card(words, case, host)
        text = f"{hosting.reminder_heading(words)}\n\n{card.text}"
        await self.keep_card(facts.chat, case.number, await self._say(facts.chat, text, card.keyboard))

    async def _host_card(self, words: Words, facts: NoticeFacts) -> None:
        case = facts.need_case()
        card = self.views.host_card(words, case, facts.need_host(), facts.answered_by)
        await self._redraw(facts.chat, case, case.host_card, card)

    async def _guest_card(self, words: Words, facts: NoticeFacts) -> None:
        case = facts.need_case()
        await self._redraw(facts.chat, case, case.guest_card, self.views.guest_card(words, case))

    async def _redraw(self, chat: ChatId, case: Case, message: int | None, card: View) -> None:
        """Edit the card in place; where it is gone, a new one takes its place."""
        if message is not None:
            try:
                await self.bot.edit_message_text(
                    card.text, chat_id=chat, message_id=message, reply_markup=card.keyboard
                )
            except TelegramBadRequest as error:
                if "not modified" in error.message:
                    return
            else:
                return
        await self.keep_card(chat, case.number, await self._say(chat, card.text, card.keyboard))

    async def _guest_refused(self, words: Words, facts: NoticeFacts) -> None:
        case = facts.need_case()
        text = endings.refused(words, case, self.views.deadline(words, case))
        await self._say(facts.chat, text, request_keyboards.mend(words, case))

    async def _guest_denied(self, words: Words, facts: NoticeFacts) -> None:
        case = facts.need_case()
        await self._say(facts.chat, endings.denied(words, case), request_keyboards.mend(words, case))

    async def _host_silent(self, words: Words, facts: NoticeFacts) -> None:
        case = facts.need_case()
        text = endings.silent(words, case, self.views.deadline(words, case))
        has_web = self.views.offers_web(case)
        await self._say(
            facts.chat, text, request_keyboards.silent_host(words, case, self.views.link(case), has_web=has_web)
        )

    async def _link_closed(self, words: Words, facts: NoticeFacts) -> None:
        case = facts.need_case()
        text = endings.link_closed(words, self.views.deadline(words, case))
        await self._say(facts.chat, text, request_keyboards.mend(words, case))

    async def _request_expired(self, words: Words, facts: NoticeFacts) -> None:
        case = facts.need_case()
        await self.expire_request(case.number)
        text = endings.expired(words, case, self.views.deadline(words, case))
        await self._say(facts.chat, text, request_keyboards.mend(words, case))

    async def _certificate_picture(self, words: Words, facts: NoticeFacts) -> None:
        await self.certificates.send_picture(facts.chat, words, facts.need_case().number)

    async def _certificate_file(self, words: Words, facts: NoticeFacts) -> None:
        await self.certificates.send_file(facts.chat, words, facts.need_case().number)

    async def _deadline(self, words: Words, facts: NoticeFacts) -> None:
        kinds = frozenset(duty.duty for duty in facts.duties)
        waits = facts.case is not None
        text = reminding.reminder(
            words, facts.duties, self.views.clock.today(), waits_for_host=waits, is_unclear=facts.is_unclear
        )
        await self._say(facts.chat, text, reminder_buttons.reminder(words, kinds, facts.case, facts.staying))

    async def _host_duty(self, words: Words, facts: NoticeFacts) -> None:
        case, [duty] = facts.need_case(), facts.duties
        text = reminding.host_duty(words, case, duty, self.views.clock.today())
        await self._say(facts.chat, text, reminder_buttons.host_duty(words, case))

    async def _law_changed(self, words: Words, facts: NoticeFacts) -> None:
        text = reminding.law_changed(words, *facts.need_change())
        await self._say(facts.chat, text, reminder_buttons.duties(words))

    async def _number_taken(self, words: Words, facts: NoticeFacts) -> None:
        await self._say(facts.chat, hosting.number_taken(words))

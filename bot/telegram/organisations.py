"""The desk of organisations: staff by link, who has answered, a day's requests together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiogram import Bot
from aiogram.fsm.context import FSMContext

from bot.domain.operator import Operator
from bot.domain.organisation import StaffMember
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.answer_all import AgreeToAll, ListChangedError, Seen, seen
from bot.registration.hosting import ReadHost, Side
from bot.registration.notices import NoticeFacts
from bot.registration.organisations import ReadAnswerer
from bot.registration.ports import Clock
from bot.registration.staff import (
    MEMBER,
    OWNER,
    InviteStaff,
    JoinStaff,
    LeaveStaff,
    ReadStaff,
    ReadStaffInvitation,
    ReadStaffNews,
    RemoveStaff,
)
from bot.telegram import keyboards, organisation_keyboards
from bot.telegram.links import STAFF, start_link
from bot.telegram.organisation_keyboards import PAGE
from bot.telegram.screen import Screen
from bot.texts import organisations
from bot.texts.words import Words

LONGEST_NAME = 60


def name_in_telegram(full_name: str, chat: ChatId) -> str:
    """A profile's name without signs that cannot be seen or turn the line; the chat's number where none is left."""
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in full_name).split())[:LONGEST_NAME].strip()
    return name or f"№ {chat}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffDesk:
    """Invites, joins and removes staff."""

    read_staff: ReadStaff
    invite_staff: InviteStaff
    read_invitation: ReadStaffInvitation
    join_staff: JoinStaff
    remove_staff: RemoveStaff
    leave_staff: LeaveStaff
    read_host: ReadHost
    operator: Operator

    async def show(self, screen: Screen) -> None:
        """The owner's list. Raises Refusal: STALE."""
        members = await self.read_staff(screen.chat)
        await screen.show(
            organisations.staff(screen.words, members), organisation_keyboards.staff(screen.words, members)
        )

    async def invite(self, screen: Screen) -> None:
        """A link for one more member. Raises Refusal as `InviteStaff` does."""
        link = start_link(self.operator.username, STAFF, await self.invite_staff(screen.chat))
        text = organisations.invitation(screen.words, link)
        await screen.show(text, organisation_keyboards.invitation(screen.words, link))

    async def join(self, token: str, screen: Screen) -> None:
        """Somebody taps Join. Raises Refusal as `JoinStaff` does."""
        host = await self.join_staff(screen.chat, token, name_in_telegram(screen.name, screen.chat))
        await screen.show(organisations.joined(screen.words, host), organisation_keyboards.joined(screen.words))

    async def ask_to_remove(self, of: str, screen: Screen) -> None:
        """Asked once. Raises Refusal: STALE."""
        member = await self._member(of, screen)
        text = organisations.asks_to_remove(screen.words, member.name)
        await screen.show(text, organisation_keyboards.remove(screen.words, member))

    async def remove(self, of: str, screen: Screen) -> None:
        """The owner is sure; the list again. Raises Refusal: STALE."""
        member = await self._member(of, screen)
        await self.remove_staff(screen.chat, member.chat)
        await self.show(screen)

    async def _member(self, of: str, screen: Screen) -> StaffMember:
        members = await self.read_staff(screen.chat)
        found = next((member for member in members if str(member.chat) == of), None)
        if found is None:
            raise Refusal(RefusalCode.STALE)
        return found

    async def ask_to_leave(self, screen: Screen) -> None:
        """Asked once. Raises Refusal: STALE."""
        host = (await self.read_host(screen.chat)).host(Side.WORK)
        if host is None:
            raise Refusal(RefusalCode.STALE)
        text = organisations.asks_to_leave(screen.words, host.name or "")
        await screen.show(text, organisation_keyboards.leave(screen.words))

    async def leave(self, screen: Screen) -> None:
        """The member is sure. Raises Refusal: STALE."""
        organisation = await self.leave_staff(screen.chat)
        await screen.show(organisations.left(screen.words, organisation), keyboards.to_menu(screen.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLink:
    """The owner's link for a member of staff."""

    desk: StaffDesk

    async def enter(self, token: str, screen: Screen, state: FSMContext) -> None:
        """Say for whom one would answer, and what will be seen of one, before the tap."""
        await state.clear()
        host = await self.desk.read_invitation(screen.chat, token)
        text = organisations.joining(screen.words, host, name_in_telegram(screen.name, screen.chat))
        await screen.say(text, organisation_keyboards.join(screen.words, token))


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherDesk:
    """Shows all who wait on one page of a host, and answers them with one tap."""

    read_host: ReadHost
    read_answerer: ReadAnswerer
    agree_to_all: AgreeToAll
    clock: Clock

    async def show(self, side: Side, number: int, screen: Screen, note: str = "") -> None:
        """One page of the list. Raises Refusal: STALE where nobody waits any more, or the chat has no such page."""
        pages = await self.read_host(screen.chat)
        waiting = pages.requests(side)
        if pages.host(side) is None or not waiting:
            raise Refusal(RefusalCode.STALE)
        number = min(number, (len(waiting) - 1) // PAGE)
        first = number * PAGE
        text = organisations.together(screen.words, waiting[first : first + PAGE], first + 1, len(waiting))
        shown = seen(waiting, self.clock.now())
        keyboard = organisation_keyboards.together(screen.words, waiting, shown, side, number)
        await screen.show(f"{note}\n\n{text}" if note else text, keyboard)

    async def agree(self, side: Side, shown: Seen, screen: Screen) -> None:
        """Agree to those who were shown; where others wait now, show the list once more."""
        try:
            said = await self.agree_to_all(screen.chat, side, shown)
        except ListChangedError:
            await self.show(side, 0, screen, organisations.list_changed(screen.words))
            return
        text = organisations.answered_all(screen.words, said)
        await screen.show(text, organisation_keyboards.after_all(screen.words, side))

    @asynccontextmanager
    async def naming_who_answered(self, number: int, screen: Screen) -> AsyncIterator[None]:
        """While a request is opened or answered: where one of an organisation has done so already, say who and when."""
        try:
            yield
        except Refusal as no:
            if no.code is not RefusalCode.ALREADY_ANSWERED:
                raise
            who = await self.read_answerer(screen.chat, number)
            if who is None:
                raise
            await screen.tell(organisations.already_answered(screen.words, who))


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffNews:
    """Sends what owner and members are told of each other."""

    bot: Bot
    read_news: ReadStaffNews

    async def removed(self, words: Words, facts: NoticeFacts) -> None:
        """To the one who was removed."""
        organisation, _ = await self._names(facts)
        await self._say(facts, organisations.was_removed(words, organisation), words)

    async def joined(self, words: Words, facts: NoticeFacts) -> None:
        """To the owner."""
        _, name = await self._names(facts)
        if name:
            await self._say(facts, organisations.has_joined(words, name), words)

    async def left(self, words: Words, facts: NoticeFacts) -> None:
        """To the owner."""
        _, name = await self._names(facts)
        if name:
            await self._say(facts, organisations.has_left(words, name), words)

    async def _names(self, facts: NoticeFacts) -> tuple[str, str]:
        return await self.read_news(ChatId(int(facts.data[OWNER])), ChatId(int(facts.data[MEMBER])))

    async def _say(self, facts: NoticeFacts, text: str, words: Words) -> None:
        await self.bot.send_message(facts.chat, text, reply_markup=keyboards.to_menu(words))

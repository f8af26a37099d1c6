"""Where photos of several passports become a list of people, and where one's own registration is taken over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from aiogram import Bot
from aiogram.fsm.context import FSMContext
from aiogram.utils.chat_action import ChatActionSender

from bot.domain.operator import Operator
from bot.domain.people import Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.passport.reading import Unread
from bot.registration.companions import MOST_TOGETHER, people_of
from bot.registration.drafts import ReadDraft
from bot.registration.family_photos import NotAdded, ReadFamilyPhoto
from bot.registration.notices import NoticeFacts
from bot.registration.place_guests import ReadDoor
from bot.registration.ports import Clock
from bot.registration.taking_over import OpenOwn
from bot.telegram import family_keyboards, passport_keyboards
from bot.telegram.duties import DutyDesk
from bot.telegram.flow import Flow, is_family_unseen
from bot.telegram.keyboards import to_menu
from bot.telegram.passports import Sent, fetched
from bot.telegram.screen import Screen
from bot.telegram.states import FAMILY, FAMILY_PHOTO, TAKING_OVER, person_asked_of
from bot.telegram.waiting import reading_of
from bot.texts import family, opening, passports
from bot.texts.passports import Instead
from bot.texts.words import Words, page_of

OWN_TOKEN = "own"  # noqa: S105 - the name of a field, not a secret
_ALBUM, _ADVISED = "family:album", "family:advised"
_MAY_SHOW_IT = {Instead.VIDEO, Instead.ANIMATION, Instead.VIDEO_NOTE, Instead.PDF, Instead.FILE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """Photos that were sent at once. They come one by one, and nobody says which is the last.

    `message` is the bot's one answer to all of them; `seen` are their messages in order, from which a photo has its
    number; `left_out` says, by that number, why one added nobody.
    """

    id: str
    message: int
    seen: tuple[int, ...] = ()
    left_out: Mapping[str, str]
    is_gone: bool = True  # every photo could be deleted from the chat

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """As it was kept."""
        return cls(**(dict(kept) | {"seen": tuple(kept["seen"])}))

    def with_photo(self, message: int) -> Self:
        """The album after one more photo came, or the same one again."""
        return self if message in self.seen else replace(self, seen=(*self.seen, message))

    def place(self, message: int) -> int:
        """Which of the photos it is, from 1."""
        return self.seen.index(message) + 1

    def after(self, message: int, why: str | None, *, is_gone: bool) -> Self:
        """The album once this photo was read, or added nobody."""
        left_out = {key: code for key, code in self.left_out.items() if key != str(self.place(message))}
        if why is not None:
            left_out[str(self.place(message))] = why
        return replace(self, left_out=left_out, is_gone=self.is_gone and is_gone)

    def as_data(self) -> dict[str, Any]:
        """To be kept."""
        return {
            "id": self.id,
            "message": self.message,
            "seen": list(self.seen),
            "left_out": dict(self.left_out),
            "is_gone": self.is_gone,
        }

    def notes(self, words: Words) -> list[str]:
        """What is said under the list of what became of the photos."""
        why = [family.left_out(words, int(place), code) for place, code in sorted(self.left_out.items())]
        return [*why, family.deleted(words, is_gone=self.is_gone)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyDesk:
    """Takes in photos of several passports, and leads a grown person to their own registration."""

    read_photo: ReadFamilyPhoto
    read_draft: ReadDraft
    open_own: OpenOwn
    duties: DutyDesk
    read_door: ReadDoor
    operator: Operator
    clock: Clock

    async def take(self, sent: Sent, flow: Flow) -> None:
        """Read one photo into the list. Raises Refusal: NO_CONSENT, before anything is downloaded."""
        kept = await self.read_photo.open(flow.screen.chat)
        album = await self._album(sent, flow)
        flow.screen.own = album.message
        async with reading_of(sent.message, flow.screen):
            found: Draft | Unread | NotAdded = kept
            if flow.screen.update_id not in kept.sources:  # else it was read before a restart, and may be gone by now
                found = await self._read(sent, flow)
            is_gone = await flow.screen.remove(sent.message)
            why = None if isinstance(found, Draft) else found.value
            album = album.after(sent.message, why, is_gone=is_gone)
            await flow.state.update_data({_ALBUM: album.as_data()})
            await self._show(sent, album, flow)

    async def _album(self, sent: Sent, flow: Flow) -> Album:
        """The album that the photo belongs to; the first of its photos is answered with a message for all."""
        kept = (await flow.state.get_data()).get(_ALBUM)
        name = sent.album or f"one:{sent.message}"
        if kept is not None and kept["id"] == name:
            album = Album.read(kept).with_photo(sent.message)
        else:
            message = await flow.screen.show(family.reading(flow.words))
            album = Album(id=name, message=message, seen=(sent.message,), left_out={})
        await flow.state.update_data({_ALBUM: album.as_data()})
        return album

    async def _read(self, sent: Sent, flow: Flow) -> Draft | Unread | NotAdded:
        """The photo is in memory only, and only here."""
        screen = flow.screen
        async with ChatActionSender.typing(bot=screen.bot, chat_id=screen.chat):
            picture = await fetched(sent, screen.bot)
            if isinstance(picture, Unread):
                return picture
            return await self.read_photo(screen.chat, picture, source=screen.update_id)

    async def _show(self, sent: Sent, album: Album, flow: Flow) -> None:
        draft, notes = await self.read_draft(flow.screen.chat), album.notes(flow.words)
        if draft is None or not (draft.passport is not None or is_family_unseen(draft)):
            is_adding = draft is not None and draft.answers.family_name is not None
            keyboard = family_keyboards.photo(flow.words) if is_adding else _first_photo(flow.words)
            message = await flow.screen.show(family.nobody_read(flow.words, notes), keyboard)
        elif sent.album is None and not album.left_out and draft.companions and draft.companions[-1].card is not None:
            message = await flow.show_person(len(draft.companions), draft, notes)
        else:
            message = await flow.show_family(draft, notes)
        if message != album.message:  # its reader deleted the first one
            await flow.state.update_data({_ALBUM: replace(album, message=message).as_data()})

    async def ask(self, flow: Flow) -> None:
        """Ask for a photo of one more person. Raises Refusal: NO_CONSENT, STALE or FAMILY_FULL."""
        draft = await self.read_photo.open(flow.screen.chat)
        if draft.passport is None and draft.answers.family_name is None:
            raise Refusal(RefusalCode.STALE)
        if len(people_of(draft)) >= MOST_TOGETHER:
            raise Refusal(RefusalCode.FAMILY_FULL, most=MOST_TOGETHER)
        await flow.screen.show(family.asks_photo(flow.words), family_keyboards.photo(flow.words))
        await flow.state.set_state(FAMILY_PHOTO)

    async def advise(self, sent: Sent, what: Instead, flow: Flow) -> None:
        """What to send in place of what was sent; said once for several messages that belong together."""
        told = sent.album or str(flow.screen.update_id)
        is_gone = what in _MAY_SHOW_IT and await flow.screen.remove(sent.message)
        if (await flow.state.get_data()).get(_ADVISED) == told:
            return
        gone = passports.gone(flow.words, what) if is_gone else ""
        await flow.screen.say(page_of(passports.one_photo(flow.words, what), gone), family_keyboards.photo(flow.words))
        await flow.state.update_data({_ADVISED: told})

    async def enter(self, token: str, screen: Screen, state: FSMContext) -> None:
        """Follow the link by which one takes over one's own. Raises Refusal: OWN_LINK_UNKNOWN."""
        await self.open_own(screen.chat, token)
        await state.clear()
        await state.set_data({OWN_TOKEN: token})
        await self.ask_own(screen, state)

    async def ask_own(self, screen: Screen, state: FSMContext) -> None:
        """The consent, and then the number of the document: nothing is shown before both."""
        words = screen.words
        if screen.talk.has_consented:
            await screen.show(family.asks_document(words), to_menu(words))
        else:
            consent = opening.consent(words, self.operator)
            await screen.show(consent, family_keyboards.consent(words))
        await state.set_state(TAKING_OVER)

    async def ask_again(self, place: str | None, screen: Screen, state: FSMContext) -> bool:
        """Show the open question of this state once more; False where it is none of this desk's."""
        if place == TAKING_OVER:
            await self.ask_own(screen, state)
            return True
        asked = person_asked_of(place)
        if asked is None and place not in {FAMILY, FAMILY_PHOTO}:
            return False
        draft = await self.read_draft(screen.chat)
        flow = Flow(screen, state, self.clock, self.duties, self.read_door)
        if draft is None:
            return False
        if place == FAMILY_PHOTO:
            await self.ask(flow)
        elif asked is not None and asked.n < len(people_of(draft)):
            await flow.ask_person(asked.n, asked.question, draft)
        else:
            await flow.go_on(draft)
        return True


def _first_photo(words: Words) -> Any:
    return passport_keyboards.photo(words, has_card=False)


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Tells the one who had filed."""

    bot: Bot

    async def __call__(self, words: Words, facts: NoticeFacts) -> None:
        """Send it."""
        text = family.was_taken(words, facts.need_case())
        await self.bot.send_message(facts.chat, text, reply_markup=to_menu(words))


@dataclass(frozen=True, slots=True)
class OwnLinkClosed:
    """Tells the one who has filed that nobody can take the registration over by the link any more."""

    bot: Bot

    async def __call__(self, words: Words, facts: NoticeFacts) -> None:
        """Send it."""
        text = family.link_closed(words, facts.need_case())
        await self.bot.send_message(facts.chat, text, reply_markup=to_menu(words))

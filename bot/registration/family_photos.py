"""Photos of several passports: the people on them join the list of one draft, and wait for a look."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.domain.answers import Answers
from bot.domain.passport import PassportCard
from bot.domain.people import ChatId, Companion, Draft
from bot.passport.reading import Unread
from bot.registration.companions import MOST_TOGETHER, all_proposed, is_grown, people_of, proposed, told_of
from bot.registration.consent import check_newest_consent
from bot.registration.passport_cards import card_of
from bot.registration.ports import Begin, Clock, PassportReader, Work


class NotAdded(StrEnum):
    """Why a photo that was read adds nobody."""

    SAME = "same"  # the document is on the list already
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFamilyPhoto:
    """One photo of several; the person on it joins the list and waits for a look. Raises Refusal: NO_CONSENT."""

    begin: Begin
    look: Begin
    clock: Clock
    reader: PassportReader

    async def open(self, chat: ChatId) -> Draft:
        """What the photo would be read into. Reads nothing yet."""
        async with self.look() as work:
            return await self._draft(work, chat)

    async def __call__(self, chat: ChatId, picture: bytes, *, source: int) -> Draft | Unread | NotAdded:
        """The draft with the person, or why nobody was added; an update (`source`) read before is not read again."""
        kept = await self.open(chat)
        if source in kept.sources:
            return kept
        if len(people_of(kept)) >= MOST_TOGETHER:
            return NotAdded.FULL
        read = await self.reader.read(picture)
        if isinstance(read, Unread):
            return read
        card = card_of(read, self.clock.today())
        async with self.begin() as work:
            draft = await self._draft(work, chat)  # asked again: the consent may have been taken back meanwhile
            if _is_listed(draft, card.answers):
                return NotAdded.SAME
            draft = replace(added(draft, card, self.clock.today()).by(source), saved_at=self.clock.now())
            await work.drafts.save(draft)
            await work.commit()
        return draft

    async def _draft(self, work: Work, chat: ChatId) -> Draft:
        await check_newest_consent(work, chat)
        kept = await work.drafts.get(chat)
        return kept or Draft(chat=chat, answers=Answers(), saved_at=self.clock.now())


def _is_listed(draft: Draft, answers: Answers) -> bool:
    number = answers.document_number
    return number is not None and any(told_of(one).document_number == number for one in people_of(draft))


def added(draft: Draft, card: PassportCard, today: date) -> Draft:
    """The draft with one more person: the first is the guest, until a grown-up comes after a child."""
    if draft.passport is None and draft.answers.family_name is None:
        return replace(draft, passport=card)
    one = Companion(answers=Answers(), card=card)
    if (
        draft.passport is not None
        and not is_grown(told_of(people_of(draft)[0]), today)
        and is_grown(card.answers, today)
    ):
        child = Companion(answers=Answers(), card=draft.passport)
        return replace(draft, passport=card, companions=all_proposed((child, *draft.companions), today))
    return replace(draft, companions=(*draft.companions, proposed(one, draft.companions, today)))

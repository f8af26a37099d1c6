"""A photo of a passport in place of its questions: read, looked at, corrected, and only then counted."""

from dataclasses import dataclass, replace

from bot.domain.answers import Answers, Question
from bot.domain.passport import PassportCard
from bot.domain.people import ChatId, Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.passport.reading import Unread
from bot.registration.answer_question import Value, answered, forget_until_past_stay
from bot.registration.consent import check_consent
from bot.registration.passport_cards import card_of
from bot.registration.planning import plan_reminders
from bot.registration.ports import Begin, Clock, PassportReader, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPassportPhoto:
    """A guest sends a photo of a passport; what is read waits on a card. Raises Refusal: NO_CONSENT."""

    begin: Begin
    look: Begin
    clock: Clock
    reader: PassportReader

    async def open(self, chat: ChatId) -> Draft:
        """What a photo would be read into; its `sources` say which updates were read before. Reads nothing yet."""
        async with self.look() as work:
            return await self._draft(work, chat)

    async def __call__(self, chat: ChatId, picture: bytes, *, source: int) -> Draft | Unread:
        """The draft with the card, or why there is none; an update (`source`) read before is not read again."""
        kept = await self.open(chat)
        if source in kept.sources:
            return kept
        read = await self.reader.read(picture)
        if isinstance(read, Unread):
            return read
        async with self.begin() as work:
            draft = await self._draft(work, chat)  # asked again: the consent may have been taken back meanwhile
            draft = replace(draft.by(source), passport=card_of(read, self.clock.today()), saved_at=self.clock.now())
            await work.drafts.save(draft)
            await work.commit()
        return draft

    async def _draft(self, work: Work, chat: ChatId) -> Draft:
        return await _consented(work, chat) or Draft(chat=chat, answers=Answers(), saved_at=self.clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtField:
    """A guest finds a doubted field of the card correct.

    Raises:
        Refusal: NO_CONSENT, or STALE when there is no card or another one than that drawn from the update `of`.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, question: Question, *, of: int) -> Draft:
        """The draft with the field no longer doubted."""
        async with self.begin() as work:
            draft, card = await _with_card(work, chat, of)
            draft = replace(draft, passport=card.looked_at(question), saved_at=self.clock.now())
            await work.drafts.save(draft)
            await work.commit()
        return draft


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectField:
    """A guest gives another answer in a field of the card.

    Raises:
        Refusal: NO_CONSENT, STALE when there is no card (or another one than that drawn from the update `of`), or
            what the answer's own parser raises.
    """

    begin: Begin
    clock: Clock

    async def open(self, chat: ChatId, *, of: int) -> PassportCard:
        """The card whose field is to be asked for. Changes nothing."""
        async with self.begin() as work:
            _, card = await _with_card(work, chat, of)
        return card

    async def __call__(self, chat: ChatId, question: Question, value: Value, *, source: int) -> Draft:
        """The draft with the corrected card; an update (`source`) that was answered before changes nothing."""
        async with self.begin() as work:
            draft, card = await _with_card(work, chat)
            if source in draft.sources:
                return draft
            answers = answered(card.answers, question, value, self.clock.today())
            corrected = card.corrected(answers, question)
            draft = replace(draft.by(source), passport=corrected, saved_at=self.clock.now())
            await work.drafts.save(draft)
            await work.commit()
        return draft


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptPassport:
    """A guest finds the card correct; from now on it counts.

    Raises:
        Refusal: NO_CONSENT, STALE when there is no card or another one than that drawn from the update `of`,
            PASSPORT_UNSEEN while a field has to be looked at, or DOCUMENT_EXPIRED.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, *, of: int) -> Draft:
        """The draft with the card's fields among its answers."""
        today = self.clock.today()
        async with self.begin() as work:
            draft, card = await _with_card(work, chat, of)
            _check_card(card, self.clock)
            answers = forget_until_past_stay(card.onto(draft.answers), today)
            draft = replace(draft, answers=answers, passport=None, saved_at=self.clock.now())
            await work.drafts.save(draft)
            await plan_reminders(work, chat, self.clock.now())
            await work.commit()
        return draft


@dataclass(frozen=True, slots=True, kw_only=True)
class DropPassport:
    """A guest would rather type: the card goes, the answers stay.

    Raises:
        Refusal: STALE when there is no card and nothing is asked (`is_asked`).
    """

    begin: Begin

    async def __call__(self, chat: ChatId, *, is_asked: bool) -> Draft | None:
        """The draft without the card, or None where nothing is answered."""
        async with self.begin() as work:
            draft = await work.drafts.get(chat)
            if draft is None or draft.passport is None:
                if not is_asked:
                    raise Refusal(RefusalCode.STALE)
                return draft
            draft = replace(draft, passport=None)
            await work.drafts.save(draft)
            await work.commit()
        return draft


def _check_card(card: PassportCard, clock: Clock) -> None:
    if card.doubted:
        raise Refusal(RefusalCode.PASSPORT_UNSEEN)
    if card.has_ended(clock.today()) and card.answers.document_expires:
        raise Refusal(RefusalCode.DOCUMENT_EXPIRED, expired=card.answers.document_expires)


async def _consented(work: Work, chat: ChatId) -> Draft | None:
    await check_consent(work, chat)
    return await work.drafts.get(chat)


async def _with_card(work: Work, chat: ChatId, of: int | None = None) -> tuple[Draft, PassportCard]:
    """The card that waits; with `of`, only if it was drawn from this update."""
    draft = await _consented(work, chat)
    if draft is None or draft.passport is None or of not in {None, *draft.sources[-1:]}:
        raise Refusal(RefusalCode.STALE)
    return draft, draft.passport

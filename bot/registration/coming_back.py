"""One who has left comes back: a new stay for the saved person; only its two days are asked."""

from dataclasses import dataclass

from bot.domain.answers import Answers, Purpose
from bot.domain.people import ChatId, Draft
from bot.domain.place import PlaceState
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.consent import check_consent
from bot.registration.life import held
from bot.registration.place_guests import door_of
from bot.registration.ports import Begin, Clock, Work
from bot.registration.profiles import profile_of
from bot.registration.prospects import is_gone, own_cases


@dataclass(frozen=True, slots=True, kw_only=True)
class MayComeBack:
    """Whether "I am back" is to be offered: the person has left, is kept, and neither waits for a host nor answers."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId) -> bool:
        """Yes or no; no without the consent."""
        now = self.clock.now()
        async with self.begin() as work:
            if await profile_of(work, chat) is None:
                return False
            draft, cases = await work.drafts.get(chat), await work.cases.of_guest(chat)
        own = own_cases(cases)
        is_busy = held(own, now) or any(case.stage(now).is_live for case in own)
        return is_gone(own) and not is_busy and (draft is None or draft.answers.is_empty)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeBack:
    """Begin a new stay with the saved person, the last host and the last address.

    Raises:
        Refusal: NO_CONSENT, STALE (nobody is kept, or registered already), or DOCUMENT_EXPIRED, said before anything
            is asked; with `new_document` the document is asked for.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, *, new_document: bool = False) -> Draft:
        """The draft that lacks the days; the one at hand where a return was begun already."""
        now, today = self.clock.now(), self.clock.today()
        async with self.begin() as work:
            await check_consent(work, chat)
            kept, known = await work.drafts.get(chat), await profile_of(work, chat)
            if kept is not None and not kept.answers.is_empty:
                if kept.answers.purpose is not Purpose.RETURN:
                    raise Refusal(RefusalCode.STALE)  # other answers are being given: they are not thrown away
                if not new_document:
                    return kept
            own = [case for case in await work.cases.of_guest(chat) if case.answers.kinship is None]
            if known is None or held(own, now):
                raise Refusal(RefusalCode.STALE)
            if new_document:
                known = known.with_(document_number=None, document_expires=None)
            elif known.document_expires is not None and known.document_expires < today:
                raise Refusal(RefusalCode.DOCUMENT_EXPIRED, expired=known.document_expires)
            answers = (await _with_open_place(work, known, chat, self.clock)).with_(purpose=Purpose.RETURN)
            draft = Draft(chat=chat, answers=answers, saved_at=now)
            await work.drafts.save(draft)
            await work.commit()
        return draft


async def _with_open_place(work: Work, known: Answers, chat: ChatId, clock: Clock) -> Answers:
    """A standing invitation that has ended invites nobody; its host and address stay as what was last."""
    place = await work.places.get(known.place) if known.place else None
    if place is None or place.owner == chat or place.state is not PlaceState.OPEN or not place.is_for(clock.today()):
        return known.with_(place=None, door=None)
    return known.with_(door=door_of(place))

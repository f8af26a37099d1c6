"""The people of one draft, each by the place in the list: found, checked, changed, kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from bot.domain.people import ChatId, Companion, Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.companions import check_kinship, people_of, told_of
from bot.registration.consent import check_newest_consent
from bot.registration.ports import Clock, Work


def check_person(one: Companion, today: date, *, is_guest: bool) -> None:
    """Nothing doubted, the document in force, and, but for the guest, said who it is. Raises Refusal."""
    if one.card is not None and one.card.doubted:
        raise Refusal(RefusalCode.PASSPORT_UNSEEN)
    expires = told_of(one).document_expires
    if expires is not None and expires < today:
        raise Refusal(RefusalCode.DOCUMENT_EXPIRED, expired=expires)
    if not is_guest:
        check_kinship(told_of(one), one.answers.kinship, one.answers.proof, today)


@contextmanager
def naming(place: int) -> Iterator[None]:
    """Let the refusal of what is checked here say whom it concerns."""
    try:
        yield
    except Refusal as no:
        raise Refusal(no.code, **(dict(no.data) | {"person": place + 1})) from None


async def draft_of(work: Work, chat: ChatId) -> Draft:
    """The draft at hand. Raises Refusal: NO_CONSENT or STALE."""
    await check_newest_consent(work, chat)
    draft = await work.drafts.get(chat)
    if draft is None:
        raise Refusal(RefusalCode.STALE)
    return draft


def drawn_of(draft: Draft) -> int:
    """What a list drawn from this draft is known by: an older button carries another number."""
    return draft.sources[-1] if draft.sources else 0


def person_at(draft: Draft, n: int, of: int | None = None) -> Companion:
    """One of the people; with `of`, only on the newest list. Raises Refusal: STALE."""
    people = people_of(draft)
    if of not in {None, drawn_of(draft)} or n >= len(people):
        raise Refusal(RefusalCode.STALE)
    return people[n]


def with_person(draft: Draft, n: int, one: Companion) -> Draft:
    """The draft with another in this place."""
    if n == 0:
        return replace(draft, answers=one.answers, passport=one.card)
    return replace(draft, companions=(*draft.companions[: n - 1], one, *draft.companions[n:]))


async def keep(work: Work, draft: Draft, source: int, clock: Clock) -> Draft:
    """Save and commit what this update has made of the draft."""
    kept = replace(draft.by(source), saved_at=clock.now())
    await work.drafts.save(kept)
    await work.commit()
    return kept

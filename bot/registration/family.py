"""Several people in one draft: read from photos, looked at, said who they are, confirmed together."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.domain.answers import Answers, Question
from bot.domain.family import Kinship, Proof
from bot.domain.passport import PassportCard
from bot.domain.people import ChatId, Companion, Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.passport.reading import Unread
from bot.registration.answer_question import Value, answered, forget_until_past_stay
from bot.registration.companions import MOST_TOGETHER, check_kinship, is_grown, people_of, proposed, told_of
from bot.registration.consent import check_newest_consent
from bot.registration.passport_cards import card_of
from bot.registration.planning import plan_reminders
from bot.registration.ports import Begin, Clock, PassportReader, Work

_SHARED = ("entered", "host", "host_by_link", "address", "premises", "until", "place", "door", "moved")


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
        return replace(draft, passport=card, companions=_all_proposed((child, *draft.companions), today))
    return replace(draft, companions=(*draft.companions, proposed(one, draft.companions, today)))


def _all_proposed(people: Sequence[Companion], today: date) -> tuple[Companion, ...]:
    made: tuple[Companion, ...] = ()
    for one in people:  # who counts already was not asked about by this list: it has to be said of them
        made = (*made, proposed(one, made, today) if one.card is not None else _unsaid(one))
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerson:
    """A guest adds somebody whose answers are going to be typed. Raises Refusal: NO_CONSENT, STALE or FAMILY_FULL."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, *, source: int) -> Draft:
        """The draft with an empty person at its end."""
        async with self.begin() as work:
            draft = await draft_of(work, chat)
            if source in draft.sources:
                return draft
            if len(people_of(draft)) >= MOST_TOGETHER:
                raise Refusal(RefusalCode.FAMILY_FULL, most=MOST_TOGETHER)
            longer = replace(draft, companions=(*draft.companions, Companion(answers=Answers())))
            return await keep(work, longer, source, self.clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtPerson:
    """A guest finds a doubted line of one person correct. Raises Refusal: NO_CONSENT or STALE."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, n: int, question: Question, *, of: int, source: int) -> Draft:
        """The draft with the line no longer doubted."""
        async with self.begin() as work:
            draft = await draft_of(work, chat)
            if source in draft.sources:
                return draft
            one = person_at(draft, n, of)
            if one.card is None:
                raise Refusal(RefusalCode.STALE)
            return await keep(
                work, with_person(draft, n, replace(one, card=one.card.looked_at(question))), source, self.clock
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOfPerson:
    """A guest answers a question about one of several people.

    Raises:
        Refusal: NO_CONSENT, STALE, or what the answer's own parser raises; nothing has changed then.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, n: int, question: Question, value: Value, *, source: int) -> Draft:
        """The draft with the answer in it."""
        today = self.clock.today()
        async with self.begin() as work:
            draft = await draft_of(work, chat)
            if source in draft.sources:
                return draft
            one = _answered(person_at(draft, n), question, value, today)
            if n and question is Question.BORN:
                one = _still_fitting(one, tuple(other for other in draft.companions[: n - 1]), today)
            return await keep(work, with_person(draft, n, one), source, self.clock)


def _answered(one: Companion, question: Question, value: Value, today: date) -> Companion:
    if one.card is None or question not in _ON_CARDS:
        return replace(one, answers=answered(one.answers, question, value, today))
    return replace(one, card=one.card.corrected(answered(one.card.answers, question, value, today), question))


_ON_CARDS = {
    Question.FAMILY_NAME,
    Question.GIVEN_NAMES,
    Question.DOCUMENT_NUMBER,
    Question.CITIZENSHIP,
    Question.BORN,
    Question.SEX,
    Question.DOCUMENT_EXPIRES,
}


def _still_fitting(one: Companion, others: tuple[Companion, ...], today: date) -> Companion:
    """Another birth date may make a child of a grown-up: then the likeliest kinship is proposed anew."""
    if one.card is not None:
        return proposed(one, others, today)
    try:
        check_kinship(one.answers, one.answers.kinship, one.answers.proof, today)
    except Refusal:
        return _unsaid(one)
    return one


def _unsaid(one: Companion) -> Companion:
    return replace(one, answers=one.answers.with_(kinship=None, proof=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class SayKinship:
    """A guest says who a person is; that also says that what was read of the person is correct, if nothing is doubted.

    Raises:
        Refusal: NO_CONSENT, STALE, KINSHIP_UNSAID or KINSHIP_GROWN.
    """

    begin: Begin
    clock: Clock

    async def __call__(
        self, chat: ChatId, n: int, kinship: Kinship, proof: Proof | None, *, of: int, source: int
    ) -> Draft:
        """The draft in which the person is what was said."""
        today = self.clock.today()
        async with self.begin() as work:
            draft = await draft_of(work, chat)
            if source in draft.sources:
                return draft
            one = person_at(draft, n, of)
            if n == 0:
                raise Refusal(RefusalCode.STALE)
            check_kinship(told_of(one), kinship, proof, today)
            one = replace(one, answers=one.answers.with_(kinship=kinship, proof=proof))
            if one.card is not None and not one.card.doubted and not one.card.has_ended(today):
                one = _counted(one)
            return await keep(work, with_person(draft, n, one), source, self.clock)


def _counted(one: Companion) -> Companion:
    return Companion(answers=one.card.onto(one.answers)) if one.card is not None else one


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePerson:
    """A guest takes somebody off the list; who files stays. Raises Refusal: NO_CONSENT or STALE."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, n: int, *, of: int, source: int) -> Draft:
        """The draft without the person."""
        async with self.begin() as work:
            draft = await draft_of(work, chat)
            if source in draft.sources:
                return draft
            person_at(draft, n, of)
            if n == 0:
                raise Refusal(RefusalCode.STALE)
            left = (*draft.companions[: n - 1], *draft.companions[n:])
            return await keep(work, replace(draft, companions=left), source, self.clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class SayThisIsMe:
    """Another of the listed people is the one who files. Raises Refusal: NO_CONSENT or STALE."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, n: int, *, of: int, source: int) -> Draft:
        """The draft in which that person is the guest; who the others are is proposed anew."""
        async with self.begin() as work:
            draft = await draft_of(work, chat)
            if source in draft.sources:
                return draft
            one = person_at(draft, n, of)
            if n == 0:
                return draft
            return await keep(work, _swapped(draft, n, one, self.clock.today()), source, self.clock)


def _swapped(draft: Draft, n: int, one: Companion, today: date) -> Draft:
    shared = {name: getattr(draft.answers, name) for name in _SHARED}
    was_guest = Companion(answers=_personal(draft.answers), card=draft.passport)
    others = (was_guest, *draft.companions[: n - 1], *draft.companions[n:])
    answers = one.answers.with_(
        kinship=None, proof=None, **(shared | {"entered": one.answers.entered or shared["entered"]})
    )
    return replace(draft, answers=answers, passport=one.card, companions=_all_proposed(others, today))


def _personal(answers: Answers) -> Answers:
    """What is a person's own, and continues nothing; the day of entry stays with whom it was told of."""
    empty = Answers()
    return answers.anew().with_(**{name: getattr(empty, name) for name in _SHARED if name != "entered"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptFamily:
    """A guest finds the whole list correct: from now on it counts, with who is who.

    Raises:
        Refusal: NO_CONSENT, STALE, and with the `person` concerned PASSPORT_UNSEEN, DOCUMENT_EXPIRED, KINSHIP_UNSAID,
            KINSHIP_GROWN.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, *, of: int, source: int) -> Draft:
        """The draft with nobody left to look at."""
        today = self.clock.today()
        async with self.begin() as work:
            draft = await draft_of(work, chat)
            if source in draft.sources:
                return draft
            people = people_of(draft)
            person_at(draft, 0, of)
            for place, one in enumerate(people):
                with naming(place):
                    check_person(one, today, is_guest=place == 0)
            guest = _counted(people[0])
            draft = replace(
                draft,
                answers=forget_until_past_stay(guest.answers, today),
                passport=None,
                companions=tuple(map(_counted, people[1:])),
            )
            await work.drafts.save(draft)
            await plan_reminders(work, chat, self.clock.now())
            return await keep(work, draft, source, self.clock)


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

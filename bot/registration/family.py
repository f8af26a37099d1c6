"""Several people in one draft: read from photos, looked at, said who they are, confirmed together."""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.answers import Answers, Question
from bot.domain.family import Kinship, Proof
from bot.domain.people import ChatId, Companion, Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.answer_question import Value, answered, forget_until_past_stay
from bot.registration.companions import MOST_TOGETHER, all_proposed, check_kinship, people_of, proposed, told_of, unsaid
from bot.registration.people_in_draft import check_person, draft_of, keep, naming, person_at, with_person
from bot.registration.planning import plan_reminders
from bot.registration.ports import Begin, Clock

_SHARED = ("entered", "host", "host_by_link", "address", "premises", "until", "place", "door", "moved")


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
        return unsaid(one)
    return one


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
    return replace(draft, answers=answers, passport=one.card, companions=all_proposed(others, today))


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

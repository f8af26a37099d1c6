"""A guest sends the request to the host."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.answers import Answers, Purpose, complete
from bot.domain.case import Case, Event, EventKind
from bot.domain.life import check_of_facts, is_document_lost, is_expelled, is_own
from bot.domain.people import ChatId, Draft, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.same_person import is_same_person
from bot.law.facts import Consent
from bot.registration.assessing import assess_answers, check_lawful, check_period
from bot.registration.cards import take_back
from bot.registration.companions import check_kinship, joined
from bot.registration.contradictions import keep_contradictions
from bot.registration.longer_stay import changes_only_the_last_day
from bot.registration.organisations import asked_chats
from bot.registration.place_guests import check_door
from bot.registration.ports import Begin, Clock, Names, Work
from bot.registration.profiles import keep_profile
from bot.registration.prospects import assess_with_travels
from bot.registration.remind_host import asked_notice
from bot.registration.reminders import host_reminders, silence_notices

_NOT_YET_NUMBERED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRequest:
    """A guest sends the request, with all who go with it; from then on the host's ping is owed, if the host is known.

    Raises:
        Refusal: STALE (nothing to send), DRAFT_INCOMPLETE, NOT_COVERED, STAY_BROKEN, OWN_HOST, REQUEST_LIVE,
            HOST_BLOCKED_YOU, what `check_door` raises, PERSON_TWICE, KINSHIP_UNSAID or KINSHIP_GROWN; of several
            people with the `person` whom it concerns.
    """

    begin: Begin
    clock: Clock
    names: Names

    async def __call__(self, chat: ChatId) -> Case:
        """The request, with its number."""
        async with self.begin() as work:
            await work.cases.lock_people(chat)  # what waits of theirs may be taken back
            draft = await work.drafts.get(chat)
            if draft is None:
                raise Refusal(RefusalCode.STALE)
            everybody = list(people_to_send(draft, self.clock.today()))
            answers = everybody[0] = await _truly_continuing(work, chat, everybody[0])
            await _check_travels(work, chat, answers, self.clock.now())
            await self._check_no_other(work, chat, everybody)
            own = await work.hosts.get(chat)
            if own is not None and own.number is not None and own.number == answers.host:
                raise Refusal(RefusalCode.OWN_HOST)
            meant = await work.hosts.by_number(answers.host) if answers.host else None
            if meant is not None and await work.blocks.holds(meant.chat, chat):
                raise Refusal(RefusalCode.HOST_BLOCKED_YOU)
            host = _to_ping(meant, answers)
            await check_door(work, answers, self.clock.now(), everybody[1:])
            if not await work.drafts.drop(chat):  # a second tap, handled beside this one
                raise Refusal(RefusalCode.STALE)
            case = await work.cases.add(self._new(chat, answers, host, why=await _what_changes(work, chat, answers)))
            await keep_profile(work, case, self.clock.now())
            others = [await work.cases.add(self._new(chat, other, host, party=case.number)) for other in everybody[1:]]
            for sent in (case, *others):
                await keep_contradictions(work, sent, self.clock.now())
            await _owe(work, case, self.clock)
            await work.commit()
        return replace(case, together=tuple(others))

    def _new(
        self, chat: ChatId, answers: Answers, host: Host | None, party: int | None = None, why: str | None = None
    ) -> Case:
        asked = Event(kind=EventKind.ASKED, at=self.clock.now(), chat=chat, reason=why)
        return Case(
            number=_NOT_YET_NUMBERED,
            guest=chat,
            answers=answers,
            token=self.names.token(),
            events=(asked,),
            host=host.chat if host else None,
            party=party,
        )

    async def _check_no_other(self, work: Work, chat: ChatId, everybody: list[Answers]) -> None:
        now = self.clock.now()
        documents = [answers.document_number for answers in everybody]
        for other in await work.cases.of_guest(chat):
            if is_document_lost(other) and other.answers.document_number in documents:
                raise Refusal(RefusalCode.DOCUMENT_LOST)
            if check_of_facts(other) is not None and other.answers.document_number in documents:
                raise Refusal(RefusalCode.REGISTRATION_SUSPENDED)
            is_of_self = is_own(other) and everybody[0].kinship is None
            if is_expelled(other) and (is_of_self or other.answers.document_number in documents):
                raise Refusal(RefusalCode.EXPELLED)
            if other.stage(now).is_live and other.answers.document_number in documents:
                if await _gives_way(work, other, everybody):
                    await take_back(work, [other], now)
                    continue
                place = documents.index(other.answers.document_number)
                raise Refusal(RefusalCode.REQUEST_LIVE, number=other.application_number, **_whom(place, everybody))


async def _gives_way(work: Work, other: Case, everybody: list[Answers]) -> bool:
    """Whether a waiting request ends by itself: who moves, or stays longer, says anew what the other one asks for.

    One that others go with has to be taken back: they would lose the link that they are answered by.
    """
    return everybody[0].follows is not None and len(everybody) == 1 and len(await work.cases.party(other.number)) == 1


async def _check_travels(work: Work, chat: ChatId, answers: Answers, now: datetime) -> None:
    """The same as of anybody, with the earlier stays counted that the guest has told of."""
    assessment = await assess_with_travels(work, chat, answers, now, Consent.ASKED)
    check_lawful(assessment)
    check_period(answers, assessment, now.date())


async def _truly_continuing(work: Work, chat: ChatId, answers: Answers) -> Answers:
    """What is no continuation is a request like any other.

    Of another person it must end nobody's registration; of a longer stay the host reads that all else stays.
    """
    if answers.follows is None:
        return answers
    earlier = await work.cases.get(answers.follows)
    if earlier is None or earlier.guest != chat or not is_same_person(earlier.answers, answers):
        return answers.anew()
    is_untrue = answers.purpose is Purpose.LONGER and not changes_only_the_last_day(earlier, answers)
    return answers.anew() if is_untrue else answers


async def _what_changes(work: Work, chat: ChatId, answers: Answers) -> str | None:
    """Of a longer stay the last day until now, ISO 8601, so that the host sees what changes."""
    if answers.purpose is not Purpose.LONGER or answers.follows is None:
        return None
    earlier = await work.cases.get(answers.follows)
    until = earlier.answers.until if earlier is not None and earlier.guest == chat else None
    return until.isoformat() if until else None


def people_to_send(draft: Draft, today: date) -> Iterator[Answers]:
    """The answers of each person as they are sent, the guest's first, each checked. Raises Refusal as `SendRequest`."""
    everybody = [draft.answers, *(joined(one.answers, draft.answers) for one in draft.companions)]
    if draft.passport is not None or any(one.card is not None for one in draft.companions):
        raise Refusal(RefusalCode.PASSPORT_UNSEEN)
    for place, answers in enumerate(everybody):
        try:
            _check(answers, today, is_guest=place == 0)
            if answers.document_number in [other.document_number for other in everybody[:place]]:
                raise Refusal(RefusalCode.PERSON_TWICE)
        except Refusal as no:
            raise Refusal(no.code, **(dict(no.data) | _whom(place, everybody))) from None
        yield answers


def _check(answers: Answers, today: date, *, is_guest: bool) -> None:
    assessment = assess_answers(complete(answers), today, Consent.ASKED)
    check_lawful(assessment)
    check_period(answers, assessment, today)
    if not is_guest:
        check_kinship(answers, answers.kinship, answers.proof, today)


def _whom(place: int, everybody: list[Answers]) -> dict[str, int]:
    """Nothing where there is but one."""
    return {"person": place + 1} if len(everybody) > 1 else {}


def _to_ping(host: Host | None, answers: Answers) -> Host | None:
    """The host to ping: vouched for by an earlier guest's link, or the very one whose link this guest came by."""
    return host if host and (host.vouched or answers.host_by_link) else None


async def _owe(work: Work, case: Case, clock: Clock) -> None:
    await work.notices.owe(*silence_notices(case))
    for chat in await asked_chats(work, case):
        await work.notices.owe(asked_notice(case, chat, clock), *host_reminders(case, chat, clock.now()))

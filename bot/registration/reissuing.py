"""The new passport: the same person, host, address and last day get a new certificate at once; the host is told.

Order 923 is silent about a document that is replaced; the host's yes was for the person, not for the number. Where the
person, the host or the stay is not plainly the same, the host is asked again as for any request.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.answers import Answers, Purpose, complete
from bot.domain.case import Case, Event, EventKind
from bot.domain.life import end_of_stay, is_document_lost, is_granted, is_registered, is_suspended
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId, Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.same_person import is_same_person
from bot.law.facts import Consent
from bot.registration.assessing import check_lawful, check_period
from bot.registration.cards import replaced_card
from bot.registration.consent import check_consent
from bot.registration.granting import REISSUED, Granting, Yes
from bot.registration.lost_passport import own_document
from bot.registration.ports import Begin, Clock, Names, Work
from bot.registration.prospects import assess_with_travels, first_asked_on

_NOT_YET_NUMBERED = 0


class Unlike(StrEnum):
    """Why the host has to be asked again."""

    NAME = "name"  # spelt in another way
    PERSON = "person"  # born on another day, or of another citizenship
    STAY = "stay"  # the host, the address or the days were changed
    HOST = "host"  # nobody in the chat can be told


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginNewPassport:
    """A guest has the new document: only it is asked for.

    Raises:
        Refusal: NO_CONSENT, STALE (nothing was reported lost), REGISTRATION_OVER, or DRAFT_WAITS where other answers
            are not sent yet.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Draft:
        """The draft without the document; the one at hand, where it was begun before."""
        now = self.clock.now()
        async with self.begin() as work:
            await check_consent(work, chat)
            old, _ = await own_document(work, chat, number)
            check_can_renew(old, now)
            kept = await work.drafts.get(chat)
            if kept is not None and follows(kept.answers, number):
                return kept
            if kept is not None and not (kept.answers.is_empty and not kept.companions):
                raise Refusal(RefusalCode.DRAFT_WAITS)
            answers = old.answers.with_(
                document_number=None,
                document_expires=None,
                purpose=Purpose.NEW_DOCUMENT,
                follows=number,
                since=first_asked_on(old, now.tzinfo),
            )
            draft = Draft(chat=chat, answers=answers, saved_at=now)
            await work.drafts.save(draft)
            await work.commit()
        return draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Reissue:
    """A guest gets the certificate for the new document.

    Raises:
        Refusal: NO_CONSENT, STALE (nothing was begun, or a second tap), REGISTRATION_OVER, DRAFT_INCOMPLETE,
            DOCUMENT_LOST (the old number again), DOCUMENT_EXPIRED, or what the law says no to: NOT_COVERED,
            STAY_BROKEN, UNTIL_PAST, UNTIL_OVER_STAY. Nothing has changed then.
    """

    begin: Begin
    clock: Clock
    names: Names
    granting: Granting

    async def __call__(self, chat: ChatId, number: int) -> Case | Unlike:
        """The new registration; or why the host has to be asked, and the answers are kept for that."""
        now = self.clock.now()
        async with self.begin() as work:
            await check_consent(work, chat)
            await work.cases.lock_people(chat)  # before the registration, as by an officer who acts on it
            draft = await work.drafts.get(chat)
            if draft is not None and draft.answers.document_number is not None:
                await work.cases.lock_documents(draft.answers.document_number)  # as a host would who agrees to it
            old, _ = await own_document(work, chat, number, lock=True)
            if draft is None or not follows(draft.answers, number):
                raise Refusal(RefusalCode.STALE)
            check_can_renew(old, now)
            answers = complete(draft.answers)
            await self._check(work, chat, answers)
            unlike = await _unlike(work, old, answers)
            if unlike is not None:
                if unlike is Unlike.PERSON:  # another's request must not end this person's registration
                    await work.drafts.save(replace(draft, answers=answers.anew()))
                    await work.commit()
                return unlike
            if not await work.drafts.drop(chat):  # a second tap, handled beside this one
                raise Refusal(RefusalCode.STALE)
            renewed = await self._renew(work, old, answers, now)
            await work.commit()
        return renewed

    async def _check(self, work: Work, chat: ChatId, answers: Answers) -> None:
        today = self.clock.today()
        for other in await work.cases.of_guest(chat):
            if is_document_lost(other) and other.answers.document_number == answers.document_number:
                raise Refusal(RefusalCode.DOCUMENT_LOST)
        if answers.document_expires is not None and answers.document_expires < today:
            raise Refusal(RefusalCode.DOCUMENT_EXPIRED, expired=answers.document_expires)
        assessment = await assess_with_travels(work, chat, answers, self.clock.now(), Consent.GRANTED)
        check_lawful(assessment)
        check_period(answers, assessment, today)

    async def _renew(self, work: Work, old: Case, answers: Answers, now: datetime) -> Case:
        """The old registration ends first, so that the person takes no second bed in the place."""
        issued = await work.certificates.get(old.number)
        if issued is None or old.ending is None:
            raise Refusal(RefusalCode.STALE)
        asked = await work.cases.add(self._new(old, answers, now))
        replaced = old.happened(EventKind.REPLACED, now, reason=str(asked.number))
        await work.cases.save(replaced)
        await work.notices.owe(*replaced_card(replaced, now))
        yes = Yes(chat=old.ending.chat, host_name=issued.host_name, how=REISSUED)
        [renewed] = await self.granting(work, [asked], yes)
        if not is_granted(renewed):
            raise Refusal(RefusalCode.NOT_COVERED)
        await _tell_host(work, old, renewed, now)
        return renewed

    def _new(self, old: Case, answers: Answers, now: datetime) -> Case:
        return Case(
            number=_NOT_YET_NUMBERED,
            guest=old.guest,
            answers=answers,
            token=self.names.token(),
            events=(Event(kind=EventKind.ASKED, at=now, chat=old.guest),),
            host=old.host,
        )


def follows(answers: Answers, number: int) -> bool:
    """Whether these answers are for a new document of this registration."""
    return answers.purpose is Purpose.NEW_DOCUMENT and answers.follows == number


def check_can_renew(old: Case, now: datetime) -> None:
    """Only a lost document of a registration that holds is replaced.

    Raises:
        Refusal: STALE, REGISTRATION_OVER or REGISTRATION_SUSPENDED.
    """
    if not is_document_lost(old):
        raise Refusal(RefusalCode.STALE)
    if end_of_stay(old) is not None or not is_registered(old, now):
        raise Refusal(RefusalCode.REGISTRATION_OVER)
    if is_suspended(old):
        raise Refusal(RefusalCode.REGISTRATION_SUSPENDED)


async def _unlike(work: Work, old: Case, answers: Answers) -> Unlike | None:
    was = old.answers
    if not is_same_person(was, answers):
        return Unlike.PERSON
    if _spelt(was) != _spelt(answers):
        return Unlike.NAME
    if any(
        getattr(was, name) != getattr(answers, name) for name in ("host", "address", "premises", "entered", "until")
    ):
        return Unlike.STAY
    if old.host is None or await work.hosts.get(old.host) is None:
        return Unlike.HOST
    return None


def _spelt(answers: Answers) -> tuple[str, ...]:
    """Names as they are compared: a passport's zone has capitals only."""
    return tuple(" ".join((name or "").casefold().split()) for name in (answers.family_name, answers.given_names))


async def _tell_host(work: Work, old: Case, renewed: Case, now: datetime) -> None:
    """One message that says it all, in place of the card of a request that the host was never asked."""
    if renewed.host is None:
        return
    await work.notices.cancel(renewed.host, NoticeKind.HOST_CARD, case=renewed.number)
    await work.notices.cancel(renewed.host, NoticeKind.HOST_DUTY, case=old.number)
    await work.notices.owe(
        Notice(
            key=f"{NoticeKind.REISSUED}:{renewed.number}",
            chat=renewed.host,
            kind=NoticeKind.REISSUED,
            due_at=now,
            case=renewed.number,
            urgency=2,
        )
    )

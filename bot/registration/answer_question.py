"""A guest answers one question; what is known already stays."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.address import Address, Premises
from bot.domain.answers import SUITABILITY, Answers, Basis, Purpose, Question
from bot.domain.dates import check_born, check_document_expires, check_entered
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.organisation import parse_host_number
from bot.domain.people import ChatId, Draft
from bot.domain.person import Sex, parse_name
from bot.domain.premises_named import premises_named
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.assessing import assess_answers, check_period
from bot.registration.consent import check_consent
from bot.registration.place_guests import check_place_days, leave_door
from bot.registration.planning import plan_reminders
from bot.registration.ports import Begin, Clock, Work
from bot.registration.prospects import assess_with_travels

_MOVES_DUTIES = {*SUITABILITY, Question.BORN, Question.DOCUMENT_KIND, Question.DOCUMENT_EXPIRES}
Value = str | date  # a date is read by `texts`, which knows the languages; all else is read here


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion:
    """A guest answers a question.

    Raises:
        Refusal: NO_CONSENT, or what the answer's own parser raises; nothing has changed then.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, question: Question, value: Value, *, source: int) -> Draft:
        """The draft with the answer in it; an update (`source`) that was answered before changes nothing."""
        today = self.clock.today()
        async with self.begin() as work:
            await check_consent(work, chat)
            kept = await work.drafts.get(chat)
            if kept is not None and source in kept.sources:
                return kept
            before = kept or Draft(chat=chat, answers=Answers(), saved_at=self.clock.now())
            answers = answered(before.answers, question, value, today)
            if question is Question.UNTIL:
                await check_place_days(work, answers)
                check_period(answers, await assess_with_travels(work, chat, answers, self.clock.now()), today)
            if question is Question.ENTERED and answers.purpose is Purpose.RETURN:
                await _check_was_away(work, chat, answers.entered)
            draft = replace(before.by(source), answers=answers, saved_at=self.clock.now())
            await work.drafts.save(draft)
            if question in _MOVES_DUTIES:
                await plan_reminders(work, chat, self.clock.now())
            await work.commit()
        return draft


@dataclass(frozen=True, slots=True, kw_only=True)
class SayBasis:
    """A guest says on what ground the stay rests, other than entry without a visa. Raises Refusal: STALE."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, basis: Basis) -> Draft:
        """The draft with the basis in it."""
        async with self.begin() as work:
            kept = await work.drafts.get(chat)
            if kept is None:
                raise Refusal(RefusalCode.STALE)
            draft = replace(kept, answers=kept.answers.with_(basis=basis), saved_at=self.clock.now())
            await work.drafts.save(draft)
            await plan_reminders(work, chat, self.clock.now())
            await work.commit()
        return draft


def answered(answers: Answers, question: Question, value: Value, today: date) -> Answers:
    """The answers with this one, once its own parser has let it pass. Raises Refusal as that parser does."""
    told = _ANSWER[question](answers, value, today)
    return leave_door(told) if _goes_elsewhere(answers, told) else told


def _goes_elsewhere(before: Answers, after: Answers) -> bool:
    """Whether the answers no longer speak of the place to which a host's standing invitation leads."""
    return (before.host, before.host_by_link, before.address, before.premises) != (
        after.host,
        after.host_by_link,
        after.address,
        after.premises,
    )


async def _check_was_away(work: Work, chat: ChatId, entered: date | None) -> None:
    """Who comes back does so after having left. Raises Refusal: TRIP_OVERLAPS."""
    travels = await work.travels.get(chat)
    for stay in travels.earlier if travels else ():
        if entered is not None and stay.left is not None and entered < stay.left:
            raise Refusal(RefusalCode.TRIP_OVERLAPS, entered=stay.entered, left=stay.left)


def _as_date(value: Value) -> date:
    if not isinstance(value, date):
        raise Refusal(RefusalCode.DATE_UNREAD)
    return value


def _citizenship(answers: Answers, value: Value, today: date) -> Answers:
    return forget_until_past_stay(answers.with_(citizenship=str(value), basis=None), today)


def _entered(answers: Answers, value: Value, today: date) -> Answers:
    return forget_until_past_stay(answers.with_(entered=check_entered(_as_date(value), today)), today)


def forget_until_past_stay(answers: Answers, today: date) -> Answers:
    """Another country or day of entry is another lawful stay: a last day that no longer fits is asked again."""
    try:
        return _until(answers, answers.until, today) if answers.until else answers
    except Refusal:
        return answers.with_(until=None)


def _family_name(answers: Answers, value: Value, _today: date) -> Answers:
    return answers.with_(family_name=parse_name(str(value)))


def _given_names(answers: Answers, value: Value, _today: date) -> Answers:
    return answers.with_(given_names=parse_name(str(value)) if value else "")


def _patronymic(answers: Answers, value: Value, _today: date) -> Answers:
    return answers.with_(patronymic=parse_name(str(value)) if value else "")


def _born(answers: Answers, value: Value, today: date) -> Answers:
    return answers.with_(born=check_born(_as_date(value), today))


def _sex(answers: Answers, value: Value, _today: date) -> Answers:
    return answers.with_(sex=Sex(str(value)))


def _document_kind(answers: Answers, value: Value, _today: date) -> Answers:
    kind = DocumentKind(str(value))
    if kind is answers.document_kind:
        return answers
    # the number was checked by the old kind's rule, and the date belongs to the old document
    return answers.with_(document_kind=kind, document_number=None, document_expires=None)


def _document_number(answers: Answers, value: Value, _today: date) -> Answers:
    kind = answers.document_kind or DocumentKind.PASSPORT
    return answers.with_(document_number=DocumentNumber.parse(str(value), kind))


def _document_expires(answers: Answers, value: Value, today: date) -> Answers:
    return answers.with_(document_expires=check_document_expires(_as_date(value), today))


def _host(answers: Answers, value: Value, _today: date) -> Answers:
    return answers.with_(host=parse_host_number(str(value)), host_by_link=False, since=None)


def _address(answers: Answers, value: Value, _today: date) -> Answers:
    told = answers.with_(address=Address.parse(str(value)))
    if answers.purpose is not Purpose.MOVE:
        return told.with_(moved=None, since=None)  # both are of the address before
    return told.with_(premises=premises_named(str(value)) or told.premises)  # what the words say is not asked again


def _known_address(answers: Answers) -> Address:
    if answers.address is None:
        raise Refusal(RefusalCode.STALE)
    return answers.address


def _region(answers: Answers, value: Value, _today: date) -> Answers:
    return answers.with_(address=_known_address(answers).with_region(str(value)))


def _settlement(answers: Answers, value: Value, _today: date) -> Answers:
    return answers.with_(address=_known_address(answers).with_settlement(str(value)))


def _house(answers: Answers, value: Value, _today: date) -> Answers:
    return answers.with_(address=_known_address(answers).with_house(str(value)))


def _premises(answers: Answers, value: Value, _today: date) -> Answers:
    premises = Premises(str(value))
    if premises is Premises.NOT_DWELLING:
        raise Refusal(RefusalCode.PREMISES_NOT_LIVED_IN)
    return answers.with_(premises=premises)


def _until(answers: Answers, value: Value, today: date) -> Answers:
    if answers.entered is None:
        raise Refusal(RefusalCode.STALE)
    answered = answers.with_(until=_as_date(value))
    check_period(answered, assess_answers(answered, today), today)
    return answered


_ANSWER: dict[Question, Callable[[Answers, Value, date], Answers]] = {
    Question.CITIZENSHIP: _citizenship,
    Question.ENTERED: _entered,
    Question.FAMILY_NAME: _family_name,
    Question.GIVEN_NAMES: _given_names,
    Question.PATRONYMIC: _patronymic,
    Question.BORN: _born,
    Question.SEX: _sex,
    Question.DOCUMENT_KIND: _document_kind,
    Question.DOCUMENT_NUMBER: _document_number,
    Question.DOCUMENT_EXPIRES: _document_expires,
    Question.HOST: _host,
    Question.ADDRESS: _address,
    Question.ADDRESS_REGION: _region,
    Question.ADDRESS_SETTLEMENT: _settlement,
    Question.ADDRESS_HOUSE: _house,
    Question.PREMISES: _premises,
    Question.UNTIL: _until,
}

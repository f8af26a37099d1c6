"""Keeping, dropping and taking up again what a guest has answered."""

from dataclasses import dataclass

from bot.domain.answers import Answers
from bot.domain.case import Case, RefusalReason, Stage
from bot.domain.people import ChatId, Companion, Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.planning import forget_reminders, plan_reminders
from bot.registration.ports import Begin, Clock

_TO_ASK_AGAIN: dict[RefusalReason, dict[str, bool | None]] = {
    RefusalReason.STRANGER: {"host": None, "host_by_link": False},
    RefusalReason.ADDRESS: {"address": None},
    RefusalReason.DATES: {"until": None},
    RefusalReason.NOT_ARRIVED: {},
    RefusalReason.HAS_LEFT: {"host": None, "host_by_link": False, "address": None, "premises": None},
    RefusalReason.OTHER: {},
}


_OF_THE_PERIOD = {RefusalCode.UNTIL_PAST, RefusalCode.UNTIL_OVER_STAY, RefusalCode.UNTIL_TOO_FAR}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDraft:
    """What this guest has answered so far."""

    begin: Begin

    async def __call__(self, chat: ChatId) -> Draft | None:
        """The draft, or None when nothing has been answered."""
        async with self.begin() as work:
            return await work.drafts.get(chat)


@dataclass(frozen=True, slots=True, kw_only=True)
class DropDraft:
    """A guest gives up what was answered; the reminders go too, unless a request waits or was granted."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId) -> None:
        """Remove the draft."""
        now = self.clock.now()
        async with self.begin() as work:
            await work.drafts.drop(chat)
            if any(_still_counts(case.stage(now)) for case in await work.cases.of_guest(chat)):
                await plan_reminders(work, chat, now)
            else:
                await forget_reminders(work, chat)
            await work.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class MendRequest:
    """A guest takes up an ended request again: all answers stand but those that the host's reason speaks of.

    Of those that went with it all come along who have no certificate.

    Raises:
        Refusal: STALE when it went with another, there is no such request of this guest, or it has not ended
            without a certificate.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Draft:
        """The draft that stands in the request's place."""
        now = self.clock.now()
        async with self.begin() as work:
            party = await work.cases.party(number)
            case = next((one for one in party if one.number == number and one.party is None), None)
            if case is None or case.guest != chat or not _can_be_mended(case.stage(now)) or case.answers.is_empty:
                raise Refusal(RefusalCode.STALE)
            draft = Draft(
                chat=chat,
                answers=_mended(case.answers, case.ending.reason if case.ending else None),
                saved_at=now,
                companions=tuple(_companion(one) for one in party[1:] if _can_be_mended(one.stage(now))),
            )
            await work.drafts.save(draft)
            await plan_reminders(work, chat, now)
            await work.commit()
        return draft


def _companion(case: Case) -> Companion:
    """What is the person's own: host, address and last day will be the guest's again."""
    shared = {"host": None, "host_by_link": False, "address": None, "premises": None, "until": None, "place": None}
    return Companion(answers=case.answers.with_(**shared))


def _still_counts(stage: Stage) -> bool:
    return stage.is_live or stage is Stage.GRANTED


def _can_be_mended(stage: Stage) -> bool:
    return not stage.is_live and stage is not Stage.GRANTED


def _mended(answers: Answers, reason: str | None) -> Answers:
    if reason in _OF_THE_PERIOD:
        return answers.with_(until=None)
    if reason is None or reason not in set(RefusalReason):
        return answers
    return answers.with_(**_TO_ASK_AGAIN[RefusalReason(reason)])

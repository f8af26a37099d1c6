"""Another last day by an officer's act: the old certificate is superseded, one with the other term is issued at once.

The law says that the bodies of internal affairs decide on reducing a stay (Law on Migration, article 9, 8)); of how the
certificate follows it says nothing. What is signed cannot be changed, so that another day is another certificate.
"""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.acts import GIVEN_BACK, SHORTENED, Deed
from bot.domain.case import Case, Event, EventKind
from bot.domain.ids import NOBODY
from bot.domain.life import UNDO_WITHIN, is_granted, standing_events
from bot.domain.notice import NoticeKind
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.orders import Order, need_case
from bot.office.settling import settle, tell_both
from bot.registration.granting import FILED_BY_HOST, Granting, Yes
from bot.registration.ports import Names, Work
from bot.registration.prospects import first_asked_on

_NOT_YET_NUMBERED = 0
_OF_A_YES = (NoticeKind.GUEST_CARD, NoticeKind.HOST_CARD)  # the host was not asked: the word of the act says it all


def _has_gone_on(newer: Case) -> bool:
    """Whether more stands on it than how it was granted; the host's word to the police came along from the old one."""
    after = {EventKind.ASKED, EventKind.GRANTED, EventKind.HOST_NOTIFIED}
    return any(event.kind not in after for event in standing_events(newer))


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewing:
    """Issues the certificate with the other term."""

    names: Names
    granting: Granting

    async def shorten(self, work: Work, case: Case, order: Order, officer: ChatId, now: datetime) -> Case:
        """With an earlier last day. Raises Refusal: ACT_UNLAWFUL where the law does not allow even that."""
        if order.day is None:
            raise Refusal(RefusalCode.STALE)
        marked = case.happened(EventKind.SHORTENED, now, officer, order.day.isoformat())
        renewed = await self._renew(work, case, marked, order.day, SHORTENED, officer, now)
        await tell_both(work, renewed, order, now + UNDO_WITHIN)
        return renewed

    async def give_term_back(self, work: Work, case: Case, order: Order, officer: ChatId, now: datetime) -> Case:
        """With the last day that it had before it was shortened. Raises Refusal: STALE or ACT_UNLAWFUL."""
        earlier = await work.cases.get(case.answers.follows) if case.answers.follows else None
        until = earlier.answers.until if earlier is not None else None
        if until is None:
            raise Refusal(RefusalCode.STALE)
        marked = case.happened(EventKind.REINSTATED, now, officer, order.ground.value)
        renewed = await self._renew(work, case, marked, until, GIVEN_BACK, officer, now)
        again = Order(deed=Deed.REINSTATE, number=renewed.number, ground=order.ground, length=0, day=until)
        await tell_both(work, renewed, again, now + UNDO_WITHIN)
        return renewed

    async def take_back(self, work: Work, number: int, officer: ChatId, now: datetime) -> None:
        """The act was undone: its certificate is worth nothing.

        Raises:
            Refusal: ACT_NOT_NOW where something has come on it since, which would be thrown away with it.
        """
        newer = await need_case(work, number, lock=True)
        if _has_gone_on(newer):
            raise Refusal(RefusalCode.ACT_NOT_NOW)
        gone = newer.happened(EventKind.REVOKED, now, officer, EventKind.UNDONE.value)
        await settle(work, newer, gone, officer, now, told_at=now)

    async def _renew(
        self, work: Work, case: Case, marked: Case, until: date, how: str, officer: ChatId, now: datetime
    ) -> Case:
        """The old one ends first, so that the person takes no second bed."""
        issued = await work.certificates.get(case.number)
        if issued is None or case.ending is None:
            raise Refusal(RefusalCode.STALE)
        asked = await work.cases.add(self._with_day(case, until, now))
        replaced = marked.happened(EventKind.REPLACED, now, reason=str(asked.number))
        await settle(work, case, replaced, officer, now, told_at=now + UNDO_WITHIN)
        yes = Yes(
            chat=case.ending.chat,
            host_name=issued.host_name,
            how=how,
            delivers=case.guest != NOBODY,
            is_vouched=True,  # nobody is asked: the host's yes was for the longer stay, which holds the shorter one
            after=UNDO_WITHIN,
        )
        [renewed] = await self.granting(work, [asked], yes)
        if not is_granted(renewed):
            raise Refusal(RefusalCode.ACT_UNLAWFUL)
        for chat in (renewed.guest, renewed.host):
            if chat is not None:
                await work.notices.cancel(chat, *_OF_A_YES, case=renewed.number)
        return renewed

    def _with_day(self, case: Case, until: date, now: datetime) -> Case:
        is_filed = any(event.kind is EventKind.ASKED and event.reason == FILED_BY_HOST for event in case.events)
        asked = Event(
            kind=EventKind.ASKED, at=now, chat=case.events[0].chat, reason=FILED_BY_HOST if is_filed else None
        )
        return Case(
            number=_NOT_YET_NUMBERED,
            guest=case.guest,
            answers=case.answers.with_(until=until, follows=case.number, since=first_asked_on(case, now.tzinfo)),
            token=self.names.token(),
            events=(asked,),
            host=case.host,
        )

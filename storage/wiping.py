"""What goes for good when a person deletes: ended registrations at once, and every row's tie to the person's chat.

Numbers and chains of events stay, so that a number is never given twice and a check of an old certificate has an
answer; nothing in them leads to the person any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Update, and_, bindparam, delete, exists, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.case import EventKind
from bot.domain.ids import NOBODY
from bot.domain.people import ChatId
from bot.registration.granting import FILED_BY_HOST
from storage.legal_holds import is_held, is_here
from storage.tables import cases, certificates, crossings, events

_ME: BindParameter[Any] = bindparam("me")
_NUMBERS: BindParameter[Any] = bindparam("numbers", expanding=True)
_WIPE = update(cases).where(cases.c.number.in_(_NUMBERS), ~is_held(cases.c.number))
_WIPE_TEXTS = update(certificates).where(certificates.c.number.in_(_NUMBERS), ~is_held(certificates.c.number))
_INDEXES = ("document_index", "host_index", "address_index", "person_index")
_NO_ANSWERS = dict.fromkeys(("answers", *_INDEXES))
_NO_TEXTS = {"text": None, "host_name": None}

_WIPED = select(cases.c.number).where(cases.c.answers.is_(None))
_WIPED_OF_MINE = _WIPED.where(cases.c.guest == _ME)
_TELLS_A_DAY = or_(
    events.c.kind == EventKind.LEFT.value,  # the day of the exit
    events.c.kind.in_([EventKind.ENTRY_CONFIRMED.value, EventKind.EXIT_CONFIRMED.value]),  # the days of crossing
    events.c.kind.in_([EventKind.SHORTENED.value, EventKind.EXPELLED.value]),  # the new last day, that of the court
    and_(events.c.kind == EventKind.ASKED.value, events.c.reason != FILED_BY_HOST),  # the last day before
)
_FORGET_DAYS = update(events).where(_TELLS_A_DAY, events.c.reason.is_not(None), events.c.case.in_(_WIPED))

_UNTIE_EVENTS = update(events).where(events.c.chat == _ME, ~is_held(events.c.case))
_UNTIE_OWN_EVENTS = _UNTIE_EVENTS.where(
    or_(events.c.case.in_(_WIPED_OF_MINE), events.c.case.not_in(select(cases.c.number).where(cases.c.guest == _ME)))
)
_UNTIE_CASES = update(cases).where(cases.c.guest == _ME, cases.c.answers.is_(None))
_UNTIE_HOST = update(cases).where(cases.c.host == _ME, ~is_held(cases.c.number))

# of those who have withdrawn, when the term of the last thing that was kept is over
_GONE = select(cases.c.number).where(cases.c.answers.is_(None), cases.c.guest != NOBODY, ~is_here(cases.c.guest))
_LEADS_TO_NOBODY = and_(events.c.chat.is_not(None), ~is_here(events.c.chat))
_FORGET_GONE_EVENTS = update(events).where(events.c.case.in_(_NUMBERS), events.c.case.in_(_GONE), _LEADS_TO_NOBODY)
_FORGET_GONE = update(cases).where(cases.c.number.in_(_NUMBERS), cases.c.number.in_(_GONE))
_FORGET_GONE_DAYS = _FORGET_DAYS.where(events.c.case.in_(_NUMBERS))
_DAYS_LEFT = select(events.c.case).where(_TELLS_A_DAY, events.c.reason.is_not(None), events.c.case.in_(_WIPED))


_HELD_DOCUMENT = exists().where(cases.c.document_index == crossings.c.document_index, is_held(cases.c.number))
_OLD_CROSSINGS = (
    select(crossings.c.id)
    .where(crossings.c.on < bindparam("before", type_=crossings.c.on.type), ~_HELD_DOCUMENT)
    .order_by(crossings.c.id)
)
_FORGET_CROSSINGS = delete(crossings).where(crossings.c.id.in_(_NUMBERS))


@dataclass(frozen=True, slots=True)
class SqlWiping:
    """`ports.Wiping` over requests, events and certificates."""

    connection: AsyncConnection

    async def wipe(self, numbers: Sequence[int]) -> None:
        """Wipe the answers of these requests, and the text of their certificates."""
        await self._run(_WIPE.values(_NO_ANSWERS), numbers=list(numbers))
        await self._run(_WIPE_TEXTS.values(_NO_TEXTS), numbers=list(numbers))

    async def untie(self, chat: ChatId) -> None:
        """Let no wiped request, and nothing that was done as a host, lead to this person; what is kept stays theirs."""
        await self.forget_days()
        await self._run(_UNTIE_OWN_EVENTS.values(chat=None), me=chat)
        await self._run(_UNTIE_CASES.values(guest=NOBODY, guest_card=None), me=chat)
        await self._run(_UNTIE_HOST.values(host=None, host_card=None), me=chat)

    async def gone(self) -> Sequence[int]:
        """Wiped requests that still tell a day, or still lead to somebody who has withdrawn."""
        return list((await self.connection.execute(union(_GONE, _DAYS_LEFT))).scalars())

    async def untie_gone(self, numbers: Sequence[int]) -> int:
        """The same for all who have withdrawn, once nothing of theirs is kept any more: of these requests."""
        await self._run(_FORGET_GONE_DAYS.values(reason=None), numbers=list(numbers))
        await self._run(_FORGET_GONE_EVENTS.values(chat=None), numbers=list(numbers))
        await self._run(_FORGET_GONE.values(guest=NOBODY, guest_card=None), numbers=list(numbers))
        return len(numbers)

    async def old_crossings(self, before: date) -> Sequence[int]:
        """The ids of crossings of the border before this day, but of documents whose request is held."""
        return list((await self.connection.execute(_OLD_CROSSINGS, {"before": before})).scalars())

    async def forget_crossings(self, ids: Sequence[int]) -> int:
        """Remove these; how many."""
        return (await self.connection.execute(_FORGET_CROSSINGS, {"numbers": list(ids)})).rowcount

    async def forget_days(self) -> None:
        """Of wiped requests: the day on which the guest said to have left, and until when the stay was before."""
        await self._run(_FORGET_DAYS.values(reason=None))

    async def _run(self, statement: Update, **values: object) -> None:
        await self.connection.execute(statement, values)

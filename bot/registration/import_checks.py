"""Which rows of an organisation's spreadsheet can be registered today, and why the others cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.answers import Answers, Question, complete
from bot.domain.document import DocumentNumber
from bot.domain.guest_import import GuestEntry
from bot.domain.life import is_registered
from bot.domain.place import Place
from bot.domain.refusals import Refusal, RefusalCode
from bot.law.facts import Consent
from bot.registration.assessing import assess_answers, check_lawful, check_period
from bot.registration.crowding import most_at
from bot.registration.ports import Work
from bot.registration.turns import in_turns


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a row is not filed: its number in the file, the column if it is one's, and the refusal."""

    row: int
    column: Question | None
    why: Refusal


async def check_entries(
    work: Work, entries: Sequence[GuestEntry], place: Place, most_at_a_dwelling: int, now: datetime
) -> tuple[list[GuestEntry], list[RowFault]]:
    """Those that can be registered on this day, and why the others cannot; beyond the beds the later rows are over.

    Only those count whom the owner registered: a sheet tells nobody who else is registered at an address, or how many.
    The firm stop for all together comes with the filing (`crowding.check_room`).
    """
    living = [case for case in await work.cases.living_at(place.address, now) if case.host == place.owner]
    here = {case.answers.document_number for case in living if is_registered(case, now)}
    good: list[GuestEntry] = []
    faults: list[RowFault] = []
    seen: dict[DocumentNumber | None, int] = {}
    async for entry in in_turns(entries):
        most = most_at(place, entry.answers, most_at_a_dwelling)
        fault = _fault(entry, seen, here, place, now.date())
        if fault is None and most is not None and len(living) + len(good) >= most:
            fault = RowFault(entry.row, None, Refusal(RefusalCode.PLACE_FULL, most=most))
        if fault is None:
            good.append(entry)
        else:
            faults.append(fault)
        seen.setdefault(entry.answers.document_number, entry.row)
    return good, faults


def _fault(
    entry: GuestEntry,
    seen: dict[DocumentNumber | None, int],
    here: set[DocumentNumber | None],
    place: Place,
    today: date,
) -> RowFault | None:
    answers = entry.answers
    if (first := seen.get(answers.document_number)) is not None:
        return RowFault(entry.row, Question.DOCUMENT_NUMBER, Refusal(RefusalCode.ROW_TWICE, row=first))
    if answers.document_number in here:
        return RowFault(entry.row, Question.DOCUMENT_NUMBER, Refusal(RefusalCode.REGISTERED_HERE))
    try:
        assessment = assess_answers(complete(answers), today, Consent.GRANTED)
        check_lawful(assessment)
    except Refusal as no:
        is_free = no.code is RefusalCode.NOT_COVERED  # whose sentence speaks to the guest
        return RowFault(entry.row, None, Refusal(RefusalCode.ROW_NOT_COVERED) if is_free else no)
    try:
        check_period(answers, assessment, today)
        _check_days(answers, place)
    except Refusal as no:
        return RowFault(entry.row, Question.UNTIL, no)
    return None


def _check_days(answers: Answers, place: Place) -> None:
    if answers.until is not None and place.until is not None and answers.until > place.until:
        raise Refusal(RefusalCode.PLACE_UNTIL, until=place.until)

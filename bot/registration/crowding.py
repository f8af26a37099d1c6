"""How many people may be registered at one place: what the host has said of it, else the operator's limit."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.address import Address, Premises
from bot.domain.answers import Answers
from bot.domain.case import Case
from bot.domain.matter import Matter, MatterKind
from bot.domain.notice import Notice, NoticeKind
from bot.domain.organisation import Bin
from bot.domain.people import ChatId
from bot.domain.place import Place, PlaceState
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.ports import Work

DWELLINGS = frozenset({Premises.HOUSE, Premises.FLAT, Premises.OTHER_DWELLING})


async def check_room(work: Work, coming: Sequence[Case], most_at_a_dwelling: int, now: datetime) -> None:
    """Let nobody in beyond the limit of the place; of two who ask for the last bed at once only one passes.

    Raises:
        Refusal: PLACE_FULL.
    """
    address = coming[0].answers.address if coming else None
    if address is None:
        return
    most = await most_for(work, coming[0], most_at_a_dwelling)
    if most is None:
        return
    await work.cases.lock_address(address)
    if await others_at(work, address, [case.answers for case in coming], now) + len(coming) > most:
        raise Refusal(RefusalCode.PLACE_FULL, most=most)


async def others_at(work: Work, address: Address, coming: Iterable[Answers], now: datetime) -> int:
    """How many are registered at this address besides these, whoever their host is.

    One whom a newer request is about to replace is not counted twice: the document, or the request continued, tells.
    """
    coming = list(coming)
    documents = {answers.document_number for answers in coming}
    continued = {answers.follows for answers in coming}
    living = await work.cases.living_at(address, now)
    return sum(case.answers.document_number not in documents and case.number not in continued for case in living)


async def tell_if_full(work: Work, ended: Sequence[Case], most_at_a_dwelling: int, now: datetime) -> None:
    """Tell the host and the officers that what was granted just now has filled the place; once for each fill."""
    granted = [case for case in ended if case.stage(now).value == "granted"]
    address = granted[0].answers.address if granted else None
    if address is None:
        return
    most = await most_for(work, granted[0], most_at_a_dwelling)
    if most is None or len(await work.cases.living_at(address, now)) < most:
        return
    await _alarm(work, granted[-1], most, now)


async def _alarm(work: Work, last: Case, most: int, now: datetime) -> None:
    """The request that took the last bed names the fill: it is granted once only."""
    await work.matters.add(
        Matter.received(MatterKind.CROWDED, at=now, chat=last.host or last.guest, by=None, case=last.number)
    )
    if last.host is not None:
        await work.notices.owe(_notice(last, last.host, most, now))


def _notice(last: Case, host: ChatId, most: int, now: datetime) -> Notice:
    return Notice(
        key=f"{NoticeKind.PLACE_CROWDED}:{last.number}",
        chat=host,
        kind=NoticeKind.PLACE_CROWDED,
        due_at=now,
        case=last.number,
        data={"most": str(most)},
    )


async def most_for(work: Work, case: Case, most_at_a_dwelling: int) -> int | None:
    """How many may be registered where this request is for; None where neither host nor operator has said it."""
    return most_at(await _place(work, case), case.answers, most_at_a_dwelling)


def most_at(place: Place | None, answers: Answers, most_at_a_dwelling: int) -> int | None:
    """How many may be registered at this place, if it is one that the host has saved.

    The operator's limit is for dwellings, and for every place of a person: only an organisation runs a hotel, and what
    a guest calls a flat lifts no limit.
    """
    is_limited = answers.premises in DWELLINGS or not isinstance(answers.host, Bin)
    said = [place.most] if place is not None else []
    return min([*said, most_at_a_dwelling] if is_limited else said, default=None)


async def _place(work: Work, case: Case) -> Place | None:
    """The place by whose link the guest came, else what the host has said of this address."""
    place = await work.places.get(case.answers.place) if case.answers.place else None
    if place is not None and place.owner == case.host and _is_at(place, case.answers.address):
        return place
    own = await work.places.of_owner(case.host) if case.host else ()
    there = [one for one in own if one.state is not PlaceState.ENDED and _is_at(one, case.answers.address)]
    return max(there, key=lambda one: one.most, default=None)


def _is_at(place: Place, address: Address | None) -> bool:
    return address is not None and place.address.place_name == address.place_name

"""What a request says, and what other requests with the same document say: where both cannot be true."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.case import Case, Stage
from bot.domain.life import is_granted, is_registered
from bot.domain.matter import Matter, MatterKind
from bot.domain.spelling import plain_name
from bot.registration.ports import Work


class Contrast(StrEnum):
    """What does not fit."""

    NAME = "name"
    BORN = "born"
    CITIZENSHIP = "citizenship"
    ELSEWHERE = "elsewhere"  # registered at another address, and not by this guest, who would be moving
    TWICE = "twice"  # registered at this address, from another chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """What does not fit, and the number of the other request."""

    what: Contrast
    other: int


def contradictions(case: Case, others: Iterable[Case], now: datetime) -> list[Contradiction]:
    """Each once, with the first of the others that says so; `others` name a document of the same number."""
    found: dict[Contrast, int] = {}
    for other in others:
        if _counts(case, other, now):
            for what in _contrasts(case, other, now):
                found.setdefault(what, other.number)
    return [Contradiction(what=what, other=found[what]) for what in Contrast if what in found]


def _counts(case: Case, other: Case, now: datetime) -> bool:
    """What the same guest took back or had refused was mended since; what nobody holds to any more says nothing."""
    if other.number == case.number or other.answers.is_empty or other.stage(now) is Stage.CANCELLED:
        return False
    return other.guest != case.guest or is_granted(other)


def _contrasts(case: Case, other: Case, now: datetime) -> list[Contrast]:
    told, known = case.answers, other.answers
    is_named = plain_name(told.family_name or "") == plain_name(known.family_name or "")
    is_born, is_of = told.born == known.born, told.citizenship == known.citizenship
    if not is_of and not is_named and not is_born:
        return []  # another person's document, which another state has given the same number
    unlike = {Contrast.NAME: is_named, Contrast.BORN: is_born, Contrast.CITIZENSHIP: is_of}
    found = [what for what, fits in unlike.items() if not fits]
    return [*found, *_registered_by_another(case, other, now)]


def _registered_by_another(case: Case, other: Case, now: datetime) -> Iterator[Contrast]:
    """In one chat a new address ends the old one by itself (Order 923, paragraph 6); across chats nothing does."""
    if other.guest == case.guest or not is_registered(other, now) or case.answers.follows == other.number:
        return
    at, was = case.answers.address, other.answers.address
    if at is not None and was is not None:
        yield Contrast.TWICE if at.place_name == was.place_name else Contrast.ELSEWHERE


async def contradictions_of(work: Work, case: Case, now: datetime) -> Sequence[Contradiction]:
    """What does not fit with what is kept of the same document."""
    document = case.answers.document_number
    known = await work.cases.with_document(document) if document is not None else ()
    return contradictions(case, known, now)


async def keep_contradictions(work: Work, case: Case, now: datetime) -> None:
    """Let an officer look at a request just sent, which goes on meanwhile; its guest is told nothing.

    Kept is what does not fit, and not with whose request: the matter is about this guest, who may read it.
    """
    found = await contradictions_of(work, case, now)
    if found:
        kept = ",".join(each.what.value for each in found)
        await work.matters.add(
            Matter.received(MatterKind.CONTRADICTION, at=now, chat=case.guest, by=None, case=case.number, text=kept)
        )

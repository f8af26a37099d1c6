"""Of places: nobody was let in beyond what the host said of the place."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Row, bindparam, select

from bot.domain.address import Address
from storage.checkup.invariant import Invariant, Offence
from storage.checkup.records import CLOCK_MAY_STEP, Record, Scene
from storage.tables import cases, certificates, places
from storage.vault import SealBrokenError

A_BATCH = 100
ROOM = Invariant(
    name="room", sentence="At each grant at a saved place no more people were registered there than its host allows."
)
_WANTED: BindParameter[Any] = bindparam("wanted")
_PLACES = select(places).where(places.c.id.in_(bindparam("wanted", expanding=True)))
_NEXT = select(places.c.id).where(places.c.id > _WANTED).order_by(places.c.id).limit(A_BATCH)
_AT = (
    select(cases.c.number)
    .join(certificates, certificates.c.number == cases.c.number)
    .where(cases.c.address_index == _WANTED)
)


class _Turn(NamedTuple):
    """Somebody comes or goes. At one moment those who go are first, and all who come are in before one is judged."""

    at: datetime
    order: int
    record: Record


_GOES, _COMES, _IS_JUDGED = range(3)


async def after(scene: Scene, place: int) -> list[int]:
    """Some places, in their order, after this one."""
    return list((await scene.connection.execute(_NEXT, {"wanted": place})).scalars())


async def over_full(scene: Scene, wanted: Collection[int], only: Collection[int] | None) -> AsyncIterator[Offence]:
    """Requests that were granted where these places were full already; of `only` these requests, if given."""
    for place in (await scene.connection.execute(_PLACES, {"wanted": sorted(wanted)})).all():
        said = _said(scene, place)
        if said is None:  # what does not open is told by another invariant
            continue
        most, where = said
        index = scene.vault.index(cases.c.address_index, where)
        numbers = list((await scene.connection.execute(_AT, {"wanted": index})).scalars())
        for record in _beyond(place, most, await scene.records(numbers)):
            if only is None or record.number in only:
                yield ROOM.broken_by_case(record)


def _said(scene: Scene, place: Row[Any]) -> tuple[int, str] | None:
    try:
        said = json.loads(scene.vault.open(places.c.details, place.details))
    except SealBrokenError:
        return None
    return said["most"], Address(said["region"], tuple(said["parts"])).place_name


def _beyond(place: Row[Any], most: int, there: Sequence[Record]) -> list[Record]:
    """Who came by this place beyond its limit. One person in two chats has one bed: the document tells."""
    inside: Counter[object] = Counter()
    found = []
    for turn in sorted(_turns(place, there), key=lambda turn: turn[:2]):
        document = turn.record.row.document_index
        if turn.order == _IS_JUDGED:
            if len(inside) > most:
                found.append(turn.record)
            continue
        inside[document] += 1 if turn.order == _COMES else -1
        if not inside[document]:
            del inside[document]
    return found


def _turns(place: Row[Any], there: Iterable[Record]) -> list[_Turn]:
    """Who leaves is out a little before, for a clock that was set back might show two in one bed."""
    turns = []
    for record in there:
        for since, until in record.held:
            if until - CLOCK_MAY_STEP > since:
                turns += [_Turn(since, _COMES, record), _Turn(until - CLOCK_MAY_STEP, _GOES, record)]
        answers, granted = record.answers, record.granted
        is_by_it = answers is not None and answers.place == place.id and record.case.host == place.owner
        if is_by_it and granted is not None:
            turns.append(_Turn(granted.at, _IS_JUDGED, record))
    return turns

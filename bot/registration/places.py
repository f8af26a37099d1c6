"""A host saves a place once, and pauses, renews or ends its standing invitation; nobody else may."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.people import ChatId, Host
from bot.domain.place import Place, PlaceDeed, PlaceEvent, PlaceId, PlaceState
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.organisations import linked_host
from bot.registration.place_forms import PlaceForm
from bot.registration.ports import Begin, Clock, Names, Work

MOST_PLACES = 50  # each has a button on the list
_NOT_YET_NUMBERED = PlaceId(0)
_FROM = {
    PlaceDeed.RENEWED: {PlaceState.OPEN, PlaceState.PAUSED},
    PlaceDeed.PAUSED: {PlaceState.OPEN},
    PlaceDeed.RESUMED: {PlaceState.PAUSED},
    PlaceDeed.ENDED: {PlaceState.OPEN, PlaceState.PAUSED},
}


class OwnPlace(NamedTuple):
    """A place and its host."""

    place: Place
    host: Host


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPlaces:
    """A host's places that are not ended, the oldest first. Raises Refusal: NOT_A_HOST."""

    begin: Begin

    async def __call__(self, chat: ChatId) -> Sequence[Place]:
        """The places."""
        async with self.begin() as work:
            await linked_host(work, chat)
            return await _not_ended(work, chat)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPlace:
    """One place of a host. Raises Refusal: NOT_A_HOST or PLACE_NOT_YOURS."""

    begin: Begin

    async def __call__(self, chat: ChatId, place: PlaceId) -> OwnPlace:
        """The place and its host."""
        async with self.begin() as work:
            host = await linked_host(work, chat)
            return OwnPlace(await _own(work, chat, place), host)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginPlace:
    """A host begins to tell of a place. Raises Refusal: NOT_A_HOST or PLACE_TOO_MANY."""

    begin: Begin
    names: Names
    most_at_a_dwelling: int

    async def __call__(self, chat: ChatId) -> PlaceForm:
        """The empty form."""
        async with self.begin() as work:
            host = await linked_host(work, chat)
            await _check_number(work, chat)
        return PlaceForm(
            token=self.names.token(),
            is_organisation=host.is_organisation,
            most_at_a_dwelling=self.most_at_a_dwelling,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePlace:
    """A host has told all of a place: from now on its link leads guests in.

    Raises:
        Refusal: NOT_A_HOST, PLACE_TOO_MANY, or STALE where something is missing or is no longer allowed.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, form: PlaceForm) -> OwnPlace:
        """The place; saved twice it is saved once."""
        async with self.begin() as work:
            host = await linked_host(work, chat)
            saved = await work.places.by_token(form.token)
            if saved is None:
                await _check_number(work, chat)
                saved = await work.places.add(self._place(host, form))
                await work.commit()
        if saved.owner != chat:
            raise Refusal(RefusalCode.STALE)
        return OwnPlace(saved, host)

    def _place(self, host: Host, form: PlaceForm) -> Place:
        if form.next_question() is not None or form.is_organisation is not host.is_organisation:
            raise Refusal(RefusalCode.STALE)
        if form.address is None or form.premises is None or form.most is None or form.language is None:
            raise Refusal(RefusalCode.STALE)
        opened = PlaceEvent(kind=PlaceDeed.OPENED, at=self.clock.now(), chat=host.chat, token=form.token)
        return Place(
            id=_NOT_YET_NUMBERED,
            owner=host.chat,
            address=form.address,
            premises=form.premises,
            most=min(form.most, form.most_allowed),
            language=form.language,
            events=(opened,),
            name=form.name,
            since=form.since,
            until=form.until,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePlace:
    """A host pauses, resumes, renews or ends the standing invitation of a place.

    Raises:
        Refusal: NOT_A_HOST, PLACE_NOT_YOURS, or STALE where the button was drawn for another state of the place.
    """

    begin: Begin
    clock: Clock
    names: Names

    async def __call__(self, chat: ChatId, number: PlaceId, deed: PlaceDeed, seen: int) -> OwnPlace:
        """The place as it is from now on. `seen`: of how many events the button knew; a second tap changes nothing."""
        async with self.begin() as work:
            host = await linked_host(work, chat)
            place = await _own(work, chat, number, lock=True)
            if _is_second_tap(place, deed, seen):
                return OwnPlace(place, host)
            if len(place.events) != seen or place.state not in _FROM.get(deed, set()):
                raise Refusal(RefusalCode.STALE)
            token = self.names.token() if deed is PlaceDeed.RENEWED else None
            place = place.happened(deed, self.clock.now(), chat, token)
            await work.places.save(place)
            await work.commit()
        return OwnPlace(place, host)


def _is_second_tap(place: Place, deed: PlaceDeed, seen: int) -> bool:
    return len(place.events) == seen + 1 and place.events[-1].kind is deed


async def _own(work: Work, chat: ChatId, number: PlaceId, *, lock: bool = False) -> Place:
    """One answer for a place that is not there and for another host's, so that numbers tell nothing."""
    place = await work.places.get(number, lock=lock)
    if place is None or place.owner != chat:
        raise Refusal(RefusalCode.PLACE_NOT_YOURS)
    return place


async def _not_ended(work: Work, chat: ChatId) -> list[Place]:
    return [place for place in await work.places.of_owner(chat) if place.state is not PlaceState.ENDED]


async def _check_number(work: Work, chat: ChatId) -> None:
    if len(await _not_ended(work, chat)) >= MOST_PLACES:
        raise Refusal(RefusalCode.PLACE_TOO_MANY, most=MOST_PLACES)

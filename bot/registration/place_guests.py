"""A guest comes by a place's standing invitation: address and host are filled in; the link is checked again later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.answers import Answers, Purpose
from bot.domain.case import Case
from bot.domain.ids import PlaceId
from bot.domain.life import is_registered
from bot.domain.people import ChatId, Draft, Host
from bot.domain.place import Place, PlaceState
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.crowding import others_at
from bot.registration.ports import Begin, Clock, Work
from bot.registration.prospects import read_prospect

_WHO_LIVES_THERE = {Purpose.LONGER, Purpose.NEW_DOCUMENT}  # came in already: the link need not let them in again


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Where the link has led: the draft with the place in it, the place, and a request of this guest that is open."""

    draft: Draft
    place: Place
    waiting: Case | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterByDoor:
    """A guest opens the link of a place; what was answered before stays.

    Raises:
        Refusal: HOST_LINK_UNKNOWN (a renewed, an ended and a forged link are told alike), PLACE_PAUSED, PLACE_DAYS or
            OWN_HOST.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, token: str) -> Entered:
        """The draft and where it leads."""
        now = self.clock.now()
        async with self.begin() as work:
            place = await work.places.by_token(token)
            if place is None or place.token != token:
                raise Refusal(RefusalCode.HOST_LINK_UNKNOWN)
            host = await _open(work, place, now.date())
            if host.chat == chat:
                raise Refusal(RefusalCode.OWN_HOST)
            kept = await work.drafts.get(chat)
            before = kept or Draft(chat=chat, answers=Answers(), saved_at=now)
            known = before.answers if kept and not kept.answers.is_empty else await _known(work, chat, now)
            draft = replace(before, answers=_at(place, host, known), saved_at=now)
            await work.drafts.save(draft)
            own = await work.cases.of_guest(chat)
            await work.commit()
        waiting = next((case for case in own if case.stage(now).is_live), None)
        return Entered(draft=draft, place=place, waiting=waiting)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDoor:
    """The place of which a draft speaks; None where it speaks of none, or the place is gone."""

    begin: Begin

    async def __call__(self, chat: ChatId) -> Place | None:
        """The place."""
        async with self.begin() as work:
            draft = await work.drafts.get(chat)
            number = draft.answers.place if draft else None
            return await work.places.get(number) if number is not None else None


async def check_door(work: Work, answers: Answers, now: datetime, companions: Sequence[Answers] = ()) -> None:
    """Check at the sending that the link by which the guest came still lets guests in.

    Raises:
        Refusal: HOST_LINK_UNKNOWN, PLACE_PAUSED, PLACE_DAYS or PLACE_FULL.
    """
    if answers.place is None or answers.purpose in _WHO_LIVES_THERE:
        return
    place = await _still_theirs(work, answers)
    await _open(work, place, now.date())
    check_last_day(place, answers.until)
    coming = [answers, *companions]
    if await others_at(work, place.address, coming, now) + len(coming) > place.most:
        raise Refusal(RefusalCode.PLACE_FULL)  # not how many: that others live there is nobody's to know


async def check_place_days(work: Work, answers: Answers) -> None:
    """Check the last day as soon as it is told. Raises Refusal: PLACE_DAYS."""
    place = await work.places.get(answers.place) if answers.place is not None else None
    if place is not None:
        check_last_day(place, answers.until)


def check_last_day(place: Place, until: date | None) -> None:
    """Let nobody stay longer than the host takes guests. Raises Refusal: PLACE_DAYS."""
    if until is not None and not place.is_for(until):
        raise _days(place)


def leave_door(answers: Answers) -> Answers:
    """The answers of one who goes elsewhere: the link was for that place, so the host that came by it goes too."""
    if answers.place is None:
        return answers
    stayed = answers.with_(place=None, door=None)
    return stayed.with_(host=None, host_by_link=False) if answers.host_by_link else stayed


async def _still_theirs(work: Work, answers: Answers) -> Place:
    """The place of these answers, when they speak of it as its host does, by the link that works now."""
    place = await work.places.get(answers.place or PlaceId(0))
    if place is None or place.address != answers.address or door_of(place) != answers.door:
        raise Refusal(RefusalCode.HOST_LINK_UNKNOWN)
    host = await work.hosts.get(place.owner)
    if host is None or host.number != answers.host:
        raise Refusal(RefusalCode.HOST_LINK_UNKNOWN)
    return place


async def _open(work: Work, place: Place, today: date) -> Host:
    host = await work.hosts.get(place.owner)
    if host is None or not host.is_linked or place.state is PlaceState.ENDED:
        raise Refusal(RefusalCode.HOST_LINK_UNKNOWN)
    if place.state is PlaceState.PAUSED:
        raise Refusal(RefusalCode.PLACE_PAUSED)
    if not place.is_for(today):
        raise _days(place)
    return host


def _days(place: Place) -> Refusal:
    bounds = {"since": place.since, "until": place.until}
    return Refusal(RefusalCode.PLACE_DAYS, **{name: day for name, day in bounds.items() if day is not None})


def door_of(place: Place) -> int:
    """Which of its links works now."""
    return sum(event.token is not None for event in place.events)


async def _known(work: Work, chat: ChatId, now: datetime) -> Answers:
    """What was told of oneself for an earlier request; nothing of a stay that is over, and of nobody else."""
    prospect = await read_prospect(work, chat, now)
    if prospect.answers.kinship is not None or prospect.is_over:
        return Answers()
    told = prospect.answers.anew().with_(proof=None, until=None)
    earlier = prospect.certificate
    return told if earlier is None or is_registered(earlier, now) else told.with_(entered=None)


def _at(place: Place, host: Host, known: Answers) -> Answers:
    until = known.until if known.until is not None and place.is_for(known.until) else None
    return known.with_(
        host=host.number,
        host_by_link=True,
        address=place.address,
        premises=place.premises,
        place=place.id,
        door=door_of(place),
        until=until,
    )

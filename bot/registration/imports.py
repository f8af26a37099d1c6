"""An organisation files for its guests from a spreadsheet: each row is checked alone, one tap files the good ones."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.domain.answers import Answers
from bot.domain.case import Case, Event, EventKind
from bot.domain.family import Kinship
from bot.domain.guest_import import GuestEntry, GuestImport
from bot.domain.ids import NOBODY, PlaceId
from bot.domain.life import is_registered
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId, Host
from bot.domain.place import Place, PlaceState
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.contention import done_again
from bot.registration.granting import FILED_BY_HOST, Granting, Yes
from bot.registration.import_checks import RowFault, check_entries
from bot.registration.organisations import hosts_of
from bot.registration.ports import Begin, Clock, Names, Work
from bot.registration.vouching import ask_officer

WAITS_FOR = timedelta(days=7)  # then what was prepared is given up
AT_ONCE = 25  # rows a transaction: others who write wait no longer than for these
Progress = Callable[[int, int], Awaitable[None]]  # is told how many rows are done, and of how many


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one tap would file; None when no row is good."""

    waiting: GuestImport | None
    faults: tuple[RowFault, ...]


@dataclass(frozen=True, slots=True)
class Filed:
    """What one tap has filed, and what could not be filed any more."""

    cases: tuple[Case, ...]
    faults: tuple[RowFault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadImportPlaces:
    """Where guests may be filed for. Raises Refusal: NOT_AN_ORGANISATION, or NO_PLACE_YET."""

    look: Begin

    async def __call__(self, chat: ChatId) -> list[Place]:
        """The organisation's places that have not ended, oldest first."""
        async with self.look() as work:
            host = await organisation_of(work, chat)
            places = [each for each in await work.places.of_owner(host.chat) if each.state is not PlaceState.ENDED]
        if not places:
            raise Refusal(RefusalCode.NO_PLACE_YET)
        return places


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareImport:
    """Rows that could be read are checked by the law and against what is registered; the good ones wait for the tap.

    Nothing is filed here. Raises Refusal: NOT_AN_ORGANISATION, or STALE where the place is not theirs or has ended.
    """

    begin: Begin
    clock: Clock
    most_at_a_dwelling: int

    async def __call__(self, chat: ChatId, place: PlaceId, entries: Sequence[GuestEntry]) -> Prepared:
        """For one who answers for the organisation, in the chat."""
        async with self.begin() as work:
            host = await organisation_of(work, chat)
            prepared = await self._prepare(work, host, place, entries, chat)
            await work.commit()
        return prepared

    async def by_operator(self, owner: ChatId, place: PlaceId, entries: Sequence[GuestEntry]) -> Prepared:
        """For the operator's command line: the organisation is asked in its own chat."""
        now = self.clock.now()
        async with self.begin() as work:
            host = await organisation_of(work, owner)
            prepared = await self._prepare(work, host, place, entries, None)
            if prepared.waiting is not None:
                await work.notices.owe(_asks(host, prepared.waiting, now))
            await work.commit()
        return prepared

    async def _prepare(
        self, work: Work, host: Host, place: PlaceId, entries: Sequence[GuestEntry], by: ChatId | None
    ) -> Prepared:
        now = self.clock.now()
        where = await theirs(work, host, place)
        placed = [GuestEntry(entry.row, _at(entry.answers, host, where)) for entry in entries]
        good, faults = await check_entries(work, placed, where, self.most_at_a_dwelling, now)
        if not good:
            return Prepared(None, tuple(faults))
        waiting = await work.imports.add(
            GuestImport(id=0, owner=host.chat, place=place, prepared_at=now, prepared_by=by, entries=tuple(good))
        )
        return Prepared(waiting, tuple(faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadImport:
    """What waits for the tap. Raises Refusal: NOT_AN_ORGANISATION or STALE."""

    look: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> tuple[GuestImport, Place]:
        """The import, and where it leads."""
        async with self.look() as work:
            host, waiting = await _waiting(work, chat, number, self.clock.now())
            return waiting, await theirs(work, host, waiting.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileImport:
    """The organisation's one tap: every good row becomes a registration, with the tapping chat on the record.

    A stop in the middle loses nothing and doubles nothing: what was filed is found registered when the tap comes again.
    Raises Refusal: NOT_AN_ORGANISATION, HOST_UNCHECKED, or STALE where it was filed or given up already.
    """

    begin: Begin
    clock: Clock
    names: Names
    granting: Granting

    async def __call__(self, chat: ChatId, number: int, progress: Progress) -> Filed:
        """What was filed now or before a restart, in the order of the rows."""
        async with self.begin() as work:
            host, waiting = await _waiting(work, chat, number, self.clock.now())
            if not await self.granting.counts(work, host.chat):
                await ask_officer(work, host.chat, self.clock.now(), case=None)
                await work.commit()
                raise Refusal(RefusalCode.HOST_UNCHECKED)
        cases: list[Case] = []
        faults: list[RowFault] = []
        for first in range(0, len(waiting.entries), AT_ONCE):
            some = waiting.entries[first : first + AT_ONCE]
            filed = await done_again(partial(self._file_some, chat, number, some))
            cases += filed.cases
            faults += filed.faults
            await progress(len(cases) + len(faults), len(waiting.entries))
        async with self.begin() as work:
            await _waiting(work, chat, number, self.clock.now(), lock=True)
            await work.imports.settle(number, self.clock.now())
            await work.commit()
        return Filed(tuple(cases), tuple(faults))

    async def _file_some(self, chat: ChatId, number: int, some: Sequence[GuestEntry]) -> Filed:
        """Together; where the place is too full for all of them, one by one."""
        try:
            return await self._file(chat, number, some)
        except Refusal as no:
            if no.code is not RefusalCode.PLACE_FULL:
                raise
            if len(some) == 1:
                return Filed((), (RowFault(some[0].row, None, no),))
        each = [await self._file_some(chat, number, [entry]) for entry in some]
        return Filed(
            tuple(case for filed in each for case in filed.cases),
            tuple(fault for filed in each for fault in filed.faults),
        )

    async def _file(self, chat: ChatId, number: int, some: Sequence[GuestEntry]) -> Filed:
        now = self.clock.now()
        async with self.begin() as work:
            host, waiting = await _waiting(work, chat, number, now, lock=True)  # removed staff files no further row
            before = await _filed_before(work, host, some, waiting, now)
            left = [entry for entry in some if entry.row not in before]
            place, most = await theirs(work, host, waiting.place), self.granting.most_at_a_dwelling
            good, faults = await check_entries(work, left, place, most, now)
            added = [await work.cases.add(self._new(entry, host, chat)) for entry in good]
            yes = Yes(chat=chat, host_name=host.name or "", how=FILED_BY_HOST, delivers=False)
            granted = await self.granting(work, added, yes) if added else []
            await work.commit()
        return Filed((*before.values(), *granted), tuple(faults))

    def _new(self, entry: GuestEntry, host: Host, chat: ChatId) -> Case:
        asked = Event(kind=EventKind.ASKED, at=self.clock.now(), chat=chat, reason=FILED_BY_HOST)
        return Case(
            number=0,
            guest=NOBODY,
            answers=entry.answers,
            token=self.names.token(),
            events=(asked,),
            host=host.chat,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DropImport:
    """The organisation gives up what waits. Raises Refusal: NOT_AN_ORGANISATION or STALE."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> None:
        """Its rows go."""
        now = self.clock.now()
        async with self.begin() as work:
            await _waiting(work, chat, number, now, lock=True)
            await work.imports.settle(number, now)
            await work.commit()


async def organisation_of(work: Work, chat: ChatId) -> Host:
    """The organisation that this chat is, or answers for. Raises Refusal: NOT_AN_ORGANISATION."""
    organisation = next((host for host in await hosts_of(work, chat) if host.is_organisation), None)
    if organisation is None:
        raise Refusal(RefusalCode.NOT_AN_ORGANISATION)
    return organisation


async def theirs(work: Work, host: Host, place: PlaceId) -> Place:
    """A place of this organisation that has not ended. Raises Refusal: STALE."""
    where = await work.places.get(place)
    if where is None or where.owner != host.chat or where.state is PlaceState.ENDED:
        raise Refusal(RefusalCode.STALE)
    return where


async def _filed_before(
    work: Work, host: Host, some: Sequence[GuestEntry], waiting: GuestImport, now: datetime
) -> dict[int, Case]:
    """The rows that a tap before a restart has filed already, by their numbers."""
    found = {}
    for entry in some:
        document = entry.answers.document_number
        for case in await work.cases.with_document(document) if document else ():
            is_ours = case.host == host.chat and case.answers.place == waiting.place
            if is_ours and case.sent_at >= waiting.prepared_at and is_registered(case, now):
                found[entry.row] = case
                break
    return found


async def _waiting(
    work: Work, chat: ChatId, number: int, now: datetime, *, lock: bool = False
) -> tuple[Host, GuestImport]:
    host = await organisation_of(work, chat)
    if lock:
        await work.cases.lock_people(host.chat)  # who has filed for whom it is about: before the file, as before a row
    waiting = await work.imports.get(number, lock=lock)
    if waiting is None or waiting.owner != host.chat or waiting.settled_at or now - waiting.prepared_at > WAITS_FOR:
        raise Refusal(RefusalCode.STALE)
    return host, waiting


def _at(answers: Answers, host: Host, place: Place) -> Answers:
    return replace(
        answers,
        host=host.number,
        address=place.address,
        premises=place.premises,
        place=place.id,
        kinship=Kinship.GUEST,
        patronymic=answers.patronymic or "",
    )


def _asks(host: Host, waiting: GuestImport, now: datetime) -> Notice:
    return Notice(
        key=f"{NoticeKind.IMPORT_READY}:{waiting.id}",
        chat=host.chat,
        kind=NoticeKind.IMPORT_READY,
        due_at=now,
        data={"import": str(waiting.id)},
        urgency=2,
        expires_at=now + WAITS_FOR,
    )

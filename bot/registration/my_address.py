""" "My address": who is registered at a host's places, until when, whose papers end soon, how full each place is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.address import Address
from bot.domain.case import Case
from bot.domain.life import end_of_stay, is_document_lost, suspension
from bot.domain.people import ChatId, Host
from bot.law.assessment import Duty
from bot.registration.crowding import most_for
from bot.registration.ending_stays import check_ended_by_host
from bot.registration.host_duties import HostDuty, host_duty, still_lives_there
from bot.registration.organisations import case_of_host, need_hosts
from bot.registration.ports import Begin, Clock, Work
from bot.registration.turns import in_turns

SOON = timedelta(days=30)


class Concern(StrEnum):
    """What about a person's papers a host should know."""

    SUSPENDED = "suspended"  # by an officer, while facts are checked
    DOCUMENT_LOST = "document_lost"
    DOCUMENT_ENDED = "document_ended"
    DOCUMENT_ENDS = "document_ends"
    STAY_ENDED = "stay_ended"
    STAY_ENDS = "stay_ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """One person registered with a host, or whose stay the host has just ended; what is wrong with the papers."""

    case: Case
    concerns: tuple[tuple[Concern, date | None], ...] = ()
    notice: Duty | None = None  # the host's own notice to the police; None where none is asked

    @property
    def has_ended(self) -> bool:
        """True for one whose stay was ended."""
        return end_of_stay(self.case) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """One address and those who live there. `is_full` counts also whom other hosts have registered there."""

    address: Address
    residents: tuple[Resident, ...]
    most: int | None
    is_full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MyAddress:
    """All that a host sees on the page. `wants_digest` is None for one who only works for a host."""

    homes: tuple[Home, ...]
    knows_strangers: bool
    wants_digest: bool | None

    @property
    def residents(self) -> list[Resident]:
        """Everybody, home after home."""
        return [resident for home in self.homes for resident in home.residents]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMyAddress:
    """The page of a host, or of one who works for an organisation. Raises Refusal: NOT_A_HOST."""

    begin: Begin
    clock: Clock
    most_at_a_dwelling: int

    async def __call__(self, chat: ChatId) -> MyAddress:
        """Who is registered now."""
        async with self.begin() as work:
            hosts = await need_hosts(work, chat)
            homes = await homes_of(work, hosts, self.most_at_a_dwelling, self.clock.now())
            strangers = [guest for host in hosts for guest in await work.blocks.of_host(host.chat)]
        own = next((host for host in hosts if host.chat == chat), None)
        return MyAddress(
            homes=homes, knows_strangers=bool(strangers), wants_digest=own.wants_digest if own is not None else None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResident:
    """One person of a host: registered, or with a stay that the host has ended. Raises Refusal: NOT_YOURS, STALE or
    STAY_OVER.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Resident:
        """The person."""
        now = self.clock.now()
        async with self.begin() as work:
            case, _ = await case_of_host(work, chat, number)
            if not await still_lives_there(work, case, now):
                check_ended_by_host(case, now)
        return resident_of(case, now)


async def homes_of(work: Work, hosts: Iterable[Host], most_at_a_dwelling: int, now: datetime) -> tuple[Home, ...]:
    """Those registered now with these hosts, address by address."""
    living = [case for host in hosts for case in await work.cases.living_with(host.chat, now)]
    by_name: dict[str, list[Case]] = defaultdict(list)
    for case in living:
        if case.answers.address is not None:
            by_name[case.answers.address.place_name].append(case)
    return tuple([await _home(work, cases, most_at_a_dwelling, now) for _, cases in sorted(by_name.items())])


async def _home(work: Work, cases: Sequence[Case], most_at_a_dwelling: int, now: datetime) -> Home:
    newest = cases[-1]
    address = newest.answers.address or Address(None, ())
    most = await most_for(work, newest, most_at_a_dwelling)
    is_full = most is not None and _heads(await work.cases.living_at(address, now)) >= most
    residents = sorted([resident_of(case, now) async for case in in_turns(cases)], key=_urgent_first)
    return Home(address=address, residents=tuple(residents), most=most, is_full=is_full)


def _heads(cases: Sequence[Case]) -> int:
    return len({case.answers.document_number for case in cases})


def _urgent_first(resident: Resident) -> tuple[bool, str]:
    return not resident.concerns, resident.case.answers.full_name.casefold()


def resident_of(case: Case, now: datetime) -> Resident:
    """One person, and what of the papers ends within thirty days, or has ended."""
    duty = host_duty(case, now)
    return Resident(case=case, concerns=tuple(_concerns(case, duty, now.date())), notice=duty.notice)


def _concerns(case: Case, duty: HostDuty, today: date) -> Iterable[tuple[Concern, date | None]]:
    waits = suspension(case)
    if waits is not None:
        yield Concern.SUSPENDED, waits.at.date()
    if is_document_lost(case):
        yield Concern.DOCUMENT_LOST, None
    expires, stay = case.answers.document_expires, duty.assessment.stay
    if expires is not None and expires <= today + SOON:
        yield (Concern.DOCUMENT_ENDED if expires < today else Concern.DOCUMENT_ENDS), expires
    if stay is not None and stay.until <= today + SOON:
        yield (Concern.STAY_ENDED if stay.last_arguable < today else Concern.STAY_ENDS), stay.until

"""Who answers for an organisation: invited by a link, joining by a tap, removed by the owner or leaving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.notice import Notice, NoticeKind
from bot.domain.organisation import StaffDeed, StaffEvent, StaffMember
from bot.domain.people import ChatId, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.organisations import employer_of
from bot.registration.ports import Begin, Clock, Names, Work

LINK_LIVES = timedelta(days=7)
MOST_STAFF = 40  # each is a button on the owner's page, and every request is a message to each
MEMBER, OWNER = "member", "owner"  # what a notice says of whom it is about
_PINGS = (NoticeKind.HOST_ASKED, NoticeKind.HOST_REMINDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStaff:
    """The owner's list. Raises Refusal: STALE for a chat that owns no organisation."""

    begin: Begin

    async def __call__(self, chat: ChatId) -> Sequence[StaffMember]:
        """Who answers for the organisation now, in the order of joining."""
        async with self.begin() as work:
            await _owned_by(work, chat)
            return await work.staff.of_owner(chat)


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteStaff:
    """The owner gets a link for one more member; the link before it, if nobody used it, works no more.

    Raises:
        Refusal: STALE (owns no organisation) or STAFF_FULL.
    """

    begin: Begin
    clock: Clock
    names: Names

    async def __call__(self, chat: ChatId) -> str:
        """The token of the link."""
        async with self.begin() as work:
            await _owned_by(work, chat)
            await work.cases.lock_people(chat)
            await _check_not_full(work, chat)
            token = self.names.token()
            await work.staff.add(_invited(chat, self.clock.now(), token))
            await work.commit()
        return token


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStaffInvitation:
    """Somebody opens the link for staff.

    Raises:
        Refusal: STAFF_LINK_DEAD (unknown, used, renewed or older than seven days, all alike), STAFF_OWN_LINK, or
            STAFF_ELSEWHERE.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, token: str) -> Host:
        """The organisation that invites."""
        async with self.begin() as work:
            return await _inviting(work, chat, token, self.clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinStaff:
    """Somebody joins, and with that agrees that owner and staff see the name. Raises as `ReadStaffInvitation` does."""

    begin: Begin
    clock: Clock
    names: Names

    async def __call__(self, chat: ChatId, token: str, name: str) -> Host:
        """The organisation for which this chat answers from now on."""
        now = self.clock.now()
        async with self.begin() as work:
            host = await _inviting(work, chat, token, now, lock=True)
            await _check_not_full(work, host.chat)
            joined = StaffEvent(
                owner=host.chat, kind=StaffDeed.JOINED, at=now, by=chat, member=chat, name=name, token=token
            )
            await work.staff.add(joined)
            # a link that nobody knows takes its place: so it stays spent even when the member has all forgotten
            await work.staff.add(_invited(host.chat, now, self.names.token()))
            await work.notices.owe(_about(NoticeKind.STAFF_JOINED, to=host.chat, member=chat, owner=host.chat, now=now))
            await work.commit()
        return host


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveStaff:
    """The owner removes a member, who is told. Raises Refusal: STALE (not the owner, or no member of this staff)."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, member: ChatId) -> None:
        """From now on the member answers for nobody."""
        now = self.clock.now()
        async with self.begin() as work:
            await _owned_by(work, chat)
            if await work.staff.employer_of(member) != chat:
                raise Refusal(RefusalCode.STALE)
            await _end(work, chat, member, by=chat, now=now)
            await work.notices.owe(_about(NoticeKind.STAFF_REMOVED, to=member, member=member, owner=chat, now=now))
            await work.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveStaff:
    """A member leaves, and the owner is told. Raises Refusal: STALE for one who works for nobody."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId) -> str:
        """The name of the organisation that was left; "" where it is gone itself."""
        now = self.clock.now()
        async with self.begin() as work:
            owner = await work.staff.employer_of(chat)
            if owner is None:
                raise Refusal(RefusalCode.STALE)
            host = await work.hosts.get(owner)
            await _end(work, owner, chat, by=chat, now=now)
            await work.notices.owe(_about(NoticeKind.STAFF_LEFT, to=owner, member=chat, owner=owner, now=now))
            await work.commit()
        return host.name or "" if host else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStaffNews:
    """What a notice about staff speaks of: the organisation's name and the member's; "" for what is gone."""

    begin: Begin

    async def __call__(self, owner: ChatId, member: ChatId) -> tuple[str, str]:
        """Both names."""
        async with self.begin() as work:
            host, events = await work.hosts.get(owner), await work.staff.events_of(owner)
        named = (event.name for event in reversed(events) if event.member == member and event.name)
        return (host.name or "" if host else ""), next(named, "")


async def _owned_by(work: Work, chat: ChatId) -> Host:
    host = await work.hosts.get(chat)
    if host is None or not host.is_linked or not host.is_organisation:
        raise Refusal(RefusalCode.STALE)
    return host


async def _check_not_full(work: Work, owner: ChatId) -> None:
    if len(await work.staff.of_owner(owner)) >= MOST_STAFF:
        raise Refusal(RefusalCode.STAFF_FULL, most=MOST_STAFF)


async def _inviting(work: Work, chat: ChatId, token: str, now: datetime, *, lock: bool = False) -> Host:
    found = next((event for event in await work.staff.by_token(token) if event.kind is StaffDeed.INVITED), None)
    if found is None:
        raise Refusal(RefusalCode.STAFF_LINK_DEAD)
    if lock:
        await work.cases.lock_people(found.owner, chat)  # of two who tap at once only one joins
    invitations = [event for event in await work.staff.events_of(found.owner) if event.kind is StaffDeed.INVITED]
    host = await work.hosts.get(found.owner)
    is_dead = invitations[-1].token != token or now - found.at >= LINK_LIVES
    if is_dead or host is None or not host.is_linked or not host.is_organisation:
        raise Refusal(RefusalCode.STAFF_LINK_DEAD)
    if host.chat == chat:
        raise Refusal(RefusalCode.STAFF_OWN_LINK)
    if await employer_of(work, chat) is not None:
        raise Refusal(RefusalCode.STAFF_ELSEWHERE)
    return host


async def _end(work: Work, owner: ChatId, member: ChatId, *, by: ChatId, now: datetime) -> None:
    """End a member's work; what was to be asked of the member is asked of the others alone."""
    await work.staff.add(StaffEvent(owner=owner, kind=StaffDeed.REMOVED, at=now, by=by, member=member))
    for case in await work.cases.waiting_for(owner):
        await work.notices.cancel(member, *_PINGS, case=case.number)


def _invited(owner: ChatId, now: datetime, token: str) -> StaffEvent:
    return StaffEvent(owner=owner, kind=StaffDeed.INVITED, at=now, by=owner, token=token)


def _about(kind: NoticeKind, *, to: ChatId, member: ChatId, owner: ChatId, now: datetime) -> Notice:
    return Notice(
        key=f"{kind}:{owner}:{member}:{now.timestamp():.0f}",
        chat=to,
        kind=kind,
        due_at=now,
        data={MEMBER: str(member), OWNER: str(owner)},
        urgency=1,
    )

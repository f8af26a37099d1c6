"""For whom a chat acts: its own home, the organisation that it works for; and who of several has answered."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Case, EventKind
from bot.domain.people import ChatId, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.ports import Begin, Work

_ANSWERS = {EventKind.GRANTED, EventKind.REFUSED, EventKind.DENIED}


async def employer_of(work: Work, chat: ChatId) -> Host | None:
    """The organisation for which this chat answers now; none where the organisation itself is gone."""
    owner = await work.staff.employer_of(chat)
    host = await work.hosts.get(owner) if owner is not None else None
    return host if host is not None and host.is_linked and host.is_organisation else None


async def linked_host(work: Work, chat: ChatId) -> Host:
    """Who this chat is as a host itself. Raises Refusal: NOT_A_HOST."""
    own = await work.hosts.get(chat)
    if own is None or not own.is_linked:
        raise Refusal(RefusalCode.NOT_A_HOST)
    return own


async def hosts_of(work: Work, chat: ChatId) -> list[Host]:
    """The hosts for whom this chat answers: itself, then the organisation it works for; none where it is neither."""
    own, employer = await work.hosts.get(chat), await employer_of(work, chat)
    return [host for host in (own, employer) if host is not None and host.is_linked]


async def need_hosts(work: Work, chat: ChatId) -> list[Host]:
    """The same, at least one. Raises Refusal: NOT_A_HOST."""
    hosts = await hosts_of(work, chat)
    if not hosts:
        raise Refusal(RefusalCode.NOT_A_HOST)
    return hosts


async def case_of_host(work: Work, chat: ChatId, number: int, *, lock: bool = False) -> tuple[Case, Host]:
    """The request of this number, bound to a host for whom this chat acts.

    Raises:
        Refusal: NOT_YOURS, also where there is no such request: a stranger learns of none.
    """
    case = await work.cases.get(number, lock=lock)
    host = next((host for host in await hosts_of(work, chat) if case is not None and host.chat == case.host), None)
    if case is None or host is None:
        raise Refusal(RefusalCode.NOT_YOURS)
    return case, host


async def asked_chats(work: Work, case: Case) -> list[ChatId]:
    """All chats that are asked to answer a request: the host's and those of its staff, but never its own guest's."""
    if case.host is None:
        return []
    staff = [member.chat for member in await work.staff.of_owner(case.host)]
    return [chat for chat in (case.host, *staff) if chat != case.guest]


async def may_answer(work: Work, chat: ChatId, case: Case) -> bool:
    """Whether this chat is the request's host, or works for it now."""
    return any(host.chat == case.host for host in await hosts_of(work, chat))


async def host_at_link(work: Work, chat: ChatId, case: Case) -> Host | None:
    """The host for whom this chat opens the link: the organisation it works for, if that is meant, else its own."""
    employer = await employer_of(work, chat)
    if employer is not None and employer.number == case.answers.host and case.guest != chat:
        return employer
    return await work.hosts.get(chat)


async def name_of_answerer(work: Work, case: Case) -> str:
    """What the member of staff who answered is called; "" where no member has, or the member had the name forgotten."""
    by = case.ending.chat if case.ending else None
    if by is None or case.host is None or by == case.host:
        return ""
    events = await work.staff.events_of(case.host)
    return next((event.name for event in reversed(events) if event.member == by and event.name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerer:
    """Who answered for an organisation, and when; `name` is "" for the owner."""

    name: str
    at: datetime
    kind: EventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnswerer:
    """Who answered a request to an organisation; the answer is for its owner and staff alone."""

    begin: Begin

    async def __call__(self, chat: ChatId, number: int) -> Answerer | None:
        """Who it was; None for a person's home, for a stranger, and where nobody has answered."""
        async with self.begin() as work:
            case = await work.cases.get(number)
            if case is None or case.host is None or not await may_answer(work, chat, case):
                return None
            host, ending = await work.hosts.get(case.host), case.ending
            if host is None or not host.is_organisation or ending is None or ending.kind not in _ANSWERS:
                return None
            name = await name_of_answerer(work, case)
        is_told = bool(name) or ending.chat == case.host
        return Answerer(name=name, at=ending.at, kind=ending.kind) if is_told else None

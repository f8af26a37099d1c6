"""A head ends what an officer has vouched for: the host's next yes waits for an officer again."""

from dataclasses import dataclass

from bot.domain.audit import Actor, AuditAction, AuditEntry
from bot.domain.officer import Right
from bot.domain.people import ChatId, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.rights import Rights
from bot.registration.ports import Begin, Clock
from bot.registration.vouching import uncheck_host

_ENDED = "ended"  # the detail of the record


@dataclass(frozen=True, slots=True, kw_only=True)
class EndVouching:
    """Registrations that the host's yes has led to stay: each is ended by an act, if it must be.

    Raises:
        Refusal: NOT_AN_OFFICER, ROLE_TOO_LOW, ACT_ON_OWN, or STALE where no such request has a host with a chat.
    """

    rights: Rights
    begin: Begin
    clock: Clock

    async def __call__(self, head: ChatId, case_number: int) -> Host:
        """The host of this request, for whom nobody vouches any more; said twice it is said once."""
        self.rights.check(head, Right.REVERSE)
        async with self.begin() as work:
            case = await work.cases.get(case_number)
            host = await work.hosts.get(case.host) if case is not None and case.host is not None else None
            if case is None or host is None:
                raise Refusal(RefusalCode.STALE)
            if head in {case.guest, host.chat}:
                raise Refusal(RefusalCode.ACT_ON_OWN)
            if host.checked_at is None:
                return host
            ended = await uncheck_host(work, host)
            work.audit.record(
                AuditEntry(
                    action=AuditAction.HOST,
                    at=self.clock.now(),
                    by=Actor.officer(head),
                    case=case.number,
                    detail={"decision": _ENDED},
                )
            )
            await work.commit()
        return ended

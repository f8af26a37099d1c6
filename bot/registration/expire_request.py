"""A request that nobody answers ends by itself."""

from dataclasses import dataclass

from bot.domain.case import EventKind
from bot.domain.notice import NoticeKind
from bot.registration.cards import guest_card, host_card
from bot.registration.ports import Begin, Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireRequest:
    """Thirty days went by without an answer: the request ends with all that go with it, and both cards say so."""

    begin: Begin
    clock: Clock

    async def __call__(self, number: int) -> None:
        """End it, if it has not ended and its time is over."""
        now = self.clock.now()
        async with self.begin() as work:
            found = await work.cases.get(number)
            if found is not None:
                await work.cases.lock_behind(found.party or number)
            party = await work.cases.party(found.party or number, lock=True) if found is not None else ()
            ended = [
                case.happened(EventKind.EXPIRED, now)
                for case in party
                if case.ending is None and now >= case.expires_at
            ]
            if not ended:
                return
            for case in ended:
                await work.cases.save(case)
            case = ended[0]
            # not `stop_waiting`: the notice that tells the guest of it may be on its way just now
            await work.notices.cancel(case.guest, NoticeKind.HOST_SILENT, case=case.number)
            if case.host is not None:
                await work.notices.cancel(case.host, NoticeKind.HOST_ASKED, NoticeKind.HOST_REMINDED, case=case.number)
            await work.notices.owe(guest_card(case, now), *host_card(case, now))
            await work.commit()

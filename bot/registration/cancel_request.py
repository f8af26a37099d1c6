"""A guest takes a request back."""

from dataclasses import dataclass, replace

from bot.domain.case import Case
from bot.domain.people import ChatId
from bot.registration.cards import take_back
from bot.registration.ports import Begin, Clock
from bot.registration.requests import own_party


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRequest:
    """A guest takes a live request back, with all that go with it; the host is told.

    Raises:
        Refusal: STALE, or what `Case.check_live` raises.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> Case:
        """The ended request."""
        now = self.clock.now()
        async with self.begin() as work:
            party = await own_party(work, chat, number)
            party[0].check_live(now)
            ended = await take_back(work, [case for case in party if case.ending is None], now, tells_guest=False)
            await work.commit()
        return replace(ended[0], together=tuple(ended[1:]))

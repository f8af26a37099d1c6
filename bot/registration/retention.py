"""Personal data go when their term is over, as the consent says."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.case import LINK_LIVES
from bot.registration.ports import Begin, Clock
from bot.registration.send_request import ExpireRequest

KEPT_AFTER_END = timedelta(days=30)  # named in the consent (`bot.texts.opening.consent`)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetEnded:
    """End what was never answered; wipe what ended, and drafts not touched, thirty days ago or earlier.

    What was told of travels goes with the last draft or request of its owner; what was sent goes with its request.
    """

    begin: Begin
    clock: Clock
    expire_request: ExpireRequest

    async def __call__(self) -> int:
        """How many requests, drafts and travel records were wiped."""
        now = self.clock.now()
        async with self.begin() as work:
            overdue = await work.cases.overdue(now - LINK_LIVES)
        for number in overdue:  # also of those who blocked the bot and will never be told
            await self.expire_request(number)
        before = now - KEPT_AFTER_END
        async with self.begin() as work:
            wiped = await work.cases.forget_ended(before) + await work.drafts.forget_untouched(before)
            wiped += await work.travels.forget_untouched(before)
            await work.notices.forget_settled(before)
            await work.outlooks.forget_orphans()
            await work.commit()
        return wiped

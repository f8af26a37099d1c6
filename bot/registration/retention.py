"""Personal data go when their term is over, as the consent says."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.case import LINK_LIVES
from bot.registration.imports import WAITS_FOR
from bot.registration.ports import Begin, Clock
from bot.registration.send_request import ExpireRequest

KEPT_AFTER_END = timedelta(days=30)  # where the operator says nothing else (`KEEP_DAYS_AFTER_END`)
PROFILE_KEPT = timedelta(days=365)  # after the last use; both are named in the consent (`bot.texts.opening.consent`)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetEnded:
    """End what was never answered; wipe what ended, and drafts not touched, the operator's term ago or earlier.

    What was told of travels goes with the last draft or request of its owner; what was sent goes with its request;
    what was saved for the next stay goes a year after its last use; guests of a spreadsheet go when its tap is over.
    Of appeals and reports the words and pictures go with the request, number and chain stay.
    """

    begin: Begin
    clock: Clock
    expire_request: ExpireRequest
    kept_after_end: timedelta = KEPT_AFTER_END

    async def __call__(self) -> int:
        """How many requests, drafts, travel records, profiles, spreadsheets and appeals were wiped."""
        now = self.clock.now()
        async with self.begin() as work:
            overdue = await work.cases.overdue(now - LINK_LIVES)
        for number in overdue:  # also of those who blocked the bot and will never be told
            await self.expire_request(number)
        before = now - self.kept_after_end
        async with self.begin() as work:
            wiped = await work.cases.forget_ended(before) + await work.drafts.forget_untouched(before)
            wiped += await work.travels.forget_untouched(before)
            wiped += await work.profiles.forget_untouched(now - PROFILE_KEPT)
            wiped += await work.imports.forget_old(now - WAITS_FOR)
            wiped += await work.matters.forget_texts(before)
            await work.notices.forget_settled(before)
            await work.outlooks.forget_orphans()
            await work.wiping.untie_gone()
            await work.commit()
        return wiped

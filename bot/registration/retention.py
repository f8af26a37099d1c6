"""Personal data go when their term is over, as the consent says."""

from dataclasses import dataclass
from datetime import timedelta

from bot.registration.ports import Begin, Clock

KEPT_AFTER_END = timedelta(days=30)  # named in the consent (`bot.texts.opening.consent`)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetEnded:
    """Wipe the answers of requests that ended, and drafts that were not touched, thirty days ago or earlier."""

    begin: Begin
    clock: Clock

    async def __call__(self) -> int:
        """How many requests and drafts were wiped."""
        before = self.clock.now() - KEPT_AFTER_END
        async with self.begin() as work:
            wiped = await work.cases.forget_ended(before) + await work.drafts.forget_untouched(before)
            await work.commit()
        return wiped

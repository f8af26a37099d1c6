"""A guest who has moved registers at the new address: only what the move has changed is asked again."""

from dataclasses import dataclass

from bot.domain.people import ChatId, Draft
from bot.registration.consent import check_consent
from bot.registration.ports import Begin, Clock
from bot.registration.prospects import read_prospect


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAnew:
    """Begin a request for the new address (Order 923, paragraph 5). Raises Refusal: NO_CONSENT."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId) -> Draft:
        """The draft at hand, else one with all that was told but the host, the address and the last day."""
        now = self.clock.now()
        async with self.begin() as work:
            await check_consent(work, chat)
            kept = await work.drafts.get(chat)
            if kept is not None and not kept.answers.is_empty:
                return kept
            known = (await read_prospect(work, chat, now)).answers
            elsewhere = known.with_(host=None, host_by_link=False, address=None, premises=None, until=None)
            draft = Draft(chat=chat, answers=elsewhere, saved_at=now)
            await work.drafts.save(draft)
            await work.commit()
        return draft

"""A guest's own requests, and where their cards are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.case import Case
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.ports import Begin, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRequests:
    """All requests of a guest, newest first."""

    begin: Begin

    async def __call__(self, chat: ChatId) -> Sequence[Case]:
        """The requests."""
        async with self.begin() as work:
            own = await work.cases.of_guest(chat)
        together = {case.party for case in own}
        return [_with_others(case, own) if case.number in together else case for case in own]


def _with_others(case: Case, own: Sequence[Case]) -> Case:
    return replace(case, together=tuple(other for other in reversed(own) if other.party == case.number))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepCard:
    """Remember which message shows a request in a chat, so that it is edited and not repeated."""

    begin: Begin

    async def __call__(self, chat: ChatId, number: int, message: int) -> None:
        """Keep the message's id on the guest's or the host's side."""
        async with self.begin() as work:
            case = await work.cases.get(number, lock=True)
            if case is None or chat not in {case.guest, case.host}:
                return
            changed = replace(case, guest_card=message) if chat == case.guest else replace(case, host_card=message)
            await work.cases.save(changed)
            await work.commit()


async def own_party(work: Work, chat: ChatId, number: int) -> list[Case]:
    """A guest's own request with all that go with it. Raises Refusal: STALE for any other number."""
    await work.cases.lock_people(chat)  # who has them may write to this request without its row
    party = list(await work.cases.party(number, lock=True))
    if not party or party[0].party is not None or party[0].guest != chat:
        raise Refusal(RefusalCode.STALE)
    return party

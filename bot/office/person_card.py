"""One registration with all that is known of its person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.case import Case
from bot.domain.certificate import IssuedCertificate
from bot.domain.officer import RIGHTS, Purpose, Right, Role
from bot.domain.people import ChatId, Host
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.same_person import is_on_one_card
from bot.domain.sought import Way
from bot.office.look_ups import Look, LookUps
from bot.office.rights import Rights
from bot.registration.ports import Begin, Work

MOST_REQUESTS = 50  # of one person on one card


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """The request that was opened, what was issued on it, its host, and the person's other requests, newest first."""

    case: Case
    others: Sequence[Case]
    issued: Mapping[int, IssuedCertificate]
    host: Host | None
    role: Role

    @property
    def may_act(self) -> bool:
        """Whether the reader may act on the registration, and so sees whole numbers."""
        return Right.ACT in RIGHTS[self.role]

    @property
    def can_unvouch(self) -> bool:
        """Whether an officer has vouched for the host, and the reader may end that."""
        is_vouched = self.host is not None and self.host.checked_at is not None
        return is_vouched and Right.REVERSE in RIGHTS[self.role]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPerson:
    """Opens a card; every request on it is recorded as looked up before anything is shown."""

    begin: Begin
    rights: Rights
    look_ups: LookUps

    async def __call__(self, officer: ChatId, purpose: Purpose, way: Way, number: int) -> PersonCard:
        """The card of this request.

        Raises:
            Refusal: NOT_AN_OFFICER, ROLE_TOO_LOW, TOO_MANY_LOOK_UPS, or FOUND_NOBODY where there is no such request.
        """
        role = self.rights.check(officer, Right.LOOK_UP)
        async with self.begin() as work:
            now = await self.look_ups.check(work, officer, purpose)
            case = await work.cases.get(number)
            if case is None:
                raise Refusal(RefusalCode.FOUND_NOBODY)
            card = await _card(work, case, role)
            numbers = [number, *(other.number for other in card.others)]
            self.look_ups.looked_up(work, Look(officer, purpose, way, now), numbers)
            await work.commit()
        return card


async def _card(work: Work, case: Case, role: Role) -> PersonCard:
    numbers = await work.findings.of_the_same(case.number, MOST_REQUESTS)
    read = await work.cases.these([number for number in numbers if number != case.number])
    others = [other for other in read if is_on_one_card(case, other)]
    return PersonCard(
        case=case,
        others=others,
        issued=await work.certificates.these([case.number, *(other.number for other in others)]),
        host=await work.hosts.get(case.host) if case.host is not None else None,
        role=role,
    )

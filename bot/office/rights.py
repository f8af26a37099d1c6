"""Whether this chat may do this now. Every use case of the office asks first."""

from dataclasses import dataclass

from bot.domain.officer import RIGHTS, Right, Role
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.ports import Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """The roster, and what each role may do."""

    roster: Roster

    def has(self, chat: ChatId, right: Right) -> bool:
        """Whether this chat may, said without a refusal: for what is shown, sent or counted and not asked for."""
        role = self.roster.role_of(chat)
        return role is not None and right in RIGHTS[role]

    def check(self, chat: ChatId, right: Right) -> Role:
        """The officer's role.

        Raises:
            Refusal: NOT_AN_OFFICER (told as a command that does not exist), or ROLE_TOO_LOW.
        """
        role = self.roster.role_of(chat)
        if role is None:
            raise Refusal(RefusalCode.NOT_AN_OFFICER)
        if right not in RIGHTS[role]:
            raise Refusal(RefusalCode.ROLE_TOO_LOW, role=role.value)
        return role

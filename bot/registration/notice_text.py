"""The host's notice to the migration police, ready to be copied: its fields in the order of the state's form.

The order is that of eQonaq's form (its public front end, read in 2021). The bot files nothing.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.answers import Answers
from bot.domain.people import ChatId
from bot.registration.host_duties import HostDuty, host_duty, living_guest
from bot.registration.ports import Begin, Clock


class Field(StrEnum):
    """A field of the form; the order here is the form's."""

    FAMILY_NAME = "family_name"
    GIVEN_NAMES = "given_names"
    PATRONYMIC = "patronymic"
    PLACE = "place"
    BORN = "born"
    SEX = "sex"
    CITIZENSHIP = "citizenship"
    DOCUMENT_KIND = "document_kind"
    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_ISSUED = "document_issued"
    DOCUMENT_EXPIRES = "document_expires"
    PURPOSE = "purpose"
    ARRIVAL = "arrival"
    DEPARTURE = "departure"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText:
    """One guest's notice: what is known of the guest, and the host's duty."""

    duty: HostDuty

    @property
    def arrival(self) -> date | None:
        """The day of arrival as far as it is known: a guest who has not told it may have come earlier."""
        return self.duty.facts.address_since

    @property
    def answers(self) -> Answers:
        """What the guest has said."""
        return self.duty.case.answers


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNoticeText:
    """The text of the notice, to the host of a registration that holds. Raises Refusal: NOT_YOURS or STALE."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId, number: int) -> NoticeText:
        """The text's facts."""
        now = self.clock.now()
        async with self.begin() as work:
            case, _ = await living_guest(work, chat, number, now)
        return NoticeText(duty=host_duty(case, now))

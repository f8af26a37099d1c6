"""What several features use, each made once. What only shows reads by `look`, which waits for none."""

from dataclasses import dataclass
from functools import cached_property

from aiogram import Bot

from bot.config import Settings, Vouching
from bot.domain.operator import Operator
from bot.machine.names import RandomNames
from bot.machine.workshop import Workshop
from bot.office.ports import Roster
from bot.office.rights import Rights
from bot.registration import (
    certificates,
    drafts,
    granting,
    host_duties,
    hosting,
    open_request,
    place_guests,
    prospects,
    requests,
)
from bot.registration.expire_request import ExpireRequest
from bot.registration.ports import Begin, Clock, Names, PassportReader
from bot.telegram.certificates import Certificates
from bot.telegram.desk import HostDesk
from bot.telegram.duties import DutyDesk
from bot.telegram.views import Views
from storage.database import Database
from storage.inbox import Inbox


@dataclass(frozen=True, kw_only=True)
class Shared:
    """Settings and machines, and the parts made of them."""

    settings: Settings
    bot: Bot
    database: Database
    clock: Clock
    operator: Operator
    workshop: Workshop
    reader: PassportReader
    roster: Roster

    @cached_property
    def rights(self) -> Rights:
        """Who may do what in the office."""
        return Rights(roster=self.roster)

    @property
    def begin(self) -> Begin:
        """Units of work that write."""
        return self.database.begin

    @property
    def look(self) -> Begin:
        """Units of work that only show."""
        return self.database.look

    @cached_property
    def names(self) -> Names:
        """Random names."""
        return RandomNames()

    @cached_property
    def inbox(self) -> Inbox:
        """Updates that were pushed and wait."""
        return Inbox(self.database)

    @cached_property
    def views(self) -> Views:
        """Cards of requests."""
        return Views(clock=self.clock, operator=self.operator, web_url=self.settings.web_url)

    @cached_property
    def read_draft(self) -> drafts.ReadDraft:
        """A guest's answers."""
        return drafts.ReadDraft(begin=self.look)

    @cached_property
    def read_door(self) -> place_guests.ReadDoor:
        """The place by whose link a guest came."""
        return place_guests.ReadDoor(begin=self.look)

    @cached_property
    def own_requests(self) -> requests.OwnRequests:
        """A guest's requests."""
        return requests.OwnRequests(begin=self.look)

    @cached_property
    def keep_card(self) -> requests.KeepCard:
        """Which message shows a request."""
        return requests.KeepCard(begin=self.begin)

    @cached_property
    def expire_request(self) -> ExpireRequest:
        """The end of a request that nobody answered."""
        return ExpireRequest(begin=self.begin, clock=self.clock)

    @cached_property
    def granting(self) -> granting.Granting:
        """All that follows from a host's yes."""
        return granting.Granting(
            clock=self.clock,
            names=self.names,
            keys=self.workshop,
            most_at_a_dwelling=self.settings.most_at_a_dwelling,
            asks_officer=self.settings.host_vouching is Vouching.FIRST_TIME,
        )

    @cached_property
    def sender(self) -> Certificates:
        """Sends certificates."""
        return Certificates(
            bot=self.bot,
            make=certificates.MakeCertificate(begin=self.begin, sealer=self.workshop),
            picture=self.workshop.picture,
            document=self.workshop.document,
            operator=self.operator,
        )

    @cached_property
    def desk(self) -> HostDesk:
        """The host's side of the talk."""
        return HostDesk(
            open_request=open_request.OpenRequest(begin=self.begin, clock=self.clock),
            prove_host=open_request.ProveHost(begin=self.begin, clock=self.clock),
            read_host=hosting.ReadHost(begin=self.look, clock=self.clock),
            invite_guest=hosting.InviteGuest(begin=self.begin, names=self.names),
            keep_card=self.keep_card,
            views=self.views,
            operator=self.operator,
            prepare=self.workshop.prepare,
        )

    @cached_property
    def duties(self) -> DutyDesk:
        """What a person must do."""
        return DutyDesk(
            read_prospect=prospects.ReadProspect(begin=self.look, clock=self.clock),
            read_host_duties=host_duties.ReadHostDuties(begin=self.look, clock=self.clock),
            clock=self.clock,
        )

"""All that is stored about one person, for that person: in parts for reading, and table by table for machines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.case import Case
from bot.domain.certificate import IssuedCertificate
from bot.domain.matter import Matter
from bot.domain.organisation import StaffMember
from bot.domain.people import Chat, ChatId, Draft, Host, Profile
from bot.domain.place import Place
from bot.domain.travel import Travels
from bot.registration.ports import Begin, Clock, Work

SCHEMA = "tirkeu.own-data"
SCHEMA_VERSION = 1
Records = Mapping[str, Sequence[Mapping[str, object]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """A person's data at one moment; `records` are the rows of each table, `hosted` counts guests by kind."""

    made_at: datetime
    chat: ChatId
    records: Records = field(repr=False)
    hosted: Mapping[str, int]
    talk: Chat | None
    draft: Draft | None
    profile: Profile | None
    travels: Travels | None
    requests: Sequence[tuple[Case, IssuedCertificate | None]]
    host: Host | None
    places: Sequence[Place]
    staff: Sequence[StaffMember]
    matters: Sequence[Matter]

    def as_json(self, keep_days: int) -> dict[str, object]:
        """With stable names: a later version may add some, and never changes what one means."""
        return {
            "schema": SCHEMA,
            "version": SCHEMA_VERSION,
            "made_at": self.made_at.isoformat(),
            "chat": self.chat,
            "keep_days_after_end": keep_days,
            "records": self.records,
            "as_host": self.hosted,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOwnData:
    """Collects it, as it is at one moment."""

    begin: Begin
    clock: Clock

    async def __call__(self, chat: ChatId) -> OwnData:
        """Only what is this person's: guests are counted and other chats left out."""
        async with self.begin() as work:
            return OwnData(
                made_at=self.clock.now(),
                chat=chat,
                records=await work.own_data.of(chat),
                hosted=await work.own_data.hosted(chat),
                talk=await work.chats.get(chat),
                draft=await work.drafts.get(chat),
                profile=await work.profiles.get(chat),
                travels=await work.travels.get(chat),
                requests=await _requests(work, chat),
                host=await work.hosts.get(chat),
                places=await work.places.of_owner(chat),
                staff=await work.staff.of_owner(chat),
                matters=await work.matters.of_chat(chat),
            )


async def _requests(work: Work, chat: ChatId) -> list[tuple[Case, IssuedCertificate | None]]:
    return [(case, await work.certificates.get(case.number)) for case in await work.cases.of_guest(chat)]

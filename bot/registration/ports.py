"""What the use cases need from outside: a clock, a unit of work, random names."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import NamedTuple, Protocol

from bot.certificate.claims import Claims
from bot.certificate.seal import Opened
from bot.domain.address import Address
from bot.domain.answers import Answers
from bot.domain.audit import AuditEntry
from bot.domain.case import Case
from bot.domain.certificate import CertificateStatus, IssuedCertificate
from bot.domain.crossing import Coverage, Crossing
from bot.domain.document import DocumentNumber
from bot.domain.guest_import import GuestImport
from bot.domain.legal_hold import LegalHold
from bot.domain.matter import Decision, Matter, MatterKind
from bot.domain.notice import Notice, NoticeKind
from bot.domain.organisation import HostNumber, StaffEvent, StaffMember
from bot.domain.people import Chat, ChatId, Draft, Host, Profile
from bot.domain.place import Place, PlaceId
from bot.domain.sought import Sought, Way
from bot.domain.travel import Travels
from bot.passport.reading import Reading, Unread
from bot.registration.outlook import Outlook


class ContendedError(Exception):
    """Others wrote the same at the same time: this unit of work was undone whole, and can be tried again."""


class Clock(Protocol):
    """The only one who knows the time; legal days are days in `TIME_ZONE`."""

    def now(self) -> datetime:
        """This moment, aware of its zone."""

    def today(self) -> date:
        """The day in Kazakhstan."""


class PassportReader(Protocol):
    """Reads the zone of a travel document in a picture, away from the event loop; keeps nothing of it."""

    async def read(self, picture: bytes) -> Reading | Unread:
        """What the zone says, or why it could not be read; never raises on any bytes."""


class Chats(Protocol):
    """Private talks."""

    async def get(self, chat: ChatId) -> Chat | None:
        """The talk with this id, if it ever began."""

    async def save(self, chat: Chat) -> None:
        """Insert or overwrite."""

    async def forget(self, chat: ChatId) -> None:
        """Remove the talk, its place in the conversation, and every notice, sent or not."""


class Drafts(Protocol):
    """Answers not yet sent; at most one draft a chat."""

    async def get(self, chat: ChatId) -> Draft | None:
        """The draft of this chat."""

    async def save(self, draft: Draft) -> None:
        """Insert or overwrite."""

    async def drop(self, chat: ChatId) -> bool:
        """Remove the draft; whether there was one."""

    async def forget_untouched(self, before: datetime) -> int:
        """Remove drafts last saved before this moment; how many."""


class TravelLog(Protocol):
    """What people told of their earlier stays and moves; at most one record a chat."""

    async def get(self, chat: ChatId) -> Travels | None:
        """The record of this chat."""

    async def save(self, travels: Travels) -> None:
        """Insert or overwrite."""

    async def forget(self, chat: ChatId) -> None:
        """Remove the record."""

    async def forget_untouched(self, before: datetime) -> int:
        """Remove records last saved before this moment whose owner has no draft, request or profile left; how many."""


class Outlooks(Protocol):
    """What people were told last of their duties; at most one record a chat."""

    async def lock(self, *chats: ChatId) -> None:
        """Wait for whoever plans for these people, and let nobody else until the unit of work ends."""

    async def get(self, chat: ChatId) -> Outlook | None:
        """What this person was told last."""

    async def save(self, *outlooks: Outlook) -> None:
        """Insert or overwrite."""

    async def forget(self, chat: ChatId) -> None:
        """Remove the record."""

    async def orphans(self) -> Sequence[ChatId]:
        """Of whom there is a record, but neither draft nor request any more."""

    async def forget_orphans(self, chats: Sequence[ChatId] | None = None) -> int:
        """Remove the records of those who have neither draft nor request left (of these, if named); how many."""


class Hosts(Protocol):
    """Chats that are linked to an IIN."""

    async def get(self, chat: ChatId) -> Host | None:
        """The host of this chat."""

    async def by_number(self, number: HostNumber) -> Host | None:
        """The host to whom this IIN or BIN is linked."""

    async def by_invitation(self, token: str) -> Host | None:
        """The host who handed out this link."""

    async def save(self, host: Host) -> None:
        """Insert or overwrite. Raises Refusal: IIN_TAKEN when the IIN is linked to another chat."""

    async def who_want_digests(self, now: datetime) -> Sequence[ChatId]:
        """The hosts with somebody registered now who did not switch the monthly message off, nor block the bot."""

    async def forget(self, chat: ChatId) -> None:
        """Remove the host."""


class Cases(Protocol):
    """Requests; reading one for a change locks it until the unit of work ends."""

    async def add(self, case: Case) -> Case:
        """Insert, and return it with its number from the sequence (the number passed in is ignored)."""

    async def save(self, case: Case) -> None:
        """Write what has changed: guest, host, cards, new events. Old events are never touched."""

    async def get(self, number: int, *, lock: bool = False) -> Case | None:
        """The request with this number."""

    async def these(self, numbers: Sequence[int]) -> Sequence[Case]:
        """The requests with these numbers, newest first; some tens at once."""

    async def by_token(self, token: str, *, lock: bool = False) -> Case | None:
        """The request behind this link."""

    async def with_document(self, document: DocumentNumber) -> Sequence[Case]:
        """All requests that name this document, newest first; another state's document of the same number too."""

    async def of_guest(self, chat: ChatId) -> Sequence[Case]:
        """All requests of this guest, newest first."""

    async def past_term(self, before: datetime) -> Sequence[int]:
        """The numbers of requests whose ending came, or whose certificate ended, before this moment, not yet wiped."""

    async def forget_ended(self, before: datetime, numbers: Sequence[int] | None = None) -> int:
        """Wipe the answers of such requests (of these, if named); how many."""

    async def forget_of_guest(self, guest: ChatId) -> None:
        """Wipe the answers of this guest's requests that led to no certificate."""

    async def waiting_for(self, host: ChatId) -> Sequence[Case]:
        """Requests without an ending that this host may answer, oldest first."""

    async def of_host(self, host: ChatId) -> Sequence[Case]:
        """All requests bound to this host, newest first."""

    async def party(self, number: int, *, lock: bool = False) -> Sequence[Case]:
        """The request with this number and those that go with it, the lowest number first."""

    async def living_at(self, address: Address, now: datetime) -> Sequence[Case]:
        """The requests by which people are registered at this address now, oldest first."""

    async def living_with(self, host: ChatId, since: datetime) -> Sequence[Case]:
        """The requests of this host by which people are registered still, or were until this moment or later, oldest
        first; none that was ended before its last day.
        """

    async def lock_people(self, *people: ChatId) -> None:
        """Let nobody else grant, restore or join for these people until the unit of work ends. To be called before
        their requests are read: what is read after it no other can change.
        """

    async def lock_address(self, address: Address) -> None:
        """Let nobody else count or grant at this address until the unit of work ends."""

    async def overdue(self, before: datetime) -> Sequence[int]:
        """The numbers of requests without an ending that were sent before this moment."""


class Profiles(Protocol):
    """What is kept of people between stays; at most one record a chat."""

    async def get(self, chat: ChatId) -> Profile | None:
        """What is kept of this person."""

    async def save(self, profile: Profile) -> None:
        """Insert or overwrite."""

    async def forget(self, chat: ChatId) -> None:
        """Remove it."""

    async def forget_untouched(self, before: datetime) -> int:
        """Remove what was last saved before this moment; how many."""


class Places(Protocol):
    """Places to live, each with its standing invitation."""

    async def add(self, place: Place) -> Place:
        """Insert, and return it with its id (the id passed in is ignored)."""

    async def save(self, place: Place) -> None:
        """Append the events that are new; what a place is never changes. Raises LookupError where it is gone."""

    async def get(self, place: PlaceId, *, lock: bool = False) -> Place | None:
        """The place with this id."""

    async def by_token(self, token: str) -> Place | None:
        """The place to which this link leads or once led: whether it still works, the place itself says."""

    async def of_owner(self, owner: ChatId) -> Sequence[Place]:
        """All places of this host, oldest first."""

    async def forget(self, owner: ChatId) -> None:
        """Remove all places of this host."""


class Staff(Protocol):
    """Who answers for an organisation."""

    async def add(self, event: StaffEvent) -> None:
        """Append."""

    async def events_of(self, owner: ChatId) -> Sequence[StaffEvent]:
        """All that happened to the staff of this organisation, oldest first."""

    async def of_owner(self, owner: ChatId) -> Sequence[StaffMember]:
        """Who answers for this organisation now, in the order of joining."""

    async def employer_of(self, chat: ChatId) -> ChatId | None:
        """The organisation for which this chat answers now; at most one."""

    async def by_token(self, token: str) -> Sequence[StaffEvent]:
        """What happened by this link, oldest first: the invitation, and who joined by it."""

    async def forget(self, chat: ChatId) -> None:
        """Remove the staff of this organisation, and this chat from any staff."""


class Blocks(Protocol):
    """Which guests may not ask which hosts any more."""

    async def add(self, host: ChatId, guest: ChatId, at: datetime) -> None:
        """From now on this guest may not ask this host; said twice it is said once."""

    async def holds(self, host: ChatId, guest: ChatId) -> bool:
        """Whether this guest may not ask this host."""

    async def of_host(self, host: ChatId) -> Sequence[ChatId]:
        """Who may not ask this host, the last one first."""

    async def lift(self, host: ChatId, guest: ChatId) -> None:
        """This guest may ask again."""

    async def forget(self, chat: ChatId) -> None:
        """Remove all that names this chat."""


class Imports(Protocol):
    """Guests from spreadsheets that wait for the tap that files them."""

    async def add(self, prepared: GuestImport) -> GuestImport:
        """Insert, and return it with its id (the id passed in is ignored)."""

    async def get(self, number: int, *, lock: bool = False) -> GuestImport | None:
        """The import with this id."""

    async def settle(self, number: int, at: datetime) -> None:
        """It was filed or given up: its rows go."""

    async def forget(self, chat: ChatId) -> None:
        """Remove what this organisation or this member of staff has prepared."""

    async def forget_old(self, before: datetime) -> int:
        """Remove what was prepared before this moment; how many."""


class Matters(Protocol):
    """What needs an officer."""

    async def add(self, matter: Matter) -> Matter:
        """Insert, and return it with its number from the sequence (the number passed in is ignored)."""

    async def save(self, matter: Matter) -> None:
        """Append the events that are new. Raises LookupError where the matter is gone."""

    async def get(self, number: int, *, lock: bool = False) -> Matter | None:
        """The matter with this number."""

    async def of_chat(self, chat: ChatId) -> Sequence[Matter]:
        """All that this chat has opened, oldest first."""

    async def of_case(self, case: int) -> Sequence[Matter]:
        """All that is about this request, oldest first."""

    async def waiting(self, first: Sequence[MatterKind], skip: int, most: int) -> Sequence[Matter]:
        """What is open, those of the first kinds before the others, the oldest of each first."""

    async def count_open(self) -> int:
        """How many are open."""

    async def decided(self, which: Sequence[Decision], since: datetime) -> Sequence[int]:
        """The numbers of what was decided so since then, where a request may wait for it still."""

    async def forget(self, chat: ChatId) -> None:
        """Remove all that this chat has opened; what the bot has seen of a request that is kept stays, nobody's."""

    async def forget_texts(self, before: datetime) -> int:
        """Wipe words, pictures and notes of what nothing has happened to since, and whose request is wiped or none."""


class Certificates(Protocol):
    """What was issued."""

    async def add(self, certificate: IssuedCertificate) -> None:
        """Insert. Raises when its number, `cti` or `status_index` is taken."""

    async def get(self, number: int) -> IssuedCertificate | None:
        """The certificate of this request."""

    async def these(self, numbers: Sequence[int]) -> Mapping[int, IssuedCertificate]:
        """The certificates of these requests, by their numbers; some tens at once."""

    async def by_cti(self, cti: bytes) -> IssuedCertificate | None:
        """The certificate with this public name."""

    async def set_status(self, number: int, status: CertificateStatus) -> None:
        """Write what it is worth now."""

    async def text(self, number: int) -> str | None:
        """The signed text of its QR code, once made."""

    async def keep_text(self, number: int, text: str) -> None:
        """Keep the signed text, so that a repeated drawing is the same certificate."""

    async def free_places(self, before: datetime, most: int) -> int:
        """Let others have up to so many places in the status list of what was valid until before then; how many."""

    async def listed(self) -> Mapping[int, CertificateStatus]:
        """What stands in the status list: each place whose certificate is anything but valid."""

    async def free_status_index(self, wanted: int) -> int:
        """The first index from `wanted` on (round the end of the list) that no certificate has."""


class Notices(Protocol):
    """Messages owed."""

    async def owe(self, *notices: Notice) -> None:
        """Insert; a key that is already there is left as it is."""

    async def cancel(self, chat: ChatId, *kinds: NoticeKind, case: int | None = None) -> None:
        """Take back what is not yet sent of these kinds, in this chat, of this case if one is named."""

    async def cancel_all(self, chats: Sequence[ChatId], *kinds: NoticeKind) -> None:
        """Take back what is not yet sent of these kinds in any of these chats."""

    async def waiting(self, chats: Sequence[ChatId], kind: NoticeKind) -> Sequence[Notice]:
        """What of this kind is owed in these chats and not yet sent."""

    async def settled(self, before: datetime) -> Sequence[int]:
        """What was sent or given up before this moment, but of a request whose answers are kept."""

    async def forget_settled(self, before: datetime, these: Sequence[int]) -> int:
        """Remove these, as far as they are settled."""


class Standing(NamedTuple):
    """What is stored of one person's stays.

    `cases` bear, of all events, only endings (of the request and of the stay) and the host's notice.
    """

    chat: ChatId
    drafted: Answers
    travels: Travels | None
    cases: Sequence[Case]  # the newest first, none whose answers were wiped
    told: str | None  # the outlook, if anything was ever told


class Shelf(NamedTuple):
    """The standings of some people, and how many could not be read."""

    standings: Sequence[Standing]
    unreadable: int


class Standings(Protocol):
    """Everybody who has consented and not blocked the bot, many at a time."""

    async def count(self) -> int:
        """How many people there are."""

    async def mark(self, after: ChatId, most: int) -> ChatId | None:
        """The last of the next so many people; None where there are not so many."""

    async def between(self, after: ChatId, upto: ChatId) -> Shelf:
        """The people after this one up to that one."""

    async def of(self, chats: Sequence[ChatId]) -> Shelf:
        """These people."""


class OwnRecords(Protocol):
    """Everything that is stored about one person, as plain values under stable names."""

    async def of(self, chat: ChatId) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """The rows of each table that are this person's, oldest first; other people's numbers are left out."""

    async def hosted(self, chat: ChatId) -> Mapping[str, int]:
        """How many requests this person was asked by as a host, how many led to a certificate, how many complain."""


class Wiping(Protocol):
    """What goes for good when a person deletes; called last in a unit of work."""

    async def wipe(self, numbers: Sequence[int]) -> None:
        """Wipe the answers of these requests, and the text of their certificates."""

    async def untie(self, chat: ChatId) -> None:
        """Let no wiped request, and nothing that was done as a host, lead to this person; what is kept stays theirs."""

    async def gone(self) -> Sequence[int]:
        """Wiped requests that still tell a day, or still lead to somebody who has withdrawn."""

    async def untie_gone(self, numbers: Sequence[int]) -> int:
        """The same for all who have withdrawn, once nothing of theirs is kept any more: of these requests."""

    async def old_crossings(self, before: date) -> Sequence[int]:
        """The ids of crossings of the border before this day, but of documents whose request is held."""

    async def forget_crossings(self, ids: Sequence[int]) -> int:
        """Remove these; how many."""


class LegalHolds(Protocol):
    """Which requests have to be kept whatever their term. Retention and deletion leave what is held alone."""

    async def add(self, hold: LegalHold) -> None:
        """One more; a request may be held for several reasons."""

    async def current(self) -> Sequence[LegalHold]:
        """All that are not lifted, the oldest first."""

    async def of_guest(self, chat: ChatId) -> Sequence[LegalHold]:
        """Those of them that are on this guest's requests."""

    async def lift(self, number: int, at: datetime) -> int:
        """Lift all on this request; how many there were."""

    async def lapse(self, now: datetime) -> Sequence[int]:
        """Lift those whose last moment is over; the requests they were on. To be called before anything is wiped."""

    async def ask_deletion(self, numbers: Sequence[int]) -> None:
        """Remember that the person wants these requests gone: they go when nothing holds them any more."""

    async def over(self) -> Mapping[int, bool]:
        """Requests that were held and are not any more, and whether their person wanted them gone meanwhile."""

    async def let_go(self, numbers: Sequence[int]) -> None:
        """Of these, let no row lead to people who have left since, and forget the holds; what is held again stays."""


class Findings(Protocol):
    """Finding requests for an officer, by blind indexes alone."""

    async def find(self, sought: Sought, most: int) -> tuple[int, Sequence[int]]:
        """How many requests there are, and the numbers of the newest."""

    async def like(self, number: int, way: Way, before: int | None, most: int) -> tuple[int, Sequence[int]]:
        """The same of those that are alike to this request in what this way looks at; older than `before`, if given."""

    async def of_the_same(self, number: int, most: int) -> Sequence[int]:
        """Requests with the document, with the name and birth date, or from the chat of this one, newest first."""

    async def looks(self, officer: ChatId, since: datetime) -> int:
        """How often this officer was shown somebody since then, or that there is nobody.

        By the search each time counts, of the queue each matter once, of the acts each request once.
        """

    async def has_seen(self, officer: ChatId, since: datetime, *, case: int | None, matter: int | None) -> bool:
        """Whether this officer was shown this matter since then, or where none is given this request."""

    async def index_people(self, after: int, most: int) -> int | None:
        """Index so many people whose requests are older than their index, from this number on; the last number."""


class ComparedUntil(NamedTuple):
    """Until when requests were compared with the border's record; `is_behind`: a file came that none was compared with.

    `at` is None where none ever was.
    """

    at: datetime
    is_behind: bool


class Crossings(Protocol):
    """The border's own record, under blind indexes of documents."""

    async def coverage(self) -> Coverage:
        """Of which days files have come whole."""

    async def of_request(self, number: int) -> Sequence[Crossing]:
        """The crossings under the number of this request's document, whatever the citizenship; oldest first."""

    async def refused(self) -> int:
        """How many bad lines the files had."""

    async def requests_before(self, number: int | None, most: int) -> Sequence[int]:
        """The numbers of requests whose document the record knows, below this one; the newest first."""

    async def changed_since(self, moment: datetime) -> Sequence[int]:
        """Those to which something has happened since; the newest first."""

    async def compared_until(self) -> ComparedUntil | None:
        """Until when requests were compared with every file that is here; None where there is no file."""

    async def compared(self, at: datetime) -> None:
        """Requests were compared at this moment with what had come by then."""


class AuditLog(Protocol):
    """The record that can be proved."""

    def record(self, *entries: AuditEntry) -> None:
        """Append these when the unit of work commits, and not where it is undone. Events of requests come by
        themselves.
        """

    def officer(self, chat: ChatId) -> None:
        """What this chat does in this unit of work, it does as an officer."""


class Work(Protocol):
    """One transaction. Leaving it without `commit` undoes everything."""

    @property
    def audit(self) -> AuditLog: ...
    @property
    def findings(self) -> Findings: ...
    @property
    def chats(self) -> Chats: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def travels(self) -> TravelLog: ...
    @property
    def outlooks(self) -> Outlooks: ...
    @property
    def standings(self) -> Standings: ...
    @property
    def hosts(self) -> Hosts: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def certificates(self) -> Certificates: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def profiles(self) -> Profiles: ...
    @property
    def places(self) -> Places: ...
    @property
    def staff(self) -> Staff: ...
    @property
    def blocks(self) -> Blocks: ...
    @property
    def matters(self) -> Matters: ...
    @property
    def imports(self) -> Imports: ...

    @property
    def own_data(self) -> OwnRecords: ...
    @property
    def wiping(self) -> Wiping: ...
    @property
    def crossings(self) -> Crossings: ...
    @property
    def legal_holds(self) -> LegalHolds: ...

    async def commit(self) -> None:
        """Make everything done so far last, and wake the courier when something is owed."""


OpenText = Callable[[str], Opened]  # reads the text of a QR code and says whether we signed it
Begin = Callable[[], AbstractAsyncContextManager[Work]]
Scrub = Callable[[], Awaitable[None]]  # takes what was deleted off the disk


class Names(Protocol):
    """Random names that nobody can guess."""

    def token(self) -> str:
        """A link's token: 22 characters of A-Z, a-z, 0-9, _ and -, 128 random bits."""

    def status_index(self) -> int:
        """A random place in the status list."""


class WebKey(Protocol):
    """What makes a host's web page safe: derived from the operator's secret, never stored."""

    def code(self, token: str, shown: int) -> str:
        """The six digits of the so-many-th code that was shown for the request behind this link."""

    def mark(self, *said: str) -> str:
        """A keyed digest of these texts, which nobody else can make."""


class SigningKeys(Protocol):
    """The operator's signing keys, and the names of certificates to be signed with them."""

    def cti(self, number: int) -> bytes:
        """Twelve random bytes, new for every issue: those prepared for this request, if any were."""

    def current(self, now: datetime) -> bytes:
        """The id of the key that signs at this moment."""


class Sealer(Protocol):
    """Signs and seals certificates, away from the event loop."""

    async def seal(self, claims: Claims, key_id: bytes) -> str:
        """The text of the QR code (the seal's format, section 4.1), the same for the same claims and key."""

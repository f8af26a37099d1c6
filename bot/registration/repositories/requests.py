"""What is stored of requests: they themselves, their certificates, and what is owed because of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.address import Address
from bot.domain.case import Case
from bot.domain.certificate import CertificateStatus, IssuedCertificate
from bot.domain.document import DocumentNumber
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import ChatId


class Cases(Protocol):
    """Requests; reading one for a change locks it until the unit of work ends.

    On PostgreSQL several units of work change things at once. Whoever locks more than one of these does it in this
    order, or two of them wait for each other until one is undone (`ContendedError`):

    1. people: `lock_behind`, `lock_people`, the lowest chat first. Needed by whoever changes which registration of a
       person holds, and by whoever writes to several requests of one guest that were not sent together, or to one and
       to what is planned for them;
    2. an organisation's file (`Imports.get`), then documents: `lock_documents`;
    3. rows of requests (`lock=True`), the lowest number first: of several
       who ask together all, by `party`. Who has the person may write to the person's other requests at any later step;
    4. matters (`Matters.get`), then the host's record;
    5. the address: `lock_address`;
    6. the guest's draft, then what is planned for the person: `Outlooks.lock`;
    7. the end of the record that can be proved, when it commits.
    """

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

    async def lock_behind(self, *numbers: int) -> None:
        """`lock_people` and `lock_documents` of whom these requests, and those that go with them, are about."""

    async def lock_people(self, *people: ChatId) -> None:
        """Let nobody else grant, restore, end or join for these people until the unit of work ends. To be called before
        their requests are read: what is read after it no other can change.
        """

    async def lock_documents(self, *documents: DocumentNumber) -> None:
        """The same for whoever holds one of these, after `lock_people`."""

    async def lock_address(self, address: Address) -> None:
        """Let nobody else count or grant at this address until the unit of work ends."""

    async def overdue(self, before: datetime) -> Sequence[int]:
        """The numbers of requests without an ending that were sent before this moment."""


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

    async def owe_only(self, chat: ChatId, kinds: Collection[NoticeKind], *notices: Notice) -> None:
        """Owe these, and else nothing of these kinds in this chat that is not yet sent; what is owed just so already is
        left as it is.
        """

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

"""The unit of work: every repository over one transaction."""

from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.audit import SqlAudit
from storage.blocks import SqlBlocks
from storage.cases import SqlCases
from storage.certificates import SqlCertificates
from storage.chats import SqlChats
from storage.crossings import SqlCrossings
from storage.drafts import SqlDrafts
from storage.finding import SqlFindings
from storage.hosts import SqlHosts
from storage.imports import SqlImports
from storage.legal_holds import SqlLegalHolds
from storage.matters import SqlMatters
from storage.notices import SqlNotices
from storage.outlooks import SqlOutlooks
from storage.own_data import SqlOwnData
from storage.places import SqlPlaces
from storage.profiles import SqlProfiles
from storage.staff import SqlStaff
from storage.standings import SqlStandings
from storage.travels import SqlTravels
from storage.vault import Vault
from storage.watching import Watcher
from storage.wiping import SqlWiping

Repository = TypeVar("Repository")


class _Over(Generic[Repository]):
    """A repository over the transaction, made when it is first asked for: a unit of work needs a few of them all."""

    def __init__(self, make: Callable[[AsyncConnection, Vault], Repository]) -> None:
        self._make = make

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, work: "SqlWork", _owner: type) -> Repository:
        """The repository; from then on the work has it itself, and nobody asks here any more."""
        made: Repository = self._make(work.connection, work.vault)
        work.__dict__[self._name] = made
        return made


class SqlWork:
    """`ports.Work`: one transaction. Leaving it without `commit` undoes everything."""

    audit = _Over(SqlAudit)
    blocks = _Over(lambda connection, _: SqlBlocks(connection))
    cases = _Over(SqlCases)
    certificates = _Over(SqlCertificates)
    chats = _Over(lambda connection, _: SqlChats(connection))
    crossings = _Over(lambda connection, _: SqlCrossings(connection))
    drafts = _Over(SqlDrafts)
    findings = _Over(SqlFindings)
    hosts = _Over(SqlHosts)
    imports = _Over(SqlImports)
    legal_holds = _Over(SqlLegalHolds)
    matters = _Over(SqlMatters)
    notices = _Over(SqlNotices)
    outlooks = _Over(SqlOutlooks)
    own_data = _Over(SqlOwnData)
    places = _Over(SqlPlaces)
    profiles = _Over(SqlProfiles)
    staff = _Over(SqlStaff)
    standings = _Over(SqlStandings)
    travels = _Over(SqlTravels)
    wiping = _Over(lambda connection, _: SqlWiping(connection))

    def __init__(
        self,
        connection: AsyncConnection,
        vault: Vault,
        on_owed: Callable[[], None] | None,
        watcher: Watcher | None = None,
    ) -> None:
        self.connection = connection
        self.vault = vault
        self._on_owed = on_owed
        self._watcher = watcher

    async def commit(self) -> None:
        """Make everything done so far last, with its line in the record; wake the courier when something is owed."""
        self.audit.happened(self.cases.recorded, self.matters.recorded)
        await self.audit.append(self.certificates.recorded)
        await self.connection.commit()
        self.cases.locked.clear()
        self.matters.recorded.clear()
        self.certificates.recorded.clear()
        if self.notices.owed_some and self._on_owed is not None:
            self.notices.owed_some = False
            self._on_owed()
        if self.cases.recorded:
            if self._watcher is not None:
                self._watcher.happened([event for _, event in self.cases.recorded])
            self.cases.recorded.clear()

"""The unit of work: every repository over one transaction."""

from collections.abc import Callable

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


class SqlWork:
    """`ports.Work`: one transaction. Leaving it without `commit` undoes everything."""

    __slots__ = (
        *("_connection", "_on_owed", "_watcher", "crossings"),
        *("audit", "blocks", "cases", "certificates", "chats", "drafts", "hosts", "imports", "matters", "notices"),
        *("findings", "legal_holds", "outlooks", "own_data", "places", "profiles", "staff", "standings"),
        *("travels", "wiping"),
    )

    def __init__(
        self,
        connection: AsyncConnection,
        vault: Vault,
        on_owed: Callable[[], None] | None,
        watcher: Watcher | None = None,
    ) -> None:
        self._connection = connection
        self._on_owed = on_owed
        self._watcher = watcher
        self.audit = SqlAudit(connection, vault)
        self.chats = SqlChats(connection)
        self.drafts = SqlDrafts(connection, vault)
        self.findings = SqlFindings(connection, vault)
        self.travels = SqlTravels(connection, vault)
        self.outlooks = SqlOutlooks(connection, vault)
        self.standings = SqlStandings(connection, vault)
        self.hosts = SqlHosts(connection, vault)
        self.cases = SqlCases(connection, vault)
        self.certificates = SqlCertificates(connection, vault)
        self.places = SqlPlaces(connection, vault)
        self.staff = SqlStaff(connection, vault)
        self.blocks = SqlBlocks(connection)
        self.profiles = SqlProfiles(connection, vault)
        self.matters = SqlMatters(connection, vault)
        self.imports = SqlImports(connection, vault)
        self.notices = SqlNotices(connection, vault)
        self.own_data = SqlOwnData(connection, vault)
        self.wiping = SqlWiping(connection)
        self.crossings = SqlCrossings(connection)
        self.legal_holds = SqlLegalHolds(connection, vault)

    async def commit(self) -> None:
        """Make everything done so far last, with its line in the record; wake the courier when something is owed."""
        self.audit.happened(self.cases.recorded, self.matters.recorded)
        await self.audit.append(self.certificates.recorded)
        await self._connection.commit()
        self.matters.recorded.clear()
        self.certificates.recorded.clear()
        if self.notices.owed_some and self._on_owed is not None:
            self.notices.owed_some = False
            self._on_owed()
        if self.cases.recorded:
            if self._watcher is not None:
                self._watcher.happened([event for _, event in self.cases.recorded])
            self.cases.recorded.clear()

"""The unit of work: every repository over one transaction."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.cases import SqlCases
from storage.certificates import SqlCertificates
from storage.chats import SqlChats
from storage.drafts import SqlDrafts
from storage.hosts import SqlHosts
from storage.notices import SqlNotices
from storage.outlooks import SqlOutlooks
from storage.standings import SqlStandings
from storage.travels import SqlTravels
from storage.vault import Vault


class SqlWork:
    """`ports.Work`: one transaction. Leaving it without `commit` undoes everything."""

    __slots__ = (
        *("_connection", "_on_owed"),
        *("cases", "certificates", "chats", "drafts", "hosts", "notices", "outlooks", "standings", "travels"),
    )

    def __init__(self, connection: AsyncConnection, vault: Vault, on_owed: Callable[[], None] | None) -> None:
        self._connection = connection
        self._on_owed = on_owed
        self.chats = SqlChats(connection)
        self.drafts = SqlDrafts(connection, vault)
        self.travels = SqlTravels(connection, vault)
        self.outlooks = SqlOutlooks(connection, vault)
        self.standings = SqlStandings(connection, vault)
        self.hosts = SqlHosts(connection, vault)
        self.cases = SqlCases(connection, vault)
        self.certificates = SqlCertificates(connection, vault)
        self.notices = SqlNotices(connection, vault)

    async def commit(self) -> None:
        """Make everything done so far last, and wake the courier when something is owed."""
        await self._connection.commit()
        if self.notices.owed_some and self._on_owed is not None:
            self.notices.owed_some = False
            self._on_owed()

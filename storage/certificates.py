"""What was issued. The public part lies open; the signed text, which holds the sealed claims, is sealed once more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.certificate import CertificateStatus, IssuedCertificate
from storage.audit import StatusSet
from storage.tables import certificates, is_listed
from storage.vault import Vault

STATUS_LIST_LENGTH = 131_072  # places in the status list (the seal's format, section 4.4)

_PUBLIC = [column for column in certificates.c if column is not certificates.c.text]
_WANTED: BindParameter[Any] = bindparam("wanted")
_HAS_NUMBER = certificates.c.number == _WANTED
_GET = select(*_PUBLIC).where(_HAS_NUMBER)
_BY_CTI = select(*_PUBLIC).where(certificates.c.cti == _WANTED)
_THESE = select(*_PUBLIC).where(certificates.c.number.in_(bindparam("wanted", expanding=True)))
_TEXT = select(certificates.c.text).where(_HAS_NUMBER)
_LISTED = select(*certificates.c["status_index", "status"]).where(is_listed)
_ADD = insert(certificates)
_UPDATE = update(certificates).where(_HAS_NUMBER)

# that it has expired is told by its own date, which wins over the list (the seal's format, section 4.4)
_EXPIRED = (
    select(certificates.c.number)
    .where(certificates.c.status_index.is_not(None))
    .where(certificates.c.valid_until < bindparam("before", type_=certificates.c.valid_until.type))
    .limit(bindparam("most"))
)
_FREE_PLACES = update(certificates).where(certificates.c.number.in_(_EXPIRED)).values(status_index=None)

_next = certificates.alias("next")
_HAS_INDEX = select(certificates.c.number).where(certificates.c.status_index == _WANTED)
_GAP_AFTER = (
    select(func.min(certificates.c.status_index + 1))
    .outerjoin(_next, _next.c.status_index == certificates.c.status_index + 1)
    .where(
        certificates.c.status_index >= _WANTED,
        certificates.c.status_index < STATUS_LIST_LENGTH - 1,
        _next.c.status_index.is_(None),
    )
)


class StatusListFullError(Exception):
    """Every place of the status list belongs to a certificate."""


@dataclass(frozen=True, slots=True)
class SqlCertificates:
    """`ports.Certificates` over a table."""

    connection: AsyncConnection
    vault: Vault
    recorded: list[StatusSet] = field(default_factory=list, init=False, repr=False)  # since the last commit

    async def add(self, certificate: IssuedCertificate) -> None:
        """Insert. Raises sqlalchemy.exc.IntegrityError when its number, `cti` or `status_index` is taken."""
        host_name = self.vault.seal(certificates.c.host_name, certificate.host_name)
        await self.connection.execute(_ADD, _as_row(certificate) | {"host_name": host_name})
        new = StatusSet(certificate.number, certificate.status, certificate.issued_at, certificate.key_id)
        self.recorded.append(new)

    async def get(self, number: int) -> IssuedCertificate | None:
        """The certificate of this request."""
        return await self._one(_GET, number)

    async def these(self, numbers: Sequence[int]) -> Mapping[int, IssuedCertificate]:
        """The certificates of these requests, by their numbers; some tens at once."""
        rows = await self.connection.execute(_THESE, {"wanted": numbers})
        return {row.number: self._opened(row) for row in rows}

    async def by_cti(self, cti: bytes) -> IssuedCertificate | None:
        """The certificate with this public name."""
        return await self._one(_BY_CTI, cti)

    async def set_status(self, number: int, status: CertificateStatus) -> None:
        """Write what it is worth now."""
        await self.connection.execute(_UPDATE, {"wanted": number, "status": status.value})
        self.recorded.append(StatusSet(number, status))

    async def text(self, number: int) -> str | None:
        """The signed text of its QR code, once made."""
        sealed = (await self.connection.execute(_TEXT, {"wanted": number})).scalar_one_or_none()
        return self.vault.open_optional(certificates.c.text, sealed)

    async def keep_text(self, number: int, text: str) -> None:
        """Keep the signed text, so that a repeated drawing is the same certificate."""
        sealed = self.vault.seal(certificates.c.text, text)
        await self.connection.execute(_UPDATE, {"wanted": number, "text": sealed})

    async def free_places(self, before: datetime, most: int) -> int:
        """Let others have up to so many places in the status list of what was valid until before then; how many."""
        return (await self.connection.execute(_FREE_PLACES, {"before": before, "most": most})).rowcount

    async def listed(self) -> Mapping[int, CertificateStatus]:
        """What stands in the status list: each place whose certificate is anything but valid."""
        rows = await self.connection.execute(_LISTED)
        return {row.status_index: CertificateStatus(row.status) for row in rows}

    async def free_status_index(self, wanted: int) -> int:
        """The first index from `wanted` on (round the end of the list) that no certificate has.

        Raises:
            StatusListFullError: There is none.
        """
        for start in (wanted, 0):
            free = await self._free_from(start)
            if free is not None:
                return free
        raise StatusListFullError

    async def _free_from(self, start: int) -> int | None:
        if (await self.connection.execute(_HAS_INDEX, {"wanted": start})).first() is None:
            return start
        gap: int | None = (await self.connection.execute(_GAP_AFTER, {"wanted": start})).scalar()
        return gap

    async def _one(self, query: Select[Any], wanted: int | bytes) -> IssuedCertificate | None:
        row = (await self.connection.execute(query, {"wanted": wanted})).first()
        return None if row is None else self._opened(row)

    def _opened(self, row: Row[Any]) -> IssuedCertificate:
        return _as_certificate(row, self.vault.open_optional(certificates.c.host_name, row.host_name) or "")


def _as_certificate(row: Row[Any], host_name: str) -> IssuedCertificate:
    return IssuedCertificate(
        number=row.number,
        cti=row.cti,
        status_index=row.status_index,
        issued_at=row.issued_at,
        valid_until=row.valid_until,
        host_name=host_name,
        key_id=row.key_id,
        status=CertificateStatus(row.status),
    )


def _as_row(certificate: IssuedCertificate) -> dict[str, object]:
    return {
        "number": certificate.number,
        "cti": certificate.cti,
        "status_index": certificate.status_index,
        "issued_at": certificate.issued_at,
        "valid_until": certificate.valid_until,
        "key_id": certificate.key_id,
        "status": certificate.status.value,
    }

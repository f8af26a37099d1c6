"""A certificate is signed away from the database: what happens meanwhile counts."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.certificate.claims import Claims
from bot.domain.case import Case, EventKind
from bot.domain.certificate import IssuedCertificate
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.certificates import MakeCertificate
from bot.registration.ports import Work
from storage.database import Database
from tests.town import ALL_ANSWERED, NOON

SECRET = "a secret that only this test of signing knows"
GUEST, HOST, OFFICER = ChatId(1), ChatId(2), ChatId(3)
TEXT = "https://t.me/bot?start=rABCDEFGH&c#31415926535"


Meanwhile = Callable[[Work, Case], Awaitable[None]]


async def nothing(_work: Work, _case: Case) -> None:
    """Nothing happens."""


async def wiped(work: Work, case: Case) -> None:
    """A night run, or the person, has the request wiped."""
    await work.wiping.wipe([case.number])


async def revoked(work: Work, case: Case) -> None:
    """An officer revokes the registration."""
    await work.cases.save(case.happened(EventKind.REVOKED, NOON, OFFICER, "untrue"))


@dataclass(frozen=True)
class SignsWhile:
    """Signs, and something happens before it hands the text over."""

    database: Database
    meanwhile: Meanwhile

    async def seal(self, claims: Claims, _key_id: bytes) -> str:
        async with self.database.begin() as work:
            case = await work.cases.get(int(claims.application_number))
            assert case is not None
            await self.meanwhile(work, case)
            await work.commit()
        return TEXT


async def granted(database: Database) -> int:
    """A registration whose certificate was not drawn yet."""
    async with database.begin() as work:
        asked = Case(number=0, guest=GUEST, answers=ALL_ANSWERED, token="signed", events=(), host=HOST)
        case = await work.cases.add(asked.happened(EventKind.ASKED, NOON, GUEST))
        await work.cases.save(case.happened(EventKind.GRANTED, NOON, HOST))
        issued = IssuedCertificate(
            number=case.number,
            cti=b"0123456789ab",
            status_index=1,
            issued_at=NOON,
            valid_until=NOON + timedelta(days=30),
            host_name="Aizhan",
            key_id=b"12345678",
        )
        await work.certificates.add(issued)
        await work.commit()
    return case.number


async def text_of(database: Database, number: int) -> str | None:
    async with database.look() as work:
        return await work.certificates.text(number)


@pytest.mark.parametrize(
    ("meanwhile", "refused"), [(wiped, RefusalCode.STALE), (revoked, RefusalCode.REGISTRATION_REVOKED), (nothing, None)]
)
async def test_what_happens_while_it_is_signed_counts(
    tmp_path: Path, meanwhile: Meanwhile, refused: RefusalCode | None
) -> None:
    """Of a request that was wiped or revoked no text is kept, and nobody gets it; else it is kept, and handed out."""
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'signed.db'}", SECRET)
    try:
        number = await granted(database)
        make = MakeCertificate(begin=database.begin, sealer=SignsWhile(database, meanwhile))
        if refused is None:
            assert (await make(number, GUEST)).text == await text_of(database, number) == TEXT
            return
        with pytest.raises(Refusal) as no:
            await make(number, GUEST)
        assert no.value.code is refused
        assert await text_of(database, number) is None
    finally:
        await database.close()

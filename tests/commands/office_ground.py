"""A database with a few registrations, keys and an `.env`, as an operator finds them."""

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.certificate import keystore
from bot.certificate.keys import KeyUse
from bot.domain.audit import Actor, AuditAction, AuditEntry
from bot.domain.case import EventKind
from bot.domain.certificate import CertificateStatus
from bot.domain.people import Chat, ChatId
from storage.database import Database
from tests.storage.storage_samples import ANSWERS, GUEST, HOST, HOUR, NOW, SECRET, certificate, request

OFFICER = ChatId(7_000_000_009)
DATABASE = "tirkeu.db"
FORMULA = '=HYPERLINK("http://a.b")'


async def register(database: Database, link: str, **changes: object) -> int:
    """One more registration; its number."""
    async with database.begin() as work:
        case = await work.cases.add(request(link, host=HOST, answers=replace(ANSWERS, **changes)))  # type: ignore[arg-type]
        await work.cases.save(case.happened(EventKind.GRANTED, NOW + HOUR, HOST))
        await work.certificates.add(certificate(case.number, case.number))
        await work.commit()
    return case.number


async def look_up(database: Database, number: int, hours: int) -> None:
    """An officer has looked at this request so many hours later."""
    detail = {"purpose": "check", "way": "document"}
    async with database.begin() as work:
        by, at = Actor.officer(OFFICER), NOW + hours * HOUR
        work.audit.record(
            AuditEntry(action=AuditAction.SEARCHED, at=at, by=by, detail=detail | {"found": "1"}),
            AuditEntry(action=AuditAction.LOOKED_UP, at=at, by=by, case=number, detail=detail),
        )
        await work.commit()


async def set_status(database: Database, number: int, status: CertificateStatus) -> None:
    """Its certificate is worth something else now."""
    async with database.begin() as work:
        work.audit.officer(OFFICER)
        await work.certificates.set_status(number, status)
        await work.commit()


async def opened(folder: Path) -> Database:
    """The database of this folder."""
    return await Database.open(f"sqlite+aiosqlite:///{folder / DATABASE}", SECRET)


async def _build(folder: Path) -> None:
    database = await opened(folder)
    async with database.begin() as work:
        for chat, language in ((GUEST, "ru"), (HOST, "kk")):
            await work.chats.save(Chat(id=chat, language=language, consented_at=NOW, consent_version="1"))
        await work.commit()
    await register(database, "one")
    await register(database, "two", family_name=FORMULA, given_names="", patronymic="")
    await look_up(database, 1, 5)
    await database.close()


def build(folder: Path) -> Path:
    """Made once a module, to be copied."""
    asyncio.run(_build(folder))
    keystore.make(folder / "keys", now=NOW)
    return folder


def withdraw_the_key() -> None:
    """What has sealed until now is withdrawn, and another key seals."""
    [old] = [key.kid for key in keystore.load(Path("keys")).verifying if key.use is KeyUse.SEAL]
    assert main(["keys", "rotate"]) == 0
    assert main(["keys", "withdraw", "--kid", old.hex()]) == 0


def stand_in(folder: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An operator stands in this folder, where all of the ground is."""
    for each in ground.iterdir():
        (shutil.copytree if each.is_dir() else shutil.copy)(each, folder / each.name)
    monkeypatch.chdir(folder)
    for name, value in {
        "DATABASE_URL": f"sqlite+aiosqlite:///{DATABASE}",
        "SECRET_KEY": SECRET,
        "KEYS_DIR": "keys",
        "OFFICERS": f"{OFFICER}:officer",
    }.items():
        monkeypatch.setenv(name, value)
    return folder

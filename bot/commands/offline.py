"""`tirkeu assess` and `verify`: no database, and no network but for a status list at an address."""

import asyncio
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.settings import read_settings
from bot.config import Settings

if TYPE_CHECKING:
    from bot.certificate.status_list import StatusList

LONGEST_CASE = 1_000_000  # bytes
LONGEST_LIST = 1_000_000  # bytes; a full one has 33 thousand
PATIENCE = 20  # seconds that a server has to give its list
NO_KEYS = "keys in {folder}: {code} (KEYS_DIR names the folder; the demo's is data/demo/keys)\n"
GENUINE = {"valid", "valid_offline_status_unknown"}


def assess(file: str, language: str | None = None) -> int:
    """Print the assessment of a case, as JSON or in the words of a language; 2 with one line on a bad case."""
    from bot.law.case_json import CaseError, assess_json

    try:
        text = _read_text(file)
        said = assess_json(text) if language is None else _in_words(text, language)
    except (CaseError, OSError) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    except UnicodeDecodeError:
        sys.stderr.write(f"{CaseError('case', 'text in UTF-8')}\n")
        return 2
    _write_text(f"{said}\n")
    return 0


def _in_words(text: str, language: str) -> str:
    """The same without JSON, and without the marks that only Telegram shows."""
    from bot.law.case_json import read_case
    from bot.law.engine import assess
    from bot.texts.explaining.assessment import explain
    from bot.texts.words import unmarked, words_of

    facts = read_case(text)
    return unmarked(explain(words_of(language), assess(facts), facts))


def _write_text(text: str) -> None:
    """In UTF-8 whatever the terminal's own encoding is: an ә or a й must not end in a traceback."""
    sys.stdout.buffer.write(text.encode())
    sys.stdout.flush()


def _read_text(file: str) -> str:
    """A case from a file or standard input, never more than a case can be long."""
    if file == "-":
        return sys.stdin.buffer.read(LONGEST_CASE).decode("utf-8-sig")
    path = Path(file)
    if not path.is_file():
        raise FileNotFoundError(f"{file}: no such file")
    with path.open("rb") as source:
        return source.read(LONGEST_CASE).decode("utf-8-sig")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyOrder:
    """What is to be checked; `status` is a status list's file or address."""

    certificate: str
    application: str | None = None
    document: str | None = None
    link: str | None = None
    status: str | None = None


def verify(order: VerifyOrder) -> int:
    """Print the verdict as JSON; 0 when it is genuine and in force as far as can be told offline."""
    from bot.certificate import commands
    from bot.certificate.keys import KeysError
    from bot.certificate.scan import ScanError
    from bot.certificate.verdict import status_unknown

    settings, certificate, now = read_settings(), order.certificate, _now()
    if "?start=" not in certificate and not Path(certificate).is_file():
        sys.stderr.write(f"{certificate}: no such file, and not the text of a certificate's code\n")
        return 2
    try:
        listed = None if order.status is None else _status_list(order.status, settings, now)
        answer = commands.verify(
            certificate,
            keys_dir=settings.keys_dir,
            base_link=order.link or settings.bot_link,
            now=now,
            application_number=order.application,
            document_number=order.document,
            status=status_unknown if listed is None else listed.lookup,
        )
    except ListError as wrong:
        sys.stderr.write(f"{order.status}: {wrong}\n")
        return 2
    except KeysError as wrong:
        sys.stderr.write(NO_KEYS.format(folder=settings.keys_dir, code=wrong))
        return 2
    except ScanError as wrong:
        sys.stderr.write(f"{certificate}: the picture cannot be read ({wrong})\n")
        return 2
    if listed is not None:
        answer["status_list"] = commands.age_of(listed, now)
    sys.stdout.write(f"{json.dumps(answer, ensure_ascii=False, indent=2)}\n")
    return 0 if answer["verdict"] in GENUINE else 1


class ListError(Exception):
    """The status list cannot be had, or cannot be believed; the text says which."""


def _status_list(place: str, settings: Settings, now: datetime) -> "StatusList":
    """From an address, or from a file that was fetched earlier. Raises ListError, and KeysError."""
    from bot.certificate import commands
    from bot.certificate.status_list import StatusListError

    is_address = place.startswith(("https://", "http://"))
    own = f"{settings.web_url.rstrip('/')}/status/1" if settings.web_url else None
    token = asyncio.run(_fetched(place)) if is_address else _kept(place)
    try:
        return commands.open_status_list(token, keys_dir=settings.keys_dir, uri=place if is_address else own, now=now)
    except StatusListError:
        raise ListError("not a status list signed by a key of KEYS_DIR, or one of another address") from None


def _kept(place: str) -> bytes:
    try:
        with Path(place).open("rb") as source:
            return source.read(LONGEST_LIST)
    except OSError as error:
        raise ListError(f"cannot be read ({error.strerror})") from None


async def _fetched(address: str) -> bytes:
    from aiohttp import ClientError, ClientSession, ClientTimeout

    try:
        async with ClientSession(timeout=ClientTimeout(total=PATIENCE)) as session, session.get(address) as answer:
            if answer.status != HTTPStatus.OK:
                raise ListError(f"the server says {answer.status}")
            return await answer.content.read(LONGEST_LIST)
    except (ClientError, TimeoutError, OSError) as fault:
        raise ListError(f"cannot be fetched ({type(fault).__name__})") from None


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - a command line has no Clock to be given

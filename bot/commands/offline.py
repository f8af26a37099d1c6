"""`tirkeu assess`, `verify` and `keys`: no network, no database."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.config import Settings

GENUINE = {"valid", "valid_offline_status_unknown"}


def assess(file: str) -> int:
    """Print the assessment of a case; 2 with one line on a bad case."""
    from bot.law.case_json import CaseError, assess_json

    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        sys.stdout.write(f"{assess_json(text)}\n")
    except (CaseError, OSError, UnicodeDecodeError) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    return 0


def verify(certificate: str, application: str | None, document: str | None, link: str | None) -> int:
    """Print the verdict as JSON; 0 when it is genuine and in force as far as can be told offline."""
    from bot.certificate import commands
    from bot.certificate.keys import KeysError
    from bot.certificate.scan import ScanError

    settings = Settings()
    try:
        answer = commands.verify(
            certificate,
            keys_dir=settings.keys_dir,
            base_link=link or settings.bot_link,
            now=_now(),
            application_number=application,
            document_number=document,
        )
    except (KeysError, ScanError) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    sys.stdout.write(f"{json.dumps(answer, ensure_ascii=False, indent=2)}\n")
    return 0 if answer["verdict"] in GENUINE else 1


def keys(action: str, kid: str | None) -> int:
    """Do it and print how the keys stand."""
    from bot.certificate import commands
    from bot.certificate.keys import KeysError

    try:
        answer = commands.keys(action, keys_dir=Settings().keys_dir, now=_now(), kid=kid)
    except KeysError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    sys.stdout.write(f"{json.dumps(answer, ensure_ascii=False, indent=2)}\n")
    return 0


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - a command line has no Clock to be given

"""`tirkeu assess`, `verify` and `keys`: no network, no database."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.commands.settings import read_settings

LONGEST_CASE = 1_000_000  # bytes
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


def verify(certificate: str, application: str | None, document: str | None, link: str | None) -> int:
    """Print the verdict as JSON; 0 when it is genuine and in force as far as can be told offline."""
    from bot.certificate import commands
    from bot.certificate.keys import KeysError
    from bot.certificate.scan import ScanError

    settings = read_settings()
    if "?start=" not in certificate and not Path(certificate).is_file():
        sys.stderr.write(f"{certificate}: no such file, and not the text of a certificate's code\n")
        return 2
    try:
        answer = commands.verify(
            certificate,
            keys_dir=settings.keys_dir,
            base_link=link or settings.bot_link,
            now=_now(),
            application_number=application,
            document_number=document,
        )
    except KeysError as wrong:
        sys.stderr.write(NO_KEYS.format(folder=settings.keys_dir, code=wrong))
        return 2
    except ScanError as wrong:
        sys.stderr.write(f"{certificate}: the picture cannot be read ({wrong})\n")
        return 2
    sys.stdout.write(f"{json.dumps(answer, ensure_ascii=False, indent=2)}\n")
    return 0 if answer["verdict"] in GENUINE else 1


def keys(action: str, kid: str | None) -> int:
    """Do it and print how the keys stand."""
    from bot.certificate import commands, keystore
    from bot.certificate.keys import KeysError

    settings = read_settings()
    try:
        if action == "make":
            keystore.make(settings.keys_dir, now=_now(), issuer=settings.operator_code)
            action = "list"
        answer = commands.keys(action, keys_dir=settings.keys_dir, now=_now(), kid=kid)
    except KeysError as wrong:
        sys.stderr.write(NO_KEYS.format(folder=settings.keys_dir, code=wrong))
        return 2
    sys.stdout.write(f"{json.dumps(answer, ensure_ascii=False, indent=2)}\n")
    return 0


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - a command line has no Clock to be given

"""What `tirkeu verify` and `tirkeu keys` do, as plain data for whoever prints it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from bot.certificate import keystore
from bot.certificate.claims import PublicClaims
from bot.certificate.drawing.pdf import picture_in
from bot.certificate.keys import KeyRing, KeysCode, KeysError, fingerprint_of
from bot.certificate.scan import LARGEST_FILE, ScanCode, ScanError, read_codes
from bot.certificate.seal import LONGEST_TEXT, Opened, id_text, open_text
from bot.certificate.sealed import UnsealError, unseal
from bot.certificate.verdict import StatusLookup, Verdict, status_unknown

NO_CODE: Final = "no_code"
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF")
_PDF: Final = b"%PDF-"


def verify(
    path_or_text: str,
    *,
    keys_dir: Path,
    base_link: str,
    now: datetime,
    application_number: str | None = None,
    document_number: str | None = None,
    status: StatusLookup = status_unknown,
) -> dict[str, Any]:
    """The verdict on a certificate given as a picture, our own PDF, a text file, or the code's text itself.

    With both printed numbers the sealed fields are there too, under `personal`, or `personal_error` says why not.

    Raises:
        KeysError: the folder holds no trustworthy key list.
        ScanError: the file is too large, or a broken picture.
    """
    ring = keystore.load(keys_dir)
    opened = [open_text(text, ring, base_link, now, status) for text in _texts(path_or_text)]
    if not opened:
        return {"verdict": Verdict.NOT_GENUINE.value, "reason": NO_CODE}
    best = next((each for each in opened if each.verdict is not Verdict.NOT_GENUINE), opened[0])
    answer = _described(best)
    if best.claims is not None and application_number and document_number:
        answer |= _personal(best.claims, application_number, document_number)
    return answer


def keys(action: str, *, keys_dir: Path, now: datetime, kid: str | None = None) -> dict[str, Any]:
    """Do `make`, `list`, `rotate` or `withdraw` (which needs `kid`, in hex) and tell how the keys stand afterwards.

    Raises:
        KeysError: as the keystore; NO_SUCH_KEY also when `kid` is missing or not hex.
        KeyError: no such action.
    """
    return _listed(_ACTIONS[action](keys_dir, now, kid), now)


def _withdraw(folder: Path, now: datetime, kid: str | None) -> KeyRing:
    try:
        wanted = bytes.fromhex(kid or "")
    except ValueError as broken:
        raise KeysError(KeysCode.NO_SUCH_KEY) from broken
    return keystore.withdraw(folder, wanted, now=now)


_ACTIONS: Final[Mapping[str, Callable[[Path, datetime, str | None], KeyRing]]] = MappingProxyType(
    {
        "make": lambda folder, now, _: keystore.make(folder, now=now),
        "list": lambda folder, _, __: keystore.load(folder),
        "rotate": lambda folder, now, _: keystore.rotate(folder, now=now),
        "withdraw": _withdraw,
    }
)


def _texts(path_or_text: str) -> list[str]:
    content = _file(path_or_text)
    if content is None:
        return [path_or_text.strip()]
    if content.startswith(_PDF):
        picture = picture_in(content)
        return [] if picture is None else read_codes(picture)
    if content.startswith(_PICTURES):
        return read_codes(content)
    text = content[: LONGEST_TEXT * 4].decode("utf-8", errors="replace").strip()
    return [text] if text else []


def _file(path_or_text: str) -> bytes | None:
    """The file's content, or None if this names no file; a code's text is never a path, being too long for one."""
    try:
        path = Path(path_or_text)
        if not path.is_file():
            return None
        if path.stat().st_size > LARGEST_FILE:
            raise ScanError(ScanCode.FILE_TOO_LARGE)
        return path.read_bytes()
    except (OSError, ValueError):
        return None


def _described(opened: Opened) -> dict[str, Any]:
    answer: dict[str, Any] = {"verdict": opened.verdict.value}
    if opened.reason is not None:
        answer["reason"] = opened.reason.value
    if opened.claims is not None:
        answer |= {
            "id": id_text(opened.claims.cti),
            "issuer": opened.claims.issuer,
            "issued_at": opened.claims.issued_at.isoformat(),
            "valid_until": opened.claims.expires_at.isoformat(),
            "status_as_of": None if opened.as_of is None else opened.as_of.isoformat(),
        }
    return answer


def _personal(claims: PublicClaims, application_number: str, document_number: str) -> dict[str, Any]:
    try:
        found = unseal(claims, application_number=application_number, document_number=document_number)
    except UnsealError as refused:
        return {"personal_error": refused.code.value}
    fields = ("surname", "given_and_patronymic", "citizenship", "address", "host_iin_last4", "host_name")
    return {"personal": {"stay_from": found.stay_from.isoformat()} | {name: getattr(found, name) for name in fields}}


def _listed(ring: KeyRing, now: datetime) -> dict[str, Any]:
    try:
        signs = ring.signing_key(now).kid.hex()
    except KeysError:
        signs = None
    return {
        "issuer": ring.issuer,
        "sequence": ring.sequence,
        "root_fingerprint": ring.root_fingerprint,
        "signs_now": signs,
        "keys": [
            {
                "kid": key.kid.hex(),
                "use": key.use.value,
                "fingerprint": fingerprint_of(key.public),
                "not_before": key.not_before.isoformat(),
                "sign_until": key.sign_until.isoformat(),
                "verifies_until": key.exp.isoformat(),
                "withdrawn_at": None if key.revoked_at is None else key.revoked_at.isoformat(),
                "private_half_here": any(own.kid == key.kid for own in ring.signing),
            }
            for key in ring.verifying
        ],
    }

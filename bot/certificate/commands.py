"""What `tirkeu verify` and `tirkeu keys` do, as plain data for whoever prints it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec

from bot.certificate import keystore
from bot.certificate.claims import PublicClaims
from bot.certificate.drawing.pdf import picture_in
from bot.certificate.keys import DEFAULT_ISSUER, KeyRing, KeysCode, KeysError, KeyUse, fingerprint_of
from bot.certificate.scan import LARGEST_FILE, ScanCode, ScanError, read_codes
from bot.certificate.seal import LONGEST_TEXT, Opened, id_text, open_text
from bot.certificate.sealed import UnsealError, unseal
from bot.certificate.status_list import StatusList, read_status_list
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


def open_status_list(token: bytes, *, keys_dir: Path, uri: str | None, now: datetime) -> StatusList:
    """The status list in a file or an answer; its `lookup` is what `verify` takes as `status`.

    Raises:
        KeysError: the folder holds no trustworthy key list.
        StatusListError: the token is no list of ours, or not the one of this address.
    """
    return read_status_list(token, ring=keystore.load(keys_dir), uri=uri, now=now)


def age_of(listed: StatusList, now: datetime) -> dict[str, Any]:
    """How old the list is, and whether it can still be relied on."""
    return {
        "as_of": listed.issued_at.isoformat(),
        "age_hours": round((now - listed.issued_at) / timedelta(hours=1), 1),
        "fresh_until": listed.fresh_until.isoformat(),
        "is_stale": now > listed.fresh_until,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysOrder:
    """What is to be done with the keys in this folder.

    Args:
        kid: the key to withdraw, in hex.
        root_file: the root's private key, where it does not lie in the folder.
    """

    keys_dir: Path
    now: datetime
    kid: str | None = None
    use: KeyUse = KeyUse.SEAL
    issuer: str = DEFAULT_ISSUER
    root_file: Path | None = None

    @property
    def root(self) -> ec.EllipticCurvePrivateKey | None:
        """The root key that was brought along. Raises KeysError: NOT_MADE or NOT_A_KEY."""
        return None if self.root_file is None else keystore.read_private(self.root_file)

    @property
    def wanted(self) -> bytes:
        """The key's id. Raises KeysError: NO_SUCH_KEY when it is missing or not hex."""
        try:
            return bytes.fromhex(self.kid or "")
        except ValueError as broken:
            raise KeysError(KeysCode.NO_SUCH_KEY) from broken


def keys(action: str, order: KeysOrder) -> dict[str, Any]:
    """Do `make`, `list`, `rotate` or `withdraw` and tell how the keys stand afterwards.

    Raises:
        KeysError: as the keystore; NO_SUCH_KEY also when `kid` is missing or not hex.
        KeyError: no such action.
    """
    return described(_ACTIONS[action](order), order.now)


def draft(action: str, order: KeysOrder) -> str:
    """The list that `make`, `rotate` or `withdraw` would lead to, to be signed where the root key is.

    Raises:
        KeysError: as the keystore.
        KeyError: no such action.
    """
    return _DRAFTS[action](order)


_ACTIONS: Final[Mapping[str, Callable[[KeysOrder], KeyRing]]] = MappingProxyType(
    {
        "make": lambda its: keystore.make(its.keys_dir, now=its.now, issuer=its.issuer, root=its.root),
        "list": lambda its: keystore.load(its.keys_dir),
        "rotate": lambda its: keystore.rotate(its.keys_dir, now=its.now, use=its.use, root=its.root),
        "withdraw": lambda its: keystore.withdraw(its.keys_dir, its.wanted, now=its.now, root=its.root),
    }
)
_DRAFTS: Final[Mapping[str, Callable[[KeysOrder], str]]] = MappingProxyType(
    {
        "make": lambda its: keystore.draft_first(its.keys_dir, now=its.now, issuer=its.issuer),
        "rotate": lambda its: keystore.draft_rotation(its.keys_dir, now=its.now, use=its.use),
        "withdraw": lambda its: keystore.draft_withdrawal(its.keys_dir, its.wanted, now=its.now),
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


def drafted(document: str) -> dict[str, Any]:
    """What a list says, signed or to be signed, for the eyes of who signs it."""
    body = json.loads(document)
    shown = ("kid", "use", "not_before", "sign_until", "exp", "revoked_at")
    keys_told = [{name: key[name] for name in shown if name in key} for key in body["keys"]]
    return {"issuer": body["issuer"], "sequence": body["sequence"], "keys": keys_told}


def described(ring: KeyRing, now: datetime) -> dict[str, Any]:
    """How the keys of a list stand at this moment."""
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

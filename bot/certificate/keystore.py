"""Keys in a folder: the root key, one private PEM a signing key, and the signed list.

The list in the folder is also the verifier's memory of the highest sequence number it has seen. The root's private key
(`root.pem`) is best moved to a drawer: only rotating and withdrawing need it back.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from bot.certificate.keys import (
    DEFAULT_ISSUER,
    KeyRing,
    KeysCode,
    KeysError,
    KeyUse,
    SigningKey,
    VerifyingKey,
    read_list,
    write_list,
)

ROOT_PRIVATE: Final = "root.pem"
ROOT_PUBLIC: Final = "root_public.pem"
KEY_LIST: Final = "keys.json"
_OWNER_ONLY: Final = 0o600
_FOR_ALL: Final = 0o644


def make(folder: Path, *, now: datetime, issuer: str = DEFAULT_ISSUER) -> KeyRing:
    """A root key, a first key for seals and one for status lists, and list number 1.

    Raises:
        KeysError: ALREADY_MADE; existing keys are never overwritten, nor are those of who makes them at the same time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if (folder / ROOT_PUBLIC).exists():
            raise KeysError(KeysCode.ALREADY_MADE)
        return _made(folder, now, issuer)


def _made(folder: Path, now: datetime, issuer: str) -> KeyRing:
    root = ec.generate_private_key(ec.SECP256R1())
    keys = [_new_key(folder, now=now, issuer=issuer, use=use) for use in KeyUse]
    _write_private(folder / ROOT_PRIVATE, root)
    _write_list(folder, issuer, 1, tuple(key.verifying for key in keys), root)
    # last: a folder with a root has everything else, and one without was never in use
    _write(folder / ROOT_PUBLIC, _public_pem(root.public_key()), _FOR_ALL)
    return load(folder)


def load(folder: Path) -> KeyRing:
    """The ring of the folder's list, with every private half the folder holds.

    Raises:
        KeysError: NOT_MADE, NOT_A_LIST, OTHER_ROOT or NOT_A_KEY.
    """
    ring = read_list(_read(folder / KEY_LIST), root=_root_public(folder))
    signing = tuple(
        SigningKey(verifying=key, private=_read_private(_private_file(folder, key.kid)))
        for key in ring.verifying
        if _private_file(folder, key.kid).exists()
    )
    return replace(ring, signing=signing)


def rotate(folder: Path, *, now: datetime, use: KeyUse = KeyUse.SEAL) -> KeyRing:
    """A new key that signs from `now`; the old one still verifies what it signed.

    Raises:
        KeysError: as `load`, and ROOT_KEY_AWAY.
    """
    ring, root = load(folder), _root_private(folder)
    new = _new_key(folder, now=now, issuer=ring.issuer, use=use)
    _write_list(folder, ring.issuer, ring.sequence + 1, (*ring.verifying, new.verifying), root)
    return load(folder)


def withdraw(folder: Path, kid: bytes, *, now: datetime) -> KeyRing:
    """Mark a key as withdrawn and remove its private half: nothing it ever signed counts any more.

    Raises:
        KeysError: as `load`, NO_SUCH_KEY and ROOT_KEY_AWAY.
    """
    ring, root = load(folder), _root_private(folder)
    if all(key.kid != kid for key in ring.verifying):
        raise KeysError(KeysCode.NO_SUCH_KEY)
    moment = now.astimezone(UTC).replace(microsecond=0)
    keys = tuple(replace(key, revoked_at=key.revoked_at or moment) if key.kid == kid else key for key in ring.verifying)
    _write_list(folder, ring.issuer, ring.sequence + 1, keys, root)
    _private_file(folder, kid).unlink(missing_ok=True)
    return load(folder)


def install_list(folder: Path, document: str) -> KeyRing:
    """Take over a newer published list.

    Raises:
        KeysError: NOT_A_LIST, OTHER_ROOT, or ROLLED_BACK when the folder has seen a newer one; nothing changes then.
    """
    seen = load(folder).sequence
    read_list(document, root=_root_public(folder), least_sequence=seen)
    _write(folder / KEY_LIST, document.encode(), _FOR_ALL)
    return load(folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other process of this machine makes keys in this folder; the lock ends with the process that has it."""
    if sys.platform == "win32":  # which has no such lock; the bot runs as one worker there
        yield
        return
    itself = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(itself, fcntl.LOCK_EX)
        yield
    finally:
        os.close(itself)


def _new_key(folder: Path, *, now: datetime, issuer: str, use: KeyUse) -> SigningKey:
    key = SigningKey.of(ec.generate_private_key(ec.SECP256R1()), since=now, issuer=issuer, use=use)
    _write_private(_private_file(folder, key.kid), key.private)
    return key


def _write_list(
    folder: Path, issuer: str, sequence: int, keys: tuple[VerifyingKey, ...], root: ec.EllipticCurvePrivateKey
) -> None:
    document = write_list(issuer=issuer, sequence=sequence, keys=keys, root=root)
    _write(folder / KEY_LIST, document.encode(), _FOR_ALL)


def _private_file(folder: Path, kid: bytes) -> Path:
    return folder / f"{kid.hex()}.pem"


def _root_public(folder: Path) -> ec.EllipticCurvePublicKey:
    try:
        key = load_pem_public_key(_read(folder / ROOT_PUBLIC).encode())
    except ValueError as broken:
        raise KeysError(KeysCode.NOT_A_KEY) from broken
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise KeysError(KeysCode.NOT_A_KEY)
    return key


def _root_private(folder: Path) -> ec.EllipticCurvePrivateKey:
    if not (folder / ROOT_PRIVATE).exists():
        raise KeysError(KeysCode.ROOT_KEY_AWAY)
    return _read_private(folder / ROOT_PRIVATE)


def _read_private(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(_read(path).encode(), password=None)
    except ValueError as broken:
        raise KeysError(KeysCode.NOT_A_KEY) from broken
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeysError(KeysCode.NOT_A_KEY)
    return key


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise KeysError(KeysCode.NOT_MADE) from missing


def _write_private(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write(path, pem, _OWNER_ONLY)


def _public_pem(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _write(path: Path, content: bytes, mode: int) -> None:
    """Whole or not at all, and never for a moment readable by more than `mode` allows."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # made with 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise

"""Keys in a folder: the root key, one private PEM a signing key, and the signed list.

The list in the folder is also the verifier's memory of the highest sequence number it has seen. The root's private key
(`root.pem`) is best never here: made on a machine that is kept offline (`make_root`), where it signs the lists that
are drafted here. Where it was made here, it is best moved to a drawer: only rotating and withdrawing need it back.
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
    draft_list,
    fingerprint_of,
    read_list,
    sign_list,
)

ROOT_PRIVATE: Final = "root.pem"
ROOT_PUBLIC: Final = "root_public.pem"
KEY_LIST: Final = "keys.json"
_OWNER_ONLY: Final = 0o600
_FOR_ALL: Final = 0o644


def make(
    folder: Path, *, now: datetime, issuer: str = DEFAULT_ISSUER, root: ec.EllipticCurvePrivateKey | None = None
) -> KeyRing:
    """A first key for seals and one for status lists, list number 1, and a root key unless one is brought along.

    A root that is brought stays where it is: only its public half is written here.

    Raises:
        KeysError: ALREADY_MADE; existing keys are never overwritten, nor are those of who makes them at the same time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        _refuse_a_second(folder)
        draft = _first_draft(folder, now, issuer)
        if root is None:
            root = ec.generate_private_key(ec.SECP256R1())
            _write_private(folder / ROOT_PRIVATE, root)
        _write(folder / KEY_LIST, sign_list(draft, root).encode(), _FOR_ALL)
        # last: a folder with a root has everything else, and one without was never in use
        _write(folder / ROOT_PUBLIC, _public_pem(root.public_key()), _FOR_ALL)
        return load(folder)


def make_root(folder: Path) -> str:
    """A root key in a folder of its own, on a machine that is kept offline; its fingerprint.

    Raises:
        KeysError: ALREADY_MADE.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        if (folder / ROOT_PRIVATE).exists():
            raise KeysError(KeysCode.ALREADY_MADE)
        _refuse_a_second(folder)
        root = ec.generate_private_key(ec.SECP256R1())
        _write_private(folder / ROOT_PRIVATE, root)
        _write(folder / ROOT_PUBLIC, _public_pem(root.public_key()), _FOR_ALL)
        return fingerprint_of(root.public_key())


def _refuse_a_second(folder: Path) -> None:
    if (folder / ROOT_PUBLIC).exists():
        raise KeysError(KeysCode.ALREADY_MADE)


def load(folder: Path) -> KeyRing:
    """The ring of the folder's list, with every private half the folder holds.

    Raises:
        KeysError: NOT_MADE, NOT_A_LIST, OTHER_ROOT or NOT_A_KEY.
    """
    ring = read_list(_read(folder / KEY_LIST), root=root_public(folder))
    signing = tuple(
        SigningKey(verifying=key, private=read_private(_private_file(folder, key.kid)))
        for key in ring.verifying
        if _private_file(folder, key.kid).exists()
    )
    return replace(ring, signing=signing)


def draft_first(folder: Path, *, now: datetime, issuer: str = DEFAULT_ISSUER) -> str:
    """The first two signing keys, and list number 1 to be signed elsewhere. Raises KeysError: ALREADY_MADE."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        _refuse_a_second(folder)
        return _first_draft(folder, now, issuer)


def draft_rotation(folder: Path, *, now: datetime, use: KeyUse = KeyUse.SEAL) -> str:
    """A new key's private half, and the next list, which names it, to be signed. Raises KeysError: as `load`."""
    ring = load(folder)
    new = _new_key(folder, now=now, issuer=ring.issuer, use=use)
    return draft_list(issuer=ring.issuer, sequence=ring.sequence + 1, keys=(*ring.verifying, new.verifying))


def draft_withdrawal(folder: Path, kid: bytes, *, now: datetime) -> str:
    """The next list, in which a key is withdrawn, to be signed. Raises KeysError: as `load`, and NO_SUCH_KEY."""
    ring = load(folder)
    if all(key.kid != kid for key in ring.verifying):
        raise KeysError(KeysCode.NO_SUCH_KEY)
    moment = now.astimezone(UTC).replace(microsecond=0)
    keys = tuple(replace(key, revoked_at=key.revoked_at or moment) if key.kid == kid else key for key in ring.verifying)
    return draft_list(issuer=ring.issuer, sequence=ring.sequence + 1, keys=keys)


def rotate(
    folder: Path, *, now: datetime, use: KeyUse = KeyUse.SEAL, root: ec.EllipticCurvePrivateKey | None = None
) -> KeyRing:
    """A new key that signs from `now`; the old one still verifies what it signed.

    Raises:
        KeysError: as `load`, OTHER_ROOT, and ROOT_KEY_AWAY where no root is brought and none lies in the folder.
    """
    load(folder)
    signer = _root_private(folder) if root is None else root
    return install_list(folder, sign_list(draft_rotation(folder, now=now, use=use), signer))


def withdraw(folder: Path, kid: bytes, *, now: datetime, root: ec.EllipticCurvePrivateKey | None = None) -> KeyRing:
    """Mark a key as withdrawn and remove its private half: nothing it ever signed counts any more.

    Raises:
        KeysError: as `rotate`, and NO_SUCH_KEY.
    """
    load(folder)
    signer = _root_private(folder) if root is None else root
    return install_list(folder, sign_list(draft_withdrawal(folder, kid, now=now), signer))


def install_list(folder: Path, document: str, *, root: ec.EllipticCurvePublicKey | None = None) -> KeyRing:
    """Take over a newer published list; what it withdraws loses its private half here.

    Args:
        root: the root key to believe from now on, in a folder that has none yet.

    Raises:
        KeysError: NOT_A_LIST, OTHER_ROOT, or ROLLED_BACK when the folder has seen a newer one; nothing changes then.
    """
    with _alone(folder):
        is_first = root is not None and not (folder / ROOT_PUBLIC).exists()
        believed = root if root is not None and is_first else root_public(folder)
        known = None if is_first else load(folder)
        new = read_list(document, root=believed, least_sequence=known.sequence if known else 0)
        if known is not None and new.sequence == known.sequence and new.verifying != known.verifying:
            raise KeysError(KeysCode.ROLLED_BACK)  # drafted beside the one that was installed: it knows nothing of it
        _write(folder / KEY_LIST, document.encode(), _FOR_ALL)
        if is_first:
            _write(folder / ROOT_PUBLIC, _public_pem(believed), _FOR_ALL)
        for key in load(folder).verifying:
            if key.revoked_at is not None:
                _private_file(folder, key.kid).unlink(missing_ok=True)
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


def _first_draft(folder: Path, now: datetime, issuer: str) -> str:
    keys = tuple(_new_key(folder, now=now, issuer=issuer, use=use).verifying for use in KeyUse)
    return draft_list(issuer=issuer, sequence=1, keys=keys)


def _private_file(folder: Path, kid: bytes) -> Path:
    return folder / f"{kid.hex()}.pem"


def root_public(folder: Path) -> ec.EllipticCurvePublicKey:
    """The root key by which the folder's list is believed. Raises KeysError: NOT_MADE or NOT_A_KEY."""
    return read_public(folder / ROOT_PUBLIC)


def read_public(path: Path) -> ec.EllipticCurvePublicKey:
    """A public key in a file of its own. Raises KeysError: NOT_MADE where there is none, or NOT_A_KEY."""
    try:
        key = load_pem_public_key(_read(path).encode())
    except ValueError as broken:
        raise KeysError(KeysCode.NOT_A_KEY) from broken
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise KeysError(KeysCode.NOT_A_KEY)
    return key


def _root_private(folder: Path) -> ec.EllipticCurvePrivateKey:
    if not (folder / ROOT_PRIVATE).exists():
        raise KeysError(KeysCode.ROOT_KEY_AWAY)
    return read_private(folder / ROOT_PRIVATE)


def read_private(path: Path) -> ec.EllipticCurvePrivateKey:
    """A private key in a file of its own. Raises KeysError: NOT_MADE where there is none, or NOT_A_KEY."""
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

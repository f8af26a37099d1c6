"""Encryption in the age format (age-encryption.org/v1), streaming, by pyrage.

A backup is made for one or several recipients: public keys, of age ("age1…") or OpenSSH ("ssh-ed25519 …"), with which
nothing can be read. Where the operator names none it is made for a key pair derived from SECRET_KEY by HKDF, so that
whoever has SECRET_KEY, and nobody else, reads it. That pair is an OpenSSH one, because age reads it as it is.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import IO, NewType, Protocol

import pyrage  # type: ignore[import-untyped]  # pyrage has no stubs in its wheel
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from storage.moving.places import MoveError
from storage.vault import SHORTEST_SECRET

Recipient = NewType("Recipient", object)  # of pyrage, which has a class for each kind
Identity = NewType("Identity", object)
_PURPOSE = b"tirkeu backup: recipient 1"
_NO_RECIPIENT = (
    "BACKUP_RECIPIENT: this is no public key of age (age1…, made by age-keygen) nor of OpenSSH (ssh-ed25519 …)."
)
_NO_IDENTITY = (
    "{file}: there is no private key of age (AGE-SECRET-KEY-1…) in it, nor an OpenSSH one without a passphrase."
)
_DAMAGED = "The backup is damaged or cut short: it does not decrypt. Nothing was restored; take another one."
_OTHER_KEY = (
    "No key here opens this backup: it was made for another recipient (--identity FILE names the file with its private "
    "key) or, where none was set, under another SECRET_KEY."
)


class Reader(Protocol):
    """What gives bytes; none when it has no more."""

    def read(self, size: int = -1, /) -> bytes:
        """At most so many."""


def recipients_of(setting: str) -> list[Recipient]:
    """The public keys in BACKUP_RECIPIENT, divided by commas. Raises MoveError."""
    try:
        return [_recipient(name.strip()) for name in setting.split(",") if name.strip()]
    except pyrage.RecipientError:
        raise MoveError(_NO_RECIPIENT) from None


def own_recipient(secret: str) -> Recipient:
    """The public key derived from SECRET_KEY. Raises MoveError."""
    public = _own_key(secret).public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return _recipient(public.decode())


def own_identity(secret: str) -> Identity:
    """The private key derived from SECRET_KEY. Raises MoveError."""
    private = _own_key(secret).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    return Identity(pyrage.ssh.Identity.from_buffer(private))


def identities_in(file: Path) -> list[Identity]:
    """The private keys in a file of age-keygen or ssh-keygen. Raises MoveError."""
    try:
        content = file.read_bytes()
        if content.startswith(b"-----BEGIN"):
            return [Identity(pyrage.ssh.Identity.from_buffer(content))]
        lines = (line.strip() for line in content.decode().splitlines())
        named = [line for line in lines if line and not line.startswith("#")]
        found = [Identity(pyrage.x25519.Identity.from_str(line)) for line in named]
    except OSError as error:
        raise MoveError(f"{file}: {error.strerror}") from None
    except (pyrage.IdentityError, UnicodeDecodeError):
        raise MoveError(_NO_IDENTITY.format(file=file)) from None
    if not found:
        raise MoveError(_NO_IDENTITY.format(file=file))
    return found


def encrypt(plain: Reader, sealed: IO[bytes], recipients: Sequence[Recipient]) -> None:
    """Encrypt a stream. Raises OSError, and whatever the reader raises."""
    source, sink = _Reading(plain), _Writing(sealed)
    try:
        pyrage.encrypt_io(source, sink, recipients)
    except pyrage.EncryptError:
        raise source.fault or sink.fault or OSError("age") from None


def decrypt(sealed: IO[bytes], plain: IO[bytes], identities: Sequence[Identity]) -> None:
    """Decrypt a stream; what was written before an error is worth nothing.

    Raises:
        MoveError: Damaged, cut short, not of age, or for other keys.
        OSError: It could not be read or written.
    """
    source, sink = _Reading(sealed), _Writing(plain)
    try:
        pyrage.decrypt_io(source, sink, identities)
    except (pyrage.DecryptError, OSError) as error:
        is_other_key = isinstance(error, pyrage.DecryptError) and "No matching keys" in str(error)
        raise source.fault or sink.fault or MoveError(_OTHER_KEY if is_other_key else _DAMAGED) from None


class _Reading:
    """Keeps what went wrong: pyrage turns an exception into a text."""

    def __init__(self, inner: Reader) -> None:
        self._inner, self.fault = inner, _NONE

    def read(self, size: int = -1) -> bytes:
        try:
            return self._inner.read(size)
        except BaseException as fault:
            self.fault = fault
            raise


class _Writing:
    """The same for what is written."""

    def __init__(self, inner: IO[bytes]) -> None:
        self._inner, self.fault = inner, _NONE

    def write(self, chunk: bytes) -> int:
        try:
            return self._inner.write(chunk)
        except BaseException as fault:
            self.fault = fault
            raise

    def flush(self) -> None:
        self._inner.flush()


_NONE: BaseException | None = None


def _recipient(name: str) -> Recipient:
    kind = pyrage.ssh if name.startswith("ssh-") else pyrage.x25519
    return Recipient(kind.Recipient.from_str(name))


def _own_key(secret: str) -> Ed25519PrivateKey:
    if len(secret.encode()) < SHORTEST_SECRET:
        raise MoveError(f"SECRET_KEY needs at least {SHORTEST_SECRET} bytes.")
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(derived)

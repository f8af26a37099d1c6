"""Sealed values: AES-256-GCM for what must be read again, a keyed blind index for what must be found.

Both keys are derived from SECRET_KEY (HKDF, RFC 5869). A sealed value is one byte of key id, twelve of nonce, then
ciphertext and tag; key id, table and column are authenticated, so that a value moved to another column does not open.
"""

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Column

SHORTEST_SECRET = 16  # bytes
INDEX_LENGTH = 16  # bytes: 128 bits, beyond any accidental match
_KEY_ID = b"\x01"
_NONCE_LENGTH = 12  # NIST SP 800-38D, 8.2.2: 96 random bits a value


class WeakSecretError(ValueError):
    """SECRET_KEY is too short to protect anything."""


class SealBrokenError(Exception):
    """A sealed value does not open: another key, another column, or changed bytes."""


class Vault:
    """Seals and opens column values under one secret; its repr shows nothing of it."""

    def __init__(self, secret: bytes) -> None:
        """Derive the keys. Raises WeakSecretError."""
        if len(secret) < SHORTEST_SECRET:
            raise WeakSecretError(f"SECRET_KEY needs at least {SHORTEST_SECRET} bytes")
        self._cipher = AESGCM(_derive(secret, b"tirkeu storage: seal 1"))
        self._index_key = _derive(secret, b"tirkeu storage: blind index 1")

    def seal(self, column: Column[bytes], text: str) -> bytes:
        """The text, sealed for this column; every sealing gives other bytes."""
        nonce = os.urandom(_NONCE_LENGTH)
        return _KEY_ID + nonce + self._cipher.encrypt(nonce, text.encode(), _KEY_ID + _label(column))

    def open(self, column: Column[bytes], sealed: bytes) -> str:
        """The text that was sealed for this column. Raises SealBrokenError."""
        key_id, nonce, ciphertext = sealed[:1], sealed[1 : 1 + _NONCE_LENGTH], sealed[1 + _NONCE_LENGTH :]
        try:
            return self._cipher.decrypt(nonce, ciphertext, key_id + _label(column)).decode()
        except (InvalidTag, ValueError):
            raise SealBrokenError(_label(column).decode()) from None

    def seal_optional(self, column: Column[bytes], text: str | None) -> bytes | None:
        """As `seal`; nothing stays nothing."""
        return None if text is None else self.seal(column, text)

    def open_optional(self, column: Column[bytes], sealed: bytes | None) -> str | None:
        """As `open`; nothing stays nothing. Raises SealBrokenError."""
        return None if sealed is None else self.open(column, sealed)

    def index(self, column: Column[bytes], text: str) -> bytes:
        """A keyed digest by which equal texts of one column are found and of which nothing can be read."""
        return hmac.digest(self._index_key, _label(column) + b"\0" + text.encode(), "sha256")[:INDEX_LENGTH]

    def index_optional(self, column: Column[bytes], text: str | None) -> bytes | None:
        """As `index`; nothing stays nothing."""
        return None if text is None else self.index(column, text)

    def __repr__(self) -> str:
        return "Vault(***)"


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)


def _label(column: Column[bytes]) -> bytes:
    return f"{column.table.name}.{column.name}".encode()

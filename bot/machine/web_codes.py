"""What makes a host's web page safe, derived from the operator's secret: nothing of it is stored."""

import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_CODES = 10**6  # six digits
_PURPOSE = b"tirkeu web: page 1"


class SecretWebKey:
    """`ports.WebKey` over SECRET_KEY (HKDF, RFC 5869; HMAC-SHA-256); its repr shows nothing of it."""

    def __init__(self, secret: str) -> None:
        """Derive the key."""
        self._key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())

    def code(self, token: str, shown: int) -> str:
        """The six digits of the so-many-th code that was shown for the request behind this link."""
        digest = self._digest("code", token, str(shown))
        return f"{int.from_bytes(digest) % _CODES:06d}"

    def mark(self, *said: str) -> str:
        """A keyed digest of these texts, which nobody else can make."""
        return self._digest("mark", *said).hex()

    def _digest(self, *said: str) -> bytes:
        # each with its length before it, so that no two lists of texts are the same bytes
        parts = [text.encode("utf-8", "surrogatepass") for text in said]
        message = b"".join(len(part).to_bytes(4) + part for part in parts)
        return hmac.digest(self._key, message, "sha256")

    def __repr__(self) -> str:
        return "SecretWebKey(***)"

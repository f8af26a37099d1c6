"""The secret by which a push proves to be Telegram's: derived, so that every worker knows it and none stores it."""

import base64

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_PURPOSE = b"tirkeu webhook: secret token 1"


def webhook_secret(secret: str) -> str:
    """From SECRET_KEY (HKDF, RFC 5869), in the letters that setWebhook's `secret_token` takes."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(key).rstrip(b"=").decode()

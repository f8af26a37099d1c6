"""The machine's randomness."""

import secrets

from bot.certificate.claims import STATUS_SLOTS


class RandomNames:
    """Names from the system's random source."""

    def token(self) -> str:
        """22 characters, 128 bits."""
        return secrets.token_urlsafe(16)

    def status_index(self) -> int:
        """A place in the status list."""
        return secrets.randbelow(STATUS_SLOTS)

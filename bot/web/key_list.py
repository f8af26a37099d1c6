"""The signed key list as it lies in the folder of keys: the public halves, and nothing that could sign."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.certificate import keystore
from bot.certificate.keys import KeyRing, KeysError, read_list
from bot.web.published import Document, NotNowError

KEPT: Final = "public, max-age=60, stale-if-error=86400"


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveKeyList:
    """The list that this bot itself goes by."""

    folder: Path
    ring: Callable[[], KeyRing]

    async def __call__(self) -> Document:
        """As it is published. Raises NotNowError where the file is away, or is not what the bot trusts."""
        try:
            body = await asyncio.to_thread(self._read)
        except (OSError, KeysError, ValueError):
            raise NotNowError from None
        return Document(body=body, content_type="application/json", cache=KEPT)

    def _read(self) -> bytes:
        """Tried before it goes out: another file of this name must not be spread by our address."""
        body = (self.folder / keystore.KEY_LIST).read_bytes()
        read_list(body.decode(), root=keystore.root_public(self.folder), least_sequence=self.ring().sequence)
        return body

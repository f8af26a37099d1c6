"""The signing keys as their folder has them now: what was rotated or withdrawn counts at once, without a restart."""

import logging
from dataclasses import dataclass, field
from pathlib import Path

from bot.certificate import keystore
from bot.certificate.keys import KeyRing, KeysError

log = logging.getLogger(__name__)
Mark = tuple[int, int]


@dataclass(slots=True)
class LiveRing:
    """The ring, read again whenever the folder or its list was written to.

    What cannot be trusted (a list of another root, an older one, a key copied half) changes nothing: it is said once in
    the log, and the ring of before goes on.
    """

    folder: Path
    ring: KeyRing
    _seen: Mark | None = field(default=None, init=False)
    _refused: Mark | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """What was opened is taken to be what is there; a change in between is found at the next one."""
        self._seen = self._mark()

    def __call__(self) -> KeyRing:
        """The ring of this moment."""
        mark = self._mark()
        if mark is not None and mark != self._seen:
            self._read(mark)
        return self.ring

    def _mark(self) -> Mark | None:
        try:
            return self.folder.stat().st_mtime_ns, (self.folder / keystore.KEY_LIST).stat().st_mtime_ns
        except OSError:  # a folder that is away for a moment is no reason to stop signing
            return None

    def _read(self, mark: Mark) -> None:
        try:
            ring = keystore.load(self.folder)
        except (KeysError, OSError) as wrong:
            self._refuse(mark, str(wrong) if isinstance(wrong, KeysError) else type(wrong).__name__)
            return
        if ring.root_fingerprint != self.ring.root_fingerprint or ring.sequence < self.ring.sequence:
            self._refuse(mark, "other root, or older list")
            return
        if ring.sequence != self.ring.sequence:
            log.info("key list taken over", extra={"action": "keys", "sequence": ring.sequence})
        self.ring, self._seen = ring, mark

    def _refuse(self, mark: Mark, why: str) -> None:
        """Looked at again the next time: half a file may be whole then."""
        if mark != self._refused:
            self._refused = mark
            log.error("keys not taken over", extra={"action": "keys", "error": why})

"""Who is an officer, as the settings say now: the file is looked at again whenever it has changed."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.officer import Role, has_too_few_deciders
from bot.domain.people import ChatId

log = logging.getLogger(__name__)
TOO_FEW = "OFFICERS names fewer than two who may decide: an appeal may find nobody to answer it"
_Stamp = tuple[int, int, int]


@dataclass(slots=True, eq=False)
class SettingsRoster:
    """`ports.Roster`: `read` gives the officers as the settings name them; `file` is where those may change.

    Where the settings cannot be read any more, nobody is an officer until they can.
    """

    read: Callable[[], Mapping[ChatId, Role]]
    file: Path | None
    _known: Mapping[ChatId, Role] = field(init=False)
    _stamp: _Stamp | None = field(init=False)

    def __post_init__(self) -> None:
        self._stamp = self._now()
        self._known = self.read()

    def role_of(self, chat: ChatId) -> Role | None:
        """The role of this chat; None where it is no officer's (any more)."""
        return self.everyone().get(chat)

    def everyone(self) -> Mapping[ChatId, Role]:
        """All officers."""
        stamp = self._now()
        if stamp != self._stamp:
            self._stamp = stamp
            self._known = self._again()
        return self._known

    def _again(self) -> Mapping[ChatId, Role]:
        try:
            return self.read()
        except ValueError:  # pydantic's errors are such; their text may quote a secret
            log.error("the settings cannot be read: nobody is an officer", extra={"action": "officers"})
            return {}

    def _now(self) -> _Stamp | None:
        try:
            found = self.file.stat() if self.file is not None else None
        except OSError:
            return None
        return None if found is None else (found.st_ino, found.st_size, found.st_mtime_ns)


def warn_of_few_deciders(officers: Mapping[ChatId, Role]) -> None:
    """Say so in the log."""
    if has_too_few_deciders(officers):
        log.warning(TOO_FEW, extra={"action": "officers"})

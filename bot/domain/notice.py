"""What the bot owes somebody: written in the transaction that caused it, sent by the courier."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.people import ChatId


class NoticeKind(StrEnum):
    """What is owed; each kind is one message (or one edit) in one chat."""

    HOST_ASKED = "host_asked"
    HOST_REMINDED = "host_reminded"
    HOST_CARD = "host_card"
    GUEST_CARD = "guest_card"
    GUEST_REFUSED = "guest_refused"
    GUEST_DENIED = "guest_denied"
    HOST_SILENT = "host_silent"
    LINK_CLOSED = "link_closed"
    REQUEST_EXPIRED = "request_expired"
    CERTIFICATE_PICTURE = "certificate_picture"
    CERTIFICATE_FILE = "certificate_file"
    DEADLINE = "deadline"
    HOST_DUTY = "host_duty"
    LAW_CHANGED = "law_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message owed. `key` is unique, so the same cause never owes twice; `data` holds codes and dates, no person;
    they are sealed, and gone once it is sent or dropped.

    `expires_at`: after it the message would be news no more and is dropped unsent.
    """

    key: str
    chat: ChatId
    kind: NoticeKind
    due_at: datetime
    case: int | None = None
    data: Mapping[str, str] = field(default_factory=dict)
    urgency: int = 0  # the greater goes first among those due
    expires_at: datetime | None = None
    tries: int = 0

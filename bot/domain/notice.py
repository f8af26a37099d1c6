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
    NUMBER_TAKEN = "number_taken"  # to one who claimed an IIN or BIN for which a guest's link vouched elsewhere
    # the life of a registration
    GUEST_MOVED = "guest_moved"  # to the old host
    STILL_HERE = "still_here"
    STAY_ENDED = "stay_ended"  # to the guest, by the host
    GUEST_LEFT = "guest_left"  # to the host
    EXIT_RECORDED = "exit_recorded"  # to the guest: the border's record has the exit
    DIGEST = "digest"
    IMPORT_READY = "import_ready"  # to an organisation: guests wait for its tap
    PLACE_CROWDED = "place_crowded"
    STAFF_REMOVED = "staff_removed"
    STAFF_JOINED = "staff_joined"  # to the owner of the organisation
    STAFF_LEFT = "staff_left"  # to the owner too
    REISSUED = "reissued"  # to the host: the certificate names a new document
    WEB_CLOSED = "web_closed"  # to the guest: five wrong codes on the web page
    MATTER_ANSWERED = "matter_answered"
    HOST_VOUCHED = "host_vouched"  # to a host, by an officer
    TO_MEND = "to_mend"  # to the guest: an officer asks for other answers, in words
    DECIDED = "decided"  # in an officer's chat, where it says nothing: what was decided takes effect
    TAKEN_OVER = "taken_over"  # to the one who had filed
    LOOK_UPS_MANY = "look_ups_many"  # to the heads: an officer has looked up as many people as an hour allows
    OFFICER_ACT = "officer_act"  # to guest and host: what an officer has done to a registration
    OWN_LINK_CLOSED = "own_link_closed"  # to the one who has filed: five wrong numbers on the link
    OFFICE_REPORT = "office_report"  # to a head, every morning


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

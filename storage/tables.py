"""The tables. `LargeBinary` columns named *_index are blind indexes; the others are sealed, save `cti` and `key_id`."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    and_,
    literal_column,
)

from bot.domain.case import EventKind, Stage
from storage.columns import Moment

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

# SQLite counts only an INTEGER PRIMARY KEY, and only AUTOINCREMENT never gives a deleted row's number again.
_Counter = BigInteger().with_variant(Integer(), "sqlite")
_LIVE_OR_ENDED = {stage.value: stage.is_live for stage in Stage}
ENDINGS = tuple(kind.value for kind in EventKind if _LIVE_OR_ENDED.get(kind.value) is False)

chats = Table(
    "chats",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(8), nullable=False),
    Column("consent_version", String(32)),
    Column("consented_at", Moment),
    Column("blocked", Boolean, nullable=False),
)

drafts = Table(
    "drafts",
    METADATA,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("answers", LargeBinary, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("sources", JSON, nullable=False),
    Column("passport", LargeBinary),
    Column("companions", LargeBinary),
)

travels = Table(
    "travels",
    METADATA,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("record", LargeBinary, nullable=False),
    Column("saved_at", Moment, nullable=False),
)

outlooks = Table(
    "outlooks",
    METADATA,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("told", LargeBinary, nullable=False),
    Column("assessed_on", Date, nullable=False),
)

hosts = Table(
    "hosts",
    METADATA,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("phone", LargeBinary, nullable=False),
    Column("consented_at", Moment, nullable=False),
    Column("consent_version", String(32), nullable=False),
    Column("iin", LargeBinary),
    Column("iin_index", LargeBinary, unique=True),
    Column("name", LargeBinary),
    Column("vouched", Boolean, nullable=False),
    Column("checked_at", Moment),  # when an officer vouched for the host
    Column("invitation", LargeBinary),
    Column("invitation_index", LargeBinary, unique=True),
    Column("wants_digest", Boolean, nullable=False),
)

cases = Table(
    "cases",
    METADATA,
    Column("number", _Counter, Identity(always=True), primary_key=True),
    Column("guest", BigInteger, nullable=False, index=True),
    Column("host", BigInteger, index=True),
    Column("guest_card", BigInteger),
    Column("host_card", BigInteger),
    Column("answers", LargeBinary),  # none once they were wiped
    Column("document_index", LargeBinary, index=True),
    Column("host_index", LargeBinary, index=True),
    Column("address_index", LargeBinary, index=True),
    Column("person_index", LargeBinary, index=True),  # family name and date of birth; none where not yet indexed
    Column("party", BigInteger, index=True),
    Column("token", LargeBinary, nullable=False),
    Column("token_index", LargeBinary, nullable=False, unique=True),
    sqlite_autoincrement=True,
)

events = Table(
    "events",
    METADATA,
    Column("case", _Counter, ForeignKey("cases.number"), primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("chat", BigInteger),
    Column("reason", String(64)),
)
is_ending = events.c.kind.in_(ENDINGS)
Index("uq_events_ending", events.c.case, unique=True, sqlite_where=is_ending, postgresql_where=is_ending)

certificates = Table(
    "certificates",
    METADATA,
    Column("number", _Counter, ForeignKey("cases.number"), primary_key=True, autoincrement=False),
    Column("cti", LargeBinary, nullable=False, unique=True),
    Column("status_index", Integer, unique=True),  # none once its term is over and the place is free again
    Column("issued_at", Moment, nullable=False),
    Column("valid_until", Moment, nullable=False),
    Column("key_id", LargeBinary, nullable=False),
    Column("status", String(16), nullable=False),
    Column("host_name", LargeBinary),
    Column("text", LargeBinary),
)
is_listed = and_(certificates.c.status_index.is_not(None), certificates.c.status != literal_column("'valid'"))
Index(
    "ix_certificates_listed",
    *certificates.c["status_index", "status"],
    sqlite_where=is_listed,
    postgresql_where=is_listed,
)  # the status list is made of these alone

notices = Table(
    "notices",
    METADATA,
    Column("id", _Counter, Identity(always=True), primary_key=True),
    Column("key", String(128), nullable=False, unique=True),
    Column("chat", BigInteger, nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("case", BigInteger),
    Column("data", LargeBinary),  # none once it is sent or dropped
    Column("urgency", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("claimed_until", Moment),
    Column("sent_at", Moment),
    Column("dropped_at", Moment),
    Column("tries", Integer, nullable=False),
    Column("last_error", String(64)),
    sqlite_autoincrement=True,
)
is_waiting = and_(notices.c.sent_at.is_(None), notices.c.dropped_at.is_(None))
is_urgent = notices.c.urgency > literal_column("0")  # a value passed along would hide the index from the planner
is_claimed = notices.c.claimed_until.is_not(None)
_waits_urgently, _is_in_hand = and_(is_waiting, is_urgent), and_(is_waiting, is_claimed)
Index("ix_notices_waiting", notices.c.due_at, notices.c.id, sqlite_where=is_waiting, postgresql_where=is_waiting)
Index("ix_notices_urgent", notices.c.due_at, sqlite_where=_waits_urgently, postgresql_where=_waits_urgently)
Index("ix_notices_claimed", notices.c.claimed_until, sqlite_where=_is_in_hand, postgresql_where=_is_in_hand)

fsm = Table(
    "fsm",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("chat", BigInteger, nullable=False, index=True),
    Column("state", String(128)),
    Column("data", LargeBinary),
)

profiles = Table(
    "profiles",
    METADATA,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("answers", LargeBinary, nullable=False),
    Column("saved_at", Moment, nullable=False),
)

places = Table(
    "places",
    METADATA,
    Column("id", _Counter, Identity(always=True), primary_key=True),
    Column("owner", BigInteger, nullable=False, index=True),
    Column("details", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

place_events = Table(
    "place_events",
    METADATA,
    Column("place", _Counter, ForeignKey("places.id"), primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("token", LargeBinary),
    Column("token_index", LargeBinary, unique=True),
)

staff_events = Table(
    "staff_events",
    METADATA,
    Column("id", _Counter, Identity(always=True), primary_key=True),
    Column("owner", BigInteger, nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("member", BigInteger, index=True),
    Column("name", LargeBinary),
    Column("token", LargeBinary),
    Column("token_index", LargeBinary, index=True),
    sqlite_autoincrement=True,
)

guest_imports = Table(
    "guest_imports",
    METADATA,
    Column("id", _Counter, Identity(always=True), primary_key=True),
    Column("owner", BigInteger, nullable=False, index=True),
    Column("place", _Counter, nullable=False),
    Column("prepared_at", Moment, nullable=False),
    Column("prepared_by", BigInteger),
    Column("entries", LargeBinary),  # none once they were filed or given up
    Column("settled_at", Moment),
    sqlite_autoincrement=True,
)

blocks = Table(
    "blocks",
    METADATA,
    Column("host", BigInteger, primary_key=True, autoincrement=False),
    Column("guest", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)

matters = Table(
    "matters",
    METADATA,
    Column("number", _Counter, Identity(always=True), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("chat", BigInteger, nullable=False, index=True),
    Column("case", _Counter, index=True),
    Column("text", LargeBinary),
    Column("pictures", LargeBinary),
    Column("is_open", Boolean, nullable=False),  # as the chain of events says
    sqlite_autoincrement=True,
)
is_open = matters.c.is_open.is_(True)
Index("ix_matters_open", matters.c.number, sqlite_where=is_open, postgresql_where=is_open)

matter_events = Table(
    "matter_events",
    METADATA,
    Column("matter", _Counter, ForeignKey("matters.number"), primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("chat", BigInteger),
    Column("note", LargeBinary),
    Column("decision", String(16)),
)

inbox = Table(
    "inbox",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # Telegram's update_id
    Column("chat", BigInteger, nullable=False),  # nobody's once it is handled
    Column("received_at", Moment, nullable=False),
    Column("body", LargeBinary),  # none once it is handled
    Column("tries", Integer, nullable=False),
    Column("handled_at", Moment),
)
is_unhandled = inbox.c.handled_at.is_(None)
Index("ix_inbox_unhandled", inbox.c.chat, inbox.c.id, sqlite_where=is_unhandled, postgresql_where=is_unhandled)

paces = Table(
    "paces",
    METADATA,
    Column("name", String(32), primary_key=True),
    Column("next_at", Moment, nullable=False),
)

audit = Table(
    "audit",
    METADATA,
    Column("seq", _Counter, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(32), nullable=False),
    Column("case", BigInteger, index=True),
    Column("matter", BigInteger),
    Column("detail", Text, nullable=False),  # canonical JSON of codes, counts and dates
    Column("law", String(64)),
    Column("hash", LargeBinary, nullable=False),  # over the hash before it and this row
)
Index("ix_audit_at", audit.c.at)
tells_of_keys = audit.c.action == literal_column("'keys'")  # a few rows among millions
Index("ix_audit_keys", audit.c.seq, sqlite_where=tells_of_keys, postgresql_where=tells_of_keys)

audit_heads = Table(
    "audit_heads",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),  # the last row that was signed
    Column("at", Moment, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("key_id", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

crossings = Table(
    "crossings",
    METADATA,
    Column("id", _Counter, Identity(always=True), primary_key=True),
    Column("document_index", LargeBinary, nullable=False),
    Column("citizenship", String(3), nullable=False),
    Column("direction", String(3), nullable=False),  # in or out
    Column("on", Date, nullable=False),
    Column("checkpoint", String(64), nullable=False),
    Column("file", LargeBinary, nullable=False),  # the digest of the file that brought it
    sqlite_autoincrement=True,
)
Index("uq_crossings", *crossings.c["document_index", "on", "direction", "checkpoint", "citizenship"], unique=True)

crossing_files = Table(
    "crossing_files",
    METADATA,
    Column("digest", LargeBinary, primary_key=True),
    Column("begun_at", Moment, nullable=False),
    Column("done", BigInteger, nullable=False),  # bytes that were taken in
    Column("rows", BigInteger, nullable=False),  # lines after the heading, good and bad
    Column("added", BigInteger, nullable=False),  # crossings that were not here yet
    Column("refused", BigInteger, nullable=False),  # bad lines
    Column("first_on", Date),  # of the days that the file is about
    Column("last_on", Date),
    Column("finished_at", Moment),
    Column("matched_at", Moment),  # until when requests were compared with it
)

legal_holds = Table(
    "legal_holds",
    METADATA,
    Column("id", _Counter, Identity(always=True), primary_key=True),
    Column("case", _Counter, nullable=False, index=True),
    Column("set_at", Moment, nullable=False),
    Column("ground", String(16), nullable=False),
    Column("reason", LargeBinary, nullable=False),
    Column("until", Moment),
    Column("lifted_at", Moment),
    Column("deletion_asked", Boolean, nullable=False),  # by the person meanwhile: it goes when nothing holds it
    sqlite_autoincrement=True,
)

daily_figures = Table(
    "daily_figures",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("name", String(16), primary_key=True),
    Column("key", String(96), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

vault_checks = Table(
    "vault_checks",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("value", LargeBinary, nullable=False),
)

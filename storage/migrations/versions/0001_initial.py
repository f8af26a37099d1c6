"""The first tables: talks, drafts, hosts, requests and their chains, certificates, notices, FSM, the key's check."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0001"
down_revision = None

_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ENDING = sa.text("kind IN ('granted', 'refused', 'denied', 'expired', 'closed', 'cancelled')")
_WAITING = sa.text("sent_at IS NULL AND dropped_at IS NULL")


def upgrade() -> None:
    """Create every table."""
    _people()
    _cases()
    _certificates()
    _notices()
    _inner()


def downgrade() -> None:
    """Drop every table, those that refer to others first."""
    for table in ("vault_checks", "fsm", "notices", "certificates", "events", "cases", "hosts", "drafts", "chats"):
        op.drop_table(table)


def _people() -> None:
    op.create_table(
        "chats",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("consent_version", sa.String(32)),
        sa.Column("consented_at", Moment()),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
    )
    op.create_table(
        "drafts",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_drafts"),
    )
    op.create_table(
        "hosts",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("consented_at", Moment(), nullable=False),
        sa.Column("consent_version", sa.String(32), nullable=False),
        sa.Column("iin", sa.LargeBinary()),
        sa.Column("iin_index", sa.LargeBinary()),
        sa.Column("name", sa.LargeBinary()),
        sa.Column("vouched", sa.Boolean(), nullable=False),
        sa.Column("invitation", sa.LargeBinary()),
        sa.Column("invitation_index", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("chat", name="pk_hosts"),
        sa.UniqueConstraint("iin_index", name="uq_hosts_iin_index"),
        sa.UniqueConstraint("invitation_index", name="uq_hosts_invitation_index"),
    )


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("number", _COUNTER, sa.Identity(always=True), nullable=False),
        sa.Column("guest", sa.BigInteger(), nullable=False),
        sa.Column("host", sa.BigInteger()),
        sa.Column("guest_card", sa.BigInteger()),
        sa.Column("host_card", sa.BigInteger()),
        sa.Column("answers", sa.LargeBinary()),
        sa.Column("document_index", sa.LargeBinary()),
        sa.Column("host_index", sa.LargeBinary()),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("token_index", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_cases"),
        sa.UniqueConstraint("token_index", name="uq_cases_token_index"),
        sqlite_autoincrement=True,
    )
    for column in ("guest", "host", "document_index", "host_index"):
        op.create_index(f"ix_cases_{column}", "cases", [column])
    op.create_table(
        "events",
        sa.Column("case", _COUNTER, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("chat", sa.BigInteger()),
        sa.Column("reason", sa.String(64)),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name="fk_events_case"),
        sa.PrimaryKeyConstraint("case", "seq", name="pk_events"),
    )
    op.create_index("uq_events_ending", "events", ["case"], unique=True, sqlite_where=_ENDING, postgresql_where=_ENDING)


def _certificates() -> None:
    op.create_table(
        "certificates",
        sa.Column("number", _COUNTER, autoincrement=False, nullable=False),
        sa.Column("cti", sa.LargeBinary(), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("valid_until", Moment(), nullable=False),
        sa.Column("key_id", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("host_name", sa.LargeBinary()),
        sa.Column("text", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["number"], ["cases.number"], name="fk_certificates_number"),
        sa.PrimaryKeyConstraint("number", name="pk_certificates"),
        sa.UniqueConstraint("cti", name="uq_certificates_cti"),
        sa.UniqueConstraint("status_index", name="uq_certificates_status_index"),
    )


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", _COUNTER, sa.Identity(always=True), nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("case", sa.BigInteger()),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment()),
        sa.Column("claimed_until", Moment()),
        sa.Column("sent_at", Moment()),
        sa.Column("dropped_at", Moment()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("key", name="uq_notices_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notices_chat", "notices", ["chat"])
    op.create_index("ix_notices_waiting", "notices", ["due_at"], sqlite_where=_WAITING, postgresql_where=_WAITING)


def _inner() -> None:
    op.create_table(
        "fsm",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(128)),
        sa.Column("data", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("key", name="pk_fsm"),
    )
    op.create_index("ix_fsm_chat", "fsm", ["chat"])
    op.create_table(
        "vault_checks",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_vault_checks"),
    )

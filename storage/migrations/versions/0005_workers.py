"""Many workers over one database: updates that wait to be handled, and a pace that all keep together."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("handled_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
    )
    waiting = sa.text("handled_at IS NULL")
    op.create_index("ix_inbox_unhandled", "inbox", ["chat", "id"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_table(
        "paces",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("next_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_paces"),
    )
    _index_the_queue()
    # a place in the status list is free again after its term
    with op.batch_alter_table("certificates") as certificates:
        certificates.alter_column("status_index", existing_type=sa.Integer(), nullable=True)


def _index_the_queue() -> None:
    """Notices in the order in which couriers take them; urgent ones, and those in hand, are few at any time."""
    waiting = "sent_at IS NULL AND dropped_at IS NULL"
    op.drop_index("ix_notices_waiting", "notices")
    for name, columns, which in (
        ("ix_notices_waiting", ["due_at", "id"], waiting),
        ("ix_notices_urgent", ["due_at"], f"{waiting} AND urgency > 0"),
        ("ix_notices_claimed", ["claimed_until"], f"{waiting} AND claimed_until IS NOT NULL"),
    ):
        op.create_index(name, "notices", columns, sqlite_where=sa.text(which), postgresql_where=sa.text(which))


def downgrade() -> None:
    """Drop them; what was not handled is lost."""
    op.execute("UPDATE certificates SET status_index = -number WHERE status_index IS NULL")  # places of nobody
    with op.batch_alter_table("certificates") as certificates:
        certificates.alter_column("status_index", existing_type=sa.Integer(), nullable=False)
    for name in ("ix_notices_claimed", "ix_notices_urgent", "ix_notices_waiting"):
        op.drop_index(name, "notices")
    waiting = sa.text("sent_at IS NULL AND dropped_at IS NULL")
    op.create_index("ix_notices_waiting", "notices", ["due_at"], sqlite_where=waiting, postgresql_where=waiting)
    op.drop_table("paces")
    op.drop_table("inbox")

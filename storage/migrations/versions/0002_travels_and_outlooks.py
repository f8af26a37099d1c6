"""Earlier stays and moves that people tell of, and what they were told last of their duties."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "travels",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_travels"),
    )
    op.create_table(
        "outlooks",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_outlooks"),
    )


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("outlooks")
    op.drop_table("travels")

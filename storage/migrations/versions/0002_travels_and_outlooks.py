"""Earlier stays and moves that people tell of, what they were told last of their duties, and notices sealed."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create both tables. What notices held in the clear goes: reminders are planned anew by `tirkeu reassess`."""
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
    op.drop_column("notices", "data")
    op.add_column("notices", sa.Column("data", sa.LargeBinary()))


def downgrade() -> None:
    """Drop both tables, and what notices hold."""
    op.drop_column("notices", "data")
    op.add_column("notices", sa.Column("data", sa.JSON(), nullable=False, server_default="{}"))
    op.drop_table("outlooks")
    op.drop_table("travels")

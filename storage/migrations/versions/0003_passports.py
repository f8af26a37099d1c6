"""What was read from a photo of a passport, sealed, until its owner has looked at it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column."""
    op.add_column("drafts", sa.Column("passport", sa.LargeBinary()))


def downgrade() -> None:
    """Drop what was read."""
    op.drop_column("drafts", "passport")

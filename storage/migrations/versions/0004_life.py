"""The life of a registration: places, staff, families, profiles, blocks, and what needs an officer."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0004"
down_revision = "0003"
_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables and add the columns. Older requests have no address index: they count at no address."""
    op.add_column("drafts", sa.Column("companions", sa.LargeBinary()))
    op.add_column("hosts", sa.Column("wants_digest", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("cases", sa.Column("address_index", sa.LargeBinary()))
    op.add_column("cases", sa.Column("party", sa.BigInteger()))
    op.create_index("ix_cases_address_index", "cases", ["address_index"])
    op.create_index("ix_cases_party", "cases", ["party"])
    op.create_table(
        "profiles",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_profiles"),
    )
    _create_places()
    _create_staff()
    _create_matters()
    _create_imports()


def _create_places() -> None:
    op.create_table(
        "places",
        sa.Column("id", _COUNTER, sa.Identity(always=True), nullable=False),
        sa.Column("owner", sa.BigInteger(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_places_owner", "places", ["owner"])
    op.create_table(
        "place_events",
        sa.Column("place", _COUNTER, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.LargeBinary()),
        sa.Column("token_index", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name="fk_place_events_place"),
        sa.PrimaryKeyConstraint("place", "seq", name="pk_place_events"),
        sa.UniqueConstraint("token_index", name="uq_place_events_token_index"),
    )


def _create_staff() -> None:
    op.create_table(
        "staff_events",
        sa.Column("id", _COUNTER, sa.Identity(always=True), nullable=False),
        sa.Column("owner", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("member", sa.BigInteger()),
        sa.Column("name", sa.LargeBinary()),
        sa.Column("token", sa.LargeBinary()),
        sa.Column("token_index", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_staff_events"),
        sqlite_autoincrement=True,
    )
    for column in ("owner", "member", "token_index"):
        op.create_index(f"ix_staff_events_{column}", "staff_events", [column])
    op.create_table(
        "blocks",
        sa.Column("host", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guest", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("host", "guest", name="pk_blocks"),
    )


def _create_matters() -> None:
    op.create_table(
        "matters",
        sa.Column("number", _COUNTER, sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("case", _COUNTER),
        sa.Column("text", sa.LargeBinary()),
        sa.Column("pictures", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("number", name="pk_matters"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_matters_chat", "matters", ["chat"])
    op.create_index("ix_matters_case", "matters", ["case"])
    op.create_table(
        "matter_events",
        sa.Column("matter", _COUNTER, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("chat", sa.BigInteger()),
        sa.Column("note", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["matter"], ["matters.number"], name="fk_matter_events_matter"),
        sa.PrimaryKeyConstraint("matter", "seq", name="pk_matter_events"),
    )


def _create_imports() -> None:
    op.create_table(
        "guest_imports",
        sa.Column("id", _COUNTER, sa.Identity(always=True), nullable=False),
        sa.Column("owner", sa.BigInteger(), nullable=False),
        sa.Column("place", _COUNTER, nullable=False),
        sa.Column("prepared_at", Moment(), nullable=False),
        sa.Column("prepared_by", sa.BigInteger()),
        sa.Column("entries", sa.LargeBinary()),
        sa.Column("settled_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_guest_imports"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_guest_imports_owner", "guest_imports", ["owner"])


def downgrade() -> None:
    """Drop them, and all that they hold."""
    op.drop_table("guest_imports")
    for table in ("matter_events", "matters", "blocks", "staff_events", "place_events", "places", "profiles"):
        op.drop_table(table)
    op.drop_index("ix_cases_party", "cases")
    op.drop_index("ix_cases_address_index", "cases")
    for table, column in (
        ("cases", "party"), ("cases", "address_index"), ("hosts", "wants_digest"), ("drafts", "companions"),
    ):  # fmt: skip
        op.drop_column(table, column)

"""The office: a record that can be proved, crossings of the border, holds, and what finds people and open matters."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0006"
down_revision = "0005"
_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables and columns."""
    op.add_column("cases", sa.Column("person_index", sa.LargeBinary()))
    op.create_index("ix_cases_person_index", "cases", ["person_index"])
    op.add_column("hosts", sa.Column("checked_at", Moment()))
    _mark_open_matters()
    _create_audit()
    _create_crossings()
    op.create_table(
        "legal_holds",
        sa.Column("id", _COUNTER, sa.Identity(always=True), nullable=False),
        sa.Column("case", _COUNTER, nullable=False),
        sa.Column("set_at", Moment(), nullable=False),
        sa.Column("ground", sa.String(16), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("until", Moment()),
        sa.Column("lifted_at", Moment()),
        sa.Column("deletion_asked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_legal_holds"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_legal_holds_case", "legal_holds", ["case"])
    op.create_table(
        "daily_figures",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("key", sa.String(96), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "name", "key", name="pk_daily_figures"),
    )
    listed = sa.text("status_index IS NOT NULL AND status != 'valid'")
    columns = ["status_index", "status"]
    op.create_index("ix_certificates_listed", "certificates", columns, sqlite_where=listed, postgresql_where=listed)


def _mark_open_matters() -> None:
    # no batch: it would make the table anew, without AUTOINCREMENT, and not where events refer to it
    op.add_column("matters", sa.Column("is_open", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(
        "UPDATE matters SET is_open = false WHERE EXISTS (SELECT 1 FROM matter_events "
        "WHERE matter_events.matter = matters.number AND matter_events.kind IN ('answered', 'withdrawn'))"
    )
    if op.get_bind().dialect.name != "sqlite":  # which cannot take a default away; nothing counts on it
        op.alter_column("matters", "is_open", server_default=None)
    op.add_column("matter_events", sa.Column("decision", sa.String(16)))
    as_sqlite_asks, as_postgresql_asks = sa.text("is_open IS 1"), sa.text("is_open IS true")  # word for word
    op.create_index(
        "ix_matters_open", "matters", ["number"], sqlite_where=as_sqlite_asks, postgresql_where=as_postgresql_asks
    )


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", _COUNTER, autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("case", sa.BigInteger()),
        sa.Column("matter", sa.BigInteger()),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("law", sa.String(64)),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_index("ix_audit_case", "audit", ["case"])
    op.create_index("ix_audit_at", "audit", ["at"])
    of_keys = sa.text("action = 'keys'")
    op.create_index("ix_audit_keys", "audit", ["seq"], sqlite_where=of_keys, postgresql_where=of_keys)
    op.create_table(
        "audit_heads",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_heads"),
    )
    for table in ("audit", "audit_heads"):
        _only_append(table)


def _only_append(table: str) -> None:
    """Let the database itself refuse to change or remove a row; what is done behind its back, the hashes show."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{deed} BEFORE {deed.upper()} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'rows of the record stay as they are'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'rows of the record stay as they are'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_stays()"
    )


def _create_crossings() -> None:
    op.create_table(
        "crossings",
        sa.Column("id", _COUNTER, sa.Identity(always=True), nullable=False),
        sa.Column("document_index", sa.LargeBinary(), nullable=False),
        sa.Column("citizenship", sa.String(3), nullable=False),
        sa.Column("direction", sa.String(3), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("checkpoint", sa.String(64), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_crossings"),
        sqlite_autoincrement=True,
    )
    unique = ["document_index", "on", "direction", "checkpoint", "citizenship"]
    op.create_index("uq_crossings", "crossings", unique, unique=True)
    op.create_table(
        "crossing_files",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.Column("first_on", sa.Date()),
        sa.Column("last_on", sa.Date()),
        sa.Column("finished_at", Moment()),
        sa.Column("matched_at", Moment()),
        sa.PrimaryKeyConstraint("digest", name="pk_crossing_files"),
    )


def downgrade() -> None:
    """Drop them; what the office has recorded is lost."""
    for table in ("daily_figures", "legal_holds", "crossing_files", "crossings", "audit_heads", "audit"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for table in ("audit_heads", "audit"):
            op.execute(f"DROP FUNCTION {table}_stays()")
    op.drop_index("ix_certificates_listed", "certificates")
    op.drop_index("ix_matters_open", "matters")
    op.drop_column("matters", "is_open")
    op.drop_column("matter_events", "decision")
    op.drop_column("hosts", "checked_at")
    op.drop_index("ix_cases_person_index", "cases")
    op.drop_column("cases", "person_index")

"""The history of the tables, run by Alembic at start."""

HEAD = "0006"  # known here so that a start with nothing to migrate need not import Alembic

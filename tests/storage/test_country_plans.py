"""Over millions of rows PostgreSQL plans what it does otherwise than over a few: what it must not do then."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import event
from storage_samples import NOW

from storage.database import Database
from storage.legal_holds import _LET_GO
from storage.wiping import SqlWiping
from storage.work import SqlWork

NEGATED = ("NOT (SubPlan", "NOT (hashed SubPlan", "NOT (ANY (")  # hashed while it fits into memory; then quadratic


def run_by(database: Database) -> list[tuple[str, tuple[object, ...]]]:
    """The statements that are run from now on, with what they were given."""
    seen: list[tuple[str, tuple[object, ...]]] = []

    def note(_connection: object, _cursor: object, statement: str, given: tuple[object, ...], *_: object) -> None:
        seen.append((statement, given))

    event.listen(database._engine.sync_engine, "before_cursor_execute", note)
    return seen


async def gone(work: SqlWork) -> None:
    wiping: SqlWiping = work.wiping
    await wiping.gone()
    await wiping.untie_gone([1, 2])


async def let_go(work: SqlWork) -> None:
    for statement in _LET_GO:
        await work.connection.execute(statement, {"numbers": [1, 2]})


async def texts(work: SqlWork) -> None:
    await work.matters.forget_texts(NOW)


@pytest.mark.parametrize("errand", [gone, let_go, texts])
async def test_no_row_makes_it_read_a_whole_table(
    postgresql: Database, errand: Callable[[SqlWork], Awaitable[None]]
) -> None:
    """With a million chats one `NOT IN` kept PostgreSQL busy for more than a quarter of an hour; there is none."""
    ran = run_by(postgresql)
    async with postgresql.begin() as work:
        await errand(work)
        plans = [
            "\n".join(row[0] for row in await work.connection.exec_driver_sql(f"EXPLAIN {statement}", given))
            for statement, given in tuple(ran)
            if statement.startswith(("SELECT", "UPDATE", "DELETE"))
        ]
    assert plans
    assert [plan for plan in plans if any(words in plan for words in NEGATED)] == []


async def test_nothing_is_compiled_before_it_is_run(postgresql: Database) -> None:
    """Over a million people the look at what is due was compiled each time, which took longer than the look."""
    async with postgresql.reading() as connection:
        assert (await connection.exec_driver_sql("SHOW jit")).scalar() == "off"

"""What an answer and a tap cost the database: each statement is CPU of every update, of every story, of every year."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests.people import Person
from tests.town import Town, begin

READS_STATE = {False: (0, 0), True: (1, 1)}
"""On PostgreSQL another process may have asked meanwhile, so the open question is read for each update."""


@contextmanager
def counted(town: Town) -> Iterator[list[str]]:
    """What the database is asked, and each end of a transaction, meanwhile."""
    assert town.app is not None
    engine, asked = town.app.database._engine.sync_engine, []
    listeners = {
        "before_cursor_execute": lambda _connection, _cursor, statement, *_: asked.append(statement),
        "commit": lambda _: asked.append("COMMIT"),
        "rollback": lambda _: asked.append("ROLLBACK"),
    }
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    try:
        yield asked
    finally:
        for name, listener in listeners.items():
            event.remove(engine, name, listener)


def costs(asked: list[str]) -> tuple[int, int]:
    """How many statements in how many transactions."""
    ends = sum(each in {"COMMIT", "ROLLBACK"} for each in asked)
    return len(asked) - ends, ends


async def at_the_questions(town: Town, guest: Person) -> tuple[int, int]:
    """A guest who has begun to answer; what it costs beside all else to know the open question."""
    await begin(guest)
    await guest.tap("Register me at an address")
    for answer in ("Россия", "12.11.2026", "Ivanov"):
        await guest.send(answer)
    await guest.quiet()
    return READS_STATE[town.postgres is not None]


@pytest.mark.both_databases
async def test_a_plain_answer_costs_seven_statements(town: Town, guest: Person) -> None:
    """The talk; the draft; consent, draft and the answer kept; the earlier stays; the next question."""
    statements, ends = await at_the_questions(town, guest)

    with counted(town) as asked:
        await guest.send("Pyotr")
        await guest.quiet()

    assert "What is your patronymic?" in guest.last()
    assert costs(asked) == (7 + statements, 5 + ends), asked


@pytest.mark.both_databases
async def test_an_answer_that_moves_no_reminder_writes_none(town: Town, guest: Person) -> None:
    """A tapped answer that duties depend on: what is owed is read and left, in the transaction of the answer."""
    statements, ends = await at_the_questions(town, guest)
    for answer in ("Pyotr", "-", "27.03.1990"):
        await guest.send(answer)
    await guest.quiet()

    with counted(town) as asked:
        await guest.tap("Passport")
        await guest.quiet()

    lock = int(town.postgres is not None)  # nobody else plans for the guest meanwhile
    assert costs(asked) == (10 + lock + statements, 4 + ends), asked
    assert not [each for each in asked if each.startswith(("INSERT INTO notices", "DELETE FROM notices"))]


@pytest.mark.both_databases
async def test_a_courier_with_nothing_to_send_only_looks(town: Town, guest: Person) -> None:
    """Woken in vain it asks once when something is due, and takes no turn to write."""
    await begin(guest)
    await guest.quiet()

    with counted(town) as asked:
        town.running.courier.wake()
        async with asyncio.timeout(5):
            while not asked or asked[-1] != "ROLLBACK":  # noqa: ASYNC110 - nothing tells when it has looked
                await asyncio.sleep(0.005)

    clock = int(town.postgres is not None)  # of the leases
    assert costs(asked) == (1 + clock, 1), asked

"""What if…: the answer shows what would change, and nothing of it is ever stored."""

from collections.abc import Mapping, Sequence

from tests.people import Person
from tests.town import Town, agreed, answered, begin

STALE = "This button is from an old message."
NOTHING_KEPT = "None of this was kept."
OF_THE_STAY = [
    ("I had entered on another day", "if:entered", "01.11.2026", "Then: by 30 November 2026"),
    ("I leave on a day", "if:left", "5 декабря 2026", "Then: not needed"),
    ("I leave on a day", "if:left", "01.03.2027", "Then: too late, the last day was 9 February 2027"),
    ("I move on a day", "if:moved", "01.12.2026", "Then: by 7 December 2026"),
    ("I leave and come again", "if:again", "20.12.2026 - 15.01.2027", "Then: by 13 February 2027"),
]
OF_OTHER_THINGS = [
    ("I was expelled", "if:expelled", "01.11.2024", "the ban lasts until 1 November 2029"),
    ("I work without a permit", None, None, "work without a permit"),
    ("A criminal case against me", None, None, "You are not let out."),
    ("I have debts", None, None, "Your departure may be put off."),
    ("As a host: punished twice", "if:punished", "01.03.2026 и 01.10.2026", "cannot invite foreigners"),
]
Rows = Mapping[str, Sequence[object]]


def all_rows(town: Town) -> Rows:
    """Every row of every table but the conversations' own."""
    with town.books() as books:
        tables = [name for (name,) in books.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: books.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables if name != "fsm"}  # noqa: S608 - the names come from the database itself


def conversation(town: Town) -> tuple[str | None, object]:
    """The only conversation's state and data as they are stored."""
    with town.books() as books:
        rows = books.execute("SELECT state, data FROM fsm").fetchall()
    assert len(rows) <= 1
    return rows[0] if rows else (None, None)


async def asks_what_if(town: Town, guest: Person) -> None:
    """A Russian citizen since 12 November looks at what could be otherwise."""
    await answered(town, guest)
    await guest.forge_tap("m:duties")
    await guest.tap("What if…")


async def supposes(town: Town, guest: Person, button: str, state: str | None, typed: str | None) -> None:
    """One change from button to answer; while its day is awaited the state names the question and nothing else."""
    await guest.tap(button, message=guest.messages[-1]["id"])
    if typed is not None:
        assert conversation(town) == (state, None)
        await guest.send(typed)
    assert conversation(town) == (None, None)
    assert NOTHING_KEPT in guest.last()


async def test_nothing_is_stored_of_any_change_of_the_stay(town: Town, guest: Person) -> None:
    """Another entry, leaving, moving, coming again: each shows now and then, and every table stays as it was."""
    await asks_what_if(town, guest)
    before = all_rows(town)

    for button, state, typed, would in OF_THE_STAY:
        await supposes(town, guest, button, state, typed)
        assert would in guest.last()
        assert "Now: by 11 December 2026" in guest.last() or "Now: not needed" in guest.last()
        await guest.tap("Another")

    assert all_rows(town) == before


async def test_nothing_is_stored_of_any_other_circumstance(town: Town, guest: Person) -> None:
    """Expulsion, work, a criminal case, debts, a host's punishments: the rule is said, and every table stays."""
    await asks_what_if(town, guest)
    before = all_rows(town)

    for button, state, typed, said in OF_OTHER_THINGS:
        await guest.tap("Other circumstances")
        await supposes(town, guest, button, state, typed)
        assert said in guest.last()
        await guest.tap("Another")

    assert all_rows(town) == before


async def test_a_day_can_be_tapped(town: Town, guest: Person) -> None:
    """The last lawful day is offered for leaving; what stays the same is left out."""
    await asks_what_if(town, guest)

    await guest.tap("I leave on a day")
    await guest.tap("9 February 2027")

    assert guest.last().startswith("If you leave on 9 February 2027")
    assert "As it would stand on 9 February 2027." in guest.last()
    assert "Leave Kazakhstan.\nNow: by 9 February 2027\nThen: done" in guest.last()


async def test_coming_again_without_a_free_day_is_warned_of(town: Town, guest: Person) -> None:
    """The ninety days are used up: said first, with the day on which days are free again; no leaving before coming."""
    await asks_what_if(town, guest)

    await guest.tap("I leave and come again")
    await guest.send("09.02.2027 - 15.02.2027")

    _, _, warning, *rest = guest.last().split("\n\n")
    assert warning.startswith("That entry has no lawful day")
    assert warning.endswith("From 11 May 2027 on days are free again.")
    assert not any(row.startswith("Leave Kazakhstan.") for row in rest)


async def test_what_cannot_be_is_refused_and_asked_again(town: Town, guest: Person) -> None:
    """Days in the far past and future, before the entry, reversed, one for two, and a novel: each is told why."""
    await asks_what_if(town, guest)
    before = all_rows(town)
    await guest.tap("I leave on a day")
    for typed, said in (
        ("01.01.1900", "The day must be 1 January 2015 or later."),
        ("01.01.2999", "The day can be at most a year from today."),
        ("11.11.2026", "The day must be the same as or after 12 November 2026, when you entered."),
        ("31.02.2027", "There is no such day."),
        ("x" * 4000, "Type the date as day, month, year."),
    ):
        await guest.send(typed)
        assert said in guest.sees()
    await guest.forge_tap("i:again")
    for typed, said in (
        ("20.12.2026", "Type two dates in one message."),
        ("15.01.2027 - 20.12.2026", "The new entry must be the same day as you leave, or later."),
    ):
        await guest.send(typed)
        assert said in guest.sees()
    await guest.forge_tap("i:expelled")
    await guest.send("01.12.2026")

    assert "The day must be today or in the past." in guest.sees()
    assert all_rows(town) == before


async def test_old_and_forged_buttons_are_stale(town: Town, guest: Person) -> None:
    """A day for another change, a day nobody can write and a change nobody knows lead back to the open question."""
    await asks_what_if(town, guest)
    await guest.tap("I leave on a day")

    for data in ("d:moved:2026-12-01", "d:left:2026-99-99", "i:nonsense"):
        await guest.forge_tap(data)
        assert guest.alerts()[-1].startswith(STALE)
        assert guest.last().startswith("If you leave on which day?")
    await town.restart_bot()
    await guest.send("05.12.2026")

    assert guest.last().startswith("If you leave on 5 December 2026")


async def test_of_one_who_told_nothing_no_stay_is_supposed(town: Town, guest: Person) -> None:
    """A change of the stay needs a stay; a circumstance that needs none is answered to anybody."""
    await begin(guest)

    await guest.forge_tap("i:left")
    assert guest.alerts()[-1].startswith(STALE)
    assert conversation(town) == (None, None)
    await guest.forge_tap("i:case")

    assert "You are not let out." in guest.last()


async def test_a_host_asks_what_two_punishments_would_mean(town: Town, guest: Person, host: Person) -> None:
    """From the host's page; the way back leads to the host's page again."""
    await agreed(town, guest, host)
    await host.tap("What must I do?")

    await host.tap("What if I was punished twice?")
    await host.send("01.03.2026 - 01.10.2026")

    assert "cannot invite foreigners" in host.last()
    await host.tap("What must I do?", message=host.messages[-1]["id"])
    assert "What you must do as a host" in host.last()

"""Count my days: earlier stays are told in any way, the count is the reckoner's, the picture and the calendar come."""

import io
from datetime import date, timedelta

from icalendar import Calendar
from PIL import Image

from bot.domain.people import ChatId
from bot.domain.travel import Stay, Travels
from tests.law.reckoner import last_day, used
from tests.people import Person
from tests.town import NOON, STRANGER_ID, Town, agreed, answered, known_to_the_bot

TODAY = NOON.date()
SUMMER = Stay(date(2026, 6, 10), date(2026, 7, 20))


async def stays_kept(town: Town, guest: Person) -> tuple[Stay, ...]:
    """The earlier stays that the bot remembers of a guest."""
    async with town.running.database.look() as work:
        travels = await work.travels.get(ChatId(guest.id))
    return travels.earlier if travels else ()


async def at_trips(town: Town, guest: Person) -> None:
    """A guest who came on 12 November and looks at the list of earlier stays."""
    await answered(town, guest)
    await guest.forge_tap("m:counter")
    await guest.tap("My earlier stays")


def sent_file(guest: Person, kind: str) -> dict[str, object]:
    return next(m for m in reversed(guest.messages) if (m["file"] or {}).get("kind") == kind)


async def test_the_count_is_the_reckoners(town: Town, guest: Person) -> None:
    """Days used and left, the last lawful day by both readings and the days that come free, over several entries."""
    await at_trips(town, guest)
    await guest.send("10.06.2026 - 20.07.2026")
    await guest.send("1 September 2026 to 9 September 2026")
    await guest.tap("Count my days")

    history = [(SUMMER.entered, SUMMER.left), (date(2026, 9, 1), date(2026, 9, 9)), (date(2026, 11, 12), None)]
    days, last = used(history, TODAY, 180), last_day(history, 90, 180)
    assert (days, last) == (60, date(2027, 1, 31))
    assert "In the 180 days up to today: 60 used, 30 left." in guest.last()
    assert "Last lawful day: 31 January 2027; counted another way: 1 February 2027" in guest.last()
    assert "From 7 December 2026 41 days come free, one a day." in guest.last()
    assert "treaty with Russia" in guest.last()
    assert len(guest.last()) < 700


async def test_the_picture_says_the_same_in_words(town: Town, guest: Person) -> None:
    """The picture comes as a photo that no phone has to shrink, and its caption says what it shows."""
    await at_trips(town, guest)
    await guest.send("10.06.2026 - 20.07.2026")
    await guest.tap("Count my days")
    await guest.tap("Show it as a picture")
    await guest.wait_for(lambda person: any(m["file"] for m in person.messages))

    with Image.open(io.BytesIO(await guest.file(sent_file(guest, "photo")))) as picture:
        assert picture.size == (900, 1280)
    assert "In the 180 days up to today: 51 used, 39 left." in guest.last()
    assert "Day 30: register by 11 December 2026" in guest.last()
    assert len(guest.last()) < 1024


async def test_stays_are_told_in_one_line_in_two_messages_or_many_at_once(town: Town, guest: Person) -> None:
    """One line, two lines, two messages and a list are all read; the same stay told twice is kept once."""
    await at_trips(town, guest)

    await guest.send("10.06.2026-20.07.2026")
    await guest.send("с 1 марта 2026 по 5 марта 2026")
    await guest.send("01.04.2026\n02.04.2026")
    await guest.send("3 May 2026")
    assert "You entered on 3 May 2026; on which day did you leave?" in guest.last()
    await guest.send("04.05.2026")
    await guest.send("01.09.2026 - 02.09.2026\n10.09.2026 – 12.09.2026\n10.06.2026 - 20.07.2026")

    kept = await stays_kept(town, guest)
    assert [(stay.entered.month, stay.left and stay.left.day) for stay in kept] == [
        (3, 5),
        (4, 2),
        (5, 4),
        (6, 20),
        (9, 2),
        (9, 12),
    ]
    assert "10 September 2026 – 12 September 2026: 3 days" in guest.last()


async def test_what_cannot_be_a_stay_is_told_and_not_kept(town: Town, guest: Person) -> None:
    """Overlapping, reversed, future and impossible days, no days at all and a novel: each is answered, none is kept."""
    await at_trips(town, guest)
    await guest.send("10.06.2026 - 20.07.2026")
    wrong = {
        "15.07.2026 - 01.08.2026": "You were in Kazakhstan then already: 10 June 2026 to 20 July 2026",
        "10.11.2026 - 15.11.2026": "You were in Kazakhstan then already: 12 November 2026 to today",
        "20.08.2026 - 10.08.2026": "The day you left must be the same as or after the day you entered.",
        "20.12.2026 - 25.12.2026": "both days must be today or in the past",
        "31.02.2026 - 01.03.2026": "There is no such day.",
        "a week in spring": "Type both days with the year.",
        "война и мир " * 340: "Type both days with the year.",
        "01.01.1999 - 02.01.1999": "1 January 2015",
    }

    for text, said in wrong.items():
        await guest.send(text)
        assert said in guest.last(), text
    await guest.send_sticker()
    assert "My earlier stays" in guest.last()

    assert await stays_kept(town, guest) == (SUMMER,)


async def test_two_hundred_stays_end_at_the_hundredth(town: Town, guest: Person) -> None:
    """The list is full at a hundred; it is shown in pages, and every one can be removed."""
    await at_trips(town, guest)
    days = [date(2024, 1, 1) + timedelta(days=3 * turn) for turn in range(200)]
    told = tuple(Stay(day, day + timedelta(days=1)) for day in days)
    async with town.running.database.begin() as work:
        await work.travels.save(Travels(chat=ChatId(guest.id), saved_at=town.clock.now(), earlier=told[:90]))
        await work.commit()
    for first in (90, 150):
        rows = (f"{day:%d.%m.%Y} - {day + timedelta(days=1):%d.%m.%Y}" for day in days[first : first + 60])
        await guest.send("\n".join(rows))

    assert len(await stays_kept(town, guest)) == 100
    assert "The list is full: it holds 100 trips." in guest.sees()
    await guest.send_sticker()
    assert "Stays in all: 100." in guest.last()
    assert len(guest.last()) < 1000
    await guest.tap("Older")
    await guest.tap("Older")
    assert "Newer" in guest.buttons()


async def test_a_stay_is_removed_by_a_tap_and_an_old_button_removes_nothing_else(town: Town, guest: Person) -> None:
    """One tap removes one stay; pressed again it says that it is old, and forged ones do nothing."""
    await at_trips(town, guest)
    await guest.send("10.06.2026 - 20.07.2026\n01.09.2026 - 09.09.2026")

    await guest.tap("Remove 01.09.2026 - 09.09.2026")
    assert await stays_kept(town, guest) == (SUMMER,)
    await guest.tap_again()
    await guest.forge_tap("x:0:99999999")
    await guest.forge_tap("x:nobody:knows")
    await guest.forge_tap("n:trips:-7")

    assert await stays_kept(town, guest) == (SUMMER,)
    assert guest.sees().count("This button is from an old message") == 4


async def test_a_strangers_tap_changes_nothing(town: Town, guest: Person) -> None:
    """A stranger who presses another's button removes nothing; without consent nothing is even shown."""
    await at_trips(town, guest)
    await guest.send("10.06.2026 - 20.07.2026")
    stranger = await town.person(STRANGER_ID, "Bolat")
    button = f"x:{SUMMER.entered.toordinal()}:{SUMMER.left.toordinal() if SUMMER.left else 0}"

    await stranger.start()
    for data in (button, "n:trips:0", "n:picture:0", "m:counter", "m:calendar"):
        await stranger.forge_tap(data)
    assert "10 June" not in stranger.sees()
    await known_to_the_bot(town, stranger)
    for data in (button, "n:trips:0", "n:picture:0"):
        await stranger.forge_tap(data)

    assert "None yet." in stranger.sees()
    assert "10 June" not in stranger.sees()
    assert await stays_kept(town, guest) == (SUMMER,)
    assert await stays_kept(town, stranger) == ()


async def test_who_needs_no_count_is_told_so(town: Town, guest: Person) -> None:
    """Who has not named country and entry is asked for them; who stays on a visa has no days to count."""
    await known_to_the_bot(town, guest)
    await guest.start()
    await guest.forge_tap("m:counter")
    assert "citizen" in guest.last()

    await answered(town, guest, citizenship="AFG")
    await guest.forge_tap("m:counter")
    assert "For your stay there is no such count." in guest.last()
    assert "Show it as a picture" not in guest.buttons()


async def test_the_calendar_file_holds_a_guests_dates_and_a_hosts(town: Town, guest: Person, host: Person) -> None:
    """The guest's file has the last lawful day, the host's the notice; nobody is named in either."""
    await agreed(town, guest, host)

    for person, expected in ((guest, {date(2027, 2, 9)}), (host, {date(2026, 11, 25)})):
        await person.forge_tap("m:calendar")
        await person.wait_for("for your calendar")
        content = await person.file(sent_file(person, "document"))
        days = {event["DTSTART"].dt for event in Calendar.from_ical(content).events}
        assert expected <= days
        for private in (b"Ivanov", b"Pyotr", b"751234567", b"850412300006", b"Serikova", b"Abay", b"77011234567"):
            assert private not in content.replace(b"\r\n ", b"")

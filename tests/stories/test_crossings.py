"""The border's file comes: an entry is confirmed or contradicted, an exit ends the stay, and both sides hear of it."""

from datetime import date, datetime

import pytest

from bot.commands.import_crossings import Taking, look_at
from bot.domain.audit import AuditAction
from bot.domain.case import EventKind
from bot.domain.certificate import CertificateStatus
from bot.domain.matter import Matter, MatterKind
from bot.domain.notice import NoticeKind
from bot.domain.travel import Stay
from bot.office.crossings import MatchCrossings, Tally, crossing_facts
from bot.office.matching import CrossingFacts, Mismatch
from bot.office.overstays import FindOverstays, Overstay
from bot.texts import life
from bot.texts.words import unmarked, words_of
from tests.people import Person
from tests.stories.test_life_leaving import ENTERED, earlier_stays, living_there
from tests.stories.test_life_moving import owed, status_of
from tests.town import ALMATY, SECRET, Town, agreed, host_proves, sent

HEADING = "document;citizenship;direction;date;checkpoint"
CONFIRMED, LEFT = EventKind.ENTRY_CONFIRMED.value, EventKind.EXIT_CONFIRMED.value


def row(way: str, day: str, document: str = "75 1234567", citizenship: str = "RUS") -> str:
    return f"{document};{citizenship};{way};{day};Syrym"


async def border(town: Town, *rows: str) -> Tally:
    """A file comes and is compared, as `tirkeu import crossings` does."""
    file = town.folder / "crossings.csv"
    file.write_text("\n".join((HEADING, *rows)), encoding="utf-8")
    database = town.running.database
    await Taking(database=database, clock=town.clock, secret=SECRET.encode())(file, look_at(file))
    return await match(town).all_of_them()


def match(town: Town) -> MatchCrossings:
    database = town.running.database
    return MatchCrossings(look=database.look, begin=database.begin, clock=town.clock)


async def matters(town: Town, guest: Person) -> list[Matter]:
    async with town.running.database.look() as work:
        return [each for case in await town.requests_of(guest) for each in await work.matters.of_case(case.number)]


async def overstays(town: Town, on: date) -> list[Overstay]:
    find = FindOverstays(look=town.running.database.look, clock=town.clock)
    return [one async for one in find(on)]


async def test_the_entry_told_is_confirmed_once(town: Town, guest: Person, host: Person) -> None:
    """It stands in the chain of events with its day; nobody is told, and nothing else changes."""
    await agreed(town, guest, host)
    said = len(guest.messages)

    assert await border(town, row("in", "2026-11-12")) == Tally(seen=1, confirmed=1)
    assert await border(town, row("in", "2026-11-12"), row("in", "2026-11-13", "A1234567")) == Tally(seen=1)

    [case] = await town.requests_of(guest)
    assert [event.reason for event in case.events if event.kind.value == CONFIRMED] == ["2026-11-12"]
    assert await status_of(town, case.number) is CertificateStatus.VALID
    assert await matters(town, guest) == []
    assert len((await guest.quiet()).messages) == said


@pytest.mark.both_databases
async def test_the_exit_ends_the_stay_and_both_sides_are_told(town: Town, guest: Person, host: Person) -> None:
    """Certificate ended, place free, days counted, the host's duty gone; words for guest and host."""
    await agreed(town, guest, host)
    assert await owed(town, host, NoticeKind.HOST_DUTY) > 0
    town.clock.move(days=3)

    tally = await border(town, row("in", "12.11.2026"), row("out", "23.11.2026"))
    town.running.courier.wake()

    assert tally == Tally(seen=1, confirmed=1, ended=1)
    assert (await town.recorded(guest))[-2:] == [CONFIRMED, LEFT]
    [case] = await town.requests_of(guest)
    assert await status_of(town, case.number) is CertificateStatus.ENDED
    assert await living_there(town, guest) == 0
    assert await earlier_stays(town, guest) == (Stay(ENTERED, date(2026, 11, 23)),)
    assert [await owed(town, host, NoticeKind.HOST_DUTY), await owed(town, guest, NoticeKind.DEADLINE)] == [0, 0]
    for person, text in ((guest, life.exit_recorded), (host, life.host_of_left)):
        await person.wait_for("The border's record says: left Kazakhstan on 23 November 2026")
        assert person.last() == unmarked(text(words_of("en"), case))
    await guest.tap("Menu", message=guest.messages[-1]["id"])
    assert "I am back in Kazakhstan" in guest.buttons()
    assert await match(town).all_of_them() == Tally(seen=1)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_both_sides_have_words_in_their_language(town: Town, guest: Person, host: Person, language: str) -> None:
    """Name and day stand in each of them."""
    await agreed(town, guest, host)
    await border(town, row("out", "2026-11-21"))
    [case] = await town.requests_of(guest)
    words = words_of(language)

    for text in (life.exit_recorded(words, case), life.host_of_left(words, case)):
        assert words.day(date(2026, 11, 21)) in text
        assert "Ivanov Pyotr" in text


async def test_another_day_is_put_before_an_officer_once(town: Town, guest: Person, host: Person) -> None:
    """With both days, and nobody in it; the registration holds until an officer has decided."""
    await agreed(town, guest, host)

    assert await border(town, row("in", "2026-11-14")) == Tally(seen=1, contradicted=1)
    assert await border(town, row("in", "2026-11-14"), row("in", "2026-11-14", "A1234567")) == Tally(seen=1)

    [matter] = await matters(town, guest)
    facts = CrossingFacts(what=Mismatch.OTHER_DAY, said=ENTERED, recorded=date(2026, 11, 14))
    assert (matter.kind, crossing_facts(matter.text)) == (MatterKind.CROSSING, facts)
    [case] = await town.requests_of(guest)
    assert await status_of(town, case.number) is CertificateStatus.VALID


@pytest.mark.both_databases
async def test_who_is_registered_after_the_file_came_is_compared_the_next_day(
    town: Town, guest: Person, host: Person
) -> None:
    """The leader's daily errand looks at what has changed; where nothing has, it looks at nobody."""
    assert await match(town).daily() == Tally()
    await border(town, row("in", "2026-11-12"), row("out", "2026-11-21"))
    town.clock.move(hours=2)
    link = await sent(town, guest)
    assert await match(town).daily() == Tally(seen=1, confirmed=1)
    town.clock.move(hours=2)
    await host_proves(host, link)
    await host.tap("Agree")
    await guest.wait_for("The same certificate for printing")

    assert await match(town).daily() == Tally(seen=1, ended=1)
    for seen in (1, 0):  # what was written just now is looked at once more
        town.clock.move(hours=2)
        assert await match(town).daily() == Tally(seen=seen)


async def test_a_document_of_the_same_number_of_another_state_is_nobodys(
    town: Town, guest: Person, host: Person
) -> None:
    """Its exit ends nothing."""
    await agreed(town, guest, host)

    await border(town, row("in", "2026-11-12"), row("in", "2026-11-10", citizenship="UZB"),
                 row("out", "2026-11-21", citizenship="UZB"))  # fmt: skip

    assert LEFT not in await town.recorded(guest)
    assert await matters(town, guest) == []


async def test_who_left_and_came_again_is_registered_by_nobody_but_a_host(
    town: Town, guest: Person, host: Person
) -> None:
    """The first exit ends the stay; the new entry starts none, and a request sent since waits on."""
    await agreed(town, guest, host)
    town.clock.move(days=5)

    tally = await border(town, row("in", "2026-11-12"), row("out", "2026-11-22"), row("in", "2026-11-25"))

    assert tally == Tally(seen=1, confirmed=1, ended=1)
    [case] = await town.requests_of(guest)
    assert case.events[-1].reason == "2026-11-22"


async def test_who_stayed_on_is_found_as_far_as_the_record_goes(town: Town, guest: Person, host: Person) -> None:
    """Not on the last lawful day, once after it; and not at all where the record ends before."""
    await agreed(town, guest, host)  # until 9 February 2027, by the laxer reading until the 10th
    other = "A1234567"
    town.clock.moment = datetime(2027, 3, 1, 12, tzinfo=ALMATY)

    assert (await border(town, row("in", "2026-11-12"), row("in", "2027-02-10", other))).stayed_on == 0
    assert (await border(town, row("in", "2027-02-11", other), row("out", "2027-02-14", other))).stayed_on == 1
    assert (await border(town, row("out", "2027-02-20", other), row("in", "2027-02-15", other))).stayed_on == 0

    [matter] = await matters(town, guest)
    [case] = await town.requests_of(guest)
    facts = crossing_facts(matter.text)
    assert matter.kind is MatterKind.OVERSTAY
    assert facts is not None
    assert (facts.said, facts.until, facts.days_over) == (date(2027, 2, 10), date(2027, 2, 14), 4)
    assert await overstays(town, date(2027, 3, 1)) == [Overstay(case.application_number, date(2027, 2, 10), 10)]
    assert await overstays(town, date(2027, 2, 10)) == []


async def test_the_file_stands_in_the_record(town: Town) -> None:
    """Digest, lines and days; no number of a document is kept anywhere."""
    await border(town, row("in", "2026-11-12"), row("in", "2026-13-12"), row("out", "2026-11-14", "A7654321"))

    with town.books() as books:
        [(detail,)] = books.execute("SELECT detail FROM audit WHERE action = ?", (AuditAction.IMPORTED.value,))
    for told in ('"rows":"3"', '"added":"2"', '"refused":"1"', '"first":"2026-11-12"', '"last":"2026-11-14"'):
        assert told in detail
    for number in (b"751234567", b"75 1234567", b"A7654321"):
        assert number not in town.everything_kept()

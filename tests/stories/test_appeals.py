"""Refused: why, the clause, the mend, and the appeal to this service's officer, with its wrong turns."""

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from PIL import Image

from bot.domain.case import Case, EventKind, RefusalReason
from bot.domain.matter import Matter, MatterState
from bot.domain.people import ChatId
from bot.registration.appeals import answered_notice, last_day_to_appeal
from tests.people import Person
from tests.town import ALL_ANSWERED, ALMATY, HOST_ID, Town, known_to_the_bot

_tokens = count(1)
WHY = "Why, and how to appeal"
WRITE = "Appeal to this service's officer"


@pytest.mark.parametrize(
    ("learned", "last"),
    [
        (date(2026, 11, 21), date(2027, 2, 21)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 8, 31), date(2026, 11, 30)),
        (date(2026, 12, 31), date(2027, 3, 31)),
        (date(2026, 9, 30), date(2026, 12, 30)),
        (date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_three_months_end_on_the_same_day_of_the_month_or_on_its_last(learned: date, last: date) -> None:
    """Calendar months; where the month has no such day, its last day."""
    assert last_day_to_appeal(learned) == last


def photo(shade: int = 0) -> bytes:
    """A picture like no other of this story."""
    made = io.BytesIO()
    Image.new("L", (16, 16), shade).save(made, "JPEG")
    return made.getvalue()


async def ended(
    town: Town, guest: Person, kind: EventKind = EventKind.REFUSED, reason: str | None = RefusalReason.DATES.value
) -> Case:
    """A request that ended just now."""
    await known_to_the_bot(town, guest)
    now = town.clock.now()
    asked = Case(number=0, guest=ChatId(guest.id), answers=ALL_ANSWERED, token=f"token-{next(_tokens)}", events=())
    async with town.running.database.begin() as work:
        sent = await work.cases.add(asked.happened(EventKind.ASKED, now, ChatId(guest.id)))
        case = sent.happened(kind, now, ChatId(HOST_ID), reason)
        await work.cases.save(case)
        await work.commit()
    await guest.start()
    return case


async def appeals_of(town: Town, guest: Person) -> Sequence[Matter]:
    async with town.running.database.look() as work:
        return await work.matters.of_chat(ChatId(guest.id))


async def writing(town: Town, guest: Person) -> Case:
    """A guest who has begun to write an appeal."""
    case = await ended(town, guest)
    await guest.forge_tap(f"ap:why:{case.number}")
    await guest.tap(WRITE)
    return case


async def test_a_refused_guest_appeals_in_the_chat(town: Town, guest: Person) -> None:
    """One tap to the reason, the clause and the mend; an appeal with words and photos gets a number and its state."""
    case = await ended(town, guest)
    before = await guest.actions(), await guest.bot_messages()
    await guest.forge_tap(f"ap:why:{case.number}")
    assert "On 21 November 2026 your host refused: The dates are wrong." in guest.last()
    assert "Order 923, paragraph 4, ground 3" in guest.last()
    assert "not a decision of the state" in guest.last()
    assert "until 21 February 2027" in guest.last()
    assert "articles 91 and 92" in guest.last()
    assert "Mend the dates" in guest.buttons()

    await guest.tap(WRITE)
    await guest.send("The host never saw my dates.")
    await guest.send_photo(photo(), caption="See the ticket.")
    await guest.tap("Send my appeal")

    assert await guest.actions() - before[0] == 5
    assert await guest.bot_messages() - before[1] <= 4
    assert "Appeal 1 is received" in guest.last()
    assert "this bot does not know: ask 1414" in guest.last()
    [appeal] = await appeals_of(town, guest)
    assert (appeal.case, appeal.state, len(appeal.pictures)) == (case.number, MatterState.RECEIVED, 1)
    assert appeal.text == "The host never saw my dates.\nSee the ticket."


async def test_the_refusal_itself_leads_to_the_reasons(town: Town, guest: Person) -> None:
    """Below the mend of a refusal stands the way to the reasons; help lists what can be appealed against."""
    await ended(town, guest)
    await guest.send("/help")
    await guest.tap("Refusals and appeals")
    assert "you can appeal until 21 February 2027" in guest.last()
    await guest.tap("Request 00000001")
    assert "why you are not registered" in guest.last()


async def test_each_end_says_who_decided(town: Town, guest: Person) -> None:
    """A denial is this service's, with its ground; of silence and of wrong IINs nobody refused."""
    for kind, reason, said in (
        (EventKind.DENIED, "O923-4-2", "paragraph 4, ground 2"),
        (EventKind.DENIED, "O923-4-2", "decision of this service"),
        (EventKind.EXPIRED, None, "Order 923 sets no time for the host's answer"),
        (EventKind.CLOSED, None, "No clause of Order 923 was used"),
    ):
        case = await ended(town, guest, kind, reason)
        await guest.forge_tap(f"ap:why:{case.number}")
        assert said in guest.last()


async def test_after_three_months_it_is_late_and_says_where_to_turn(town: Town, guest: Person) -> None:
    """On the last day it is taken; the day after it is not, and 1414 is named."""
    case = await ended(town, guest)
    await town.time_comes(datetime(2027, 2, 21, 23, 59, tzinfo=ALMATY))
    await guest.forge_tap(f"ap:write:{case.number}")
    await guest.send("Late, but in time.")
    await town.time_passes(minutes=1)
    await guest.tap("Send my appeal")
    assert "The last day for this appeal was 21 February 2027" in guest.hears()
    assert await appeals_of(town, guest) == []

    await guest.forge_tap(f"ap:why:{case.number}")
    assert "by this reading it is too late" in guest.last()
    assert WRITE not in [b["text"] for row in guest.messages[-1]["buttons"] for b in row]


async def test_an_album_changes_one_card_and_six_photos_are_too_many(town: Town, guest: Person) -> None:
    """Photos of one album come one by one and are answered once; the sixth is told, and five stay."""
    await writing(town, guest)
    await guest.send("See the photos.")
    before = await guest.bot_messages()
    await guest.send_album([photo(n) for n in range(0, 90, 30)], caption="Three")
    assert await guest.bot_messages() == before + 1
    assert "3 photos are added." in guest.last()
    await guest.send_album([photo(n) for n in range(100, 220, 30)])
    assert guest.hears().count("at most 5 pictures") == 1
    await guest.tap("Send my appeal")
    [appeal] = await appeals_of(town, guest)
    assert len(appeal.pictures) == 5
    assert appeal.text == "See the photos.\nThree"


async def test_other_files_pictures_alone_and_long_words_are_refused_with_words(town: Town, guest: Person) -> None:
    """Each is told what is taken; nothing that was written is lost."""
    await writing(town, guest)
    await guest.send_photo(photo())
    await guest.tap("Send my appeal")
    assert "First write in your own words" in guest.hears()
    await guest.send("Mine.")
    for send in (guest.send_voice, guest.send_sticker, lambda: guest.send_document(b"x", "a.exe")):
        await send()
        assert guest.hears().count("Send a picture as a photo, not as a file") >= 1
        assert "Mine." in guest.last()
    await guest.send("x" * 2000)
    assert "at most 2000 letters" in guest.hears()
    assert "Mine." in guest.last()
    await guest.tap("Send my appeal")
    assert [appeal.text for appeal in await appeals_of(town, guest)] == ["Mine."]


async def test_a_double_tap_sends_one_appeal(town: Town, guest: Person) -> None:
    """The second tap is told the number; a second appeal about the same request is not begun."""
    case = await writing(town, guest)
    await guest.send("Once.")
    await guest.tap("Send my appeal")
    await guest.tap_again()
    await guest.forge_tap(f"ap:write:{case.number}")
    assert guest.hears().count("Your appeal 1 about this request is already here") == 2
    assert len(await appeals_of(town, guest)) == 1


async def test_five_open_appeals_are_the_most(town: Town, guest: Person) -> None:
    """The sixth is refused with the way out; one taken back makes room."""
    for _ in range(6):
        case = await ended(town, guest)
        await town.time_passes(seconds=1)
        await guest.forge_tap(f"ap:write:{case.number}")
        await guest.send("Again.")
        await guest.tap("Send my appeal")
    assert "5 of your appeals wait for an answer already" in guest.hears()
    assert len(await appeals_of(town, guest)) == 5

    await guest.forge_tap("aq:show:1")
    await guest.tap("Take this appeal back")
    assert "you took it back" in guest.last()
    await guest.forge_tap(f"ap:send:{case.number}")
    assert "Appeal 6 is received" in guest.hears()
    await guest.forge_tap("aq:withdraw:1")
    assert "This button is from an old message" in guest.hears()


async def test_a_restart_in_the_middle_loses_no_word(town: Town, guest: Person) -> None:
    """What was written before goes on after; a changed message is not read again."""
    await writing(town, guest)
    await guest.send("Before.")
    await town.restart_bot()
    await guest.send("After.")
    await guest.edit(next(m["id"] for m in guest.messages if m["text"] == "Before."), "Changed.")
    await guest.tap("Send my appeal")
    assert [appeal.text for appeal in await appeals_of(town, guest)] == ["Before.\nAfter."]


async def test_beginning_anew_and_leaving_send_nothing(town: Town, guest: Person) -> None:
    """Both drop what was written; an old Send says that nothing is there."""
    case = await writing(town, guest)
    await guest.send("Wrong words.")
    await guest.tap("Begin anew")
    assert "Wrong words." not in guest.last()
    await guest.tap("Leave without sending")
    assert "What would you like to do?" in guest.last()
    await guest.forge_tap(f"ap:send:{case.number}")
    assert "This button is from an old message" in guest.hears()
    assert await appeals_of(town, guest) == []


async def test_a_strangers_numbers_open_nothing(town: Town, guest: Person) -> None:
    """Another person's request or appeal is answered just as one that does not exist."""
    await writing(town, guest)
    await guest.send("Mine alone.")
    await guest.tap("Send my appeal")
    stranger = await town.guest(3001, "Boris")
    await known_to_the_bot(town, stranger)
    await stranger.start()
    heard = []
    deeds = ("ap:why", "ap:write", "ap:send", "aq:show", "aq:withdraw")
    for data in (f"{deed}:{number}" for deed in deeds for number in (1, 99)):
        await stranger.forge_tap(data)
        heard.append(stranger.alerts()[-1])
    assert set(heard) == {"This button is from an old message. Here is where things stand now."}
    assert "Mine alone." not in stranger.hears()
    [appeal] = await appeals_of(town, guest)
    assert appeal.state is MatterState.RECEIVED
    for data in (f"ap:why:{2**60}", "ap:why:-1", "ap:eat:1", "aq:show:", "aq:show:x"):
        await stranger.forge_tap(data)  # each answered, none breaks


async def test_an_answer_comes_into_the_chat_and_stays_to_be_read(town: Town, guest: Person) -> None:
    """An officer's answer is sent once; it stands in the list too, for one who had blocked the bot."""
    await writing(town, guest)
    await guest.send("Look again.")
    await guest.tap("Send my appeal")
    async with town.running.database.begin() as work:
        [appeal] = await work.matters.of_chat(ChatId(guest.id))
        answered = appeal.happened(MatterState.ANSWERED, town.clock.now(), ChatId(9001), "You were right.")
        await work.matters.save(answered)
        await work.notices.owe(answered_notice(answered, town.clock.now()))
        await work.notices.owe(answered_notice(answered, town.clock.now()))
        await work.commit()
    await guest.wait_for("Your appeal 1 is answered")
    await guest.tap("Refusals and appeals")
    await guest.tap("Appeal 1")
    assert "You were right." in guest.last()
    assert "Take this appeal back" not in [b["text"] for row in guest.messages[-1]["buttons"] for b in row]


async def test_without_a_consent_nothing_is_kept(town: Town, guest: Person) -> None:
    """After the consent was taken back an appeal is not begun: the request is no longer theirs to see."""
    case = await writing(town, guest)
    await guest.send("Words.")
    await guest.send("/withdraw")
    await guest.tap("Delete my data")
    await guest.forge_tap(f"ap:send:{case.number}")
    assert await appeals_of(town, guest) == []
    await town.time_passes(seconds=timedelta(seconds=1).total_seconds())

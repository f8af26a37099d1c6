"""A photo of the passport in place of its questions: read, looked at, and only then counted."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.passport import PASSPORT
from bot.domain.people import Chat, ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.passport.reading import Field, Unread
from bot.registration.passports import AcceptPassport
from bot.telegram.callbacks import CardDeed, CardTap
from tests.people import Person
from tests.readers import photo, reading
from tests.stories.test_killed import stuck_at
from tests.town import (
    ALL_ANSWERED,
    HOST_IIN,
    Town,
    answered,
    begin,
    certificate_text,
    host_proves,
    known_host,
    known_to_the_bot,
    link_in,
)

PHOTO = Path(__file__).parents[1] / "passport" / "photos" / "chat.jpg"  # made up: tools/passports, seed 923, place 4
ASKED = "Photograph your passport"
CARD = "Compare this with your passport"
DELETED = "Your photo is deleted from this chat and was not kept."
OUR_FAULT = "problem with the service"
Deed = Callable[[Person], Awaitable[object]]


@pytest.fixture
async def asked(town: Town, guest: Person) -> Person:
    """A guest who is asked for a photo, and waits for the answer however busy the machine is."""
    guest.patience = 15
    await known_to_the_bot(town, guest)
    await guest.send("/menu")
    await guest.tap("Register me at an address")
    assert ASKED in guest.last()
    return guest


async def at_card(town: Town, asked: Person, *unsure: Field, **changes: object) -> None:
    """A photo was sent and read."""
    town.reader.answers = [reading(*unsure, **changes)]
    await asked.send_photo(photo())
    assert CARD in asked.last()


async def finish(guest: Person) -> None:
    """From the question for the host to the sent request."""
    await guest.send(HOST_IIN)
    await guest.send("Almaty, Abay avenue 10, flat 25")
    await guest.tap("Flat")
    await guest.tap("Last lawful day")
    await guest.tap("Send to my host")


def data(guest: Person, beginning: str) -> str:
    """What the newest button whose data begin so carries."""
    return next(
        button["value"]
        for message in reversed(guest.messages)
        for row in message["buttons"]
        for button in row
        if button["value"].startswith(beginning)
    )


async def test_a_guest_registers_with_a_photo(town: Town, guest: Person, host: Person) -> None:
    """From nothing to the certificate with a photo: at most twelve actions, twelve messages, and the photo is gone."""
    town.reader.answers = [reading()]
    await begin(guest)
    await guest.tap("Register me at an address")
    assert ASKED in guest.last()
    await guest.send_photo(photo())

    assert guest.last().endswith(DELETED)
    assert guest.own_files() == []
    lines = ("Family name: IVANOV", "Given names: PYOTR", "Document number: 751234567", "Citizenship: Russia (RUS)",
             "Date of birth: 27 March 1990", "Sex: Male", "Document valid until: 27 March 2031")  # fmt: skip
    assert "\n".join(lines) in guest.last()

    await guest.tap("All correct")
    await guest.send("12.11.2026")
    assert "You must register." in guest.last()
    await finish(guest)
    assert await guest.actions() <= 12

    await host_proves(host, link_in(guest))
    await host.tap("Agree")
    await guest.wait_for("The same certificate for printing", timeout=8)
    assert await guest.bot_messages() <= 12
    assert "Reading your passport" not in guest.sees()


async def test_with_a_hosts_link_and_a_photo_it_is_shorter(town: Town, guest: Person, host: Person) -> None:
    """A host's link leads to the photo as well; opening it and Start are two of at most twelve actions."""
    town.reader.answers = [reading()]
    await known_host(town, host)
    await host.tap("Someone will live at my place")
    await guest.open_link(next(link for link in host.links() if "?start=h" in link))
    await guest.tap("English")
    await guest.tap("I agree")
    await guest.tap("Register me at an address")
    await guest.send_photo(photo())
    await guest.tap("All correct")
    await guest.send("12.11.2026")
    await guest.send("Almaty, Abay avenue 10, flat 25")
    await guest.tap("Flat")
    await guest.tap("Last lawful day")
    await guest.tap("Send to my host")

    assert "sent, the host has not opened it yet" in guest.last()
    assert await guest.actions() <= 12
    assert await guest.bot_messages() <= 7


async def test_typing_stays_one_tap_away(town: Town, asked: Person) -> None:
    """ "Type it instead" asks the questions one by one; a photo stays one tap away there."""
    await asked.tap("Type it instead")
    assert "What is your citizenship?" in asked.last()
    await asked.send("Россия")
    await asked.send("12.11.2026")
    assert "What is your family name?" in asked.last()

    await asked.tap("Send a photo instead")
    assert ASKED in asked.last()
    await asked.send("Ivanov")
    assert "What is your family name?" in asked.last()
    assert (await town.answers_kept(asked)).family_name is None

    await at_card(town, asked)
    await asked.tap("All correct")
    assert "You must register." in asked.last()
    assert "Who gives you the place to live?" in asked.last()


async def test_a_doubted_line_is_looked_at_by_itself(town: Town, asked: Person) -> None:
    """Without a look at each doubted line the card cannot be accepted, not even by a forged tap."""
    await at_card(town, asked, Field.NUMBER, Field.SURNAME, Field.SEX)
    assert "Document number: 751234567 - check" in asked.last()
    assert "All correct" not in asked.buttons()

    accept = data(asked, "k:right").replace("right", "accept").rsplit(":", 1)[0] + ":"
    await asked.forge_tap(accept)
    assert 'Some lines are marked "check"' in asked.sees()
    assert (await town.answers_kept(asked)).is_empty

    await asked.tap("751234567 is right")
    assert "Document number: 751234567\n" in asked.last()
    await asked.tap("Family name")
    await asked.send("Ivanova")
    assert "All correct" not in asked.buttons()
    await asked.tap("Sex")
    await asked.tap("Keep: Male")
    assert "Sex: Male - check" in asked.last()
    await asked.tap("Male is right")
    await asked.tap("All correct")

    kept = await town.answers_kept(asked)
    assert (kept.family_name, kept.document_number) == ("Ivanova", ALL_ANSWERED.document_number)


CHANGES = (
    ("Family name", "Petrova", "Petrova"),
    ("Given names", "Anna Maria", "Anna Maria"),
    ("Document number", "AB 7654321", "AB7654321"),
    ("Citizenship", "Кыргызстан", "Kyrgyzstan (KGZ)"),
    ("Date of birth", "28.03.1991", "28 March 1991"),
    ("Sex", "female", "Female"),
    ("Document valid until", "1.2.2032", "1 February 2032"),
)


async def test_every_line_can_be_changed(town: Town, asked: Person) -> None:
    """Each line is asked with what stands there to keep; its answer leads back to the card, and so does Back."""
    await at_card(town, asked)
    for label, typed, shown in CHANGES:
        await asked.tap(label)
        assert any(button.startswith("Keep: ") for button in asked.buttons())
        await asked.send("?")
        await asked.tap("Back")
        assert CARD in asked.last()
        await asked.tap(label)
        await asked.send(typed)
        assert f"{label}: {shown}" in asked.last()
    await asked.tap("All correct")

    kept = await town.answers_kept(asked)
    assert (kept.full_name, kept.citizenship, kept.born) == ("Petrova Anna Maria", "KGZ", date(1991, 3, 28))
    assert (kept.sex, kept.document_expires) == ("F", date(2032, 2, 1))


async def test_who_has_one_name_only(town: Town, asked: Person, host: Person) -> None:
    """A passport with one name only is no gap: nothing is asked, the review says so, and a certificate is issued."""
    await at_card(town, asked, surname="SUHARTO", given_names="")
    assert "Given names: none" in asked.last()
    await asked.tap("All correct")
    await asked.send("12.11.2026")
    assert "Who gives you the place to live?" in asked.last()
    await finish(asked)

    await host_proves(host, link_in(asked))
    assert "SUHARTO asks to be registered at your home" in host.sees()
    await host.tap("Agree")
    await asked.wait_for("Your registration certificate", timeout=8)
    assert await certificate_text(asked)


async def test_one_name_can_be_typed_too(town: Town, guest: Person) -> None:
    """Who types is offered to have only one name."""
    await answered(town, guest, given_names=None)
    await guest.tap("Continue")

    await guest.tap("I have no other name")

    assert "Given names: none" in guest.last()


async def test_an_ended_passport_is_told_at_once(town: Town, asked: Person) -> None:
    """The card of an ended document says what to do and cannot be accepted; a misread date can be changed."""
    await at_card(town, asked, expiry_date=date(2026, 11, 20))
    assert "This document ended on 20 November 2026. You cannot register with it." in asked.last()
    assert "send its photo" in asked.last()
    assert "All correct" not in asked.buttons()

    await asked.forge_tap(data(asked, "k:change").rsplit(":", 1)[0].replace("change", "accept") + ":")
    assert "Get a new one from your consulate" in asked.sees()
    assert (await town.answers_kept(asked)).is_empty

    await asked.tap("Document valid until", message=asked.messages[-1]["id"])
    await asked.send("20.11.2036")
    await asked.tap("All correct")
    assert "When did you enter Kazakhstan?" in asked.last()


async def test_what_was_not_read_is_asked(town: Town, asked: Person) -> None:
    """What the zone does not say, or says in a code that names no one state, is asked after the card."""
    await at_card(town, asked, Field.SEX, nationality="GBN", birth_date=None, sex=None)
    assert "Citizenship: not read, I will ask" in asked.last()
    assert "Date of birth: not read, I will ask" in asked.last()
    assert "Sex: not read\n" in asked.last()

    await asked.tap("All correct")
    assert "What is your citizenship?" in asked.last()
    await asked.send("Kyrgyzstan")
    await asked.send("12.11.2026")
    assert "What is your date of birth?" in asked.last()
    await asked.send("27.03.1990")
    assert "Who gives you the place to live?" in asked.last()


ADVICE = {
    Unread.NOT_A_PICTURE: "I cannot open this as a photo",
    Unread.FILE_TOO_LARGE: "This file is too large",
    Unread.TOO_MANY_PIXELS: "This picture is too large",
    Unread.TOO_SMALL: "The picture is too small",
    Unread.FACE: "I see a face, but no passport page",
    Unread.NO_ZONE: "I do not see the two lines",
    Unread.CUT: "A part of the lines is cut off",
    Unread.BLURRED: "The photo is blurred",
    Unread.DARK: "The photo is too dark",
    Unread.GLARE: "Light shines back from the page",
    Unread.TOO_LONG: "I could not read this photo",
}


async def test_each_bad_photo_gets_its_own_advice(town: Town, asked: Person) -> None:
    """What is wrong with a photo is said with a drawing of how to do it better; from the third on, typing is urged."""
    for misses, why in enumerate(Unread, start=1):
        before = await asked.bot_messages()
        town.reader.answers = [why]
        await asked.send_photo(photo())
        assert ADVICE.get(why, "The photo could not be read just now") in asked.last(), why
        assert DELETED in asked.last()
        assert ((asked.messages[-1]["file"] or {}).get("kind") == "photo") == (why in ADVICE)
        assert ("Typing takes about two minutes" in asked.last()) == (misses >= 3)
        assert await asked.bot_messages() == before + 1
        assert asked.own_files() == []
    assert await town.answers_kept(asked) is None

    await asked.tap("Type it instead")
    assert "What is your citizenship?" in asked.last()


INSTEAD: dict[str, Deed] = {
    "This is a video": lambda one: one.send_video(),
    "This is a moving picture": lambda one: one.send_animation(),
    "This is a video message": lambda one: one.send_video_note(),
    "This is a PDF": lambda one: one.send_document(b"%PDF-1.7", "passport.pdf", "application/pdf"),
    "This file is not a photo": lambda one: one.send_document(b"PK", "passport.docx"),
    "This is a sticker": lambda one: one.send_sticker(),
    "I cannot listen to recordings": lambda one: one.send_voice(),
    "A phone number is not needed now": lambda one: one.share_contact(),
}


async def test_what_is_no_photo_gets_its_own_answer(town: Town, asked: Person) -> None:
    """A film, a file, a sticker: one plain answer each with the way on; nothing is read."""
    for said, deed in INSTEAD.items():
        before = await asked.bot_messages()
        await deed(asked)
        assert asked.last().startswith(said)
        assert await asked.bot_messages() == before + 1, said
        shown = [button["text"] for row in asked.messages[-1]["buttons"] for button in row]
        assert shown == ["Type it instead", "Menu"] or not asked.messages[-1]["from_bot"], said
    assert {message["file"]["kind"] for message in asked.own_files()} <= {"sticker", "voice"}
    assert town.reader.pictures == []


async def test_a_photo_as_a_file_is_read(town: Town, asked: Person) -> None:
    """JPG, PNG and HEIC are read as they are, also where the phone does not name the type."""
    for name, mime in (("1.JPG", "image/jpeg"), ("2.png", "image/png"), ("IMG_3.HEIC", "application/octet-stream")):
        town.reader.answers = [reading(number=f"AB{name[0] * 5}" if name[0].isdigit() else "AB12345")]
        await asked.send_document(photo(), name, mime)
        assert CARD in asked.last(), name
    assert town.reader.pictures == [photo()] * 3


async def test_too_large_a_file_is_not_downloaded(town: Town, asked: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Telegram gives to no bot is refused by its size."""
    monkeypatch.setattr("bot.telegram.passports.MOST_BYTES", len(photo()) - 1)

    await asked.send_document(photo(), "passport.jpg", "image/jpeg")

    assert "This file is too large" in asked.last()
    assert town.reader.pictures == []


async def test_a_photo_that_telegram_does_not_give(town: Town, asked: Person) -> None:
    """When the photo cannot be fetched the person is told that it is no fault of theirs, and what to do."""
    town.simulator.faults.add("getfile", "429", retry_after=60)

    await asked.send_photo(photo())

    assert "It is not your fault. Send it again in a minute, or type the answers." in asked.last()
    assert town.reader.pictures == []
    await at_card(town, asked)


async def test_a_second_photo_while_the_first_is_read(town: Town, asked: Person) -> None:
    """A photo sent before the first one was read is not read, and deleted; one sent later takes its place."""

    async def send_another() -> None:
        town.reader.meanwhile = None
        town.simulator.phones[asked.id].send_photo(photo(40))
        town.clock.move(seconds=2)

    town.reader.answers = [reading()]
    town.reader.meanwhile = send_another
    await asked.send_photo(photo())
    assert "I was still reading the first photo, so I did not read this one" in asked.last()
    assert len(town.reader.pictures) == 1
    assert asked.own_files() == []

    await at_card(town, asked, surname="PETROV")
    assert "Family name: PETROV" in asked.last()


async def test_only_telegrams_clock_says_which_photo_came_later(town: Town, asked: Person) -> None:
    """With a clock of the bot's own that is three minutes ahead, a photo sent after the card is read all the same."""
    town.simulator.world.clock = lambda: town.clock.now() - timedelta(minutes=3)
    await at_card(town, asked)
    town.clock.move(seconds=5)

    await at_card(town, asked, surname="PETROV")

    assert "Family name: PETROV" in asked.last()


async def test_what_goes_wrong_while_reading_is_told(town: Town, asked: Person) -> None:
    """A reader that breaks, a consent that is gone meanwhile: no photo is left in the chat, and no "Reading"."""

    async def breaks() -> None:
        raise RuntimeError

    async def withdraws() -> None:
        async with town.running.database.begin() as work:
            await work.chats.save(Chat(id=ChatId(asked.id), language="en"))
            await work.commit()

    for deed, said in ((breaks, OUR_FAULT), (withdraws, "First agree to the use of your personal data")):
        town.reader.meanwhile, town.reader.answers = deed, [reading()]
        before = await asked.bot_messages()
        await asked.send_photo(photo())
        assert said in asked.last()
        assert "Reading your passport" not in asked.sees()
        assert asked.own_files() == []
        assert await asked.bot_messages() == before + 1
    assert await town.answers_kept(asked) is None


async def test_a_card_that_was_replaced_cannot_be_accepted(town: Town, asked: Person) -> None:
    """Buttons under an older card, and under one that counts already, are known as old ones."""
    await at_card(town, asked)
    old, accept = asked.messages[-1]["id"], data(asked, "k:accept")
    await at_card(town, asked, surname="PETROV")

    await asked.tap(accept, message=old)
    assert "This button is from an old message" in asked.sees()
    assert "Family name: PETROV" in asked.last()

    accept = data(asked, "k:accept")
    await asked.tap(accept, message=asked.messages[-1]["id"])
    for forged in (accept, accept.replace("accept", "right") + "born", accept.replace("accept", "change") + "born"):
        await asked.forge_tap(forged)
        assert "When did you enter Kazakhstan?" in asked.last()
    assert (await town.answers_kept(asked)).family_name == "PETROV"


async def test_the_use_case_itself_refuses_an_older_card(town: Town, asked: Person) -> None:
    """Whoever calls it, only the card that was looked at is accepted."""
    await at_card(town, asked)
    of = CardTap.unpack(data(asked, "k:accept")).of
    accept = AcceptPassport(begin=town.running.database.begin, clock=town.clock)

    with pytest.raises(Refusal) as refused:
        await accept(ChatId(asked.id), of=of - 1)

    assert refused.value.code is RefusalCode.STALE
    assert (await accept(ChatId(asked.id), of=of)).answers.family_name == "IVANOV"


@pytest.mark.parametrize("deed", ["/start", "/language", "Register me at an address", "typed"])
async def test_a_card_that_waits_is_shown_again(town: Town, asked: Person, deed: str) -> None:
    """Whatever the person does meanwhile, also after a restart, the way back leads to the card."""
    await at_card(town, asked, Field.NUMBER)
    await town.restart_bot()

    if deed == "/language":
        await asked.send(deed)
        await asked.tap("English")
    elif deed.startswith("Register"):
        await asked.send("/menu")
        await asked.tap(deed)
    else:
        await asked.send("it is all right" if deed == "typed" else deed)

    assert "Document number: 751234567 - check" in asked.last()


async def test_another_photo_or_typing_after_all(town: Town, asked: Person) -> None:
    """From the card one can take another photo, come back to it, or give it up and type."""
    await at_card(town, asked)
    await asked.tap("Another photo")
    assert ASKED in asked.last()
    await asked.tap("Back")
    assert CARD in asked.last()
    await asked.tap("Another photo")
    town.reader.answers = [Unread.DARK]
    await asked.send_photo(photo())
    await asked.tap("Back")
    assert CARD in asked.last()

    await asked.tap("Type it instead", message=asked.messages[-1]["id"])
    assert "What is your citizenship?" in asked.last()
    await asked.start()
    assert CARD not in asked.last()


async def test_nothing_is_read_without_consent(town: Town, guest: Person) -> None:
    """Without consent no photo is read as a passport, and it is said what is needed first."""
    await guest.send_photo(photo())
    await guest.wait_for("first agree to the use of your personal data")
    for forged in ("g:continue", "g:read", "g:photo"):
        await guest.forge_tap(forged)
        await guest.send_photo(photo())

    assert guest.last().startswith("First agree to the use of your personal data")
    assert town.reader.pictures == []


async def test_an_unasked_photo_is_read_only_when_its_owner_says_so(town: Town, guest: Person) -> None:
    """A picture without a code, sent when nothing was asked, may be a passport; one tap lets it be read."""
    town.reader.answers = [reading()]
    await known_to_the_bot(town, guest)
    await guest.send_photo(photo())
    await guest.wait_for("Is it your passport?")
    assert town.reader.pictures == []
    with town.books() as books:  # Telegram remembers which photo it was
        assert books.execute("SELECT count(*) FROM fsm WHERE data IS NOT NULL").fetchone() == (0,)

    await guest.tap("Yes, register me")

    assert CARD in guest.last()
    assert guest.own_files() == []


async def test_withdrawing_forgets_a_card_that_waits(town: Town, asked: Person) -> None:
    """Who takes the consent back leaves nothing of the passport behind."""
    await at_card(town, asked)
    accept = data(asked, "k:accept")

    await asked.send("/withdraw")
    await asked.tap("Delete my data")
    await asked.forge_tap(accept)

    with town.books() as books:
        assert books.execute("SELECT count(*) FROM drafts").fetchone() == (0,)
        assert books.execute("SELECT count(*) FROM fsm WHERE state IS NOT NULL OR data IS NOT NULL").fetchone() == (0,)
    assert "First agree" in asked.sees() or "old message" in asked.sees()


async def test_a_photo_that_was_being_read_is_read_after_a_restart(town: Town, asked: Person) -> None:
    """Stopped in the middle, the bot reads the photo when it is up again, and says so in the message that it began."""
    is_reading = asyncio.Event()

    async def never_ends() -> None:
        is_reading.set()
        await asyncio.Event().wait()

    town.reader.meanwhile = never_ends
    said = await asked.bot_messages()
    town.simulator.phones[asked.id].send_photo(photo())
    await is_reading.wait()
    town.reader.meanwhile, town.reader.answers = None, [reading()]
    await town.restart_bot()

    await asked.wait_for(CARD)
    await asked.quiet()
    assert await asked.bot_messages() == said + 1
    assert asked.own_files() == []
    await asked.tap("All correct")
    assert (await town.answers_kept(asked)).family_name == "IVANOV"


async def test_a_photo_read_before_a_kill_is_not_fetched_again(
    town: Town, asked: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before the photo is deleted, before the card is shown or its place is kept: one card comes of it."""
    for place in (
        "bot.telegram.screen.Screen.remove",
        "aiogram.Bot.edit_message_text",
        "aiogram.fsm.context.FSMContext.set_state",
    ):
        said = await asked.bot_messages()
        town.reader.pictures, town.reader.answers = [], [reading()]
        town.clock.move(seconds=2)
        with stuck_at(place, monkeypatch) as is_stuck:
            town.simulator.phones[asked.id].send_photo(photo())
            await is_stuck.wait()
            await town.stop_bot()
        town.simulator.faults.add("getfile", "429", retry_after=60)
        await town.start_bot()
        await asked.quiet()
        assert CARD in asked.last(), place
        assert len(town.reader.pictures) == 1, place
        assert asked.own_files() == []
        assert await asked.bot_messages() == said + 1, place
        town.simulator.faults.clear()
    await asked.send("it is all right")
    assert CARD in asked.last()


async def test_a_photo_delivered_twice_is_read_once(town: Town, asked: Person) -> None:
    """The same update again makes no second card."""
    town.simulator.faults.repeat_next_update()

    await at_card(town, asked)
    await asked.quiet(0.2)

    assert len(town.reader.pictures) == 1
    assert asked.sees().count(CARD) == 1
    assert OUR_FAULT not in asked.sees()


async def test_a_photo_that_cannot_be_deleted(town: Town, asked: Person) -> None:
    """After two days Telegram lets no bot delete a message: the person is asked to."""
    await town.stop_bot()
    town.simulator.phones[asked.id].send_photo(photo())
    town.reader.answers = [reading()]
    town.clock.move(hours=49)
    await town.start_bot()

    await asked.wait_for(CARD)

    assert "I could not delete it from this chat. Delete it yourself." in asked.last()


async def test_a_passport_is_nowhere_but_on_its_owners_screen(
    town: Town, asked: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """No log, no button and no file bears a name or number of the passport, or the photo."""
    with caplog.at_level(logging.DEBUG):
        await at_card(town, asked, Field.NUMBER, surname="ZAMORSKIJ", number="QX7654321")
        buttons = [button["value"] for message in asked.messages for row in message["buttons"] for button in row]
        await asked.tap("QX7654321 is right")
        await asked.tap("All correct")
        [picture] = town.reader.pictures
        await town.stop_bot()

    said = "\n".join(f"{record.name} {record.getMessage()} {record.__dict__}" for record in caplog.records)
    content = town.everything_kept()
    for canary in ("ZAMORSKIJ", "QX7654321"):
        assert canary not in said
        assert canary not in "\n".join(buttons)
        assert canary.encode() not in content
    assert all(len(value.encode()) <= 64 for value in buttons)
    for file in filter(lambda path: path.is_file(), town.folder.rglob("*")):
        assert picture[200:260] not in file.read_bytes(), file


def test_every_line_of_the_card_has_a_button_that_fits() -> None:
    """The longest callback data, for any update, stay within Telegram's 64 bytes."""
    longest = max(len(CardTap(deed=CardDeed.CHANGE, of=2**53, question=question).pack()) for question in PASSPORT)
    assert longest <= 64


async def test_a_real_photo_is_read_by_the_real_reader(town: Town, asked: Person) -> None:
    """A photo as Telegram compresses it becomes the card of what is printed on it."""
    town.reader = None
    await town.restart_bot()

    await asked.send_photo(PHOTO)
    await asked.wait_for(CARD, timeout=30)

    for shown in (
        "TILEK KYZY",
        "NURGUL",
        "PE0574367",
        "Kyrgyzstan (KGZ)",
        "13 February 1950",
        "Female",
        "27 April 2033",
    ):
        assert shown in asked.last()
    assert asked.own_files() == []

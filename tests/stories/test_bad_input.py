"""Whatever people send gets a sensible answer, never silence; what was answered before is kept."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date

import pytest

from bot.simulator import Simulator
from tests.people import NeverSeen, Person
from tests.stories.test_restarts import FIELDS, QUESTIONS
from tests.town import ALL_ANSWERED, Town, answered, at_review, begin, host_proves, known_to_the_bot, sent

OUR_FAULT = "problem with the service"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
LONG = "я" * 10_000
Deed = Callable[[Person], Awaitable[object]]

UNEXPECTED: dict[str, Deed] = {
    "a sticker": lambda one: one.send_sticker(),
    "a voice message": lambda one: one.send_voice(),
    "a video": lambda one: one.send_video(),
    "a file": lambda one: one.send_document(b"hello", "letter.txt", "text/plain"),
    "a broken picture": lambda one: one.send_document(PICTURE, "photo.png", "image/png"),
    "a contact": lambda one: one.share_contact(),
    "another's contact": lambda one: one.share_contact(own=False),
    "an unknown command": lambda one: one.send("/fly"),
    "10,000 characters": lambda one: one.send(LONG),
    "10,000 digits": lambda one: one.send("1" * 10_000),
    "emoji": lambda one: one.send("🙂🙂🙂"),
    "markup": lambda one: one.send("<b>&</b><script>"),
    "spaces": lambda one: one.send("   "),
    "a line of nothing visible": lambda one: one.send("\u200b\u2060"),
    "braces": lambda one: one.send("{name} %s {0}"),
    "a slash": lambda one: one.send("/"),
}


async def words_after(one: Person, deed: Deed) -> list[str]:
    """What the bot said to one deed, new messages and alerts."""
    seen, alerts = {message["id"] for message in one.messages}, len(one.alerts())

    def said(one: Person) -> list[str]:
        return [m["text"] for m in one.messages if m["from_bot"] and m["id"] not in seen] + one.alerts()[alerts:]

    await deed(one)
    with suppress(NeverSeen):  # a picture is read away from the event loop, behind the sign of typing
        await one.wait_for(lambda one: bool(said(one)))
    return said(one)


ADDRESSES = {"10,000 digits", "markup", "braces"}
"""What could be meant as an address."""


@pytest.mark.sampled
@pytest.mark.parametrize("reached", range(len(QUESTIONS)), ids=FIELDS)
async def test_nothing_is_answered_with_silence(town: Town, guest: Person, reached: int) -> None:
    """At every question, whatever comes instead of an answer is answered, loses nothing and is no fault of ours."""
    before = dict.fromkeys(FIELDS[reached:])
    await answered(town, guest, **before)
    await guest.tap("Continue" if reached else "Register me at an address")

    skipped = ADDRESSES if FIELDS[reached] == "address" else set()
    for name in [name for name in UNEXPECTED if name not in skipped]:
        said = await words_after(guest, UNEXPECTED[name])
        assert said, f"silence after {name}"
        assert OUR_FAULT not in "".join(said), name
        kept = await town.answers_kept(guest)
        assert kept is None or kept == ALL_ANSWERED.with_(**before), f"{name} was taken for an answer"


async def test_nothing_is_answered_with_silence_where_nothing_was_asked(town: Town) -> None:
    """At the menu, too, everything is answered."""
    for number, (name, deed) in enumerate(UNEXPECTED.items(), start=1):
        guest = await town.guest(1000 + number)
        await known_to_the_bot(town, guest)
        await guest.send("/menu")
        said = await words_after(guest, deed)
        assert said, f"silence after {name}"
        assert OUR_FAULT not in "".join(said), name


async def test_nothing_is_answered_with_silence_before_the_beginning(town: Town) -> None:
    """Somebody who never pressed Start is answered."""
    for number, (name, deed) in enumerate(UNEXPECTED.items(), start=1):
        said = await words_after(await town.guest(1000 + number), deed)
        assert said, f"silence after {name}"
        assert OUR_FAULT not in "".join(said), name


async def test_a_host_is_never_met_with_silence(town: Town, guest: Person, host: Person) -> None:
    """At every step of the host everything is answered, and nothing of it lets anybody agree."""
    await host.open_link(await sent(town, guest))
    for name, deed in UNEXPECTED.items():
        if name != "a contact":
            assert await words_after(host, deed), f"silence after {name}"
    await host.share_contact()
    for name, deed in UNEXPECTED.items():
        assert await words_after(host, deed), f"silence after {name}"
    assert OUR_FAULT not in host.sees()
    assert "Ivanov" not in host.sees()
    assert await town.recorded(guest) == ["asked", "opened"]


async def test_a_sticker_repeats_the_question(town: Town, guest: Person) -> None:
    """After a sticker the bot says what it reads and asks again, at the first question too."""
    await begin(guest)
    await guest.tap("Register me at an address")
    await guest.tap("Type it instead")

    await guest.send_sticker()

    assert "I read text and buttons" in guest.sees()
    assert "What is your citizenship?" in guest.last()


async def test_a_forwarded_text_is_taken_as_typed(town: Town, guest: Person) -> None:
    """A forwarded message's words are an answer like any other."""
    friend = await town.guest(1002, "Anna")
    await friend.start()
    await friend.send("Petrov")
    message = next(m["id"] for m in reversed(friend.messages) if m["text"] == "Petrov")
    await answered(town, guest, family_name=None)
    await guest.tap("Continue")

    await guest.forward(message, of=friend)

    kept = await town.answers_kept(guest)
    assert kept is not None
    assert kept.family_name == "Petrov"


async def test_an_own_message_changed_later_changes_nothing(town: Town, guest: Person) -> None:
    """Telegram's own editing of an old answer does not answer anything; Change does."""
    await answered(town, guest, family_name=None)
    await guest.tap("Continue")
    await guest.send("Ivanov")
    message = next(m["id"] for m in reversed(guest.messages) if m["text"] == "Ivanov")
    guest.patience = 0.3

    await guest.edit(message, "Sidorov")

    kept = await town.answers_kept(guest)
    assert kept is not None
    assert kept.family_name == "Ivanov"


WRONG = [
    ("family_name", "Ivanov2", "A name is written with letters"),
    ("family_name", "<b>Ivanov</b>", "A name is written with letters"),
    ("family_name", "Iva🙂nov", "A name is written with letters"),
    ("family_name", "A" * 61, "A name can have at most 60 letters"),
    ("given_names", "12", "A name is written with letters"),
    ("born", "31.02.1990", "There is no such day"),
    ("born", "27.03", "The date must include a year"),
    ("born", "yesterday or so", "Type the date as day, month, year"),
    ("born", "27.03.2027", "The date of birth must be in the past"),
    ("born", "27.03.1890", "Check the year of birth"),
    ("entered", "22.11.2026", "must be today or in the past"),
    ("entered", "30.02.2026", "There is no such day"),
    ("entered", "12.11.1999", "or later. Type your last entry"),
    ("document_number", "12", "The number must have 6 to 9 letters and numbers"),
    ("document_number", "Ж123456", "Latin letters and numbers"),
    ("document_expires", "01.05.2026", "This document ended on 1 May 2026. You cannot register with it"),
    ("document_kind", "Driving licence", "Tap one of the buttons, or type what stands on it"),
    ("host", "85041230000", "An IIN has 12 numbers"),
    ("host", "850412300007", "Check the IIN: its last number does not match"),
    ("host", "240440012345", "Check the BIN: its last number does not match"),
    ("address", "ул", "Type the city, the street and the house number"),
    ("address", "Almaty, " + "Abay avenue " * 20 + "10", "The address can have at most 160 letters"),
    ("premises", "A place not for living", "One can register only where people live"),
    ("premises", "garage", "Tap one of the buttons"),
    ("until", "20.11.2026", "The last day must be today or later"),
    ("until", "01.11.2026", "The last day must be the same as or after 12 November 2026, when you entered"),
]


@pytest.mark.parametrize(("field", "typed", "said"), WRONG, ids=[f"{field} {typed[:20]}" for field, typed, _ in WRONG])
async def test_wrong_input_says_how_to_mend_it(town: Town, guest: Person, field: str, typed: str, said: str) -> None:
    """A wrong answer is answered in the words of the question, keeps the rest, and the question stays open."""
    await answered(town, guest, **dict.fromkeys(FIELDS[FIELDS.index(field) :]))
    await guest.tap("Continue")

    await guest.send(typed)

    assert said in guest.hears()
    kept = await town.answers_kept(guest)
    assert kept == ALL_ANSWERED.with_(**dict.fromkeys(FIELDS[FIELDS.index(field) :]))
    for word in ("sorry", "invalid", "forbidden", "error", "oops"):
        assert word not in guest.last().casefold()


async def test_the_third_miss_names_a_human(town: Town, guest: Person) -> None:
    """After three misses in a row the person is told whom to call, and that the answers are kept."""
    await answered(town, guest, born=None)
    await guest.tap("Continue")

    for _ in range(3):
        await guest.send("some day")

    assert "Call 1414. Your answers are kept." in guest.last()


async def test_misses_are_counted_in_a_row(town: Town, guest: Person) -> None:
    """A right answer between two misses begins the count anew."""
    await answered(town, guest, born=None, until=None)
    await guest.tap("Continue")
    await guest.send("some day")
    await guest.send("some day")
    await guest.send("27.03.1990")

    await guest.send("some day")

    assert "1414" not in guest.last()


RIGHT = [
    ("family_name", "Иванов-Петров", "family_name", "Иванов-Петров"),
    ("family_name", "  O’Brien ", "family_name", "O'Brien"),
    ("family_name", "王", "family_name", "王"),
    ("family_name", "العبدالله", "family_name", "العبدالله"),
    ("given_names", "Ana María José", "given_names", "Ana María José"),
    ("born", "27 3 1990", "born", date(1990, 3, 27)),
    ("born", "27 марта 1990", "born", date(1990, 3, 27)),
    ("born", "27031990", "born", date(1990, 3, 27)),
    ("born", "1990-03-27", "born", date(1990, 3, 27)),
    ("born", "27/03/90", "born", date(1990, 3, 27)),
    ("entered", "Yesterday", "entered", date(2026, 11, 20)),
    ("citizenship", "kyrg", "citizenship", "KGZ"),
    ("citizenship", "Қырғызстан", "citizenship", "KGZ"),
    ("citizenship", "kgz", "citizenship", "KGZ"),
    ("citizenship", "Oʻzbekiston", "citizenship", "UZB"),
    ("citizenship", "3", "citizenship", "RUS"),
    ("citizenship", "Russia", "citizenship", "RUS"),
    ("patronymic", "I have none", "patronymic", ""),
    ("patronymic", "1", "patronymic", ""),
    ("premises", "2", "premises", "flat"),
    ("premises", "dorm", "premises", "dormitory"),
    ("document_kind", "2", "document_kind", "id_card"),
    ("until", "31.12.2026", "until", date(2026, 12, 31)),
]


@pytest.mark.parametrize(("asked", "typed", "field", "value"), RIGHT, ids=[f"{row[0]} {row[1]}" for row in RIGHT])
async def test_answers_are_taken_as_people_type_them(
    town: Town, guest: Person, asked: str, typed: str, field: str, value: object
) -> None:
    """Any usual form of an answer is understood: words on the button, its number, any script, any date."""
    await answered(town, guest, **dict.fromkeys(FIELDS[FIELDS.index(asked) :]))
    await guest.tap("Register me at an address" if asked == "citizenship" else "Continue")

    await guest.send(typed)

    kept = await town.answers_kept(guest)
    assert getattr(kept, field) == value


@pytest.mark.parametrize("typed", ["850412 300006", "850412-300006", " 8504 1230 0006 ", "850412–300006"])
async def test_an_iin_is_cleaned_not_scolded(town: Town, guest: Person, typed: str) -> None:
    """Spaces and dashes in an IIN are taken away."""
    await at_review(town, guest, host=None)

    await guest.send(typed)

    assert "Check your answers" in guest.last()
    assert "850412 300006" in guest.last()


@pytest.mark.parametrize("typed", ["75 1234567", "75-1234567", "75 № 1234567", "75.1234567"])
async def test_a_document_number_is_cleaned(town: Town, guest: Person, typed: str) -> None:
    """Spaces, dashes and the number sign are taken away."""
    await at_review(town, guest, document_number=None)

    await guest.send(typed)

    assert (await town.answers_kept(guest)) == ALL_ANSWERED


async def test_an_address_without_a_region_is_asked_for_it_by_button(town: Town, guest: Person) -> None:
    """Only the missing region is asked, by twenty buttons, and what was typed is shown."""
    await at_review(town, guest, address=None)
    await guest.send("Abay avenue 10, flat 25")
    assert "Which region or city is it in?" in guest.last()
    assert "You wrote: Abay avenue 10, flat 25" in guest.last()
    regions = [b for row in guest.messages[-1]["buttons"] for b in row if b["value"].startswith("p:")]
    assert len(regions) == 20

    await guest.tap("Astana")

    assert "Check your answers" in guest.last()
    assert "город Астана, Abay avenue 10, flat 25" in guest.last()


async def test_an_address_without_a_house_is_asked_for_it(town: Town, guest: Person) -> None:
    """Only the missing house number is asked."""
    await at_review(town, guest, address=None)
    await guest.send("Almaty, Abay avenue")
    assert "What is the house number?" in guest.last()

    await guest.send("no number")
    assert "Type the house number" in guest.last()
    await guest.send("15/2")

    assert "Abay avenue, 15/2" in guest.last()


async def test_an_address_in_a_region_is_asked_for_its_village(town: Town, guest: Person) -> None:
    """In a region the city or village is asked when only a street was given."""
    await at_review(town, guest, address=None)

    await guest.send("Alatau district street 5")
    await guest.tap("Almaty Region")
    assert "Which city, town or village is it in?" in guest.last()
    await guest.send("Talgar")

    assert "Check your answers" in guest.last()
    assert "Talgar, Alatau district street 5" in guest.last()


async def test_markup_in_an_address_is_shown_as_typed(town: Town, guest: Person, host: Person) -> None:
    """What a person types is never markup: the review, the button and the host's card show it as it was typed."""
    typed = "Almaty, <b>Abay</b> & sons 10"
    await at_review(town, guest, address=None)
    await guest.send(typed)
    assert "<b>Abay</b> & sons 10" in guest.last()

    await guest.tap("Address")
    assert not any("&amp;" in label or "&lt;" in label for label in guest.buttons())
    await guest.tap("Keep: ")
    await guest.tap("Send to my host")

    await host_proves(host, next(link for link in guest.links() if "start=q" in link))
    assert "<b>Abay</b> & sons 10" in host.last()
    await host.tap("Agree")
    await guest.wait_for("The same certificate for printing")


async def test_several_countries_are_offered(town: Town, guest: Person) -> None:
    """A part of a name that fits several states offers them as buttons."""
    await begin(guest)
    await guest.tap("Register me at an address")

    await guest.send("united")
    await guest.tap("United States")

    kept = await town.answers_kept(guest)
    assert kept is not None
    assert kept.citizenship == "USA"


async def test_back_after_a_miss_on_the_first_question_is_no_old_button(town: Town, guest: Person) -> None:
    """Nobody is told of an old message who taps a button of the newest one."""
    await begin(guest)
    await guest.tap("Register me at an address")
    await guest.send("Narnia")
    assert "No country with this name was found" in guest.last()

    for label in [button["text"] for row in guest.messages[-1]["buttons"] for button in row][-1:]:
        await guest.tap(label)

    assert "This button is from an old message" not in guest.sees()


async def test_an_old_answer_button_is_known_as_such(town: Town, guest: Person) -> None:
    """A button of a question answered long ago changes nothing; the person is told, and shown where things stand."""
    await answered(town, guest, premises=None, until=None)
    await guest.tap("Continue")
    old = guest.messages[-1]["id"]
    await guest.send("Flat")
    before = await town.answers_kept(guest)

    await guest.tap("p:premises:house", message=old)

    assert "This button is from an old message. Here is where things stand now." in guest.sees()
    assert "Until when will you live there?" in guest.last()
    assert await town.answers_kept(guest) == before


async def test_an_old_review_shows_the_sent_request(town: Town, guest: Person) -> None:
    """Send, tapped on an old review, sends nothing twice and shows the request that waits."""
    await sent(town, guest)

    await guest.forge_tap("g:send")

    assert "This button is from an old message" in guest.sees()
    assert "the host has not opened it yet" in guest.last()
    assert len(await town.requests_of(guest)) == 1


@pytest.mark.parametrize(
    "data", ["", "x", "old:button:of:another:bot", "p:premises", "l:xx", "w:1:because", "m:nothing"]
)
async def test_a_button_that_leads_nowhere_is_answered(town: Town, guest: Person, data: str) -> None:
    """Callback data of which this version knows nothing shows where things stand."""
    await begin(guest)

    await guest.forge_tap(data)

    assert "This button is from an old message" in guest.sees()
    assert "What would you like to do?" in guest.last()


@pytest.mark.parametrize("index", range(len(QUESTIONS) - 1), ids=FIELDS[:-1])
@pytest.mark.sampled
async def test_an_answer_delivered_twice_is_taken_once(town: Town, guest: Person, index: int) -> None:
    """The same update twice changes nothing and scolds nobody: the next question stands."""
    typed = ("Россия", "12.11.2026", "Ivanov", "Pyotr", "-", "27.03.1990", "Passport", "75 1234567", "27.03.2031",
             "850412300006", "Almaty, Abay avenue 10, flat 25", "Flat")[index]  # fmt: skip
    await answered(town, guest, **dict.fromkeys(FIELDS[index:]))
    await guest.tap("Continue" if index else "Register me at an address")
    town.simulator.faults.repeat_next_update()

    await guest.send(typed)
    await guest.quiet(0.3)

    assert await town.answers_kept(guest) == ALL_ANSWERED.with_(**dict.fromkeys(FIELDS[index + 1 :]))
    assert QUESTIONS[index + 1] in guest.last()
    assert OUR_FAULT not in guest.sees()


async def test_a_send_delivered_twice_sends_once(town: Town, guest: Person) -> None:
    """A repeated tap on Send makes one request."""
    await at_review(town, guest)
    town.simulator.faults.repeat_next_update()

    await guest.tap("Send to my host")
    await guest.quiet(0.3)

    assert len(await town.requests_of(guest)) == 1
    assert OUR_FAULT not in guest.sees()


async def test_an_agree_delivered_twice_is_recorded_once(town: Town, guest: Person, host: Person) -> None:
    """A repeated tap on Agree makes one certificate."""
    await host_proves(host, await sent(town, guest))
    town.simulator.faults.repeat_next_update()

    await host.tap("Agree")
    await guest.wait_for("The same certificate for printing")
    await host.quiet(0.3)

    assert await town.recorded(guest) == ["asked", "opened", "granted"]
    assert OUR_FAULT not in host.sees()


async def test_our_own_fault_is_told(town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the service fails the person hears so, and that the answers are kept."""
    await answered(town, guest, family_name=None)
    await guest.tap("Continue")

    def broken(*_: object) -> None:
        raise RuntimeError("made to fail")

    monkeypatch.setattr("storage.drafts.SqlDrafts.save", broken)
    await guest.send("Ivanov")
    monkeypatch.undo()

    assert "Sorry, there is a problem with the service. Your earlier answers are kept." in guest.sees()
    assert "What is your family name?" in guest.last()
    await guest.send("Ivanov")
    assert "Check your answers" in guest.last()


GROUP = -500


async def test_in_a_group_the_bot_only_says_that_it_talks_in_private(town: Town, guest: Person) -> None:
    """A command in a group gets one sentence; nothing else is asked or answered there."""
    simulator: Simulator = town.simulator
    group = simulator.group(GROUP, "Neighbours")
    guest.patience = 0.3  # the private chat stays silent

    await guest.send("/start", chat_id=GROUP)
    await guest.send("hello all", chat_id=GROUP)
    await guest.quiet(0.2)

    said = [message.text for message in group.messages.values() if message.from_bot]
    assert said == ["I talk only in a private chat, because passports are nobody else's business."]

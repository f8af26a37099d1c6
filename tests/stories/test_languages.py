"""The whole journey in Kazakh and in Russian: no English sentence anywhere on the screen."""

from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from bot.telegram.profile import set_profile
from bot.texts.words import LANGUAGES
from tests.people import Person
from tests.town import HOST_IIN, HOST_NAME, Town, link_in

OTHERS = [language for language in LANGUAGES if language != "en"]
SHORT = 12  # letters; shorter words may be the same in another language ("VALID" is not translated away by chance)
TYPED = ("Ivanov", "Pyotr", "-", "27.03.1990")


@pytest.fixture(autouse=True)
async def introduced(town: Town) -> None:
    """The bot's commands and descriptions, too, are on the screens."""
    await set_profile(town.running.bot)


@pytest.fixture(scope="session")
def english() -> tuple[str, ...]:
    """Every sentence of the source, cut at its gaps, long enough not to be met by chance."""
    with files("locales").joinpath("ru", "LC_MESSAGES", "bot.po").open("rb") as source:
        catalogue = read_po(source)
    sentences = [one for message in catalogue for one in _forms(message.id)]
    return tuple(sorted({piece for sentence in sentences for piece in _pieces(sentence)}))


def _forms(msgid: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (msgid,) if isinstance(msgid, str) else tuple(msgid)


def _pieces(sentence: str) -> list[str]:
    """What stands between the gaps and the tags, as a phone shows it."""
    for mark in ("<b>", "</b>", "&amp;", "\n"):
        sentence = sentence.replace(mark, "{}")
    pieces = [piece.split("}")[-1].strip() for piece in sentence.split("{")]
    return [piece for piece in pieces if len(piece) > SHORT and " " in piece]


def english_seen(person: Person, english: tuple[str, ...]) -> list[str]:
    """English pieces among the bot's words, buttons, commands and descriptions on this phone."""
    profile = [str(person.screen[name]) for name in ("description", "short_description")]
    commands = [command["description"] for command in person.screen["commands"]]
    shown = "\n".join([person.hears(), *person.buttons(), *profile, *commands])
    return [piece for piece in english if piece in shown]


async def opens_and_consents(person: Person, language: str) -> None:
    """Start, language, consent, by data and not by words."""
    await person.start()
    await person.tap(f"l:{language}")
    await person.tap("g:consent")


async def registers(guest: Person) -> None:
    """From the menu to the sent request."""
    await guest.tap("m:register")
    await guest.tap("g:type")
    await guest.tap("p:citizenship:RUS")
    await guest.send("12.11.2026")
    for answer in TYPED:
        await guest.send(answer)
    await guest.tap("p:document_kind:passport")
    for answer in ("751234567", "27.03.2031", HOST_IIN, "Almaty, Abay avenue 10, flat 25"):
        await guest.send(answer)
    await guest.tap("p:premises:flat")
    await guest.tap("p:until:2027-02-09")
    await guest.tap("g:send")


async def test_the_check_itself_sees_english(town: Town, english: tuple[str, ...]) -> None:
    """On an English screen the same check finds the sentences, so that finding none elsewhere means something."""
    guest = await town.guest()

    await opens_and_consents(guest, "en")

    assert "What would you like to do?" in english_seen(guest, english)
    assert len(english) > 200


@pytest.mark.parametrize("language", OTHERS)
async def test_the_main_journey_has_no_english_word(town: Town, language: str, english: tuple[str, ...]) -> None:
    """Guest and host, from Start to certificate, each screen in the chosen language."""
    guest, host = await town.guest(language=language), await town.host(language=language)
    await guest.look()
    await opens_and_consents(guest, language)
    await registers(guest)
    number = max(int(case.number) for case in await town.requests_of(guest))

    await host.open_link(link_in(guest))
    await host.share_contact()
    await host.send(f"{HOST_IIN} {HOST_NAME}")
    await host.tap(f"r:agree:{number}")
    await guest.wait_for(lambda one: sum(bool(m["file"]) for m in one.messages) == 2, timeout=8)

    assert english_seen(guest, english) == []
    assert english_seen(host, english) == []


@pytest.mark.parametrize("language", OTHERS)
async def test_the_other_ways_have_no_english_word(town: Town, language: str, english: tuple[str, ...]) -> None:
    """Menu, help, duties, wrong answers, back, review, change, cancel, withdraw: all in the chosen language."""
    guest = await town.guest(language=language)
    await opens_and_consents(guest, language)
    for item in ("m:help", "m:menu", "m:duties", "m:certificates"):
        await guest.tap(item)
        assert english_seen(guest, english) == []
        await guest.send("/menu")
    await guest.tap("m:register")
    await guest.send("Narnia")
    await guest.send_sticker()
    await guest.send("China")
    await guest.send("12.11.2026")
    await guest.tap("g:has_basis")
    await guest.tap("b:eaeu_worker")
    await guest.tap("g:back")
    await guest.send("12.11.2027")
    await guest.send("/cancel")
    await guest.tap("g:stop")
    await guest.start()
    await guest.send("/withdraw")
    await guest.tap("g:withdraw")

    assert english_seen(guest, english) == []


@pytest.mark.parametrize("language", OTHERS)
async def test_a_refusal_has_no_english_word(town: Town, language: str, english: tuple[str, ...]) -> None:
    """The host refuses, the guest mends, in the chosen language."""
    guest, host = await town.guest(language=language), await town.host(language=language)
    await opens_and_consents(guest, language)
    await registers(guest)
    await host.open_link(link_in(guest))
    await host.share_contact()
    await host.send(f"{HOST_IIN} {HOST_NAME}")
    await host.tap("r:refuse:1")
    await host.tap("w:1:address")
    await guest.wait_for(lambda one: "r:mend:1" in one._data(), timeout=5)
    await guest.tap("r:mend:1")

    assert english_seen(guest, english) == []
    assert english_seen(host, english) == []


async def test_guest_and_host_read_each_their_own_language(town: Town) -> None:
    """A guest who reads Kazakh and a host who reads Russian understand each other."""
    guest, host = await town.guest(language="kk"), await town.host(language="ru")
    await opens_and_consents(guest, "kk")
    await registers(guest)

    await host.open_link(link_in(guest))
    assert any("а" <= letter <= "я" for letter in host.last().casefold())
    assert not any(letter in host.last().replace("Қазақша", "") for letter in "ғқңөұүһі")
    assert any(letter in guest.last() for letter in "ғқңөұүһі")


@pytest.mark.parametrize(
    ("telegrams", "chosen"), [("ru", "ru"), ("kk", "kk"), ("uz", "ru"), ("en", "en"), ("de", "en")]
)
async def test_the_language_is_preselected_from_telegrams(town: Town, telegrams: str, chosen: str) -> None:
    """Each language stands by its own name, and Telegram's is marked."""
    guest = await town.guest(language=telegrams)

    await guest.start()

    assert {label.removesuffix(" ✓") for label in guest.buttons()} == {"Қазақша", "Русский", "English"}
    assert [label for label in guest.buttons() if label.endswith("✓")] == [f"{LANGUAGES[chosen]} ✓"]

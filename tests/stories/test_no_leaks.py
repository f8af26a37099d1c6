"""Personal data are where they are needed and nowhere else."""

import logging

import pytest

from tests.people import Person
from tests.town import ALL_ANSWERED, HOST_IIN, STRANGER_ID, Town, begin, host_proves, link_in, sent

CANARIES = {
    "family name": "Zamorskij",
    "given name": "Svetozar",
    "patronymic": "Bogdanovich",
    "document": "QX7654321",
    "host's IIN": HOST_IIN,
    "host's name": "Kanarejkina",
    "host's phone": "77019998877",
    "street": "Kolokolchik",
}
TYPED = (
    "Россия", "12.11.2026", "Zamorskij", "Svetozar", "Bogdanovich", "27.03.1990", "Passport", "QX7654321",
    "27.03.2031", HOST_IIN, "Almaty, Kolokolchik street 10", "Flat",
)  # fmt: skip


def leaks(text: str) -> list[str]:
    """The kinds of data that can be read in this text."""
    return [kind for kind, canary in CANARIES.items() if canary in text]


async def whole_journey(town: Town) -> tuple[Person, Person]:
    """Everything typed, a slip or two on the way, agreed, drawn, checked."""
    guest, host = await town.guest(), await town.person(2001, "Kanarejkina", phone="+77019998877")
    await begin(guest)
    await guest.tap("Register me at an address")
    for answer in TYPED:
        if answer == "27.03.1990":
            await guest.send("Zamorskij Svetozar")  # a slip: a name where a date is asked
        await guest.send(answer)
    await guest.tap("Last lawful day")
    await guest.tap("Send to my host")
    await host.open_link(link_in(guest))
    await host.share_contact()
    await host.send(f"{HOST_IIN} Kanarejkina Maria")
    await host.tap("Agree")
    await guest.wait_for("The same certificate for printing", timeout=8)
    return guest, host


async def test_logs_name_nobody(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Every logger at its most talkative, over a whole journey with slips: no name, number, phone or address."""
    with caplog.at_level(logging.DEBUG):
        await whole_journey(town)
        await town.stop_bot()

    said = "\n".join(f"{record.name} {record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert len(caplog.records) > 20
    assert leaks(said) == []


async def test_a_fault_names_nobody_in_the_log(
    town: Town, guest: Person, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When an update fails the log says what and where, and not what was typed."""
    await begin(guest)
    await guest.tap("Register me at an address")
    await guest.send("Россия")
    await guest.send("12.11.2026")

    def broken(*given: object) -> None:
        raise RuntimeError(f"made to fail over {given}")

    monkeypatch.setattr("storage.drafts.SqlDrafts.save", broken)
    with caplog.at_level(logging.DEBUG):
        await guest.send("Zamorskij")

    assert any(record.levelno >= logging.ERROR for record in caplog.records)
    assert leaks(caplog.text) == []


async def test_buttons_and_links_carry_no_personal_data(town: Town) -> None:
    """Callback data and links hold ids and random names only, within Telegram's limits."""
    guest, host = await whole_journey(town)

    for person in (guest, host):
        for message in person.messages:
            for row in message["buttons"]:
                for button in row:
                    assert leaks(button["value"]) == []
                    assert button["kind"] != "callback" or len(button["value"].encode()) <= 64
        assert leaks("\n".join(person.links())) == []
    start = link_in_history(await guest.transcript())
    assert 0 < len(start) <= 64


def link_in_history(transcript: list[str]) -> str:
    """The start parameter of the first link for a host in the transcript."""
    line = next(line for line in transcript if "?start=q" in line)
    return line.split("?start=")[1].split()[0]


async def test_two_links_have_nothing_in_common(town: Town, guest: Person) -> None:
    """A request's link is random: another request of the same guest has quite another one."""
    first = await sent(town, guest)
    await guest.tap("Take it back")
    await guest.tap("Mend and send again")
    await guest.tap("Send to my host")

    second = link_in(guest)

    assert first != second
    assert sum(a == b for a, b in zip(first.split("=q")[1], second.split("=q")[1], strict=True)) < 8


async def test_the_host_sees_only_the_last_digits(town: Town, guest: Person, host: Person) -> None:
    """Before and after agreeing the host sees name, citizenship, year of birth and the document's last digits."""
    await host_proves(host, await sent(town, guest))
    await host.tap("Agree")

    assert "Ivanov Pyotr" in host.sees()
    transcript = "\n".join(await host.transcript())
    assert "•••4567" in transcript
    for hidden in ("751234567", "27.03.1990", "27 March 1990", "27.03.2031"):
        assert hidden not in transcript


async def test_before_the_iin_fits_the_host_sees_nothing(town: Town, guest: Person, host: Person) -> None:
    """Who opened the link but gave no fitting IIN sees neither name nor address."""
    await host.open_link(await sent(town, guest))
    await host.share_contact()
    await host.send("880110300008 Serikova Aigul")

    for hidden in ("Ivanov", "Pyotr", "Abay", "4567", "Russia", "1990"):
        assert hidden not in host.hears()


async def test_the_guest_does_not_see_the_hosts_phone(town: Town) -> None:
    """The host's phone and name are the host's; the guest's screen shows neither."""
    guest, _ = await whole_journey(town)

    assert "77019998877" not in guest.hears()
    assert "Kanarejkina" not in guest.hears()


async def test_a_stranger_sees_nobody(town: Town, guest: Person, host: Person) -> None:
    """A stranger who tries everything in reach learns no personal datum."""
    link = await sent(town, guest)
    await host_proves(host, link)
    stranger = await town.person(STRANGER_ID, "Bolat")
    await stranger.open_link(link)
    for data in ("r:show:1", "r:agree:1", "r:mend:1", "r:certificate:1", "w:1:other", "g:send", "m:certificates"):
        await stranger.forge_tap(data)

    for hidden in ("Ivanov", "Pyotr", "Abay", "751234567", "4567", HOST_IIN, "850412", "Serikova"):
        assert hidden not in stranger.hears()


async def test_the_files_of_the_database_name_nobody(town: Town) -> None:
    """Neither the database nor its journal bears a canary in clear; what was answered is still there."""
    guest, _ = await whole_journey(town)
    [case] = await town.requests_of(guest)
    assert case.answers.family_name == CANARIES["family name"]
    await town.stop_bot()

    content = town.everything_kept()
    assert b"granted" in content
    assert [kind for kind, canary in CANARIES.items() if canary.encode() in content] == []


def test_what_is_kept_shows_nobody_when_printed() -> None:
    """A repr of the answers, as it may stand in a traceback, has no personal datum."""
    printed = (
        repr(ALL_ANSWERED) + repr(ALL_ANSWERED.host) + repr(ALL_ANSWERED.address) + repr(ALL_ANSWERED.document_number)
    )

    for hidden in ("Ivanov", "Pyotr", "Abay", "751234567", "850412300006"):
        assert hidden not in printed

"""Who need not register is told why and what to do instead; who cannot be told is shown both readings."""

import pytest

from tests.people import Person
from tests.town import Town, answered, begin, host_proves, link_in


async def two_questions(guest: Person, citizenship: str, entered: str = "12.11.2026") -> None:
    """From nothing to the law's answer."""
    await begin(guest)
    await guest.tap("Register me at an address")
    await guest.send(citizenship)
    await guest.send(entered)


NOT_COVERED = [
    ("China", "for China it is 30 days", "Leave Kazakhstan. By"),
    ("Ukraine", "A treaty with Ukraine frees you for the first 90 days in 180", "Leave Kazakhstan. By"),
    ("Kazakhstan", "Citizens of Kazakhstan are not immigrants", ""),
    ("India", "it is 14 days", "Leave Kazakhstan. By"),
    (
        "Afghanistan",
        "Your visa says how long you may stay",
        "Your host tells the migration police",
    ),
]


@pytest.mark.parametrize(("state", "why", "instead"), NOT_COVERED, ids=[row[0] for row in NOT_COVERED])
async def test_who_is_not_covered_is_told_why_and_what_instead(
    town: Town, guest: Person, state: str, why: str, instead: str
) -> None:
    """Two questions, then: you need not register, why, and what the law asks instead; nothing more is asked."""
    await two_questions(guest, state, "20.11.2026")

    assert "You need not register under Order 923." in guest.last()
    assert why in guest.last()
    assert instead in guest.last()
    assert "What is your family name?" not in guest.sees()
    assert "Send to my host" not in guest.buttons()


async def test_nothing_can_be_sent_by_who_is_not_covered(town: Town, guest: Person) -> None:
    """Even a forged tap on Send sends nothing."""
    await answered(town, guest, citizenship="CHN")

    await guest.forge_tap("g:send")

    assert "there is nothing to send" in guest.sees()
    assert await town.requests_of(guest) == []


@pytest.mark.parametrize("again", ["Register me at an address", "/start"])
async def test_who_is_not_covered_is_told_again(town: Town, guest: Person, again: str) -> None:
    """Whoever comes back after "you need not register" gets the same answer, not the question for the name."""
    await two_questions(guest, "China")
    await guest.tap("Menu")

    if again.startswith("/"):
        await guest.send(again)
        await guest.tap("Continue")
    else:
        await guest.tap(again)

    assert "You need not register under Order 923." in guest.last()


async def test_the_country_can_be_changed(town: Town, guest: Person) -> None:
    """A mistyped country is changed with one tap and asks nothing twice."""
    await two_questions(guest, "China")

    await guest.tap("Change the country")
    await guest.send("Kyrgyzstan")

    assert "You must register." in guest.last()
    assert "What is your family name?" in guest.last()


async def test_an_unclear_state_gets_both_readings_and_may_register(town: Town, guest: Person, host: Person) -> None:
    """Uzbekistan's citizens see both readings and the stricter date, and can be registered."""
    await two_questions(guest, "Oʻzbekiston")
    assert "The law is unclear for you." in guest.last()
    assert "The press counts your country among those who must register by day 30." in guest.last()
    assert "By the treaty with Uzbekistan your stay is 30 days" in guest.last()
    assert "Register by 11 December 2026" in guest.last()

    for answer in ("Karimova", "Aziza", "-", "27.03.1990", "Passport", "AA1234567", "27.03.2031", "850412300006",
                   "Almaty, Abay avenue 10, flat 25", "Flat"):  # fmt: skip
        await guest.send(answer)
    await guest.tap("Last lawful day")
    await guest.tap("Send to my host")
    await host_proves(host, link_in(guest))
    await host.tap("Agree")

    await guest.wait_for("The same certificate for printing")


async def test_what_must_i_do_says_the_same_to_who_need_not_register(town: Town, guest: Person) -> None:
    """What must I do? repeats that nothing has to be registered and when the stay ends; Why? says why."""
    await two_questions(guest, "China")
    await guest.tap("Menu")

    await guest.tap("What must I do?")

    assert "You need not register under Order 923." in guest.last()
    assert "Leave Kazakhstan. By 11 December 2026: 20 days left." in guest.last()
    await guest.tap("Why?")
    assert "30 days" in guest.last()


BASES = [
    ("Permanent residence permit", "With a permanent residence permit you use another service"),
    ("Refugee", "Refugees use another service"),
    ("Work in the EAEU, by contract", "The law is unclear for you."),
]


@pytest.mark.parametrize(("basis", "said"), BASES, ids=[row[0] for row in BASES])
async def test_a_visa_or_a_permit_changes_the_answer(town: Town, guest: Person, basis: str, said: str) -> None:
    """Who stays on another ground says so, and gets the law's answer for that ground."""
    await two_questions(guest, "China")

    await guest.tap("I have a visa or a permit")
    assert "On what ground do you stay in Kazakhstan?" in guest.last()
    await guest.tap(basis)

    assert said in guest.last()


async def test_a_permit_outlasts_the_visa_free_stay(town: Town, guest: Person) -> None:
    """Whose visa-free days are over but who has a permit is shown both readings and can go on."""
    await two_questions(guest, "Россия", "01.06.2026")
    assert "Your lawful stay ended" in guest.last()

    await guest.tap("I have a visa or a permit")
    await guest.tap("Temporary residence permit")

    assert "The law is unclear for you." in guest.last()
    assert "on what ground you stay" in guest.last()
    assert "What is your family name?" in guest.last()

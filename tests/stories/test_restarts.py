"""Interruptions: restarts, weeks, languages, second thoughts; no answered question is lost."""

import asyncio

import pytest

from tests.people import Person
from tests.town import (
    ALL_ANSWERED,
    FIRST_AFTER,
    GUEST_ANSWERS,
    Town,
    agreed,
    answered,
    at_review,
    begin,
    host_proves,
    known_host,
    sent,
)

QUESTIONS = (
    "What is your citizenship?",
    "When did you enter Kazakhstan?",
    "What is your family name?",
    "What are your given names?",
    "What is your patronymic?",
    "What is your date of birth?",
    "Which document did you enter with?",
    "What is the series and number of the document?",
    "Until when is the document valid?",
    "Who gives you the place to live?",
    "What is the address where you live?",
    "What kind of place is it?",
    "Until when will you live there?",
)
FIELDS = (
    "citizenship", "entered", "family_name", "given_names", "patronymic", "born", "document_kind", "document_number",
    "document_expires", "host", "address", "premises", "until",
)  # fmt: skip
ON_REVIEW = (
    ("Citizenship", "Россия"),
    ("Entered Kazakhstan", "12.11.2026"),
    ("Family name", "Petrov"),
    ("Given names", "Ivan"),
    ("Patronymic", "Ivanovich"),
    ("Date of birth", "28.03.1990"),
    ("Document number", "76 7654321"),
    ("Document valid until", "28.03.2031"),
    ("Host's IIN", "900101300007"),
    ("Address", "Astana, Kenesary 5"),
    ("Kind of home", "House"),
    ("Staying until", "31.12.2026"),
)


async def test_a_restart_at_every_question_loses_nothing(town: Town, guest: Person, host: Person) -> None:
    """The bot is stopped and started before every answer, and the talk goes on just where it was."""
    await begin(guest)
    await guest.tap("Register me at an address")
    await guest.tap("Type it instead")
    for question, answer in zip(QUESTIONS, GUEST_ANSWERS, strict=False):
        assert question in guest.last()
        await town.restart_bot()
        await guest.send(answer)
    await town.restart_bot()
    await guest.tap("Last lawful day")
    assert await town.answers_kept(guest) == ALL_ANSWERED

    await town.restart_bot()
    await guest.tap("Send to my host")
    assert "sent, the host has not opened it yet" in guest.last()


async def test_a_restart_at_every_step_of_the_host(town: Town, guest: Person, host: Person) -> None:
    """The same on the host's side."""
    link = await sent(town, guest)
    await host.open_link(link)
    await town.restart_bot()
    await host.share_contact()
    await town.restart_bot()
    await host.send("850412300006")
    await town.restart_bot()
    await host.send("Serikova Aigul Maratovna")
    await town.restart_bot()
    await host.tap("Agree")

    await guest.wait_for("The same certificate for printing")


@pytest.mark.parametrize("reached", range(1, len(QUESTIONS)))
@pytest.mark.sampled
async def test_start_offers_to_continue(town: Town, guest: Person, reached: int) -> None:
    """After a restart and three weeks /start offers to go on, and Continue asks the first open question."""
    missing = dict.fromkeys(FIELDS[reached:])
    await answered(town, guest, **missing)
    await town.stop_bot()
    town.clock.move(weeks=3)
    await town.start_bot()

    await guest.start()
    assert "You have started a registration" in guest.last()
    await guest.tap("Continue")

    assert QUESTIONS[reached] in guest.last()


async def test_an_answer_typed_while_the_bot_was_down_is_taken(town: Town, guest: Person) -> None:
    """Whatever arrives while the bot is down is answered when it is up."""
    await at_review(town, guest, given_names=None)
    await town.stop_bot()
    guest.patience = 0.1
    await guest.send("Pyotr")
    town.clock.move(minutes=30)
    await town.start_bot()

    await guest.wait_for("Check your answers")


async def test_a_tap_made_while_the_bot_was_down_is_taken(town: Town, guest: Person) -> None:
    """A tap that Telegram no longer lets be answered still does its work, and is no fault of the service."""
    await at_review(town, guest)
    await town.stop_bot()
    guest.patience = 0.1
    await guest.tap("Send to my host")
    town.clock.move(minutes=30)
    await town.start_bot()

    await guest.wait_for("sent, the host has not opened it yet")
    await guest.quiet()
    assert "problem with the service" not in guest.sees()


@pytest.mark.parametrize("reached", range(len(QUESTIONS)))
@pytest.mark.sampled
async def test_a_language_switch_keeps_the_place(town: Town, guest: Person, reached: int) -> None:
    """/language at any question asks the same question again in the new language."""
    missing = dict.fromkeys(FIELDS[reached:])
    await answered(town, guest, **missing)
    await guest.tap("Continue" if reached else "Register me at an address")
    if not reached:
        await guest.tap("Type it instead")
    assert QUESTIONS[reached] in guest.last()

    await guest.send("/language")
    await guest.tap("Русский")
    await guest.send("/language")
    await guest.tap("English")

    assert QUESTIONS[reached] in guest.last()


async def test_a_language_switch_keeps_a_question_gone_back_to(town: Town, guest: Person) -> None:
    """The place is kept as well where an answered question is open again."""
    await answered(town, guest, until=None)
    await guest.tap("Continue")
    await guest.tap("Back")
    await guest.tap("Back")
    assert "What is the address where you live?" in guest.last()

    await guest.send("/language")
    await guest.tap("English")

    assert "What is the address where you live?" in guest.last()


async def test_a_language_switch_keeps_a_change_from_the_review(town: Town, guest: Person) -> None:
    """A change begun at the review returns to the review after a language switch too."""
    await at_review(town, guest)
    await guest.tap("Family name")
    await guest.send("/language")
    await guest.tap("English")
    assert "What is your family name?" in guest.last()

    await guest.send("Petrov")

    assert "Check your answers" in guest.last()


async def test_a_language_switch_keeps_the_review(town: Town, guest: Person) -> None:
    """At the review the review comes again in the new language."""
    await at_review(town, guest)

    await guest.send("/language")
    await guest.tap("English")

    assert "Check your answers" in guest.last()


async def test_a_language_switch_keeps_a_hosts_place(town: Town, guest: Person, host: Person) -> None:
    """A host who came by a link is asked the same in the new language."""
    await host.open_link(await sent(town, guest))
    await host.share_contact()

    await host.send("/language")
    await host.tap("English")

    assert "Type your IIN and your full name" in host.last()


async def test_back_on_every_question(town: Town, guest: Person) -> None:
    """Back leads from the review through every question to the first, and loses no answer."""
    await at_review(town, guest)

    for question in reversed(QUESTIONS):
        await guest.tap("Back")
        assert question in guest.last()

    assert await town.answers_kept(guest) == ALL_ANSWERED
    assert "Back" not in [button["text"] for row in guest.messages[-1]["buttons"] for button in row]


async def test_keep_leads_on_from_where_one_went_back(town: Town, guest: Person) -> None:
    """An answer gone back to can be kept with one tap, and nothing is asked again."""
    await at_review(town, guest)
    await guest.tap("Back")
    await guest.tap("Back")

    await guest.tap("Keep: Flat")

    assert "Check your answers" in guest.last()
    assert await town.answers_kept(guest) == ALL_ANSWERED


@pytest.mark.parametrize(("name", "answer"), ON_REVIEW, ids=[name for name, _ in ON_REVIEW])
@pytest.mark.sampled
async def test_a_change_returns_to_the_review(town: Town, guest: Person, name: str, answer: str) -> None:
    """Change beside each answer asks that question only and returns to the review."""
    await at_review(town, guest)

    await guest.tap(name)
    assert "Check your answers" not in guest.last()
    await guest.send(answer)

    assert "Check your answers" in guest.last()


async def test_another_document_asks_for_its_number_and_date(town: Town, guest: Person) -> None:
    """Another kind of document asks what belongs to it, then returns to the review."""
    await at_review(town, guest)
    await guest.tap("Document")
    await guest.send("Identity card")

    assert "What is the series and number of the document?" in guest.last()
    await guest.send("ID1234567")
    assert "Until when is the document valid?" in guest.last()
    await guest.send("01.01.2030")

    assert "Check your answers" in guest.last()


async def test_a_change_can_be_given_up(town: Town, guest: Person) -> None:
    """Back from a change returns to the review with the old answer."""
    await at_review(town, guest)
    await guest.tap("Address")

    await guest.tap("Back")

    assert "Check your answers" in guest.last()
    assert await town.answers_kept(guest) == ALL_ANSWERED


async def test_cancel_asks_once_and_keeps_the_answers(town: Town, guest: Person) -> None:
    """/cancel asks, Stop leads to the menu, and the answers stay for later."""
    await answered(town, guest, until=None)
    await guest.tap("Continue")

    await guest.send("/cancel")
    assert "Stop here?" in guest.last()
    await guest.tap("Stop")

    assert "What would you like to do?" in guest.last()
    assert await town.answers_kept(guest) == ALL_ANSWERED.with_(until=None)


async def test_cancel_can_be_taken_back(town: Town, guest: Person) -> None:
    """Go on after /cancel asks the open question again."""
    await answered(town, guest, until=None)
    await guest.tap("Continue")
    await guest.send("/cancel")

    await guest.tap("Go on")

    assert "Until when will you live there?" in guest.last()


async def test_a_second_start_offers_the_draft(town: Town, guest: Person) -> None:
    """/start in the middle of a question offers to continue, start again or delete."""
    await answered(town, guest, until=None)
    await guest.tap("Continue")

    await guest.start()

    assert {"Continue", "Start again", "Delete my answers"} <= set(guest.buttons())
    assert "12 of 13 answers are kept." in guest.last()


async def test_start_again_asks_from_the_beginning(town: Town, guest: Person) -> None:
    """Start again gives the old answers up and begins anew, with the photo."""
    await answered(town, guest, until=None)

    await guest.tap("Start again")

    assert "Photograph your passport" in guest.last()
    assert await town.answers_kept(guest) is None


async def test_the_answers_can_be_deleted(town: Town, guest: Person) -> None:
    """Delete my answers leaves none."""
    await answered(town, guest, until=None)

    await guest.tap("Delete my answers")

    assert await town.answers_kept(guest) is None
    await guest.start()
    assert "What would you like to do?" in guest.last()


async def test_withdrawing_deletes_everything(town: Town, guest: Person, host: Person) -> None:
    """/withdraw asks once; then draft, talk and the answers of open requests are gone, and the host cannot agree."""
    await host_proves(host, await sent(town, guest))
    await at_review(town, guest, document_number=None)

    await guest.send("/withdraw")
    assert "Delete your data?" in guest.last()
    await guest.tap("Delete my data")

    assert "Your data are deleted" in guest.last()
    assert await town.answers_kept(guest) is None
    assert all(case.answers.is_empty for case in await town.requests_of(guest))
    await host.forge_tap("r:agree:1")
    assert not await town.has_certificate(guest)
    assert {"Agree", "Refuse"}.isdisjoint(host.buttons())
    await guest.start()
    assert "Choose your language" in guest.last()


async def test_withdrawing_stops_the_reminders(town: Town, guest: Person) -> None:
    """Nobody is reminded who took the consent back."""
    await begin(guest)
    await guest.tap("Register me at an address")
    await guest.send("Россия")
    await guest.send("20.11.2026")
    await guest.send("/withdraw")
    await guest.tap("Delete my data")
    before = await guest.bot_messages()

    for _ in range(30):
        await town.time_passes(days=1)

    assert await guest.bot_messages() == before


async def test_a_host_who_withdraws_is_known_no_more(town: Town, guest: Person, host: Person) -> None:
    """A host's phone, IIN and name are gone; the next guest's request finds nobody to ping."""
    await known_host(town, host)
    await host.send("/withdraw")
    await host.tap("Delete my data")

    await sent(town, guest)

    assert await town.host_kept(host) is None
    assert "asks to be registered" not in host.sees()


async def test_a_certificate_outlives_the_withdrawal(town: Town, guest: Person, host: Person) -> None:
    """A certificate already issued stays in force until its last day."""
    await agreed(town, guest, host)

    await guest.send("/withdraw")
    await guest.tap("Delete my data")

    assert await town.has_certificate(guest)


async def test_what_is_past_its_term_is_forgotten(town: Town, guest: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft untouched for more than thirty days is deleted, as the consent says."""
    await answered(town, guest, until=None)
    await town.stop_bot()
    town.clock.move(days=31)
    monkeypatch.setattr(FIRST_AFTER, 0)
    await town.start_bot()
    async with asyncio.timeout(5):
        while await town.answers_kept(guest) is not None:  # noqa: ASYNC110 - nothing tells when they are gone
            await asyncio.sleep(0.01)

    await guest.start()

    assert "What would you like to do?" in guest.last()

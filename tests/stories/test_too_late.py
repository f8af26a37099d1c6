"""Too late: a stay that is over is refused by law; a late registration is not."""

from datetime import date

from tests.people import Person
from tests.town import Town, at_review, begin, host_proves, sent

SEPTEMBER = date(2026, 9, 1)
LAST_DAY = date(2026, 11, 29)  # day 90 of a stay that began on 1 September


async def test_a_stay_that_is_over_is_told_after_two_questions(town: Town, guest: Person) -> None:
    """Whose lawful stay has ended is told so with the ground, and where to go, before anything else is asked."""
    await begin(guest)
    await guest.tap("Register me at an address")
    await guest.send("Россия")

    await guest.send("01.06.2026")

    assert "Your lawful stay ended on 29 August 2026." in guest.last()
    assert "Order 923, paragraph 4, ground 2" in guest.last()
    assert "migration police" in guest.last()
    assert "What is your family name?" not in guest.sees()


async def test_a_mistyped_entry_can_be_changed_at_once(town: Town, guest: Person) -> None:
    """The dead end asks whether the date is right and takes another."""
    await begin(guest)
    await guest.tap("Register me at an address")
    await guest.send("Россия")
    await guest.send("01.06.2026")

    await guest.tap("Change the date")
    await guest.send("01.11.2026")

    assert "You must register." in guest.last()
    assert "What is your family name?" in guest.last()


async def test_a_stay_that_ends_before_the_host_agrees(town: Town, guest: Person, host: Person) -> None:
    """If the stay ends between sending and Agree, both are told the ground, and no certificate is issued."""
    await host_proves(host, await sent(town, guest, entered=SEPTEMBER, until=LAST_DAY))
    await town.time_passes(days=12)

    await host.tap("Agree")

    assert "Not registered: the law does not allow it for Ivanov Pyotr" in host.sees()
    await guest.wait_for("Ground: your lawful stay has ended (Order 923, paragraph 4, ground 2).")
    await guest.wait_for("refused by law. You are not registered")
    assert "appeal within three months" in guest.hears()
    assert not await town.has_certificate(guest)
    [case] = await town.requests_of(guest)
    assert case.ending is not None
    assert (case.ending.kind.value, case.ending.reason) == ("denied", "O923-4-2")
    assert "Your registration certificate" not in guest.sees()


async def test_the_law_is_asked_again_when_the_request_is_sent(town: Town, guest: Person) -> None:
    """A review that lay until the stay was over cannot be sent any more."""
    await at_review(town, guest, entered=SEPTEMBER, until=LAST_DAY)
    await town.time_passes(days=12)

    await guest.tap("Send to my host")

    assert "Your lawful stay ended on 29 November 2026." in guest.hears()
    assert await town.requests_of(guest) == []


async def test_a_late_registration_is_allowed_in_plain_words(town: Town, guest: Person, host: Person) -> None:
    """After day 30 and within the 90 days the guest is told that late is better than never, and is registered."""
    await begin(guest)
    await guest.tap("Register me at an address")
    await guest.send("Россия")
    await guest.send("12.09.2026")
    assert "The last day was 11 October 2026. Register at once: late is better than never." in guest.last()
    for answer in ("Ivanov", "Pyotr", "-", "27.03.1990", "Passport", "75 1234567", "27.03.2031", "850412300006",
                   "Almaty, Abay avenue 10, flat 25", "Flat"):  # fmt: skip
        await guest.send(answer)
    await guest.tap("Last lawful day: 10 December 2026")
    await guest.tap("Send to my host")

    await host_proves(host, next(link for link in guest.links() if "start=q" in link))
    await host.tap("Agree")

    await guest.wait_for("The same certificate for printing")


async def test_between_the_two_readings_both_days_are_named(town: Town, guest: Person) -> None:
    """On the day after the thirtieth the safe day and the other reading are both named."""
    await begin(guest)
    await guest.tap("Register me at an address")
    await guest.send("Россия")

    await guest.send("22.10.2026")

    assert (
        "Register today. The safe day was 20 November 2026; counted another way, today is still in time."
        in guest.last()
    )


async def test_a_period_past_the_lawful_stay_is_refused(town: Town, guest: Person) -> None:
    """The period of stay cannot end after the lawful stay does."""
    await at_review(town, guest, until=None)

    await guest.send("01.06.2027")

    assert "Your lawful stay ends on 9 February 2027. Choose that day or an earlier one." in guest.last()


async def test_an_earlier_entry_shortens_the_period(town: Town, guest: Person) -> None:
    """Changing the entry at the review must not leave a period past the new lawful stay."""
    await at_review(town, guest)
    await guest.tap("Entered Kazakhstan")

    await guest.send("01.10.2026")

    kept = await town.answers_kept(guest)
    assert kept is not None
    assert kept.until is None
    assert "Until when will you live there?" in guest.last()


async def test_another_citizenship_shortens_the_period(town: Town, guest: Person) -> None:
    """Changing the citizenship at the review must not leave a period past the new lawful stay."""
    await at_review(town, guest)
    await guest.tap("Citizenship")

    await guest.send("Uzbekistan")

    kept = await town.answers_kept(guest)
    assert kept is not None
    assert kept.until is None

"""HOST_VOUCHING=first_time: a host's first yes waits for an officer, and then counts by itself."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.case import Case, EventKind
from bot.domain.certificate import IssuedCertificate
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.organisation import parse_host_number
from bot.domain.people import ChatId
from bot.domain.refusals import RefusalCode
from bot.registration.answer_all import AgreeToAll, seen
from bot.registration.hosting import ReadHost, Side
from bot.registration.open_request import ProveHost
from bot.texts.words import words_of
from tests.people import Person
from tests.town import (
    ALL_ANSWERED,
    HOST_IIN,
    HOST_NAME,
    Town,
    host_proves,
    hurry,
    known_host,
    known_to_the_bot,
    open_town,
    sent,
)
from tests.web.hosts import WEB, reading

OFFICER_ID, HEAD_ID = 7001, 7003
HOST_WAITS = (
    "You agreed to {name}. Nobody is registered yet",
    "An officer of this service looks at your details once. You need do nothing. When that is done, your yes "
    "counts by itself, and the answer comes here.",
)
GUEST_WAITS = (
    "You are not registered yet.",
    "An officer of this service looks at your host's details once. You need do nothing; the answer comes here.",
)
HOST_COUNTS = (
    "An officer has looked at your details",
    "Your yes counts from now on, also the one that waited. If you sent a file of guests, tap its button again.",
)
OTHER_DOCUMENT = DocumentNumber.parse("759999999", DocumentKind.PASSPORT)


@pytest.fixture
async def town(
    tmp_path: Path, ground: Path, town_postgres: str | None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Town]:
    """A town whose officers look at every host once."""
    hurry(monkeypatch)
    settings = {"officers": f"{OFFICER_ID}:officer, {HEAD_ID}:head", "host_vouching": "first_time", **WEB}
    async with open_town(tmp_path, ground, postgres=town_postgres, **settings) as town:
        yield town


@pytest.fixture
async def officer(town: Town) -> Person:
    """One of them, with the office open."""
    person = await town.guest(OFFICER_ID, "Officer")
    await known_to_the_bot(town, person)
    await person.send("/officer")
    return person


async def said_yes(town: Town, guest: Person, host: Person) -> None:
    """A host whom nobody knows yet says yes."""
    await host_proves(host, await sent(town, guest))
    await host.tap("Agree")


async def take_the_host_up(officer: Person) -> None:
    await officer.send("/officer")
    await officer.tap("Queue")
    await officer.tap("1. Host to be vouched for")
    await officer.tap("Take up")


async def vouch(officer: Person) -> None:
    """Asked twice, for it takes effect at once."""
    await officer.tap("Vouch for the host")
    await officer.tap("Yes: vouch for the host")


async def test_a_first_yes_waits_for_an_officer_and_then_counts_by_itself(
    town: Town, officer: Person, guest: Person, host: Person
) -> None:
    """Both are told plainly; the second yes of the same host waits for nobody."""
    await said_yes(town, guest, host)
    assert "An officer of this service looks at your details once. You need do nothing." in host.last()
    await guest.wait_for("An officer of this service looks at your host's details once.")
    assert not await town.has_certificate(guest)
    assert await town.recorded(guest) == ["asked", "opened", "awaits_vouching"]
    await host.forge_tap("r:agree:1")
    assert (await town.recorded(guest)).count("awaits_vouching") == 1

    await take_the_host_up(officer)
    assert f"Host: {HOST_NAME}, {parse_host_number(HOST_IIN).grouped} (no officer has vouched yet)" in officer.last()
    await vouch(officer)
    await guest.wait_for("The same certificate for printing")
    await host.wait_for("An officer has looked at your details")
    kept = await town.host_kept(host)
    assert kept is not None
    assert kept.checked_at == town.clock.now()
    assert "Take the decision back" not in officer.buttons()

    second = await town.guest(1002, "Boris")
    await host.open_link(await sent(town, second, document_number=OTHER_DOCUMENT))
    await host.tap("Agree")
    await second.wait_for("The same certificate for printing")


@pytest.mark.parametrize(("to_guest", "to_host"), [("kk", "ru"), pytest.param("ru", "kk", marks=pytest.mark.nightly)])
async def test_both_are_told_in_their_languages(
    town: Town, officer: Person, guest: Person, host: Person, to_guest: str, to_host: str
) -> None:
    """That the yes waits, and that it counts now, guest and host read each in the own language."""
    await known_host(town, host, language=to_host)
    await host.open_link(await sent(town, guest))
    await known_to_the_bot(town, guest, to_guest)
    await host.forge_tap("r:agree:1")
    for said in HOST_WAITS:
        assert words_of(to_host).say(said, name="Ivanov Pyotr") in host.last()
    for said in GUEST_WAITS:
        await guest.wait_for(words_of(to_guest).say(said))

    await take_the_host_up(officer)
    await vouch(officer)

    for said in HOST_COUNTS:
        await host.wait_for(words_of(to_host).say(said))
    await guest.wait_for(words_of(to_guest).say("The same certificate for printing."))
    assert "officer" not in guest.last() + host.last()


async def test_an_officer_vouches_for_the_name_that_was_shown_and_a_head_may_end_it(
    town: Town, officer: Person, guest: Person, host: Person
) -> None:
    """Another name between the question and the tap is looked at anew; what a head has ended waits for an officer."""
    head = await town.guest(HEAD_ID, "Head")
    await known_to_the_bot(town, head)
    await said_yes(town, guest, host)
    await take_the_host_up(officer)
    await officer.tap("Vouch for the host")
    assert "Vouch for this host?" in officer.last()
    prove = ProveHost(begin=town.running.database.begin, clock=town.clock)
    await prove(ChatId(host.id), iin=HOST_IIN, name="Somebody Else", token=None)
    await officer.tap("Yes: vouch for the host")
    kept = await town.host_kept(host)
    assert kept is not None
    assert kept.checked_at is None
    assert not await town.has_certificate(guest)
    await take_the_host_up(officer)
    assert "Host: Somebody Else" in officer.last()
    await vouch(officer)
    await guest.wait_for("The same certificate for printing")

    await officer.forge_tap("oq:unvouch:1")
    assert "Your role does not allow this" in officer.alerts()[-1]
    await head.send("/officer")
    await head.forge_tap("oq:open:1")
    await head.tap("No longer vouch for the host")
    await head.tap_again()
    assert "No officer vouches for Somebody Else any more" in head.last()
    kept = await town.host_kept(host)
    assert kept is not None
    assert kept.checked_at is None
    assert await town.has_certificate(guest)


async def test_a_host_who_is_not_vouched_for_registers_nobody(
    town: Town, officer: Person, guest: Person, host: Person
) -> None:
    """After the ten minutes the request ends as untrue, and both sides are told; the next yes waits anew."""
    await said_yes(town, guest, host)
    await take_the_host_up(officer)
    await officer.tap("Do not vouch: data untrue")
    await officer.tap("Take the decision back")
    await town.time_passes(minutes=11)
    assert (await town.recorded(guest))[-1] == "awaits_vouching"
    await officer.tap("Do not vouch: data untrue")
    await town.time_passes(minutes=10)
    await guest.wait_for("An officer of this service refused your request")
    await host.wait_for("an officer of this service refused the request of Ivanov Pyotr")
    assert not await town.has_certificate(guest)


@pytest.mark.nightly
async def test_meanwhile_the_guest_may_take_it_back_and_the_host_refuse(
    town: Town, officer: Person, guest: Person, host: Person
) -> None:
    """What ended meanwhile is not granted by the officer's word."""
    await said_yes(town, guest, host)
    await guest.wait_for("An officer of this service looks")
    await host.tap("Refuse")
    await host.tap("They have not arrived")
    await guest.wait_for("Your host refused")
    await take_the_host_up(officer)
    await vouch(officer)
    await host.wait_for("An officer has looked at your details")
    assert (await town.recorded(guest))[-1] == "refused"
    assert not await town.has_certificate(guest)


@pytest.mark.nightly
async def test_another_name_has_to_be_vouched_for_anew(
    town: Town, officer: Person, guest: Person, host: Person
) -> None:
    """An officer has vouched for one name with one number."""
    await said_yes(town, guest, host)
    await take_the_host_up(officer)
    await vouch(officer)
    await guest.wait_for("The same certificate for printing")
    prove = ProveHost(begin=town.running.database.begin, clock=town.clock)
    await prove(ChatId(host.id), iin=HOST_IIN, name=HOST_NAME, token=None)
    kept = await town.host_kept(host)
    assert kept is not None
    assert kept.checked_at is not None
    await prove(ChatId(host.id), iin=HOST_IIN, name="Somebody Else", token=None)
    kept = await town.host_kept(host)
    assert kept is not None
    assert kept.checked_at is None


async def test_a_yes_on_the_web_page_waits_too(town: Town, officer: Person, guest: Person) -> None:
    """The name typed there is kept for the certificate; the page says how it stands."""
    browser = await reading(town, guest)
    said = await browser.answer()
    assert "Nobody is registered yet" in said.words
    assert not await town.has_certificate(guest)
    await take_the_host_up(officer)
    assert f"Name typed on the web page: {HOST_NAME}" in officer.last()
    await vouch(officer)
    await guest.wait_for("The same certificate for printing")
    assert "You agreed that Ivanov Pyotr lives at your home" in (await browser.open()).words
    [case, *_] = await town.requests_of(guest)
    async with town.running.database.look() as work:
        issued = await work.certificates.get(case.number)
    assert issued is not None
    assert issued.host_name == HOST_NAME


@pytest.mark.nightly
async def test_a_restart_between_the_word_and_its_effect_loses_nothing(
    town: Town, officer: Person, guest: Person, host: Person
) -> None:
    """What no notice carried out, for its officer has blocked the bot, the daily pass does."""
    await said_yes(town, guest, host)
    await take_the_host_up(officer)
    await officer.tap("Do not vouch: data untrue")
    await officer.block()
    await town.time_passes(minutes=11)
    await town.restart_bot()
    await guest.wait_for("An officer of this service refused your request")


@pytest.mark.nightly
async def test_an_organisations_file_waits_too_and_all_at_once_agrees_to_nobody(
    town: Town, officer: Person, guest: Person, host: Person
) -> None:
    """A yes by another way is a yes: of a file nobody is filed, of a list of requests nobody is agreed to yet."""
    await known_host(town, host)
    await sent(town, guest)
    agree = AgreeToAll(
        begin=town.running.database.begin,
        clock=town.clock,
        read_host=ReadHost(begin=town.running.database.look, clock=town.clock),
        agree=town.running.dispatcher["agree_to_guest"],
    )
    waiting = await town.requests_of(guest)
    said = await agree(ChatId(host.id), Side.OWN, seen(waiting, town.clock.now()))
    assert [one.no.code for one in said.not_agreed if one.no is not None] == [RefusalCode.HOST_UNCHECKED]
    assert not await town.has_certificate(guest)
    async with town.running.database.look() as work:
        assert await work.matters.count_open() == 1


@pytest.mark.nightly
async def test_a_yes_that_nobody_confirmed_ends_with_its_link(town: Town, guest: Person, host: Person) -> None:
    """Thirty days hold for a yes that waits too, and nobody is told that the host had not answered."""
    await said_yes(town, guest, host)
    await town.time_passes(days=31)
    await guest.wait_for("No officer has confirmed your host's yes in 30 days.")
    assert "did not answer" not in guest.hears()
    assert (await town.recorded(guest))[-1] == "expired"


@pytest.mark.nightly
async def test_where_the_place_is_full_by_then_the_host_is_asked_once_more(
    town: Town, officer: Person, guest: Person, host: Person
) -> None:
    """The officer's word takes nobody in beyond the limit; with a bed free again the same yes counts."""
    await said_yes(town, guest, host)
    await fill(town, 10)
    await take_the_host_up(officer)
    await vouch(officer)
    await host.wait_for("A guest is still waiting for your answer")
    assert not await town.has_certificate(guest)
    await host.tap("Agree")
    assert "Only 10 people may be registered at this address at once." in host.hears()


async def fill(town: Town, number: int) -> None:
    """So many live at the address already."""
    async with town.running.database.begin() as work:
        for each in range(number):
            document = DocumentNumber.parse(f"75000{each:04d}", DocumentKind.PASSPORT)
            answers = ALL_ANSWERED.with_(document_number=document)
            case = Case(number=0, guest=ChatId(5000 + each), answers=answers, token=f"fill-{each}", events=())
            kept = await work.cases.add(case.happened(EventKind.ASKED, town.clock.now(), ChatId(5000 + each)))
            await work.cases.save(kept.happened(EventKind.GRANTED, town.clock.now(), ChatId(9)))
            await work.certificates.add(
                IssuedCertificate(
                    number=kept.number, cti=f"fill-{each:07d}".encode(), status_index=each, issued_at=town.clock.now(),
                    valid_until=town.clock.now() + timedelta(days=30), host_name="H", key_id=b"k",
                )
            )  # fmt: skip
        await work.commit()

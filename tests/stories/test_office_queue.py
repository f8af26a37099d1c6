"""The queue in the officers' chats: a matter taken up, decided, taken back, and what both sides are told when."""

import json
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest

from bot.domain.case import Case, EventKind, RefusalReason
from bot.domain.family import Kinship
from bot.domain.matter import Decision, Matter, MatterKind, MatterState
from bot.domain.people import ChatId
from storage.tables import audit
from tests.people import Person
from tests.stories.test_appeals import ended, photo
from tests.town import ALL_ANSWERED, Town, agreed, host_proves, hurry, known_host, known_to_the_bot, open_town, sent

_tokens = count(1)
OFFICER_ID, COLLEAGUE_ID, HEAD_ID, READER_ID = 7001, 7002, 7003, 7004
OLD = "This button is from an old message. Here is where things stand now."


@pytest.fixture
async def town(
    tmp_path: Path, ground: Path, town_postgres: str | None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Town]:
    """A town whose operator has four people."""
    hurry(monkeypatch)
    officers = f"{OFFICER_ID}:officer, {COLLEAGUE_ID}:officer, {HEAD_ID}:head, {READER_ID}:reader"
    async with open_town(tmp_path, ground, postgres=town_postgres, officers=officers) as town:
        yield town


@pytest.fixture
async def officer(town: Town) -> Person:
    """One of them, with the office open."""
    return await one_of_the_office(town, OFFICER_ID)


async def one_of_the_office(town: Town, chat: int) -> Person:
    person = await town.guest(chat, f"Officer {chat}")
    await known_to_the_bot(town, person)
    await person.send("/officer")
    return person


async def matter(town: Town, kind: MatterKind, case: int, chat: Person, text: str = "") -> Matter:
    """Something that needs an officer, just come."""
    async with town.running.database.begin() as work:
        came = Matter.received(
            kind, at=town.clock.now(), chat=ChatId(chat.id), by=None, case=case, text=text, pictures=()
        )
        kept = await work.matters.add(came)
        await work.commit()
    return kept


async def matter_now(town: Town, number: int) -> Matter:
    async with town.running.database.look() as work:
        kept = await work.matters.get(number)
    assert kept is not None
    return kept


async def look_ups(town: Town) -> list[tuple[str, int | None]]:
    """Who was looked up, by whom, as the record has it."""
    async with town.running.database.look() as work:
        rows = await work.audit.connection.execute(
            audit.select().where(audit.c.action == "looked_up").order_by(audit.c.seq)
        )
    return [(row.actor, row.case) for row in rows]


async def purposes(town: Town) -> list[dict[str, str]]:
    """Why, and by which way."""
    async with town.running.database.look() as work:
        rows = await work.audit.connection.execute(
            audit.select().where(audit.c.action == "looked_up").order_by(audit.c.seq)
        )
    return [json.loads(row.detail) for row in rows]


async def contradicted(town: Town, guest: Person) -> Matter:
    """A live request with a matter about it."""
    await sent(town, guest)
    [case, *_] = await town.requests_of(guest)
    return await matter(town, MatterKind.CONTRADICTION, case.number, guest)


async def open_first(person: Person) -> None:
    """From the office's first page to the first matter that waits."""
    await person.send("/officer")
    await person.tap("Queue")
    await person.tap("1.")


async def take_first(person: Person) -> None:
    await open_first(person)
    await person.tap("Take up")


async def test_an_officer_denies_a_request_and_both_sides_hear_of_it_after_ten_minutes(
    town: Town, officer: Person, guest: Person, host: Person
) -> None:
    """Until then nothing has happened to anybody; then the request has ended with the ground of paragraph 4."""
    await known_host(town, host)
    waiting = await contradicted(town, guest)
    await take_first(officer)
    assert "Name: Ivanov Pyotr" in officer.last()
    assert "You must register." in officer.last()
    await officer.tap("Ground 1: data untrue")
    assert "It takes effect ten minutes after the decision" in officer.last()
    await town.time_passes(minutes=9)
    assert "denied" not in await town.recorded(guest)
    await town.time_passes(minutes=1)
    await guest.wait_for("An officer of this service refused your request. You are not registered")
    assert "Ground: data found untrue (Order 923, paragraph 4, ground 1)." in guest.hears()
    await host.wait_for("Not registered: an officer of this service refused the request of Ivanov Pyotr")
    assert (await town.requests_of(guest))[0].events[-1].chat == OFFICER_ID
    assert (await matter_now(town, waiting.number)).decision is Decision.UNTRUE
    await host.forge_tap(f"r:agree:{waiting.case}")
    assert "an officer of this service refused it" in host.hears()

    await guest.tap("Why, and how to appeal")
    assert "an officer of this service refused your request" in guest.last()
    assert "although your host had agreed" not in guest.last()


async def test_a_decision_taken_back_changes_nothing_for_anybody(town: Town, officer: Person, guest: Person) -> None:
    """Within ten minutes the same officer has it in work again, and the request goes on; later it is too late."""
    waiting = await contradicted(town, guest)
    await take_first(officer)
    await officer.tap("Ground 2: term of stay broken")
    await officer.tap("Take the decision back")
    await officer.tap_again()  # the same update twice takes it back once
    assert (await matter_now(town, waiting.number)).in_hand_of == OFFICER_ID
    await town.time_passes(minutes=11)
    assert "denied" not in await town.recorded(guest)

    await officer.tap("Ground 2: term of stay broken")
    await town.time_passes(minutes=10)
    await guest.wait_for("refused your request")
    await officer.forge_tap(f"oq:undo:{waiting.number}")
    assert "cannot be taken back any more" in officer.hears()
    assert [event.kind for event in (await matter_now(town, waiting.number)).events] == [
        *(MatterState.RECEIVED, MatterState.IN_WORK, MatterState.ANSWERED, MatterState.IN_WORK, MatterState.ANSWERED)
    ]


async def test_a_hosts_yes_is_not_faster_than_a_decision(
    town: Town, officer: Person, guest: Person, host: Person
) -> None:
    """Who agrees within the ten minutes agrees to nothing; the decision can be taken back no more."""
    link = await sent(town, guest)
    [case, *_] = await town.requests_of(guest)
    await matter(town, MatterKind.CONTRADICTION, case.number, guest)
    await host_proves(host, link)
    await take_first(officer)
    await officer.tap("Ground 1: data untrue")
    await host.tap("Agree")
    assert "an officer of this service refused the request" in host.last()
    assert not await town.has_certificate(guest)
    await officer.tap("Take the decision back")
    assert "cannot be taken back any more" in officer.hears()


async def test_a_request_sent_back_says_what_to_mend(town: Town, officer: Person, guest: Person) -> None:
    """The officer types it; too many letters are refused with words; the guest gets them with one button to mend."""
    await contradicted(town, guest)
    await take_first(officer)
    await officer.tap("Send back to be mended")
    await officer.send("x" * 1001)
    assert "at most 1000 letters" in officer.last()
    await officer.send("Your family name differs from your passport.")
    assert "Take the decision back" in officer.buttons()
    await town.time_passes(minutes=10)
    await guest.wait_for("An officer of this service asks you to mend your request 00000001")
    assert "Your family name differs from your passport." in guest.last()
    await guest.tap("Mend and send again")
    assert "Check your answers" in guest.hears() or "Send to my host" in guest.buttons()


async def test_the_words_arrive_although_the_host_agrees_before_the_ten_minutes_are_over(
    town: Town, officer: Person, guest: Person, host: Person
) -> None:
    """The host's yes lets it take effect at once: the guest reads what to mend, and no take-back is promised."""
    link = await sent(town, guest)
    [case, *_] = await town.requests_of(guest)
    waiting = await matter(town, MatterKind.CONTRADICTION, case.number, guest)
    await host_proves(host, link)
    await take_first(officer)
    await officer.tap("Send back to be mended")
    await officer.send("Your family name differs from your passport.")
    assert "or at once if the host agrees before" in officer.last()
    await host.tap("Agree")
    await guest.wait_for("Your family name differs from your passport.")
    assert (await town.requests_of(guest))[0].events[-1].chat == OFFICER_ID
    await officer.forge_tap(f"oq:open:{waiting.number}")
    assert "Take the decision back" not in officer.buttons()
    assert "take it back" not in officer.last()


async def test_the_words_arrive_although_the_host_refuses_before_the_ten_minutes_are_over(
    town: Town, officer: Person, guest: Person, host: Person
) -> None:
    """The request has ended by then, but not the guest's need to know: once, and not where the officer took it back."""
    link = await sent(town, guest)
    await matter(town, MatterKind.CONTRADICTION, 1, guest)
    await matter(town, MatterKind.CROWDED, 1, guest)
    await host_proves(host, link)
    for number, words in ((1, "Your family name differs from your passport."), (2, "Taken back.")):
        await officer.forge_tap(f"oq:take:{number}")
        await officer.tap("Send back to be mended")
        await officer.send(words)
    await officer.tap("Take the decision back")
    await host.tap("Refuse")
    await host.tap("Another reason")
    await guest.wait_for("The host's reason: Another reason")
    await town.time_passes(minutes=10)
    await guest.wait_for("An officer of this service asks you to mend your request 00000001")
    assert "Your family name differs from your passport." in guest.last()
    assert "your host cannot answer it" not in guest.last()
    await town.time_passes(days=1)
    assert guest.hears().count("asks you to mend your request") == 1
    assert "Taken back." not in guest.hears()
    assert await town.recorded(guest) == ["asked", "opened", "refused"]


async def test_an_appeal_against_the_only_officer_says_that_nobody_may_decide_it(
    town: Town, officer: Person, guest: Person
) -> None:
    """The card says so to whoever opens it, in the place of a button; with a second officer it says no such thing."""
    await contradicted(town, guest)
    await take_first(officer)
    await officer.tap("Ground 1: data untrue")
    await town.time_passes(minutes=10)
    await guest.wait_for("refused your request")
    appeal = await matter(town, MatterKind.APPEAL, 1, guest, "It is true.")
    await officer.forge_tap(f"oq:open:{appeal.number}")
    assert "No officer may decide this" not in officer.last()
    await town.stop_bot()
    town.settings["officers"] = f"{OFFICER_ID}:officer, {READER_ID}:reader"
    await town.start_bot()
    await officer.forge_tap(f"oq:open:{appeal.number}")
    assert "No officer may decide this" in officer.last()
    assert "Take up" not in officer.buttons()


async def test_nobody_judges_what_they_have_done_or_what_is_about_them(
    town: Town, officer: Person, guest: Person
) -> None:
    """An appeal is for another than who refused, and shows what was done; a head leaves the own refusal to another."""
    await contradicted(town, guest)
    head, colleague = await one_of_the_office(town, HEAD_ID), await one_of_the_office(town, COLLEAGUE_ID)
    await take_first(officer)
    await officer.tap("Ground 1: data untrue")
    await town.time_passes(minutes=10)
    await guest.wait_for("refused your request")
    appeal = await matter(town, MatterKind.APPEAL, 1, guest, "It is true.")
    await officer.forge_tap(f"oq:take:{appeal.number}")
    assert "This appeal is against what you did. Another officer must decide." in officer.hears()
    await colleague.forge_tap(f"oq:take:{appeal.number}")
    assert "The appeal is against this" in colleague.last()
    assert f": officer {OFFICER_ID} decided: refused\nuntrue data (paragraph 4, 1)" in colleague.last()

    about_head = await matter(town, MatterKind.CONTRADICTION, 1, head)
    await officer.forge_tap(f"oq:take:{about_head.number}")
    await officer.tap("Close: nothing more to do")
    await head.forge_tap(f"oq:undo:{about_head.number}")
    assert "You are the guest or the host here" in head.hears()
    assert (await matter_now(town, about_head.number)).decision is Decision.NOTHING


async def test_words_for_a_matter_that_was_taken_over_are_awaited_no_more(
    town: Town, officer: Person, guest: Person
) -> None:
    """They are refused once; what is typed next is no answer."""
    waiting = await contradicted(town, guest)
    head = await one_of_the_office(town, HEAD_ID)
    await take_first(officer)
    await officer.tap("Send back to be mended")
    await head.forge_tap(f"oq:take:{waiting.number}")
    await officer.send("Write the house.")
    await officer.send("Write the flat.")
    assert officer.hears().count(f"Officer {HEAD_ID} has had this in work since") == 1
    assert (await matter_now(town, waiting.number)).in_hand_of == HEAD_ID


async def test_an_appeal_is_answered_in_words_after_ten_minutes(town: Town, officer: Person, guest: Person) -> None:
    """Its words and pictures are shown, each look is on record; the answer can be taken back before it is sent."""
    case = await ended(town, guest)
    await guest.forge_tap(f"ap:write:{case.number}")
    await guest.send("My host meant another day.")
    await guest.send_photo(photo())
    await guest.tap("Send my appeal")

    await open_first(officer)
    assert "My host meant another day." in officer.last()
    assert await look_ups(town) == [(f"officer:{OFFICER_ID}", case.number)]
    await officer.tap("Show the pictures")
    assert any((message["file"] or {}).get("kind") == "photo" for message in officer.messages)
    await officer.tap("Take up")
    await officer.tap("Answer in words")
    await officer.send("Wrong words.")
    await officer.tap("Take the decision back")
    await officer.tap("Answer in words")
    await officer.send("Ask your host again.")
    await town.time_passes(minutes=9)
    await guest.forge_tap("aq:show:1")
    assert "an officer is working on it" in guest.last()
    assert "Ask your host again." not in guest.hears()
    await town.time_passes(minutes=1)
    await guest.wait_for("Your appeal 1 is answered")
    assert "Ask your host again." in guest.last()
    assert "Wrong words." not in guest.hears()


async def test_a_report_of_a_stranger_comes_first_and_its_host_is_answered(
    town: Town, officer: Person, guest: Person, host: Person
) -> None:
    """Urgent kinds stand above older ones; the card says of whom the host says so; NOTHING tells nobody anything."""
    case = await ended(town, guest, EventKind.REFUSED, RefusalReason.STRANGER.value)
    await known_to_the_bot(town, host)
    await host.start()
    await matter(town, MatterKind.CROWDED, case.number, host)
    await matter(town, MatterKind.STRANGER, case.number, host, "asked")
    await officer.tap("Queue")
    assert officer.last().index("2. Host: I don't know this person") < officer.last().index("1. Crowded address")
    await officer.tap("2.")
    assert "The host says so of a person who asked." in officer.last()
    await officer.tap("Take up")
    await officer.tap("Answer in words")
    await officer.send("Thank you, we look into it.")
    await town.time_passes(minutes=10)
    await host.wait_for("Your report about request 00000001 is answered")


@pytest.mark.nightly  # use cases: test_queue_two_officers
async def test_two_officers_do_not_share_a_matter(town: Town, officer: Person, guest: Person) -> None:
    """The other's card says who has it and since when; it can be taken over after 30 minutes, by a head at once."""
    waiting = await contradicted(town, guest)
    colleague, head = await one_of_the_office(town, COLLEAGUE_ID), await one_of_the_office(town, HEAD_ID)
    await take_first(officer)
    await open_first(colleague)
    assert f"in work, officer {OFFICER_ID}" in colleague.last()
    assert "Take over" not in colleague.buttons()
    await colleague.forge_tap(f"oq:take:{waiting.number}")
    assert f"Officer {OFFICER_ID} has had this in work since" in colleague.hears()
    await colleague.forge_tap(f"ow:{waiting.number}:untrue:2")
    assert (await matter_now(town, waiting.number)).is_open
    await town.time_passes(minutes=30)
    await colleague.forge_tap(f"oq:take:{waiting.number}")
    assert (await matter_now(town, waiting.number)).in_hand_of == COLLEAGUE_ID
    await open_first(head)
    await head.tap("Take over")
    assert (await matter_now(town, waiting.number)).in_hand_of == HEAD_ID
    await officer.tap("Ground 1: data untrue")
    assert (await matter_now(town, waiting.number)).is_open


@pytest.mark.nightly  # use cases: test_every_role; forged buttons: test_fuzz_office
async def test_a_reader_reads_and_decides_nothing_and_a_stranger_finds_no_office(
    town: Town, officer: Person, guest: Person
) -> None:
    """A reader has no button to take anything up, and a forged one is refused with words; a guest's is no button."""
    waiting = await contradicted(town, guest)
    reader = await one_of_the_office(town, READER_ID)
    await open_first(reader)
    assert "Name: Ivanov Pyotr" in reader.last()
    assert "Take up" not in reader.buttons()
    for data in (f"oq:take:{waiting.number}", f"ow:{waiting.number}:untrue:1", f"oq:undo:{waiting.number}"):
        await reader.forge_tap(data)
        assert "Your role does not allow this" in reader.alerts()[-1]
    heard = guest.hears()
    for data in (f"oq:open:{waiting.number}", f"oq:take:{waiting.number}", f"ow:{waiting.number}:untrue:1"):
        await guest.forge_tap(data)
    assert "Matter" not in guest.hears().replace(heard, "")
    assert (await matter_now(town, waiting.number)).state is MatterState.RECEIVED
    await take_first(officer)
    for data in ("oq:open:99", "oq:take:99", "oq:undo:99", "ow:99:untrue:1", f"ow:{waiting.number}:vouched:2"):
        await officer.forge_tap(data)
        assert officer.alerts()[-1] == OLD
    assert (await matter_now(town, waiting.number)).is_open


@pytest.mark.nightly
async def test_nobody_decides_about_the_own_request(town: Town, officer: Person) -> None:
    """An officer who is the guest is told to leave it to another one."""
    await sent(town, officer)
    [case, *_] = await town.requests_of(officer)
    waiting = await matter(town, MatterKind.CONTRADICTION, case.number, officer)
    await officer.forge_tap(f"oq:take:{waiting.number}")
    assert "Another officer must decide" in officer.hears()
    assert (await matter_now(town, waiting.number)).state is MatterState.RECEIVED


async def test_of_a_registration_the_decision_leads_to_its_acts(
    town: Town, officer: Person, guest: Person, host: Person
) -> None:
    """The registration holds until an act changes it, and what is seen on the way there is seen for the queue."""
    await agreed(town, guest, host)
    [case, *_] = await town.requests_of(guest)
    await matter(town, MatterKind.CROWDED, case.number, host)
    await take_first(officer)
    assert "Registered by this request now." in officer.last()
    assert "No decision here changes a registration: choose an act for it." in officer.last()
    assert "Ground 1" not in "".join(officer.buttons())
    await officer.forge_tap("ow:1:untrue:2")
    assert officer.alerts()[-1] == OLD
    await officer.forge_tap("oq:open:1")
    for label in ("Acts on the registration", "Revoke", "Data untrue"):
        await officer.tap(label)
    [*_, seen] = await purposes(town)
    assert seen == {"purpose": "queue", "way": "acts", "deed": "revoke"}
    await town.time_passes(minutes=11)
    assert await town.recorded(guest) == ["asked", "opened", "granted"]
    assert "came too late" not in officer.hears()


@pytest.mark.nightly
async def test_with_the_one_who_has_the_link_all_are_denied_and_another_one_alone(
    town: Town, officer: Person, guest: Person, host: Person
) -> None:
    """A companion's untrue data end the companion's request only; without the link nobody could answer the others."""
    await known_host(town, host)
    first, second, third = [await filed(town, guest, host, party) for party in (None, 1, 1)]
    await matter(town, MatterKind.CONTRADICTION, second, guest)
    await matter(town, MatterKind.CONTRADICTION, first, guest)
    told = {"1.": "refused the request for Ivanov", "2.": "refused your request. You are not registered"}
    for label, said in told.items():
        await officer.send("/officer")
        await officer.tap("Queue")
        await officer.tap(label)
        await officer.tap("Take up")
        await officer.tap("Ground 1: data untrue")
        await town.time_passes(minutes=10)
        await guest.wait_for(said)
    ends = {case.number: case.ending for case in await town.requests_of(guest)}
    assert {end.kind for end in ends.values() if end is not None} == {EventKind.DENIED}
    at = {number: end.at for number, end in ends.items() if end is not None}
    assert at[second] < at[first] == at[third]


async def filed(town: Town, guest: Person, host: Person, party: int | None) -> int:
    """A request of one of several who ask together."""
    await known_to_the_bot(town, guest)
    number = next(_tokens)
    answers = ALL_ANSWERED.with_(kinship=None if party is None else Kinship.CHILD, given_names=f"P{number}")
    case = Case(
        number=0, guest=ChatId(guest.id), answers=answers, token=f"of-party-{number}", events=(), host=ChatId(host.id),
        party=party,
    )  # fmt: skip
    async with town.running.database.begin() as work:
        kept = await work.cases.add(case.happened(EventKind.ASKED, town.clock.now(), ChatId(guest.id)))
        await work.commit()
    await guest.start()
    return kept.number


@pytest.mark.nightly
async def test_five_matters_a_page(town: Town, officer: Person, guest: Person) -> None:
    """Six matters are two pages, and the list names nobody."""
    case = await ended(town, guest)
    for _ in range(6):
        await matter(town, MatterKind.CROWDED, case.number, guest)
    await town.time_passes(hours=3)
    await officer.tap("Queue")
    assert "Queue: 6 matters" in officer.last()
    assert "5. Crowded address, 3 hours" in officer.last()
    assert "6. " not in officer.last()
    await officer.tap("Next")
    assert "6. Crowded address, 3 hours" in officer.last()
    assert "Page 2 of 2" in officer.last()
    assert (ALL_ANSWERED.family_name or "") not in officer.last()
    assert await look_ups(town) == []


async def test_what_contradicts_is_put_into_the_queue_and_the_guest_hears_nothing(
    town: Town, officer: Person, guest: Person
) -> None:
    """The same document under another name, from another chat: one matter, and the request goes on."""
    await sent(town, guest)
    other = await town.guest(1002, "Boris")
    await sent(town, other, family_name="Petrov")
    await open_first(officer)
    assert "Data that contradict each other" in officer.last()
    assert "• Request 00000001 has the same document with another family name." in officer.last()
    assert "Name: Petrov Pyotr" in officer.last()
    assert "officer" not in other.hears().casefold()
    async with town.running.database.look() as work:
        assert await work.matters.count_open() == 1


@pytest.mark.nightly
async def test_an_answer_can_be_typed_after_a_restart_and_twice(town: Town, officer: Person, guest: Person) -> None:
    """The question for the words stays open; one who looks elsewhere leaves it."""
    case = await ended(town, guest)
    waiting = await matter(town, MatterKind.APPEAL, case.number, guest, "Why?")
    await take_first(officer)
    await officer.tap("Answer in words")
    await town.restart_bot()
    await officer.send("/officer")
    await officer.send("Not an answer.")
    assert (await matter_now(town, waiting.number)).is_open
    await open_first(officer)
    await officer.tap("Answer in words")
    await town.restart_bot()
    await officer.send("Because of the dates.")
    assert (await matter_now(town, waiting.number)).events[-1].note == "Because of the dates."

"""An officer acts on a registration: what both sides are told, what can be undone, and who cannot do it."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from bot.domain.case import EventKind
from bot.domain.certificate import CertificateStatus
from bot.domain.ids import ChatId
from bot.domain.matter import MatterKind
from bot.registration.leaving import follow_exit
from tests.people import Person
from tests.stories.test_my_address import events_of, lives, settled, status_of
from tests.town import ALL_ANSWERED, Town, agreed, at_review, known_host, known_to_the_bot, sent

Ends = Callable[[Person, Person, int], Awaitable[None]]
OFFICER_ID, HEAD_ID, OTHER_ID = 8001, 8002, 8003
NAME = "Ivanov Pyotr"
STALE = "This button is from an old message."
NOT_ASKED = "did not ask anything just now"


@pytest.fixture
def town_settings() -> dict[str, object]:
    """Two officers and a head."""
    return {"officers": {OFFICER_ID: "officer", OTHER_ID: "officer", HEAD_ID: "head"}}


@pytest.fixture
def office(town: Town) -> Town:
    """A town with officers."""
    return town


async def officer_of(office: Town, user_id: int = OFFICER_ID) -> Person:
    return await (await office.person(user_id, "Officer")).start()


async def confirmed(officer: Person, number: int, act: str, *steps: str) -> str:
    """From the page of acts to the second tap; a day is typed, a ground is tapped. What was shown before that tap."""
    await officer.forge_tap(f"oc:page:{number}:check")
    await officer.tap(act)
    for step in steps:
        await (officer.send(step) if step[0].isdigit() else officer.tap(step))
    shown = officer.last()
    await officer.tap("Yes: ")
    return shown


ACTS = {
    "revoke": (("Revoke", "Data untrue"), "revoked", CertificateStatus.REVOKED),
    "suspend": (("Suspend while facts are checked",), "suspended", CertificateStatus.SUSPENDED),
    "expel": (("Mark expelled", "20.11.2026"), "expelled", CertificateStatus.REVOKED),
    "shorten": (("Shorten the stay", "05.12.2026"), "shortened", CertificateStatus.SUPERSEDED),
}


async def test_request_is_refused(office: Town, guest: Person, host: Person) -> None:
    """Ten minutes later the request has ended: the guest can mend it and appeal, the host need not answer."""
    await known_host(office, host)
    await sent(office, guest)
    number = (await office.requests_of(guest))[0].number
    officer = await officer_of(office)

    await confirmed(officer, number, "Refuse the request", "Term of stay broken")

    assert "Last act: refused" in officer.last()
    await officer.tap("Undo")
    assert "Nobody was told" in officer.last()
    await confirmed(officer, number, "Refuse the request", "Term of stay broken")
    await office.time_passes(minutes=9)
    assert (await office.recorded(guest))[-1] != "denied"
    await office.time_passes(minutes=1)
    await guest.wait_for("An officer of this service refused your request. You are not registered")
    await host.wait_for("Not registered: an officer of this service refused the request of")
    assert "(Order 923, paragraph 4, ground 2)" in guest.hears()
    assert "your host had agreed" not in guest.hears()
    await guest.tap("Why, and how to appeal")
    assert "an officer of this service refused" in guest.last()
    assert (await office.recorded(guest))[-1] == "denied"


async def test_undone_nobody_hears(office: Town, guest: Person, host: Person) -> None:
    """Undone within ten minutes by the same officer, all is as it was; another officer cannot, and not later."""
    number = await settled(office, guest, host)
    officer, other = await officer_of(office), await officer_of(office, OTHER_ID)
    await confirmed(officer, number, "Revoke", "Data untrue")
    await other.forge_tap(f"oc:undo:{number}:check")
    assert "Another officer did this." in other.sees()

    await officer.tap("Undo")
    assert "Undone: all is as it was." in officer.last()
    await office.time_passes(minutes=20)

    assert await status_of(office, number) is CertificateStatus.VALID
    assert "officer" not in (await guest.look()).hears() + (await host.look()).hears()
    await confirmed(officer, number, "Suspend while facts are checked")
    await office.time_passes(minutes=10)
    await officer.forge_tap(f"oc:undo:{number}:check")
    assert "It could be undone for ten minutes." in officer.sees()
    assert await status_of(office, number) is CertificateStatus.SUSPENDED


async def test_undone_shortening(office: Town, guest: Person, host: Person) -> None:
    """The shorter certificate is worth nothing, the longer one holds again, and neither picture nor word goes out."""
    number = await settled(office, guest, host)
    officer = await officer_of(office)
    await confirmed(officer, number, "Shorten the stay", "05.12.2026")

    await officer.tap("Undo")
    await office.time_passes(minutes=20)

    assert await status_of(office, number) is CertificateStatus.VALID
    assert await status_of(office, number + 1) is CertificateStatus.REVOKED
    assert not [message for message in (await guest.look()).messages if message["file"]]
    assert "shortened" not in guest.hears()


@pytest.mark.nightly  # use cases: test_every_cell; what both read: test_office_acts_told
async def test_head_reverses(office: Town, guest: Person, host: Person) -> None:
    """Another officer's decision is reversed by a head alone, days later too, and both sides hear it."""
    number = await settled(office, guest, host)
    officer, other, head = (
        await officer_of(office),
        await officer_of(office, OTHER_ID),
        await officer_of(office, HEAD_ID),
    )
    await confirmed(officer, number, "Revoke", "Data untrue")
    await office.time_passes(days=2)
    await other.forge_tap(f"oc:page:{number}:check")
    assert "Reinstate" not in other.buttons()
    await other.forge_tap(f"oc:reinstate:{number}:check")
    assert "Ask the head of the office" in other.sees()

    await confirmed(head, number, "Reinstate", "The act before was a mistake")
    await office.time_passes(minutes=10)

    await guest.wait_for("holds again")
    await host.wait_for("is registered with you again")
    assert await status_of(office, number) is CertificateStatus.VALID


async def test_suspended_can_change_nothing(office: Town, guest: Person, host: Person) -> None:
    """Suspended one stays counted, is told why nothing can be changed, and may appeal; the host sees it too."""
    number = await settled(office, guest, host)
    await confirmed(await officer_of(office), number, "Suspend while facts are checked")

    await guest.forge_tap(f"lf:show:{number}")
    assert "Suspended by an officer on 21 November 2026" in guest.last()
    assert "I moved" not in guest.buttons()
    for tap in (f"lf:longer:{number}", f"lg:moved:{number}:2026-11-20"):
        await guest.forge_tap(tap)
        assert "checking facts of this registration" in guest.sees()
    await host.forge_tap("ma:people:0")
    assert "Suspended by an officer" in host.last()
    async with office.running.database.look() as work:
        assert ALL_ANSWERED.address is not None
        assert len(await work.cases.living_at(ALL_ANSWERED.address, office.clock.now())) == 1
    await office.time_passes(minutes=10)
    await guest.wait_for("is suspended by an officer")

    await guest.tap("Why, and how to appeal")
    await guest.tap("Appeal to this service's officer")
    await guest.send("It is all true.")
    await guest.tap("Send my appeal")

    async with office.running.database.look() as work:
        [appeal] = await work.matters.of_case(number)
    assert appeal.kind is MatterKind.APPEAL


@pytest.mark.parametrize(("act", "may"), [("revoke", True), ("expel", False), ("suspend", False)])
async def test_registering_anew(office: Town, guest: Person, host: Person, act: str, may: bool) -> None:
    """Whoever was revoked may ask anew with true data; one expelled is told that it is unclear, one suspended waits."""
    number = await settled(office, guest, host, document_number=ALL_ANSWERED.document_number)
    await confirmed(await officer_of(office), number, *ACTS[act][0])

    await at_review(office, guest)
    await guest.tap("Send to my host")

    assert (len(await office.requests_of(guest)) == 2) is may
    if act == "expel":
        assert "is unclear: paragraph 4 does not name expulsion" in guest.sees()


async def test_agreed_while_suspended(office: Town, guest: Person, host: Person) -> None:
    """A yes to what would replace a suspended registration has to wait: the host is told, the request stays open."""
    number = await settled(office, guest, host, document_number=ALL_ANSWERED.document_number)
    await sent(office, guest)
    await confirmed(await officer_of(office), number, "Suspend while facts are checked")

    await host.tap("Agree")

    assert "The request stays open" in host.sees()
    assert "granted" not in await office.recorded(guest)


async def test_who_is_no_officer(office: Town, guest: Person, host: Person) -> None:
    """Guests who forge a button, and an officer whom the settings do not name any more, find no such thing."""
    number = await settled(office, guest, host)
    officer = await officer_of(office)
    await officer.forge_tap(f"oc:page:{number}:check")
    await officer.tap("Shorten the stay")
    before = await events_of(office, number)
    for forged in (f"oc:page:{number}:check", f"oe:revoke:{number}:untrue:2:check:", f"oc:undo:{number}:check"):
        await guest.forge_tap(forged)
    assert STALE in guest.sees()
    office.settings["officers"] = {}
    await office.restart_bot()

    await officer.send("05.12.2026")
    await officer.forge_tap(f"oe:revoke:{number}:untrue:2:check:")

    assert "Yes: " not in "".join(officer.buttons())
    assert await events_of(office, number) == before


async def test_replayed_second_tap(office: Town, guest: Person, host: Person) -> None:
    """The second tap sent again does nothing more; after the registration has changed it is stale."""
    number = await settled(office, guest, host)
    officer = await officer_of(office)
    await confirmed(officer, number, "Revoke", "Data untrue")
    after = await events_of(office, number)

    await officer.tap_again()
    await officer.forge_tap(f"oe:suspend:{number}:checked:2:check:")
    await officer.forge_tap(f"oe:revoke:{number}:untrue:99:check:")
    await officer.forge_tap("oe:revoke:999999:untrue:2:check:")

    assert await events_of(office, number) == after
    assert after.count(EventKind.REVOKED.value) == 1
    assert STALE in officer.sees()


async def test_one_without_a_chat(office: Town, host: Person) -> None:
    """Of a guest who has no chat the host alone is told, and the preview says so."""
    await known_host(office, host)
    number = await lives(office, ChatId(0), host)
    officer = await officer_of(office)

    await confirmed(officer, number, "Revoke", "Data untrue")
    await office.time_passes(minutes=10)

    await host.wait_for("an officer revoked it")


async def says_left(guest: Person, _host: Person, number: int) -> None:
    await guest.forge_tap(f"lf:left:{number}")
    await guest.tap("21 November 2026")
    await guest.tap("Yes, I left")


async def ends_by_host(_guest: Person, host: Person, _number: int) -> None:
    await host.forge_tap("ma:people:0")
    await host.tap(NAME)
    await host.tap("Has left")


@pytest.mark.parametrize("ends", [says_left, ends_by_host])
async def test_nobody_gets_out_of_a_check(office: Town, guest: Person, host: Person, ends: Ends) -> None:
    """Whoever leaves on paper while suspended is not registered anew before an officer has ended the check."""
    number = await settled(office, guest, host, document_number=ALL_ANSWERED.document_number)
    for person in (guest, host):
        await known_to_the_bot(office, person)
    officer = await officer_of(office)
    await confirmed(officer, number, "Suspend while facts are checked")
    await ends(guest, host, number)
    assert await status_of(office, number) is CertificateStatus.ENDED

    await at_review(office, guest)
    await guest.tap("Send to my host")
    assert "checking facts of this registration" in guest.sees()
    await confirmed(officer, number, "Reinstate")
    await office.time_passes(minutes=10)

    await guest.wait_for("the officer's check is over")
    assert await status_of(office, number) is CertificateStatus.ENDED
    await at_review(office, guest)
    await guest.tap("Send to my host")
    assert len(await office.requests_of(guest)) == 2


async def test_no_second_chat_past_a_check(office: Town, guest: Person, host: Person) -> None:
    """The same person from another chat is not registered past a suspension; an officer is told of who asks so."""
    number = await settled(office, guest, host, document_number=ALL_ANSWERED.document_number)
    second = await office.person(4343, "Same")
    await sent(office, second)
    await confirmed(await officer_of(office), number, "Suspend while facts are checked")

    await host.tap("Agree")

    assert "The request stays open" in host.sees()
    assert "granted" not in await office.recorded(second)
    async with office.running.database.look() as work:
        found = await work.matters.of_case((await office.requests_of(second))[0].number)
    assert [each.kind for each in found] == [MatterKind.CONTRADICTION]


async def test_no_undo_beside_a_second_chat(office: Town, guest: Person, host: Person) -> None:
    """What was revoked is not given back to one who is registered from another chat by now."""
    number = await settled(office, guest, host, document_number=ALL_ANSWERED.document_number)
    officer = await officer_of(office)
    await confirmed(officer, number, "Revoke", "Data untrue")
    second = await office.person(4343, "Same")
    await agreed(office, second, host)

    await officer.forge_tap(f"oc:undo:{number}:check")

    assert "registered again already" in officer.sees()
    assert await status_of(office, number) is CertificateStatus.REVOKED


async def test_no_undo_past_another_act(office: Town, guest: Person, host: Person) -> None:
    """A shortening is not undone where its certificate was suspended since: that would be thrown away with it."""
    number = await settled(office, guest, host)
    officer = await officer_of(office)
    await confirmed(officer, number, "Shorten the stay", "05.12.2026")
    await confirmed(await officer_of(office, OTHER_ID), number + 1, "Suspend while facts are checked")

    await officer.forge_tap(f"oc:undo:{number}:check")

    assert "cannot be done with this registration now" in officer.sees()
    assert await status_of(office, number + 1) is CertificateStatus.SUSPENDED


async def test_question_for_a_day_ends_with_its_act(office: Town, guest: Person, host: Person) -> None:
    """What cannot be done any more is said once, and no later word is taken for its day; nor one after the day came."""
    number = await settled(office, guest, host)
    officer, second = await officer_of(office), await officer_of(office, OTHER_ID)
    await officer.forge_tap(f"oc:page:{number}:check")
    await officer.tap("Shorten the stay")
    await officer.send("05.12.2026")
    await officer.send("06.12.2026")
    assert officer.sees().count(NOT_ASKED) == 1
    await officer.forge_tap(f"oc:page:{number}:check")
    await officer.tap("Shorten the stay")
    await confirmed(second, number, "Revoke", "Data untrue")

    await officer.send("05.12.2026")
    await officer.send("06.12.2026")

    assert officer.sees().count("cannot be done with this registration now") == 1
    assert officer.sees().count(NOT_ASKED) == 2


async def test_wrong_exit(office: Town, guest: Person, host: Person) -> None:
    """An exit that the border's record has wrongly can be appealed, and any officer gives the registration back."""
    number = await settled(office, guest, host)
    await known_to_the_bot(office, guest)
    async with office.running.database.begin() as work:
        case = await work.cases.get(number, lock=True)
        assert case is not None
        await follow_exit(work, case, date(2026, 11, 21), office.clock.now())
        await work.commit()
    office.running.courier.wake()
    await guest.wait_for("Is the border's record wrong?")
    await guest.tap("Why, and how to appeal")
    assert "you left on 21 November 2026" in guest.last()
    assert "Appeal to this service's officer" in guest.buttons()

    await confirmed(await officer_of(office), number, "Reinstate")
    await office.time_passes(minutes=10)

    await guest.wait_for("holds again")
    assert await status_of(office, number) is CertificateStatus.VALID


async def test_undone_is_not_done(office: Town, guest: Person, host: Person) -> None:
    """The tap of an act that was undone meanwhile is not answered as done, but with the page as it is."""
    number = await settled(office, guest, host)
    officer = await officer_of(office)
    await confirmed(officer, number, "Revoke", "Data untrue")
    await officer.tap("Undo")

    await officer.forge_tap(f"oe:revoke:{number}:untrue:2:check:")

    assert "Done: Revoke." not in officer.last()
    assert "cannot be done with this registration now" in officer.last()
    assert f"Registration {number:08d}" in officer.last()
    assert await status_of(office, number) is CertificateStatus.VALID


async def test_told_on_the_own_page(office: Town, guest: Person, host: Person) -> None:
    """Who did not get the word reads on the own page what was taken, and can appeal; not while it can be undone."""
    number = await settled(office, guest, host)
    await known_to_the_bot(office, guest)
    await confirmed(await officer_of(office), number, "Revoke", "Data untrue")
    await guest.forge_tap("m:registration")
    assert "Revoked by an officer" not in guest.last()
    await office.time_passes(minutes=11)

    await guest.wait_for("is revoked by an officer")
    await guest.forge_tap("m:registration")
    await guest.wait_for("Revoked by an officer on 21 November 2026.")

    assert "Ground: data found untrue" in guest.last()
    assert "Why, and how to appeal" in guest.buttons()


async def test_guest_deletes_meanwhile(office: Town, guest: Person, host: Person) -> None:
    """The host of one who has deleted everything reads of which certificate the word is."""
    number = await settled(office, guest, host)
    await known_to_the_bot(office, guest)
    await confirmed(await officer_of(office), number, "Mark expelled", "20.11.2026")
    await guest.send("/delete")
    await guest.tap("Delete everything now")

    await office.time_passes(minutes=10)

    await host.wait_for(f"Certificate {number:08d}: an officer has ended this registration")


async def test_last_day_is_today(office: Town, guest: Person, host: Person) -> None:
    """Shortened to today, the word does not say that one may stay on, but that the last day has come."""
    number = await settled(office, guest, host)
    await confirmed(await officer_of(office), number, "Shorten the stay", "21.11.2026")
    await office.time_passes(minutes=10)

    await guest.wait_for("Its last day is 21 November 2026: leave by the end of that day")

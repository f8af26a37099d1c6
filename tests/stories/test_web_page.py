"""A host without Telegram answers on the bot's own web page."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.case import EventKind
from bot.domain.people import ChatId
from tests.people import Person
from tests.stories.test_my_address import lives
from tests.town import (
    HOST_IIN,
    HOST_NAME,
    OTHER_IIN,
    Town,
    host_proves,
    hurry,
    known_host,
    link_in,
    open_town,
    sent,
)
from tests.web.hosts import BUTTON, WEB, Browser, base_of, code_in, page_in, reading, shown


@pytest.fixture
async def town(tmp_path: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """A town whose bot serves web pages."""
    hurry(monkeypatch)
    async with open_town(tmp_path, ground, **WEB) as town:
        yield town


async def test_a_host_without_telegram_agrees(town: Town, guest: Person) -> None:
    """Link, code by voice, IIN and name: the guest has the certificate, and record and card say how it was agreed."""
    path, code = await shown(town, guest)
    said_before = await guest.bot_messages()
    host = await Browser.to(town, path)
    knocked = await host.open()
    read = await host.type_code(code)
    ended = await host.answer()

    assert knocked.status == 200
    assert "Ivanov" not in knocked.text
    assert read.where == path
    assert "Ivanov Pyotr asks to be registered at your home" in read.words
    assert "Do not agree if you do not know this person." in read.words
    assert ended.where == path
    assert "You agreed that Ivanov Pyotr lives at your home" in ended.words
    assert "within three working days" in ended.words
    await guest.wait_for("The same certificate for printing")
    await guest.wait_for("your host agreed on the web page")
    await guest.wait_for("The same certificate for printing")
    assert await town.recorded(guest) == ["asked", "code_shown", "opened", "host_consented", "granted"]
    [case] = await town.requests_of(guest)
    assert case.ending is not None
    assert (case.ending.chat, case.ending.reason) == (None, "web_page")
    async with town.running.database.look() as work:
        issued = await work.certificates.get(case.number)
    assert issued is not None
    assert issued.host_name == HOST_NAME
    assert await guest.bot_messages() == said_before + 2


async def test_it_costs_the_guest_one_tap_and_one_message(town: Town, guest: Person) -> None:
    """Link and code come in one message; another tap on the card shows the same code."""
    await sent(town, guest)
    actions, said = await guest.actions(), await guest.bot_messages()

    await guest.tap(BUTTON)

    assert await guest.actions() == actions + 1
    assert await guest.bot_messages() == said + 1
    assert len(guest.last()) <= 300
    first = code_in(guest)
    await guest.tap(BUTTON)
    assert code_in(guest) == first
    assert await town.recorded(guest) == ["asked", "code_shown"]


async def test_a_host_refuses_with_a_reason(town: Town, guest: Person) -> None:
    """Refuse needs the IIN alone, then a reason, which the guest is told and can mend."""
    host = await reading(town, guest)

    asked = await host.answer("refuse", name="", consent=False)
    assert "Why do you refuse?" in asked.words
    unchosen = await host.give_reason("")
    assert unchosen.status == 422
    assert "<title>Error:" in unchosen.text
    ended = await host.give_reason("dates")

    assert "You refused Ivanov Pyotr. Nobody is registered" in ended.words
    await guest.wait_for("The host's reason: The dates are wrong")
    await guest.wait_for("your host refused on the web page")
    assert "Mend the dates" in guest.buttons()
    assert await town.recorded(guest) == ["asked", "code_shown", "opened", "refused"]


async def test_five_wrong_codes_close_the_page_and_a_new_code_opens_it(town: Town, guest: Person) -> None:
    """Each wrong code says how many tries are left; at the fifth the guest is told and shows a new one."""
    path, code = await shown(town, guest)
    stranger = await Browser.to(town, path)
    wrong = "000000" if code != "000 000" else "111111"
    for left in (4, 3, 2):
        answer = await stranger.type_code(wrong)
        assert answer.status == 422
        assert f"{left} tries are left" in answer.words
    assert "1 try is left" in (await stranger.type_code(wrong)).words
    closed = await stranger.type_code(wrong)
    late = await stranger.type_code(code)

    assert closed.status == late.status == 403
    assert "This page is closed" in late.words
    assert "Ivanov" not in closed.text + late.text
    await guest.wait_for("A wrong code was typed five times")
    await guest.tap("Show a new code", message=guest.messages[-1]["id"])
    assert code_in(guest) != code
    assert "asks to be registered" in (await stranger.type_code(code_in(guest))).words
    assert (await town.recorded(guest)).count("wrong_code") == 5


async def test_three_codes_are_shown_at_most(town: Town, guest: Person) -> None:
    """A new code ends the old one and whoever came by it; a double tap shows one; after the third there is none."""
    host = await reading(town, guest)
    first = code_in(guest)
    await guest.tap("Show a new code")
    second = code_in(guest)
    gone = await host.open()
    assert "Code from your guest" in gone.words
    assert "4 tries" in (await host.type_code(first)).words
    [case] = await town.requests_of(guest)
    await guest.forge_tap(f"wb:{case.number}:1")  # the same tap once more
    assert code_in(guest) == second
    await guest.tap("Show a new code")
    assert "Show a new code" not in guest.buttons()
    await guest.forge_tap(f"wb:{case.number}:3")

    assert "Three codes were shown" in guest.hears()
    assert (await town.recorded(guest)).count("code_shown") == 3
    assert "asks to be registered" in (await host.type_code(code_in(guest))).words


async def test_a_forwarded_link_shows_nothing(town: Town, guest: Person) -> None:
    """The link without the code tells nobody who asks, where, or whether any such person is known."""
    path, _ = await shown(town, guest)
    stranger = await Browser.to(town, path)

    page = await stranger.open()
    again = await stranger.answer(mark="0" * 64)

    assert again.status == 403
    for secret in ("Ivanov", "Pyotr", "Abay", "1234567", HOST_IIN, "1990"):
        assert secret not in page.text + again.text


async def test_unknown_ended_forged_and_unoffered_links_look_alike(town: Town, guest: Person) -> None:
    """One answer and one status for each link that opens nothing."""
    link = await sent(town, guest)
    unoffered = "/q/" + link.partition("start=q")[2]
    host = await Browser.to(town, unoffered)
    answers = [await host.open(), await host.type_code("123456")]
    await guest.tap(BUTTON)
    assert (await host.open()).status == 200
    await guest.tap("Take it back")
    answers += [await host.open(), await host.type_code("123456")]
    answers += [await host.ask("GET", path) for path in ("/q/AAAAAAAAAAAAAAAAAAAAAA", "/q/x", "/q/", "/", "/q/%00%ff")]

    assert {answer.status for answer in answers} == {404}
    assert {answer.text.count("<h1>This page is not there, or its request has ended</h1>") for answer in answers} == {1}


async def test_a_link_of_the_party_opens_nothing(town: Town, guest: Person) -> None:
    """One who goes with another is answered by the other's link: the own one is as unknown as a forged one."""
    await shown(town, guest)
    [case] = await town.requests_of(guest)
    async with town.running.database.begin() as work:
        event = case.events[0]
        follower = type(case)(
            number=0, guest=case.guest, answers=case.answers, token="F" * 22, events=(event,), party=case.number
        )
        follower = follower.happened(EventKind.CODE_SHOWN, town.clock.now())
        await work.cases.add(follower)
        await work.commit()
    host = await Browser.to(town, f"/q/{'F' * 22}")

    assert (await host.open()).status == 404


async def test_all_of_a_party_are_answered_at_once(town: Town, guest: Person) -> None:
    """The page shows each one who asks; one yes certifies all of them."""
    path, code = await shown(town, guest)
    [first] = await town.requests_of(guest)
    async with town.running.database.begin() as work:
        with_wife = first.answers.with_(given_names="Anna", document_number=_another_passport())
        await work.cases.add(
            type(first)(
                number=0,
                guest=first.guest,
                answers=with_wife,
                token="W" * 22,
                events=first.events[:1],
                party=first.number,
            )
        )
        await work.commit()
    host = await Browser.to(town, path)
    read = await host.type_code(code)
    ended = await host.answer()

    assert "2 people ask to be registered" in read.words
    assert "Ivanov Anna" in read.words
    assert "Agreeing confirms that they live at this address" in read.words
    assert "Do not agree if you do not know these people." in read.words
    assert "this person" not in read.words
    assert "You agreed that these people live at your home" in ended.words
    assert f"Requests {first.number:08d}, {first.number + 1:08d}, answered on this page" in ended.words
    assert "Ivanov Anna: registered" in ended.words
    assert "within three working days of the arrival of each" in ended.words
    async with town.running.database.look() as work:
        party = await work.cases.party(first.number)
        assert [case.ending and case.ending.kind.value for case in party] == ["granted", "granted"]


def _another_passport() -> object:
    from bot.domain.document import DocumentKind, DocumentNumber

    return DocumentNumber.parse("759999999", DocumentKind.PASSPORT)


async def test_a_host_who_does_not_know_the_guest_is_not_gone_round(town: Town, guest: Person, host: Person) -> None:
    """Where the chat with this IIN has blocked the guest the page takes no yes either."""
    browser = await reading(town, guest)
    await known_host(town, host)
    async with town.running.database.begin() as work:
        kept = await work.hosts.get(ChatId(host.id))
        assert kept is not None
        await work.hosts.save(replace(kept, vouched=False))
        await work.blocks.add(kept.chat, ChatId(guest.id), town.clock.now())
        await work.commit()

    page = await browser.answer()

    assert page.status == 409
    assert "You said that you do not know the person who sent this." in page.words
    assert (await town.recorded(guest))[-1] == "opened"


async def test_a_wrong_iin_is_counted_and_the_fifth_closes_the_link(town: Town, guest: Person) -> None:
    """As in the chat: another's IIN is counted, a slip of the pen is not; the guest is told at the end."""
    host = await reading(town, guest)
    slips = await host.answer(iin="850412300007")
    assert slips.status == 422
    assert "Check the IIN" in slips.words
    for left in (4, 3, 2):
        assert f"{left} tries are left" in (await host.answer(iin=OTHER_IIN)).words
    await host.answer(iin=OTHER_IIN)
    ended = await host.answer("refuse", iin=OTHER_IIN)

    assert "This request has ended" in ended.words
    assert "a wrong IIN was given five times" in ended.words
    await guest.wait_for("The link was closed")
    assert (await town.recorded(guest))[-1] == "closed"
    assert not await town.has_certificate(guest)


async def test_everything_to_mend_is_said_at_once(town: Town, guest: Person) -> None:
    """Each fault stands above, linked to its field, and beside it; what was typed stays; nothing was answered."""
    host = await reading(town, guest)

    page = await host.answer(iin="123", name="<b>1</b>", consent=False)

    assert page.status == 422
    assert "<title>Error: Ivanov Pyotr asks" in page.text
    for name in ("iin", "name", "consent"):
        assert f'<a href="#{name}">' in page.text
        assert f'id="{name}"' in page.text
        assert f'id="{name}-fault"' in page.text
    assert 'value="123"' in page.text
    assert 'value="&lt;b&gt;1&lt;/b&gt;"' in page.text
    assert (await town.recorded(guest))[-1] == "opened"


async def test_sent_twice_is_answered_once(town: Town, guest: Person) -> None:
    """A double press, one after the other or at the same time, shows the same result and does nothing twice."""
    host = await reading(town, guest)
    mark = host.last.mark if host.last else ""

    both = await asyncio.gather(host.answer(mark=mark), host.answer(mark=mark))
    third = await host.answer(mark=mark)

    assert {answer.words for answer in (*both, third)} == {third.words}
    assert "You agreed that" in third.words
    assert (await town.recorded(guest)).count("granted") == 1


async def test_whoever_answers_first_wins(town: Town, guest: Person, host: Person) -> None:
    """The host's chat and the web page share one request: after a yes in Telegram the page says so and does nothing."""
    browser = await reading(town, guest)
    await host_proves(host, link_in(guest))
    await host.tap("Agree")

    page = await browser.answer()

    assert "This request was already answered" in page.words
    assert "the host agreed" in page.words
    assert (await town.recorded(guest)).count("granted") == 1


async def test_a_host_who_is_in_telegram_answers_there_alone(town: Town, guest: Person, host: Person) -> None:
    """No guest can agree for a host met by the host's own link: there is no button, and a forged tap shows no code."""
    await known_host(town, host)
    await sent(town, guest, host_by_link=True)
    [case] = await town.requests_of(guest)

    assert BUTTON not in guest.buttons()
    await guest.forge_tap(f"r:web:{case.number}")
    assert "This host answers in the chat in Telegram" in guest.hears()
    assert "this code" not in guest.hears()
    assert (await (await Browser.to(town, f"/q/{case.token}")).open()).status == 404
    await host.wait_for("asks to be registered at your home")


async def test_a_typed_iin_does_not_tell_that_its_host_is_known(town: Town, guest: Person, host: Person) -> None:
    """The guest is offered the page as for a stranger's IIN; the page itself opens to nobody, for the chat is asked."""
    await known_host(town, host)
    await sent(town, guest)
    [case] = await town.requests_of(guest)

    assert BUTTON in guest.buttons()
    assert (await (await Browser.to(town, f"/q/{case.token}")).open()).status == 404


async def test_a_host_comes_to_the_chat_while_the_page_is_open(town: Town, guest: Person, host: Person) -> None:
    """From then on the page takes no answer, says where to give it, and asks nobody for a code any more."""
    browser, late = await reading(town, guest), await Browser.to(town, page_in(guest))
    await host_proves(host, link_in(guest))

    mark = browser.last.mark if browser.last else ""
    answers = [await browser.answer(mark=mark), await browser.answer("refuse", mark=mark), await browser.open()]

    assert all("This host answers in the chat in Telegram" in answer.words for answer in answers)
    assert all("Open in Telegram" in answer.words for answer in answers)
    assert (await late.open()).status == (await late.type_code(code_in(guest))).status == 404
    assert (await town.recorded(guest))[-1] == "opened"
    await host.tap("Agree")
    assert "granted" in await town.recorded(guest)


async def test_a_request_taken_back_meanwhile(town: Town, guest: Person) -> None:
    """Whoever has the page open learns that the guest took the request back; nothing is granted."""
    host = await reading(town, guest)
    await guest.tap("Take it back")

    page = await host.answer()

    assert "The guest took this request back" in page.words
    assert not await town.has_certificate(guest)


async def test_a_place_that_is_full(town: Town, guest: Person, host: Person) -> None:
    """Nobody gets in beyond the limit; the page says so in plain words, and the request waits on."""
    await town.stop_bot()
    town.settings["most_at_a_dwelling"] = 1
    await town.start_bot()
    await lives(town, 1002, host, document_number=_another_passport())
    browser = await reading(town, guest)

    page = await browser.answer()

    assert page.status == 409
    assert "Only 1 person may be registered at this address at once" in page.words
    assert (await town.recorded(guest))[-1] == "opened"


async def test_the_page_lives_through_a_restart(town: Town, guest: Person) -> None:
    """Code and pass are derived, so a bot that was restarted between two pages goes on with them."""
    host = await reading(town, guest)
    mark = host.last.mark if host.last else ""
    await town.restart_bot()
    host.base = await base_of(town)

    assert "You agreed that" in (await host.answer(mark=mark)).words


async def test_a_pass_ends_after_half_an_hour(town: Town, guest: Person) -> None:
    """Then the code is asked for again; the result is as unknown to others as any ended request."""
    host = await reading(town, guest)
    mark = host.last.mark if host.last else ""
    await town.time_passes(minutes=31)

    late = await host.answer(mark=mark)
    assert late.status == 403
    assert "Type the code again" in late.words
    await host.type_code(code_in(guest))
    await host.answer()
    await town.time_passes(minutes=31)
    assert (await host.open()).status == 404


async def test_an_organisation_answers_in_its_chat(town: Town, guest: Person) -> None:
    """A host with a BIN is not offered the page, and an old or forged button says why."""
    from bot.domain.organisation import Bin

    await sent(town, guest, host=Bin("240440012345"))
    [case] = await town.requests_of(guest)

    assert BUTTON not in guest.buttons()
    await guest.forge_tap(f"r:web:{case.number}")
    assert "An organisation answers in its own chat" in guest.hears()


async def test_a_forged_tap_shows_no_code_of_another(town: Town, guest: Person) -> None:
    """The number of somebody else's request opens nothing, first code or new one."""
    await shown(town, guest)
    [case] = await town.requests_of(guest)
    stranger = await town.person(3001, "Zhanna")
    await stranger.start()
    await stranger.forge_tap(f"r:web:{case.number}")
    await stranger.forge_tap(f"wb:{case.number}:1")
    await stranger.forge_tap(f"wb:{2**53}:99")

    assert "this code" not in stranger.hears()
    assert await town.recorded(guest) == ["asked", "code_shown"]


async def test_a_silent_host_may_have_no_telegram(town: Town, guest: Person) -> None:
    """The word that the host is silent offers the page too."""
    await sent(town, guest)
    await town.time_passes(days=1, minutes=1)
    await guest.wait_for("Your host has not answered yet")

    silent = next(message for message in guest.messages if "has not answered yet" in message["text"])
    assert BUTTON in [button["text"] for row in silent["buttons"] for button in row]


async def test_no_log_and_no_address_bears_a_person(
    town: Town, guest: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever is typed and however it ends, neither a log nor an address holds names, numbers, codes or links."""
    caplog.set_level(logging.DEBUG)
    host = await reading(town, guest)
    code, token = code_in(guest), host.path.removeprefix("/q/")
    await host.answer(iin=OTHER_IIN)
    ended = await host.answer()

    logged = caplog.text
    for secret in ("Ivanov", HOST_IIN, OTHER_IIN, HOST_NAME, code, code.replace(" ", ""), token):
        assert secret not in "\n".join(line for line in logged.splitlines() if "bot" in line.split(":")[0])
    assert ended.where == host.path
    with town.books() as books:
        dump = "\n".join(books.iterdump())
    assert code.replace(" ", "") not in dump
    assert token not in dump


async def test_without_an_address_nothing_runs(tmp_path: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator who names no address serves no page, shows no button, and an old button says that it is old."""
    hurry(monkeypatch)
    async with open_town(tmp_path, ground) as town:
        guest = await town.guest()
        await sent(town, guest)
        [case] = await town.requests_of(guest)

        assert "web" not in town.running.works
        assert BUTTON not in guest.buttons()
        await guest.forge_tap(f"r:web:{case.number}")
        assert "This button is from an old message" in guest.hears()
        async with town.running.database.look() as work:
            kept = await work.cases.of_guest(ChatId(guest.id))
        assert [event.kind for event in kept[0].events] == [EventKind.ASKED]

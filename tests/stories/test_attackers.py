"""Whoever is not the one asked, or comes too late, is refused with a clear line and changes nothing."""

import asyncio

import pytest

from bot.domain.person import Iin
from tests.people import Person
from tests.stories.test_restarts import FIELDS
from tests.town import (
    HOST_IIN,
    OTHER_IIN,
    STRANGER_ID,
    Town,
    agreed,
    answered,
    at_review,
    certificate_picture,
    host_proves,
    known_host,
    request_number,
    sent,
)

WRONG_IINS = ("880110300008", "880111300005", "880112300000", "880113300006", "880114300001")
OPEN = ["asked", "opened"]
NOT_YOURS = "This request is for another host. Only that host can open and answer it."


@pytest.fixture
async def stranger(town: Town) -> Person:
    """Somebody with a tampered client."""
    stranger = await town.person(STRANGER_ID, "Bolat", phone="+77770000000")
    await stranger.start()
    return stranger


@pytest.mark.parametrize("deed", ["r:agree", "r:refuse", "r:show", "r:later"])
async def test_another_chats_tap_changes_nothing(
    town: Town, guest: Person, host: Person, stranger: Person, deed: str
) -> None:
    """Forged callback data from another chat is refused, and shows nobody's data."""
    await host_proves(host, await sent(town, guest))

    await stranger.forge_tap(f"{deed}:{request_number(guest)}")

    assert NOT_YOURS in stranger.sees()
    assert "Ivanov" not in stranger.sees()
    assert await town.recorded(guest) == OPEN


async def test_another_chats_reason_refuses_nobody(town: Town, guest: Person, host: Person, stranger: Person) -> None:
    """A forged reason from another chat is refused."""
    await host_proves(host, await sent(town, guest))

    await stranger.forge_tap(f"w:{request_number(guest)}:stranger")

    assert NOT_YOURS in stranger.sees()
    assert await town.recorded(guest) == OPEN


async def test_the_guest_cannot_agree_for_the_host(town: Town, guest: Person, host: Person) -> None:
    """A guest who forges the host's Agree is told who has to answer."""
    await host_proves(host, await sent(town, guest))

    await guest.forge_tap(f"r:agree:{request_number(guest)}")

    assert "You cannot be your own host." in guest.sees()
    assert await town.recorded(guest) == OPEN


async def test_before_a_host_is_proven_nobody_can_agree(
    town: Town, guest: Person, host: Person, stranger: Person
) -> None:
    """Whoever opened the link but gave no IIN cannot answer."""
    await stranger.open_link(await sent(town, guest))

    await stranger.forge_tap(f"r:agree:{request_number(guest)}")

    assert NOT_YOURS in stranger.sees()
    assert "granted" not in await town.recorded(guest)


async def test_a_double_tap_is_recorded_once(town: Town, guest: Person, host: Person) -> None:
    """A host who taps twice is told so and recorded once."""
    await host_proves(host, await sent(town, guest))

    await host.tap("Agree")
    await host.tap_again()

    assert "This request was already answered on 21 November 2026, 12:00: the host agreed." in host.sees()
    assert await town.recorded(guest) == [*OPEN, "granted"]


async def test_two_taps_at_the_same_instant_are_recorded_once(town: Town, guest: Person, host: Person) -> None:
    """Agree and Refuse in the same moment: the first counts, the second is told so."""
    await host_proves(host, await sent(town, guest))
    number = request_number(guest)

    await asyncio.gather(
        *(host.forge_tap(data) for data in (f"r:agree:{number}", f"w:{number}:dates", f"r:agree:{number}"))
    )
    await host.quiet(0.2)

    assert len(await town.recorded(guest)) == 3
    assert (await town.recorded(guest))[-1] in {"granted", "refused"}


async def test_a_forwarded_card_gives_no_power(town: Town, guest: Person, host: Person, stranger: Person) -> None:
    """The host's card, forwarded to another chat, bears no button that works there."""
    await host_proves(host, await sent(town, guest))
    card = host.messages[-1]["id"]
    data = host.messages[-1]["buttons"][0][0]["value"]

    await stranger.forward(card, of=host)
    await stranger.forge_tap(data)

    assert NOT_YOURS in stranger.sees()
    assert await town.recorded(guest) == OPEN


async def test_a_link_used_by_a_second_person(town: Town, guest: Person, host: Person, stranger: Person) -> None:
    """Once a host is proven the link opens for nobody else."""
    link = await sent(town, guest)
    await host_proves(host, link)

    await stranger.open_link(link)

    assert NOT_YOURS in stranger.last()
    assert await town.recorded(guest) == OPEN
    await host.tap("Agree")
    assert await town.recorded(guest) == [*OPEN, "granted"]


async def test_a_guest_opens_the_own_link(town: Town, guest: Person) -> None:
    """A guest is never the own host."""
    link = await sent(town, guest)

    await guest.open_link(link)

    assert "You cannot be your own host. Forward this link" in guest.last()
    assert await town.recorded(guest) == ["asked"]


async def test_a_guest_names_the_own_iin(town: Town, guest: Person) -> None:
    """A guest whose own chat is linked to the IIN cannot send."""
    await known_host(town, guest)
    await at_review(town, guest)
    await guest.tap("Send to my host")

    assert "You cannot be your own host." in guest.sees()
    assert await town.requests_of(guest) == []


async def test_five_wrong_iins_close_the_link(town: Town, guest: Person, stranger: Person, host: Person) -> None:
    """Each wrong IIN says how many tries are left; the fifth closes the link and the guest is told."""
    link = await sent(town, guest)
    await stranger.open_link(link)
    await stranger.share_contact()
    for left, iin in zip((4, 3, 2, 1), WRONG_IINS, strict=False):
        await stranger.send(f"{iin} Bolat Bolatov")
        assert f"{left} tr" in stranger.last()

    await stranger.send(f"{WRONG_IINS[-1]} Bolat Bolatov")

    assert "This link is closed: a wrong IIN was given five times." in stranger.last()
    await guest.wait_for("The link was closed: a wrong IIN was given five times")
    await guest.wait_for("closed after five wrong IINs. You are not registered")
    await host.open_link(link)
    assert "This link is closed" in host.last()
    assert "Ivanov" not in stranger.sees() + host.sees()


async def test_the_sixth_try_with_the_right_iin_is_too_late(town: Town, guest: Person, stranger: Person) -> None:
    """A closed link stays closed for the right IIN."""
    await stranger.open_link(await sent(town, guest))
    await stranger.share_contact()
    for iin in WRONG_IINS:
        await stranger.send(f"{iin} Bolat Bolatov")

    await stranger.send(f"{HOST_IIN} Bolat Bolatov")

    assert "Ivanov" not in stranger.sees()
    assert (await town.recorded(guest))[-1] == "closed"


async def test_a_closed_link_is_mended_with_one_tap(town: Town, guest: Person, stranger: Person) -> None:
    """The guest of a closed link sends anew."""
    await stranger.open_link(await sent(town, guest))
    await stranger.share_contact()
    for iin in WRONG_IINS:
        await stranger.send(f"{iin} Bolat Bolatov")
    await guest.wait_for("The link was closed")

    await guest.tap("Mend and send again")

    assert "Check your answers" in guest.last()


async def test_a_mistyped_iin_costs_no_try(town: Town, guest: Person, host: Person) -> None:
    """An IIN that cannot be one is answered as a slip and not counted."""
    await host.open_link(await sent(town, guest))
    await host.share_contact()

    await host.send("850412300007 Serikova Aigul")

    assert "Check the IIN: its last number does not match the others." in host.last()
    assert "wrong_iin" not in await town.recorded(guest)


@pytest.mark.parametrize("own", [False, None])
async def test_another_persons_contact_is_not_taken(town: Town, guest: Person, host: Person, own: bool | None) -> None:
    """Only one's own phone is taken, not another's card and not a card without an account."""
    await host.open_link(await sent(town, guest))

    await (host.share_contact(own=False) if own is False else host.send_contact("+77011234567", None))

    assert "Share your own phone" in host.last()
    assert await town.host_kept(host) is None
    assert "Share my phone" in host.buttons()


async def test_a_typed_phone_is_not_taken(town: Town, guest: Person, host: Person) -> None:
    """A typed number proves nothing."""
    await host.open_link(await sent(town, guest))

    await host.send("+77011234567")

    assert "Share your own phone" in host.last()
    assert await town.host_kept(host) is None


async def test_an_iin_linked_to_another_chat(town: Town, guest: Person, host: Person, stranger: Person) -> None:
    """An IIN linked to one chat cannot be linked from another, even with the guest's link in hand."""
    await known_host(town, host)
    link = await sent(town, guest, host=Iin.parse(OTHER_IIN))
    second = await town.guest(1002, "Anna")
    other_link = await sent(town, second, host=Iin.parse(OTHER_IIN))
    await host_proves(stranger, link, OTHER_IIN)
    third = await town.person(3002, "Daulet")

    await host_proves(third, other_link, OTHER_IIN)

    assert "This IIN or BIN is already linked to another chat" in third.last() or NOT_YOURS in third.sees()
    assert await town.host_kept(third) is None or not (await town.host_kept(third)).is_linked  # type: ignore[union-attr]


async def test_an_iin_claimed_without_a_link_is_shown_nobody(town: Town, guest: Person, stranger: Person) -> None:
    """Who merely claims an IIN, with no guest's link, is not pinged for those who name it."""
    await stranger.tap("English")
    await stranger.tap("I agree")
    await stranger.tap("Someone will live at my place")
    await stranger.share_contact()
    await stranger.send(f"{HOST_IIN} Bolat Bolatov")
    assert "Your link for guests" in stranger.sees()

    await sent(town, guest)
    await stranger.quiet(0.3)

    assert "Ivanov" not in stranger.sees()


async def test_a_host_linked_to_one_iin_cannot_use_another(town: Town, guest: Person, host: Person) -> None:
    """A request for another IIN is not shown to a host who is linked to a different one."""
    await known_host(town, host, iin=OTHER_IIN)

    await host.open_link(await sent(town, guest))

    assert "This request is for a host with another IIN." in host.last()
    assert "Ivanov" not in host.sees()


async def test_agree_after_the_guest_took_it_back(town: Town, guest: Person, host: Person) -> None:
    """A request taken back cannot be agreed to; the host's card says so."""
    await host_proves(host, await sent(town, guest))
    number = request_number(guest)
    await guest.tap("Take it back")
    await host.wait_for("The guest took the request back. You have nothing to do")

    await host.forge_tap(f"r:agree:{number}")

    assert "The guest took this request back on 21 November 2026, 12:00." in host.sees()
    assert await town.recorded(guest) == [*OPEN, "cancelled"]


async def test_agree_after_thirty_days(town: Town, guest: Person, host: Person) -> None:
    """After thirty days the request has ended: Agree and the link are refused."""
    link = await sent(town, guest)
    await host_proves(host, link)
    number = request_number(guest)
    await town.time_passes(days=30)

    await host.forge_tap(f"r:agree:{number}")
    assert "This link ended on 21 December 2026, 12:00." in host.sees()
    await host.open_link(link)

    assert "This link ended" in host.last()
    assert not await town.has_certificate(guest)


async def test_anothers_certificate_is_not_given(town: Town, guest: Person, host: Person, stranger: Person) -> None:
    """A forged request for another guest's certificate sends nothing."""
    await agreed(town, guest, host)
    assert await certificate_picture(guest)

    await stranger.forge_tap(f"r:certificate:{request_number(guest)}")
    await stranger.quiet(0.2)

    assert "This button is from an old message" in stranger.sees()
    assert not any(message["file"] for message in stranger.messages)


@pytest.mark.parametrize("deed", ["mend", "remind", "take_back", "certificate"])
async def test_anothers_request_cannot_be_touched(
    town: Town, guest: Person, host: Person, stranger: Person, deed: str
) -> None:
    """Mending, reminding and taking back are the guest's own."""
    await host_proves(host, await sent(town, guest))
    before = await host.bot_messages()

    await stranger.forge_tap(f"r:{deed}:{request_number(guest)}")
    await host.quiet(0.2)

    assert "This button is from an old message" in stranger.sees()
    assert await town.recorded(guest) == OPEN
    assert await town.answers_kept(stranger) is None
    assert await host.bot_messages() == before


FORGED = (
    "c:nonsense", "p:entered:someday", "p:document_kind:x", "p:premises:x", "p:address_region:99", "p:citizenship:ZZZ",
    "p:citizenship:<b>x", "r:agree:99999999999999999999999", "r:agree:-1", "r:certificate:0", "b:nothing", "w:1:x",
)  # fmt: skip


@pytest.mark.parametrize("data", FORGED)
@pytest.mark.sampled
async def test_forged_answers_are_no_fault_of_the_service(town: Town, guest: Person, data: str) -> None:
    """Data that no button bears is refused, saved nowhere, and is no fault of ours."""
    await answered_at(town, guest, data)
    before = await town.answers_kept(guest)

    await guest.forge_tap(data)

    assert "problem with the service" not in guest.sees()
    assert await town.answers_kept(guest) == before


async def answered_at(town: Town, guest: Person, data: str) -> None:
    """A guest at the question of which the forged data speak."""
    field = data.split(":")[1].removesuffix("_region")
    rest = FIELDS[FIELDS.index(field) :] if field in FIELDS else ("until",)
    await answered(town, guest, **dict.fromkeys(rest))
    await guest.tap("Register me at an address" if field == "citizenship" else "Continue")


@pytest.mark.parametrize(
    "link",
    ["https://t.me/tirkeu_town_bot?start=q", "https://t.me/tirkeu_town_bot?start=qAAAAAAAAAAAAAAAAAAAAAA",
     "https://t.me/tirkeu_town_bot?start=h", "https://t.me/tirkeu_town_bot?start=hAAAAAAAAAAAAAAAAAAAAAA"],
)  # fmt: skip
async def test_a_guessed_link_opens_nothing(town: Town, stranger: Person, link: str) -> None:
    """A link nobody sent says so."""
    await stranger.open_link(link)

    assert "not work" in stranger.last()


async def test_nothing_is_asked_without_consent(town: Town, stranger: Person) -> None:
    """Forged steps before the consent ask no personal data and keep none."""
    for data in ("m:register", "g:continue", "p:citizenship:RUS", "g:restart"):
        await stranger.forge_tap(data)
        await stranger.send("Россия")

    assert await town.answers_kept(stranger) is None

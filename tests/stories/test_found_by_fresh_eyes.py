"""What readers with fresh eyes found: each bug has its test."""

from datetime import date

from bot.certificate import keystore
from bot.domain.person import Iin
from tests.people import Person
from tests.town import (
    HOST_IIN,
    OTHER_IIN,
    Town,
    agreed,
    answered,
    certificate_text,
    host_proves,
    known_host,
    sent,
)

FAR_MARK = "\u200e"  # left-to-right mark: pasted with an address, seen by nobody


async def test_an_invisible_mark_in_the_address_keeps_no_certificate_back(
    town: Town, guest: Person, host: Person
) -> None:
    """What nobody sees is left out when it is typed, not found when the certificate is drawn."""
    await answered(town, guest, address=None)
    await guest.tap("Continue")
    await guest.send(f"Almaty, Abay{FAR_MARK} avenue 10")
    await guest.tap("Send to my host")

    await host_proves(host, next(link for link in guest.links() if "?start=q" in link))
    await host.tap("Agree")

    await guest.wait_for("The same certificate for printing")


async def test_a_last_day_that_passes_before_the_host_agrees_is_not_certified(
    town: Town, guest: Person, host: Person
) -> None:
    """No certificate for a past period; the guest is told what to choose anew."""
    await host_proves(host, await sent(town, guest, until=date(2026, 11, 22)))
    await town.time_passes(days=3)

    await host.tap("Agree")

    await guest.wait_for("The last day you gave has passed")
    assert not await town.has_certificate(guest)
    await guest.tap("Mend and send again")
    assert "Until when will you live there?" in guest.last()


async def test_a_mere_claim_of_an_iin_gives_way_to_a_guests_link(town: Town, guest: Person, host: Person) -> None:
    """Whoever typed somebody's IIN without any guest's link cannot lock the true host out."""
    squatter = await town.person(6006, "Squatter")
    await squatter.start()
    await squatter.tap("English")
    await squatter.tap("I agree")
    await squatter.tap("Someone will live at my place")
    await squatter.share_contact()
    await squatter.send(f"{HOST_IIN} Somebody Else")

    await host_proves(host, await sent(town, guest))

    assert "asks to be registered at your home" in host.last()
    assert "asks to be registered" not in squatter.hears()


async def test_a_linked_host_who_opens_a_guests_link_is_pinged_from_then_on(
    town: Town, guest: Person, host: Person
) -> None:
    """A guest's link vouches for a host who linked the IIN from the menu, too."""
    await host.start()
    await host.tap("English")
    await host.tap("I agree")
    await host.tap("Someone will live at my place")
    await host.share_contact()
    await host.send(f"{HOST_IIN} Serikova Aigul Maratovna")
    await host.open_link(await sent(town, guest))

    kept = await town.host_kept(host)

    assert kept is not None
    assert kept.vouched


async def test_reminding_tells_nobody_whether_an_iin_is_known(town: Town, guest: Person, host: Person) -> None:
    """The same words for a host whom the bot can reach and for one whom it cannot."""
    await known_host(town, host)
    other = await town.person(1717, "Other")
    await sent(town, guest)
    await sent(town, other, host=Iin.parse(OTHER_IIN))

    for person in (guest, other):
        await person.tap("Remind my host")
        assert "has not opened the link yet. Send it again" in person.hears()


async def test_a_withdrawn_key_is_told(town: Town, guest: Person, host: Person) -> None:
    """What a withdrawn key signed is confirmed to nobody, whatever the register says."""
    await agreed(town, guest, host)
    text = await certificate_text(guest)
    folder = town.folder / "keys"
    ring = keystore.load(folder)
    await town.stop_bot()
    keystore.rotate(folder, now=town.clock.now())
    keystore.withdraw(folder, ring.signing_key(town.clock.now()).kid, now=town.clock.now())
    await town.start_bot()
    stranger = await town.person(3003, "Stranger")

    await stranger.send(text)

    assert "The key that signed it was withdrawn" in stranger.hears()

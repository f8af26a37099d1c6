"""The main job: a guest registers, the host taps, the certificate comes back."""

from tests.town import HOST_IIN, Town, answer_all, begin, host_proves, link_in, request_sent


async def test_a_guest_registers_and_the_host_agrees(town: Town) -> None:
    """From nothing to the certificate, with the effort that the table allows."""
    guest, host = await town.person(1001, "Pyotr"), await town.person(2001, "Aigul", phone="+77011234567")

    link = await request_sent(guest)
    assert await guest.actions() <= 18
    assert "You are not registered until your host agrees" in guest.sees()
    assert "11 December 2026" in guest.sees()

    await host_proves(host, link)
    assert "Ivanov Pyotr" in host.sees()
    assert "•••4567" in host.sees()
    await host.tap("Agree")
    assert await host.actions() <= 5
    assert "You agreed that" in host.sees()

    await guest.wait_for("Your registration certificate")
    await guest.wait_for("The same certificate for printing", timeout=8)
    assert "the certificate is issued" in guest.sees()
    print(await guest.bot_messages(), await host.bot_messages())
    assert await guest.bot_messages() <= 18

"""What was undone because others were in the way is done once more, and nobody has to tap again."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import pytest

from bot.domain.case import Case, EventKind
from bot.registration.contention import TRIES
from bot.registration.granting import Granting, Yes
from bot.registration.ports import ContendedError
from tests.people import Person
from tests.stories.test_imports import XLSX, guest_row, hotel_at, sheet_of
from tests.stories.test_organisations import asks_hotel, is_hotel
from tests.town import Town, host_proves, sent

FAULT = "there is a problem with the service"


def contended(monkeypatch: pytest.MonkeyPatch, times: int, *, after: int = 0) -> None:
    """So many times, after so many that last, all that a host's yes has led to is undone."""
    grant, turns = Granting.__call__, count()

    async def granting(self: Granting, work: Any, party: Sequence[Case], yes: Yes) -> list[Case]:
        ended = await grant(self, work, party, yes)
        if after <= next(turns) < after + times:
            raise ContendedError
        return ended

    monkeypatch.setattr(Granting, "__call__", granting)


async def test_a_tap_that_was_undone_is_done_once_more(
    town: Town, guest: Person, host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The host hears of no fault, and of the first try nothing is left."""
    await host_proves(host, await sent(town, guest))
    contended(monkeypatch, TRIES - 1)

    await host.tap("Agree")
    await guest.wait_for("The same certificate for printing", timeout=8)

    assert FAULT not in host.sees()
    [case] = await town.requests_of(guest)
    assert [event.kind for event in case.events].count(EventKind.GRANTED) == 1
    assert host.sees().count("You agreed that") == 1


async def test_who_is_in_the_way_for_ever_is_a_fault(
    town: Town, guest: Person, host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends, the host is told, and the next tap finds all as it was."""
    await host_proves(host, await sent(town, guest))
    contended(monkeypatch, TRIES)

    await host.tap("Agree")
    assert FAULT in host.sees()
    assert not await town.has_certificate(guest)

    await host.tap("Agree")
    await guest.wait_for("The same certificate for printing", timeout=8)


async def test_of_many_only_the_one_that_was_undone_is_done_again(
    town: Town, host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who agrees to all at once is not told that the first ones were answered already."""
    await is_hotel(town, host)
    for turn, name in enumerate(("Anna", "Boris", "Clara")):
        await asks_hotel(town, 1010 + turn, name)
    await host.send("/menu")
    await host.tap("Someone will live at my place")
    await host.tap("Answer all 3 of today together")
    contended(monkeypatch, 1, after=2)

    await host.tap("Agree to all 3")

    assert "You agreed to 3 requests" in host.last()


async def test_of_a_spreadsheet_only_the_lot_that_was_undone_is_filed_again(
    town: Town, host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the progress that is shown begins only once."""
    await hotel_at(town, host)
    await host.start()
    await host.tap("Someone will live at my place")
    await host.tap("Guests from a spreadsheet")
    await host.send_document(sheet_of(*map(guest_row, range(30))), "guests.xlsx", XLSX)
    contended(monkeypatch, 1, after=1)

    await host.tap("Agree and file 30 guests")

    assert "0 of 30" not in host.sees()

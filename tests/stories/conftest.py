"""The two people of most stories."""

import pytest

from tests.people import Person
from tests.town import Town


@pytest.fixture
async def guest(town: Town) -> Person:
    """One who needs to be registered."""
    return await town.guest()


@pytest.fixture
async def host(town: Town) -> Person:
    """One who gives a place to live."""
    return await town.host()

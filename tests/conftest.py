"""Fixtures for all rooms."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town import Town, build_town, open_town


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every town begins with, made once."""
    folder = tmp_path_factory.mktemp("ground")
    asyncio.run(build_town(folder))
    return folder


@pytest.fixture
async def town(tmp_path: Path, ground: Path) -> AsyncIterator[Town]:
    """A town with the bot running."""
    async with open_town(tmp_path, ground) as town:
        yield town

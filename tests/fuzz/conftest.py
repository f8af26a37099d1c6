"""The towns of the fuzz."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fuzz_ground import Settled, settle


@pytest.fixture(scope="session")
def settled(ground: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settled]:
    """Everybody in the place in which they are found; made once."""
    folder = tmp_path_factory.mktemp("fuzz") / "town"
    shutil.copytree(ground, folder)
    with asyncio.Runner() as runner:
        yield Settled(folder, runner.run(settle(folder)), runner)

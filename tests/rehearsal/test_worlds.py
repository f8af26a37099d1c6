"""A world in a seed: it is lived through, it is the same each time, and what is broken in it is found."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from bot.domain.notice import Notice, NoticeKind
from bot.rehearsal.search import search
from bot.rehearsal.world import Outcome, Plan, play
from storage.notices import SqlNotices

SMALL = Plan(seed=2, people=5, days=8, trouble=1 / 15)
ONE_MORE = "import sys; from bot.__main__ import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture(scope="module")
def small() -> Outcome:
    return play(SMALL)


def test_a_small_world_is_lived_through(small: Outcome) -> None:
    """In eight days five people register, answer and quarrel while all that must hold holds, troubles or not."""
    assert small.broken == "", small.last
    assert small.registrations > 0
    assert small.troubles > 0
    assert small.updates > 40


@pytest.mark.nightly
def test_the_same_seed_is_the_same_world(small: Outcome) -> None:
    """The same seed gives the same trace to the byte in another process, whatever its hash seed and environment."""
    order = ["simulate", "--seed", "2", "--people", "5", "--days", "8", "--trouble", "15"]
    environment = os.environ | {"PYTHONHASHSEED": "77", "KEEP_DAYS_AFTER_END": "3", "OPERATOR_NAME": "Another"}
    command = [sys.executable, "-c", ONE_MORE, *order]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert small.digest in said


def test_what_is_broken_is_found_at_its_event(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a guest is not told of the yes, the world ends at that very event; one event less, and all is well."""
    owe = SqlNotices.owe

    async def forgetful(self: SqlNotices, *notices: Notice) -> None:
        await owe(self, *(one for one in notices if one.kind is not NoticeKind.CERTIFICATE_PICTURE))

    monkeypatch.setattr(SqlNotices, "owe", forgetful)
    found = play(SMALL)
    assert "told" in found.broken
    again = play(replace(SMALL, upto=found.event))
    assert (again.broken, again.event, again.digest) == (found.broken, found.event, found.digest)
    assert play(replace(SMALL, upto=found.event - 1)).broken == ""


@pytest.mark.nightly
def test_many_worlds_hold() -> None:
    """For ten minutes, seed after seed holds."""
    broken = search(Plan(seed=1, people=30, days=120), seconds=600, processes=2, told=lambda _: None)
    assert [played.outcome.broken for played in broken] == []

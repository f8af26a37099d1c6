"""Whatever is said, sent or tapped, by whomever, at whatever point: an answer, no fault, and nobody in the log."""

from collections.abc import Sequence

import pytest
from aiogram.fsm.storage.base import StorageKey
from fuzz_entries import STATES, Entry, links, others, seen_taps, taps, texts, things
from fuzz_ground import BrokenError, FuzzTown, Settled
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

Steps = Sequence[tuple[str | None, Entry]]
STEPS = 25  # of one example, which begins in a town of its own
QUICK = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
THOROUGH = settings(QUICK, max_examples=560, phases=[Phase.generate, Phase.shrink])


def steps(*kinds: st.SearchStrategy[Entry]) -> st.SearchStrategy[Steps]:
    """Some persons' deeds, one after the other, some of them in another place of the talk than they were."""
    return st.lists(st.tuples(STATES, st.one_of(*kinds)), min_size=STEPS, max_size=STEPS)


def anything(seen: list[str]) -> st.SearchStrategy[Steps]:
    """All kinds of entries."""
    return steps(taps(), taps(), seen_taps(), seen_taps(), texts(), texts(), links(seen), things(), others())


async def place(town: FuzzTown, who: int, state: str | None) -> None:
    """Let this person be found where this state says."""
    if state is not None:
        key = StorageKey(bot_id=town.bot.id, chat_id=who, user_id=who)
        await town.app.dispatcher.fsm.storage.set_state(key, state)


async def live(town: FuzzTown, told: Steps) -> None:
    """One deed after the other; after each all is looked at."""
    for state, entry in told:
        await place(town, entry.who, state)
        try:
            await town.feed(entry.make(town, entry.who))
        except BrokenError as broken:
            raise BrokenError(f"{entry} at {state}: {broken}") from broken


def search(settled: Settled, how: settings) -> None:
    """Many examples."""

    @how
    @given(anything(settled.links))
    def tried(told: Steps) -> None:
        settled.live(lambda town: live(town, told))

    tried()


def test_whatever_is_said_or_tapped_is_answered_without_fault(settled: Settled) -> None:
    """A hundred deeds of guests, hosts and officers, found anywhere in the talk."""
    search(settled, QUICK)


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_whatever_is_said_or_tapped_is_answered_without_fault_fourteen_thousand_times(settled: Settled) -> None:
    """The same with 14,000 deeds."""
    search(settled, THOROUGH)

"""A load from its beginning to its figures: our bot in each arrangement, and before each of them the bare one."""

from collections.abc import AsyncIterator, Callable, Sequence

from bot.load.echoing import Echo, echo
from bot.load.figures import Figure
from bot.load.outcome_figures import echo_figures, figures_of
from bot.load.scenarios import POSTGRESQL, SQLITE, Amount, Outcome, Scenario, play_out

EVERY = (
    Scenario(database=SQLITE),
    Scenario(database=POSTGRESQL),
    Scenario(database=POSTGRESQL, is_pushed=True),
    Scenario(database=POSTGRESQL, workers=2, is_pushed=True),
)
ECHOES = 2200  # updates
TWICE = 1.7  # aim: two workers, times one


async def load(
    scenarios: Sequence[Scenario], amount: Amount, tell: Callable[[str], object]
) -> AsyncIterator[list[Figure]]:
    """Each scenario's figures as soon as it is over, so that a run broken off keeps what it has measured.

    A machine that is shared has faster and slower minutes: each scenario is compared with the echo just before it.
    `tell` hears what is being done.

    Raises:
        NotStartedError, NoPostgresError, NoAnswerError: as `play_out`.
    """
    outcomes, echoes = list[Outcome](), list[Echo]()
    for scenario in scenarios:
        tell(f"a bare echo bot, then {scenario.name}")
        echoes.append(await echo(ECHOES))
        outcomes.append(await play_out(scenario, amount))
        yield figures_of(outcomes[-1], echoes[-1])
    if echoes:
        yield [*_two_against_one(outcomes), *echo_figures(echoes)]


def _two_against_one(outcomes: Sequence[Outcome]) -> list[Figure]:
    by_workers = {outcome.scenario.workers: outcome for outcome in outcomes if outcome.scenario.is_pushed}
    if not {1, 2} <= by_workers.keys():
        return []
    one, two = by_workers[1].full, by_workers[2].full
    crowd = f"simulator and crowd took {two.crowd_share:.0%} of a core beside two workers and PostgreSQL"
    faster = two.updates_a_second / one.updates_a_second
    return [
        Figure(name="two workers against one: updates a second", value=faster, unit="", least=TWICE, runs=crowd),
        Figure(
            name="two workers against one: CPU an update",
            value=by_workers[2].whole.cpu_an_update / by_workers[1].whole.cpu_an_update,
            unit="",
            runs="1 is work shared, 2 is work done twice",
        ),
    ]

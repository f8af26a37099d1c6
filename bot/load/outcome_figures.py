"""What came of a scenario, as figures, each beside what it is made of."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.load.echoing import Echo
from bot.load.figures import MILLISECOND, Figure, median, percentile
from bot.load.journal import Journal
from bot.load.metering import Stretch
from bot.load.registering import SIDE_BY_SIDE
from bot.load.scenarios import Outcome

RATIO, WITHIN_MS, MEMORY_MB = 0.6, 100, 60  # aims: of the echo's updates a second; of answers; above the echo's
SETTLED, A_THOUSAND = 1000, 1000  # registrations after which memory should grow no more
FULL, HALF = 1, 3  # windows of the watches, after the warm-up and after the ramp
THREADS = {
    "MainThread": "event loop: aiogram, HTTP, JSON, handlers",
    "_connection_worker_thread": "SQLite",
    "draw": "drawing picture and PDF, sealing",
    "derive": "key derivation (scrypt)",
}


def figures_of(outcome: Outcome, bare: Echo) -> list[Figure]:
    """All of a scenario's figures, beside the bare bot's of the same minute."""
    said = [*_speed(outcome, bare.stretch), *_costs(outcome), *_memory(outcome, bare)]
    if outcome.half is not None and outcome.answers:
        said += _answers(outcome, outcome.half)
    return [_named(outcome, figure) for figure in said]


def echo_figures(echoes: Sequence[Echo]) -> list[Figure]:
    """The bare bot's."""
    stretches = [each.stretch for each in echoes]
    made_of = f"{len(echoes)} runs of {stretches[0].updates} updates, {SIDE_BY_SIDE} people at a time"
    crowd = max(each.crowd_share for each in stretches)
    return [
        Figure(
            name="bare aiogram echo bot: updates a second",
            value=median([each.updates_a_second for each in stretches]),
            unit="1/s",
            runs=made_of,
        ),
        Figure(
            name="bare aiogram echo bot: its CPU an update",
            value=median([each.cpu_an_update for each in stretches]) * MILLISECOND,
            unit="ms",
            runs=f"simulator and crowd took {crowd:.0%} of a core meanwhile",
        ),
        Figure(name="bare aiogram echo bot: memory", value=echoes[-1].memory_mb, unit="MB", runs="afterwards"),
    ]


def _named(outcome: Outcome, figure: Figure) -> Figure:
    name = f"{outcome.scenario.name}: {figure.name}"
    fields = {key: getattr(figure, key) for key in ("value", "unit", "runs", "most", "least", "details")}
    return Figure(name=name, **fields)


def _speed(outcome: Outcome, bare: Stretch) -> list[Figure]:
    full = outcome.full
    made_of = f"{full.registered} registrations = {full.updates} updates, {SIDE_BY_SIDE} people at a time"
    with_crowd = f"the same; simulator and crowd took {full.crowd_share:.0%} of a core"
    ratio = full.updates_a_second / bare.updates_a_second
    beside = f"against {bare.updates_a_second:.0f} just before"
    return [
        Figure(name="registrations a second", value=full.registrations_a_second, unit="1/s", runs=made_of),
        Figure(name="updates a second", value=full.updates_a_second, unit="1/s", runs=with_crowd),
        Figure(name="of the echo bot's", value=ratio, unit="", least=RATIO, runs=beside),
    ]


def _costs(outcome: Outcome) -> list[Figure]:
    whole = outcome.whole
    by_thread = _by_thread(outcome)
    parts = ", ".join(f"{name} {value:.0f}" for name, value in by_thread.items() if value >= 1)
    each = " + ".join(f"{used / whole.updates * MILLISECOND:.2f}" for used in whole.workers_cpu)
    growth = sum(outcome.growth.values()) / whole.registered
    largest = ", ".join(f"{name} {by / whole.registered:.0f}" for name, by in list(outcome.growth.items())[:5])
    return [
        _of("CPU an update", whole.cpu_an_update * MILLISECOND, "ms", f"all workers: {each}", {}),
        _of(
            "CPU a registration",
            sum(whole.workers_cpu) / whole.registered * MILLISECOND,
            "ms",
            f"by thread, ms: {parts}",
            by_thread,
        ),
        *_server(outcome),
        _of("messages sent a registration", _sent(outcome) / whole.registered, "", _calls(outcome), outcome.calls),
        *_unasked(outcome),
        _of("database growth a registration", growth, "B", f"the most: {largest}", outcome.growth),
    ]


def _unasked(outcome: Outcome) -> list[Figure]:
    owed, each = outcome.owed, outcome.registered
    return [
        _of(f"messages unasked a registration, {when}", sum(kinds.values()) / each, "", _kinds(kinds, each), kinds)
        for when, kinds in (("at once", owed.sent), ("in the days to come", owed.waiting))
    ]


def _kinds(kinds: Mapping[str, int], each: int) -> str:
    return ", ".join(f"{kind} {times / each:.1f}" for kind, times in sorted(kinds.items()) if times)


def _of(name: str, value: float, unit: str, runs: str, details: Any) -> Figure:
    return Figure(name=name, value=value, unit=unit, runs=runs, details=dict(details))


def _server(outcome: Outcome) -> list[Figure]:
    used, each = outcome.whole.server_cpu, outcome.whole.registered
    cpu = [_of("PostgreSQL's CPU a registration", used / each * MILLISECOND, "ms", "all of its processes", {})]
    journal = outcome.journal
    return (cpu if used else []) + ([] if journal is None else _journal(journal, each))


def _journal(journal: Journal, each: int) -> list[Figure]:
    ended = "those that only read among them"
    return [
        _of("write-ahead log a registration", journal.written / each, "B", "before any is compressed", {}),
        _of("transactions a registration", journal.commits / each, "", ended, {}),
    ]


def _sent(outcome: Outcome) -> int:
    return sum(times for method, times in outcome.calls.items() if method.startswith(("send", "copy")))


def _calls(outcome: Outcome) -> str:
    each = outcome.whole.registered
    return "calls: " + ", ".join(f"{method} {times / each:.1f}" for method, times in sorted(outcome.calls.items()))


def _by_thread(outcome: Outcome) -> dict[str, float]:
    """Milliseconds of CPU a registration, by what the threads do, all workers together."""
    used = dict.fromkeys(THREADS.values(), 0.0) | {"other": 0.0}
    for windows in outcome.windows:
        for kind, seconds in windows[FULL]["cpu"].items():
            used[THREADS.get(kind, "other")] += seconds / outcome.whole.registered * MILLISECOND
    return used


def _answers(outcome: Outcome, half: Stretch) -> list[Figure]:
    pace = f"{half.updates_a_second:.0f} updates a second, {half.registered} registrations in {half.seconds:.0f} s"
    made_of = f"{len(outcome.answers)} answers at {pace}"
    figures = [
        Figure(
            name=f"answer time at half load, p{share}",
            value=percentile(outcome.answers, share) * MILLISECOND,
            unit="ms",
            runs=made_of,
            most=WITHIN_MS if share == 99 else None,
        )
        for share in (50, 95, 99)
    ]
    return [*figures, *_lags(outcome)]


def _lags(outcome: Outcome) -> list[Figure]:
    windows = [windows[HALF] for windows in outcome.windows]
    made_of = f"{sum(window['ticks'] for window in windows)} ticks of 5 ms"
    names = {"p99": "event-loop lag at half load, p99", "longest": "event-loop lag at half load, longest"}
    return [
        Figure(name=name, value=max(window[key] for window in windows) * MILLISECOND, unit="ms", runs=made_of)
        for key, name in names.items()
    ]


def _memory(outcome: Outcome, bare: Echo) -> list[Figure]:
    registered, held = outcome.memory[-1]
    above = Figure(
        name=f"memory above the bare bot's after {registered} registrations",
        value=held - bare.memory_mb,
        unit="MB",
        most=MEMORY_MB,
        runs=f"resident: {held:.0f} and {bare.memory_mb:.0f} MB",
        details={"resident MB by registrations": outcome.memory},
    )
    return [above, *_growth(outcome)]


def _growth(outcome: Outcome) -> list[Figure]:
    settled = [look for look in outcome.memory if look[0] >= SETTLED]
    if not settled or settled[-1][0] < 2 * SETTLED:
        return []
    (first, then), (last, now) = settled[0], settled[-1]
    growth = (now - then) / (last - first) * A_THOUSAND
    made_of = f"{then:.0f} MB after {first}, {now:.0f} MB after {last}"
    return [Figure(name="memory's growth per 1,000 registrations", value=growth, unit="MB", runs=made_of)]

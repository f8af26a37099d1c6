"""`tirkeu simulate`: a world in a seed, or as many as there is time for."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from bot.rehearsal.search import Played, play_timed, search
from bot.rehearsal.world import Outcome, Plan

MINUTE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulateOrder:
    """What is asked for on the command line. `minutes`: search from this seed on for so long."""

    seed: int
    people: int
    days: int
    upto: int | None
    trouble: int  # one deed in so many meets a fault; nought: none
    trace: Path | None
    minutes: float | None
    processes: int


def simulate(order: SimulateOrder) -> int:
    """Play, and say what came of it; 1 where something did not hold."""
    plan = Plan(
        seed=order.seed,
        people=order.people,
        days=order.days,
        upto=order.upto,
        trouble=1 / order.trouble if order.trouble else 0.0,
        trace=order.trace,
    )
    if order.minutes is None:
        played = play_timed(plan)
        _say(_line(played))
        return _tell_broken([played])
    shown = Shown()
    broken = search(plan, seconds=order.minutes * MINUTE, processes=order.processes, told=shown.tell)
    _say(f"{shown.worlds} worlds, {shown.days} days, {shown.events} deeds, {shown.registrations} registrations")
    return _tell_broken(broken)


@dataclass(slots=True)
class Shown:
    """Each world as it ends, and all of them together."""

    worlds: int = 0
    days: int = 0
    events: int = 0
    registrations: int = 0

    def tell(self, played: Played) -> None:
        """One more has ended."""
        self.worlds += 1
        self.days += played.outcome.plan.days
        self.events += played.outcome.event
        self.registrations += played.outcome.registrations
        _say(_line(played))


def _line(played: Played) -> str:
    outcome = played.outcome
    plan = outcome.plan
    return (
        f"seed {plan.seed}: {plan.people} people, {plan.days} days, {outcome.event} deeds, {outcome.updates} updates, "
        f"{outcome.messages} messages, {outcome.requests} requests, {outcome.registrations} registrations, "
        f"{outcome.troubles} troubles, {played.seconds:.1f} s, trace {outcome.digest}"
    )


def _tell_broken(every: list[Played]) -> int:
    broken = [played.outcome for played in every if played.outcome.broken]
    for outcome in broken:
        _say(_report(outcome))
    return 1 if broken else 0


def _report(outcome: Outcome) -> str:
    plan = replace(outcome.plan, upto=outcome.event)
    return "\n".join(
        [
            f"\nSeed {plan.seed} broke at event {outcome.event}: {outcome.broken}",
            f"Again: tirkeu simulate --seed {plan.seed} --people {plan.people} --days {plan.days} --trouble "
            f"{round(1 / plan.trouble) if plan.trouble else 0} --upto {plan.upto}",
            *outcome.last,
        ]
    )


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()

"""What goes wrong: the line to Telegram, the database, the clock, the order of updates, and the process itself."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from bot.rehearsal.telegram import Telegram
from bot.simulator.chats import Json
from bot.simulator.faults import Kind

SPELL = 180.0  # seconds during which an earlier trouble explains what is wrong
GIVES_WAY = 0.3  # of all statements: others get their turn before it
FARTHEST = 60  # steps until a process that is doomed dies
_LINE: tuple[Kind, ...] = ("429", "500", "drop", "drop_after", "timeout")


@dataclass(slots=True, eq=False)
class Trouble:
    """Strikes by chance, and remembers when; `rate` is how often, per deed of a person's."""

    telegram: Telegram
    random: Random
    rate: float
    struck: int = 0
    last: float = -SPELL
    is_restarting: bool = False  # the operator wants the bot restarted
    _doom: int | None = None  # steps left to live
    _locked_until: float = 0.0
    _shuffles: int = 0
    _kinds: tuple[Callable[[], str], ...] = field(init=False)

    def __post_init__(self) -> None:
        self._kinds = (self._line, self._line, self._kill, self._lock, self._set_back, self._repeat, self._shuffle)
        self._kinds += (self._restart,)

    def may_strike(self) -> None:
        """Before a deed: sometimes something is about to go wrong."""
        if self.random.random() < self.rate:
            self.struck += 1
            self.last = self._time()
            self.telegram.note(f"trouble: {self.random.choice(self._kinds)()}")

    def is_calm(self) -> bool:
        """True when nothing has gone wrong for a while."""
        if self._locked_until > self._time() or self.telegram.faults.waiting or self._doom is not None:
            return False
        return self._time() - self.last > SPELL

    def mends(self) -> None:
        """From now on nothing goes wrong."""
        self.rate, self._doom, self._locked_until, self._shuffles = 0.0, None, 0.0, 0
        self.telegram.faults.clear()
        self.telegram.clock.behind = timedelta(0)

    def strikes(self, what: str) -> None:
        """Something goes wrong now: it explains what follows."""
        self.last = self._time()
        self.telegram.note(what)

    def kills_now(self) -> bool:
        """Whether the process dies at this step."""
        if self._doom is None:
            return False
        self._doom -= 1
        if self._doom > 0:
            return False
        self._doom = None
        self.strikes("the bot is killed")
        return True

    def gives_way(self) -> bool:
        """Whether another task gets its turn before this statement."""
        return self.random.random() < GIVES_WAY

    def check_database(self) -> None:
        """Raises OperationalError while the database is locked."""
        if self._time() < self._locked_until:
            self.last = self._time()
            raise sqlite3.OperationalError("database is locked")

    def arriving(self, updates: list[Json]) -> list[Json]:
        """A poll's updates, sometimes in another order."""
        if self._shuffles and len(updates) > 1:
            self._shuffles -= 1
            self.random.shuffle(updates)
            self.telegram.note("updates come in another order")
        return updates

    def _line(self) -> str:
        kind, times = self.random.choice(_LINE), self.random.randint(1, 6)
        self.telegram.faults.add("*", kind, times=times, retry_after=self.random.choice((1, 3, 30)))
        return f"{kind} x {times}"

    def _kill(self) -> str:
        self._doom = self.random.randint(1, FARTHEST)
        return f"killed in {self._doom} steps"

    def _lock(self) -> str:
        seconds = self.random.choice((0.5, 5, 30))
        self._locked_until = self._time() + seconds
        return f"database locked for {seconds} s"

    def _set_back(self) -> str:
        """The clock goes back; the next time, it is put right."""
        clock = self.telegram.clock
        minutes = self.random.choice((0.1, 5, 60)) if not clock.behind else 0
        clock.behind = timedelta(minutes=minutes)
        return f"clock {minutes} min behind"

    def _repeat(self) -> str:
        self.telegram.faults.repeat_next_update()
        return "the next update comes twice"

    def _shuffle(self) -> str:
        self._shuffles += 3
        return "updates out of order"

    def _restart(self) -> str:
        self.is_restarting = True
        return "the bot is restarted"

    def _time(self) -> float:
        return self.telegram.clock.loop.time()

"""How often one account may ask for something dear."""

from collections import OrderedDict, deque
from collections.abc import Callable

MINUTE = 60.0
_REMEMBERED = 10_000  # accounts; the one that asked longest ago is forgotten first


class PerMinute:
    """At most `most` times in any minute for one account, counted in this process."""

    def __init__(self, most: int, monotonic: Callable[[], float]) -> None:
        self.most = most
        self.monotonic = monotonic
        self._times: OrderedDict[int, deque[float]] = OrderedDict()

    def allows(self, account: int) -> bool:
        """Count one more, unless it is too many."""
        now = self.monotonic()
        times = self._times.setdefault(account, deque())
        self._times.move_to_end(account)
        while times and now - times[0] >= MINUTE:
            times.popleft()
        if len(self._times) > _REMEMBERED:
            self._times.popitem(last=False)
        if len(times) >= self.most:
            return False
        times.append(now)
        return True

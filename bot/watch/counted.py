"""Counters and histograms whose labels are known beforehand: no value that comes from outside can become a label."""

from collections.abc import Iterable
from itertools import product

from prometheus_client import CollectorRegistry, Counter, Histogram

OTHER = "other"  # stands for every value that nobody foresaw


class Counted:
    """A counter; each series is there from the start with nought, so that the first event is seen as a rise."""

    def __init__(
        self, registry: CollectorRegistry, name: str, told: str, labels: tuple[str, ...], *values: Iterable[str]
    ) -> None:
        """As many iterables of values as there are labels."""
        counter = Counter(name, told, labels, registry=registry)
        known = [tuple(dict.fromkeys((*each, OTHER))) for each in values]
        self._series = {named: counter.labels(*named) if labels else counter for named in product(*known)}
        self._known = [frozenset(each) for each in known]

    def add(self, *named: str) -> None:
        """One more; an unknown value counts as `other`."""
        series = self._series.get(named) or self._series[self._bounded(named)]
        series.inc()

    def _bounded(self, named: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(value if value in known else OTHER for value, known in zip(named, self._known, strict=True))


class Timed:
    """A histogram of seconds with at most one label."""

    def __init__(
        self,
        registry: CollectorRegistry,
        name: str,
        told: str,
        buckets: tuple[float, ...],
        label: str | None = None,
        values: Iterable[str] = (),
    ) -> None:
        """A histogram costs a series for each bucket and value."""
        histogram = Histogram(name, told, (label,) if label else (), buckets=buckets, registry=registry)
        known = (*values, OTHER) if label else (OTHER,)
        self._series = {value: histogram.labels(value) if label else histogram for value in dict.fromkeys(known)}

    def add(self, seconds: float, value: str = OTHER) -> None:
        """One more; a clock that stepped back counts as nought."""
        (self._series.get(value) or self._series[OTHER]).observe(max(seconds, 0.0))

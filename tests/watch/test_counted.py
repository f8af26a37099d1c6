"""Figures whose labels nobody from outside can make."""

from prometheus_client import CollectorRegistry, generate_latest

from bot.watch.counted import Counted, Timed
from bot.watch.threads import TimedThreads


def test_a_value_that_nobody_foresaw_is_other() -> None:
    """A name that slips into a label is counted and never shown."""
    registry = CollectorRegistry()
    counted = Counted(registry, "seen", "Seen.", ("kind", "end"), ["message"], ["handled"])

    counted.add("message", "handled")
    counted.add("message", "Zamorskij")
    counted.add("QX7654321", "handled")

    assert registry.get_sample_value("seen_total", {"kind": "message", "end": "handled"}) == 1
    assert registry.get_sample_value("seen_total", {"kind": "message", "end": "other"}) == 1
    assert registry.get_sample_value("seen_total", {"kind": "other", "end": "handled"}) == 1
    assert b"Zamorskij" not in generate_latest(registry)


def test_every_series_is_there_before_it_is_needed() -> None:
    """A first event would not be seen as a rise if its series began with it."""
    registry = CollectorRegistry()
    Counted(registry, "seen", "Seen.", ("kind",), ["message"])

    assert registry.get_sample_value("seen_total", {"kind": "message"}) == 0


def test_a_clock_that_stepped_back_breaks_nothing() -> None:
    """A negative time counts as nought."""
    registry = CollectorRegistry()
    Timed(registry, "took", "Took.", (0.1, 1.0)).add(-5.0)

    assert registry.get_sample_value("took_sum") == 0
    assert registry.get_sample_value("took_bucket", {"le": "0.1"}) == 1


def test_threads_tell_how_long_their_work_took() -> None:
    """Also of work that failed; the result and the fault are the work's own."""
    took: list[float] = []
    with TimedThreads(1) as threads:
        threads.on_done = took.append
        good, bad = threads.submit(pow, 2, 5), threads.submit(int, "no number")
        assert good.result() == 32
        assert isinstance(bad.exception(), ValueError)
        assert threads.queue == 0

    assert len(took) == 2

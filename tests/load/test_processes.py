"""What a process has used: read from Linux, children and all."""

import os
import subprocess
import sys
import threading
import time
from array import array

from bot.load.processes import cpu_seconds, resident_mb, thread_seconds
from bot.load.watched_bot import LONGEST, STEP, Window, cpu_by_thread

BUSY = "import time; end = time.process_time() + 0.3\nwhile time.process_time() < end: pass"


def burn(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_what_children_used_is_counted() -> None:
    """A child's processor time is its parent's, before and after its end."""
    before = cpu_seconds(os.getpid())
    subprocess.run([sys.executable, "-c", BUSY], check=True)

    assert 0.25 <= cpu_seconds(os.getpid()) - before < 5


def test_a_process_that_is_gone_uses_nothing() -> None:
    """No process, no figures, and no fault."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()

    assert (cpu_seconds(gone.pid), resident_mb(gone.pid)) == (0, 0)


def test_a_thread_is_charged_for_its_own_work() -> None:
    """Two threads of one name are counted together, and apart from the rest."""
    ready = threading.Event()

    def work() -> None:
        burn(0.15)
        ready.wait(10)

    threads = [threading.Thread(target=work, name=f"draw_{number}") for number in range(2)]
    for thread in threads:
        thread.start()
    burn_until(lambda: cpu_by_thread()["draw"] >= 0.28)
    used = cpu_by_thread()
    ready.set()
    for thread in threads:
        thread.join()

    assert 0.28 <= used["draw"] < 0.6
    assert thread_seconds(threading.get_native_id()) > 0


def burn_until(is_so: object) -> None:
    end = time.monotonic() + 10
    while not is_so() and time.monotonic() < end:  # type: ignore[operator]
        time.sleep(0.01)


def test_memory_is_what_is_held() -> None:
    """A hundred megabytes more are seen as such."""
    before = resident_mb(os.getpid())
    held = array("b", [1]) * (100 * 2**20)

    assert 95 <= resident_mb(os.getpid()) - before < 150
    del held


def test_delays_are_counted_by_rank() -> None:
    """Of a hundred ticks with delays of 1 to 100 ms, 95 came within 95 ms; one of an hour is kept as the longest."""
    window = Window()
    for delay in range(1, 101):
        window.add(delay / 1000)
    assert abs(window.reached_by(0.95) - 0.095) <= 2 * STEP

    window.add(3600.0)
    assert window.longest == 3600
    assert window.counts[LONGEST] == 1

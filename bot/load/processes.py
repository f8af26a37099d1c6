"""What a process has used so far, as Linux counts it: CPU time, and memory that it holds.

Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
"""

import os
from pathlib import Path

PROC = Path("/proc")
_UTIME, _CSTIME = 11, 14  # of the fields after the command's closing bracket: utime, stime, cutime, cstime
_RESIDENT = 1  # second field of statm, in pages


def cpu_seconds(pid: int) -> float:
    """CPU time of a process, its children and the children that have ended; nothing where it is gone."""
    mine = _fields(pid)
    if not mine:
        return 0.0
    own = sum(int(ticks) for ticks in mine[_UTIME : _CSTIME + 1]) / os.sysconf("SC_CLK_TCK")
    return own + sum(cpu_seconds(child) for child in _children(pid))


def thread_seconds(thread: int) -> float:
    """CPU time of one thread of this process."""
    fields = _stat(PROC / "self" / "task" / str(thread) / "stat")
    return sum(int(ticks) for ticks in fields[_UTIME : _UTIME + 2]) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """Memory that the process and its children hold, in MB (2^20 bytes), what they share counted for each."""
    try:
        pages = int((PROC / str(pid) / "statm").read_text().split()[_RESIDENT])
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    own = pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return own + sum(resident_mb(child) for child in _children(pid))


def _fields(pid: int) -> list[str]:
    return _stat(PROC / str(pid) / "stat")


def _stat(file: Path) -> list[str]:
    """The fields after the name, which may hold anything and stands in brackets; none where the process is gone."""
    try:
        return file.read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _children(pid: int) -> list[int]:
    try:
        tasks = list((PROC / str(pid) / "task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []

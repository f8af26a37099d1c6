"""What a worker process runs: it reads photos, one at a time, until the bot closes the pipe. Nothing else.

`python -m bot.machine.worker_main WORK MEMORY PROCESSOR`: the photos come by standard input, answers go to standard
output. WORK is `module:function`, called as `read_passport` is.
"""

import contextlib
import os
import pkgutil
import signal
import sys
from collections.abc import Callable
from datetime import date
from typing import IO, Final

from bot.machine.frames import receive, send
from bot.passport.reading import Reading, Unread
from bot.passport.wire import pack

READY: Final = b"ready"
FAULT: Final = b"!"  # what the work raised stands behind it, by its type alone: the text may quote the photo
NICER: Final = 5  # steps of priority given up, so that the chats stay quick: a third of their share, and not a tenth
LARGEST: Final = 2**32  # the bot sends what it likes; the reader refuses what is too large
Work = Callable[..., Reading | Unread | bytes]  # bytes are sent as they are


def main(work: str, memory: str, processor: str) -> None:
    """Begin, say so, and answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's
    photos, answers = _pipes()
    _hold_back(int(memory))
    function: Work = pkgutil.resolve_name(work)
    _be_mute()
    with contextlib.suppress(EOFError, OSError):  # nobody is there any more
        send(answers, READY)
        while True:
            day, picture = receive(photos, LARGEST), receive(photos, LARGEST)
            send(answers, _answer(function, picture, date.fromisoformat(day.decode()), float(processor)))


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Where photos come from and answers go to; what a library prints must not get between the answers."""
    photos, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return photos, answers


def _be_mute() -> None:
    """The decoders write their warnings past Python, and each photo may bring thousands."""
    os.dup2(1, 2)


def _hold_back(memory: int) -> None:
    """As far as the system lets it: macOS refuses a limit of address space."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(NICER)
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))


def _answer(function: Work, picture: bytes, today: date, seconds: float) -> bytes:
    try:
        _end_after(seconds)
        answer = function(picture, today=today)
        return answer if isinstance(answer, bytes) else pack(answer)
    except Exception as error:  # noqa: BLE001 - whatever it is; its text may quote the photo
        return FAULT + type(error).__name__.encode()
    finally:
        _end_after(0)


def _end_after(seconds: float) -> None:
    """Let the kernel end this process after so much processor time, whatever C code it is in; 0 takes it back."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])

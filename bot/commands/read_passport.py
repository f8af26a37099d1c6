"""`tirkeu read-passport`: one line of JSON for each photo. Knows no room of the bot but `passport`."""

import contextlib
import os
import sys
from collections.abc import Iterable, Sequence
from itertools import chain
from zoneinfo import ZoneInfo

from bot.commands.photos import Photo, open_source
from bot.commands.readings import Teller
from bot.machine.clock import RealClock

CLOCK = RealClock(ZoneInfo("Asia/Almaty"))  # the operator's own zone is in the settings, which take longer than a photo


def read_passports(files: Sequence[str], jobs: int | None) -> int:
    """Read them all. 0: each was read; 1: some could not be, or nobody listens any more."""
    sources = [open_source(file) for file in files]
    total, photos = sum(source.total for source in sources), chain.from_iterable(source.photos for source in sources)
    teller = Teller(total)
    try:
        _read(photos, total, jobs, teller)
    except BrokenPipeError:
        with contextlib.suppress(OSError):  # what is still buffered must not fail once more at the exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:  # a full disk behind standard output; faults of the photos are told as reasons
        sys.stderr.write(f"tirkeu read-passport: {error.strerror}\n")
        return 1
    return 1 if teller.unread else 0


def _read(photos: Iterable[Photo], total: int, jobs: int | None, teller: Teller) -> None:
    """A process for a single photo would cost more than the reading. Each imports what it needs: NumPy, OpenCV."""
    if total > 1:
        from bot.commands.many_passports import read_many

        read_many(photos, jobs, CLOCK.today, teller)
        return
    for file, content in photos:
        if isinstance(content, str):
            teller.tell(file, content)
            continue
        from bot.passport.reader import read_passport

        teller.tell(file, read_passport(content, today=CLOCK.today()))

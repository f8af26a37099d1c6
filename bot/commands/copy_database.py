"""`tirkeu copy-database FROM TO`: a whole database to another place or kind, compared table by table."""

import sys

from bot.commands.ending import DONE, FAILED, NOT_BEGUN, CannotError, run_to_the_end
from bot.commands.moving import Watch, as_table
from storage.moving.copying import copy_database as copy
from storage.moving.places import MoveError, name_of

ALL_SAME = "{rows} rows; every table is the same on both sides.\n"
DIFFERENT = "The copy differs from the original: nothing was kept. Try again, and check disks and memory.\n"


def copy_database(here: str, there: str) -> int:
    """0: copied, and the same; 1: the copy differed and was not kept; 2: it was not done."""
    watch = Watch()
    try:
        sys.stderr.write(f"{name_of(here)} -> {name_of(there)}\n")
        compared = run_to_the_end(copy(here, there, watch))
    except (CannotError, MoveError) as why:
        sys.stderr.write(f"{why}\n")
        return NOT_BEGUN
    finally:
        watch.end()
    sys.stdout.write(f"{as_table(compared)}\n")
    if not all(each.is_same for each in compared):
        sys.stderr.write(DIFFERENT)
        return FAILED
    sys.stdout.write(ALL_SAME.format(rows=sum(each.here.rows for each in compared)))
    return DONE

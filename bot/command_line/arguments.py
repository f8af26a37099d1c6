"""What the areas have in common: the type of what they add to, a kind of number, and the loop that bots run in."""

import argparse
import sys
from collections.abc import Coroutine
from typing import Any, TypeAlias

Commands: TypeAlias = Any  # what `add_subparsers` gives: argparse has no public name for it
LARGEST = 2**63 - 1  # that a database can be asked for


def number_above_nought(number: str) -> int:
    """A number above nought."""
    if not number.isdecimal() or not 1 <= int(number) <= LARGEST:
        raise argparse.ArgumentTypeError("a number from 1 on is wanted")
    return int(number)


def in_a_loop(work: Coroutine[Any, Any, int]) -> int:
    """In uvloop's loop, which costs less CPU an update, where it exists: it has no Windows build."""
    if sys.platform == "win32":
        import asyncio

        return asyncio.run(work)
    import uvloop

    return uvloop.run(work)

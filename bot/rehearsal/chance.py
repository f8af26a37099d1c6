"""Where chance comes from: one seed, and a stream of its own for everybody who needs some."""

from random import Random


def chance(seed: int, whose: str) -> Random:
    """The stream of one part of a world: what another part draws does not change it."""
    return Random(f"{seed} {whose}")  # noqa: S311 - a world has to be repeatable, and nothing in it is secret

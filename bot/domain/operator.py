"""Who runs this bot, as people are told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Name and BIN, whether certificates are official, the bot's user name, and for how many days data are kept."""

    name: str
    bin: str
    is_official: bool
    username: str
    keep_days: int = 30  # how long personal data are kept after a stay or a request has ended

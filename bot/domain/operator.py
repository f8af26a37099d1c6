"""Who runs this bot, as people are told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """The operator's name and BIN, whether certificates are official, and the bot's user name."""

    name: str
    bin: str
    is_official: bool
    username: str

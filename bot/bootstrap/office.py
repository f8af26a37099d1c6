"""The office's first page."""

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared


def feature(shared: Shared) -> Feature:
    """What it brings."""
    return Feature(by_name={"rights": shared.rights})

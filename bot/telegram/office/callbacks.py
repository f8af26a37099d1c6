"""What the office's buttons carry. Those of one part stand in that part's own file."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Number = Annotated[int, Field(ge=0, le=2**53)]  # of every button of the office: a forged one must not overflow anything


class OfficePage(StrEnum):
    """Where a button of the office's menu leads."""

    MENU = "menu"
    QUEUE = "queue"
    FIND = "find"
    FIGURES = "figures"


class OfficeTap(CallbackData, prefix="of"):
    """A page of the office."""

    page: OfficePage

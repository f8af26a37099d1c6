"""A reader of passports that says what it was told to say, for stories in which the answer has to be chosen."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from PIL import Image

from bot.passport.reading import Field, Known, Layout, Reading, Sex, Unread

PROVEN = dict.fromkeys(Field, Known.PROVEN)
IVANOV = Reading(
    layout=Layout.TD3,
    lines=("P<RUSIVANOV<<PYOTR<<<<<<<<<<<<<<<<<<<<<<<<<<", "7512345674RUS9003270M3103270<<<<<<<<<<<<<<00"),
    document_code="P",
    issuer="RUS",
    surname="IVANOV",
    given_names="PYOTR",
    number="751234567",
    nationality="RUS",
    birth_date=date(1990, 3, 27),
    sex=Sex.MALE,
    expiry_date=date(2031, 3, 27),
    known=PROVEN,
)


@dataclass
class ToldReader:
    """Answers each picture as `known` says, else with the next of `answers`; without one, that it is no picture."""

    answers: list[Reading | Unread] = field(default_factory=list)
    known: dict[bytes, Reading | Unread] = field(default_factory=dict)
    pictures: list[bytes] = field(default_factory=list)
    meanwhile: Callable[[], Any] | None = None
    """What happens while it reads."""

    async def read(self, picture: bytes) -> Reading | Unread:
        self.pictures.append(picture)
        if self.meanwhile is not None:
            await self.meanwhile()
        if picture in self.known:
            return self.known[picture]
        return self.answers.pop(0) if self.answers else Unread.NOT_A_PICTURE


def reading(*unsure: Field, **changes: Any) -> Reading:
    """Ivanov's passport, read with these doubts, or another one's with these fields."""
    return replace(IVANOV, known=PROVEN | dict.fromkeys(unsure, Known.CHECK), **changes)


@cache
def photo(shade: int = 120) -> bytes:
    """Any picture, as a phone sends it."""
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), (shade, 160, 90)).save(picture, "JPEG")
    return picture.getvalue()

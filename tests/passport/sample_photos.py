"""The committed photos with what is printed in them; every person on a document is made up (see photos/README.md)."""

import csv
from datetime import date, datetime
from pathlib import Path

import cv2
import numpy as np

from bot.passport.reading import Field, Reading
from bot.passport.strips import Picture

FOLDER = Path(__file__).with_name("photos")
TODAY = date(2026, 11, 22)


def truths() -> list[dict[str, str]]:
    """One row a photo: file, kind, fields and lines."""
    with (FOLDER / "truth.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def photo(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def grey_photo(name: str) -> Picture:
    return np.asarray(cv2.imdecode(np.frombuffer(photo(name), np.uint8), cv2.IMREAD_GRAYSCALE), np.uint8)


def wrong_fields(reading: Reading, truth: dict[str, str]) -> list[str]:
    """Which of the seven fields differ from the print."""
    return [field.value for field in Field if _plain(getattr(reading, field.value)) != truth[field.value]]


def _plain(value: object) -> str:
    return value.strftime("%y%m%d") if isinstance(value, date | datetime) else str(value or "")

"""The law's data files. Every row that states a fact names its sources and how sure they are (H, M, L)."""

import csv
from collections.abc import Iterator
from importlib.resources import files


def text_of(name: str) -> str:
    """One file's whole text."""
    return (files(__name__) / name).read_text(encoding="utf-8")


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """One file's rows, by the names of its columns."""
    return iter(csv.DictReader(text_of(name).splitlines()))

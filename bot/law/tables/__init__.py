"""The law's data files. Every row that states a fact names its sources and how sure they are (H, M, L)."""

import csv
import re
from collections.abc import Iterator
from importlib.resources import files

CONFIDENCES = frozenset("HML")
SOURCES = re.compile(r"(S\d+|seed\d{3})( (S\d+|seed\d{3}))*", re.ASCII)


def text_of(name: str) -> str:
    """One file's whole text."""
    return (files(__name__) / name).read_text(encoding="utf-8")


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """One file's rows, by the names of its columns."""
    return iter(csv.DictReader(text_of(name).splitlines()))


def sourced_rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of facts.

    Raises:
        ValueError: a row lacks its sources or its confidence.
    """
    for line, row in enumerate(rows_of(name), start=2):
        if not SOURCES.fullmatch(row["sources"]) or row["confidence"] not in CONFIDENCES:
            raise ValueError(f"{name}, line {line}: no source or no confidence")
        yield row

"""docs/law.md tells of every rule, and of no rule or test that does not exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.law.engine import RULES

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
NAMES = {rule.name for rule in RULES}
A_RULE = re.compile(r"`((?:O923|P148|L477|K235|EE2022|TREATY|RESIDENTS)-[\w-]+)`")
IN_TICKS = re.compile(r"`([^`]+)`")


def rows(first_column: str) -> Iterator[list[str]]:
    """The cells of every row of the tables that begin with this column."""
    for table in re.findall(r"(?:^\|.*\n)+", DOCUMENT, re.MULTILINE):
        head, _, *body = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()]
        if head[0].strip() == first_column:
            yield from body


def rules_in(text: str) -> set[str]:
    """The rules that a text names."""
    return set(A_RULE.findall(text))


def test_the_table_of_rules_has_every_rule() -> None:
    """Each once, with what it says and its tests."""
    named = [name for row in rows("rule") for name in A_RULE.findall(row[0])]

    assert sorted(named) == sorted(NAMES)


def test_every_rule_named_anywhere_exists() -> None:
    """A rule that was renamed leaves no trace."""
    assert rules_in(DOCUMENT) <= NAMES


@pytest.mark.parametrize("versions", [rule.name for rule in RULES if rule.version > 1])
def test_later_versions_are_told(versions: str) -> None:
    """A rule that was changed says from when each version holds."""
    (row,) = [row for row in rows("rule") if versions in rules_in(row[0])]
    days = [rule.span.since.isoformat() for rule in RULES if rule.name == versions]

    assert all(day in row[1] for day in days)


def test_every_day_told_is_the_rules_own() -> None:
    """The table's days are those that the code holds."""
    since = {rule.name: rule.span.since.isoformat() for rule in RULES if rule.version == 1}
    for row in rows("rule"):
        for name in rules_in(row[0]):
            assert since[name] in row[1] or row[1] == "by row", name


@pytest.mark.parametrize("column", ["rule", "paragraph", "subparagraph"])
def test_every_row_has_a_rule_and_tests_or_a_reason(column: str) -> None:
    """What the sources say is either code with a test, or it is told why it need not be."""
    found = list(rows(column))
    assert found
    for row in found:
        tested, reasoned = bool(row[-1].strip(" |")), row[1].startswith("none")
        assert tested or reasoned, row


def functions() -> dict[str, str]:
    """The names of the test functions of each test file."""
    return {
        path.name: "\n".join(re.findall(r"^(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in (ROOT / "tests").rglob("test_*.py")
    }


def test_every_test_named_exists() -> None:
    """Behind a file's name stand parts of its tests' names: beginnings, or more than can be there by chance."""
    known = functions()
    for row in (*rows("rule"), *rows("paragraph"), *rows("subparagraph")):
        for group in filter(None, (part.strip(" |") for part in row[-1].split(";"))):
            file, *names = IN_TICKS.findall(group)
            assert names, row
            assert all(_is_named(name, known[file]) for name in names), (file, names)


def _is_named(name: str, functions: str) -> bool:
    begins = re.search(rf"^test_{name}", functions, re.MULTILINE) is not None
    return begins or (len(name) >= LONG_ENOUGH and name in functions)


LONG_ENOUGH = 6  # letters: "test" is a part of every test's name


def test_every_table_is_named() -> None:
    """No table of the law is left out of the list of tables."""
    tables = {path.name for path in (ROOT / "bot" / "law" / "tables").glob("*.csv")}

    assert tables <= set(IN_TICKS.findall(DOCUMENT.split("## Tables")[1].split("\n## ")[0]))

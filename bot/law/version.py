"""Which law the bot goes by, in one short word: what is recorded beside every decision."""

import hashlib
from functools import cache
from importlib.resources import files

from bot.law import tables
from bot.law.engine import RULES
from bot.law.rule import Rule

_DIGITS = 16  # 64 bits tell any two versions apart


@cache
def law_version() -> str:
    """A digest of every rule (name, version, span, citation, facts that it reads) and every table, the same everywhere.

    A rule once in force is never edited, only ended, so that its name and version stand for what it says.
    """
    digest = hashlib.sha256()
    for said in [*sorted(map(_of_rule, RULES)), *_of_tables()]:
        digest.update(said.encode() + b"\0")
    return digest.hexdigest()[:_DIGITS]


def _of_rule(rule: Rule) -> str:
    since, until = rule.span
    reads = ",".join(sorted(rule.reads))
    return f"{rule.name} {rule.version} {since} {until} {rule.question} {rule.needs} {tuple(rule.cite)} {reads}"


def _of_tables() -> list[str]:
    """Name and text of each, with line ends as they are in the repository, whatever a checkout has made of them."""
    found = [each for each in files(tables).iterdir() if each.name.endswith((".csv", ".txt"))]
    return [f"{each.name}\n{each.read_text(encoding='utf-8')}" for each in sorted(found, key=lambda each: each.name)]

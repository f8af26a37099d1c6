"""Texts for translators: `python -m tools.catalogues` collects them, `--check` fails on what is missing or fuzzy."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

LOCALES = Path("locales")
LANGUAGES = ("kk", "ru", "en")
SOURCE = "en"
TEXTS, TELEGRAM = Path("bot/texts"), Path("bot/telegram")
WRITTEN_OUT = {"say": 1, "count": 2}  # by method of Words: how many of the first arguments are sentences
Sentence = str | tuple[str, ...]


def collect() -> Catalog:
    """Every sentence that the code says."""
    catalogue = Catalog(project="tirkeu-bot", charset="utf-8", fuzzy=False)
    for source in (*_sources(TEXTS), *_sources(TELEGRAM)):
        for sentence in sentences_in(source.read_text(encoding="utf-8")):
            catalogue.add(sentence)
    return catalogue


def sentences_in(source: str) -> list[Sentence]:
    """The sentences said in a Python source, a pair where they are counted.

    The syntax tree is read and not the row of words: there a variable named `count` would hide the `say` after it.
    """
    return [sentence for _, sentence in _said_in(source) if sentence is not None]


def not_written_out(source: str) -> list[int]:
    """The lines that say what stands nowhere as a literal, and so could not be collected."""
    return [line for line, sentence in _said_in(source) if sentence is None]


def _sources(room: Path) -> list[Path]:
    return sorted(room.rglob("*.py"))


def _said_in(source: str) -> Iterator[tuple[int, Sentence | None]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_said(node, node.func.attr):
            yield node.lineno, _sentence(node.args[: WRITTEN_OUT[node.func.attr]])


def _is_said(call: ast.Call, name: str) -> bool:
    """Whether it is a method of Words; the `count` of a string or a list takes one argument."""
    return name in WRITTEN_OUT and len(call.args) >= WRITTEN_OUT[name]


def _sentence(told: list[ast.expr]) -> Sentence | None:
    texts = tuple(node.value for node in told if isinstance(node, ast.Constant) and isinstance(node.value, str))
    if len(texts) < len(told):
        return None
    return texts if len(texts) > 1 else texts[0]


def load(language: str) -> Catalog:
    """The catalogue of a language, empty where there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="tirkeu-bot", charset="utf-8", fuzzy=False)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def path_of(language: str) -> Path:
    """Where a language's catalogue lies."""
    return LOCALES / language / "LC_MESSAGES" / "bot.po"


def update() -> None:
    """Write bot.pot and bring every language up to date: what is new is empty, what is gone is gone."""
    template = collect()
    save(LOCALES / "bot.pot", template)
    for language in LANGUAGES:
        catalogue = load(language)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        if language == SOURCE:
            for message in catalogue:
                message.string = message.id
        save(path_of(language), catalogue)


def save(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue without line numbers and dates, which would change it at every commit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalogue, width=0, include_lineno=False, sort_output=True, omit_header=False)


def faults() -> list[str]:
    """What is missing, fuzzy, left over, or has other gaps than its source."""
    template = collect()
    found = [
        f"{source}:{line}: the sentence is not written out"
        for source in _sources(TEXTS)  # in bot/telegram a screen has a `say` too, for texts that are made already
        for line in not_written_out(source.read_text(encoding="utf-8"))
    ]
    for language in LANGUAGES:
        catalogue = load(language)
        for message in template:
            found += [f"{language}: {fault}: {message.id!r}" for fault in _faults_of(message, catalogue)]
        extra = {message.id for message in catalogue if message.id} - {message.id for message in template}
        found += [f"{language}: no longer said: {sentence!r}" for sentence in extra]
    return found


def _faults_of(message: Message, catalogue: Catalog) -> list[str]:
    if not message.id:
        return []
    translated = catalogue.get(message.id, message.context)
    strings = translated.string if translated and isinstance(translated.string, (tuple, list)) else None
    written = strings or ([translated.string] if translated else [])
    if not written or not all(written):
        return ["not translated"]
    found = ["fuzzy"] if translated and translated.fuzzy else []
    sources = message.id if isinstance(message.id, (tuple, list)) else [message.id]
    gaps = _gaps(" ".join(sources))
    found += ["other gaps" for string in written if _gaps(str(string)) != gaps]
    return found


def _gaps(sentence: str) -> set[str]:
    return {part.split("}")[0] for part in sentence.split("{")[1:]}


def main() -> int:
    """Collect, or check."""
    if "--check" not in sys.argv[1:]:
        update()
        return 0
    found = faults()
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""Texts for translators: `python -m tools.catalogues` collects them, `--check` fails on what is missing or fuzzy."""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

LOCALES = Path("locales")
LANGUAGES = ("kk", "ru", "en")
SOURCE = "en"
KEYWORDS = {"say": None, "count": (1, 2)}


def collect() -> Catalog:
    """Every sentence that the code says."""
    catalogue = Catalog(project="tirkeu-bot", charset="utf-8", fuzzy=False)
    for room in ("bot/texts", "bot/telegram"):
        found = extract_from_dir(room, [("**.py", "python")], keywords=KEYWORDS)
        for _, _, sentence, _, _ in found:
            catalogue.add(sentence)
    return catalogue


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
    found = []
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

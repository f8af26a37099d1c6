"""Pieces of a page. Sentences come as HTML from `bot.texts`; what stands in an attribute is escaped here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from bot.texts import web
from bot.texts.words import LANGUAGES, Words, unmarked

LONGEST_SHOWN = 200  # of what was typed and is shown again


@dataclass(frozen=True, slots=True)
class Fault:
    """What has to be mended in one field."""

    field: str
    sentence: str


def paragraphs(sentences: Iterable[str]) -> str:
    """One under another; empty ones are left out."""
    return "".join(f"<p>{sentence}</p>" for sentence in sentences if sentence)


def facts(rows: Iterable[str]) -> str:
    """What is told of somebody."""
    items = "".join(f"<li>{row}</li>" for row in rows if row)
    return f'<ul class="facts">{items}</ul>'


def link(address: str, label: str) -> str:
    """To another place."""
    return f'<a href="{escape(address)}" rel="noreferrer">{label}</a>'


def summary(words: Words, faults: Sequence[Fault]) -> str:
    """What has to be mended, each linked to its field; the focus begins here."""
    if not faults:
        return ""
    items = "".join(f'<li><a href="#{fault.field}">{fault.sentence}</a></li>' for fault in faults)
    return (
        '<div class="summary" role="alert" tabindex="-1" autofocus aria-labelledby="problem">'
        f'<h2 id="problem">{web.problem(words)}</h2><ul>{items}</ul></div>'
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One line to type into."""

    name: str
    label: str
    hint: str
    value: str = ""
    numbers: bool = False
    autocomplete: str = "off"

    def drawn(self, words: Words, faults: Sequence[Fault]) -> str:
        """Label, hint, fault and field, bound together for those who hear the page."""
        fault = fault_at(words, self.name, faults)
        described = f"{self.name}-hint" + (f" {self.name}-fault" if fault else "")
        looks = 'class="short" inputmode="numeric"' if self.numbers else 'inputmode="text"'
        shown = "".join(filter(str.isprintable, self.value))[:LONGEST_SHOWN]
        return (
            f'<div class="field{" wrong" if fault else ""}"><label for="{self.name}">{self.label}</label>'
            f'<div class="hint" id="{self.name}-hint">{self.hint}</div>{fault}'
            f'<input type="text" id="{self.name}" name="{self.name}" value="{escape(shown)}" {looks}'
            f' autocomplete="{self.autocomplete}" spellcheck="false" aria-describedby="{described}"'
            f"{' aria-invalid=true' if fault else ''}></div>"
        )


def fault_at(words: Words, name: str, faults: Sequence[Fault]) -> str:
    """What has to be mended in this field, beside it; "" where nothing."""
    found = next((fault for fault in faults if fault.field == name), None)
    if found is None:
        return ""
    heard = f'<span class="hidden">{web.error_word(words)}</span>'
    return f'<div class="fault" id="{name}-fault">{heard} {found.sentence}</div>'


def tick(words: Words, name: str, label: str, *, ticked: bool, faults: Sequence[Fault]) -> str:
    """A box to tick."""
    fault = fault_at(words, name, faults)
    described = f' aria-describedby="{name}-fault" aria-invalid=true' if fault else ""
    return (
        f'<div class="field{" wrong" if fault else ""}">{fault}<div class="choice">'
        f'<input type="checkbox" id="{name}" name="{name}" value="yes"{" checked" if ticked else ""}{described}>'
        f'<label for="{name}">{label}</label></div></div>'
    )


def choices(words: Words, name: str, legend: str, hint: str, offered: dict[str, str], faults: Sequence[Fault]) -> str:
    """One of several; a link from the summary leads to the first."""
    fault = fault_at(words, name, faults)
    described = f"{name}-hint" + (f" {name}-fault" if fault else "")
    rows = "".join(
        f'<div class="choice"><input type="radio" id="{name}{turn or ""}" name="{name}" value="{escape(value)}">'
        f'<label for="{name}{turn or ""}">{label}</label></div>'
        for turn, (value, label) in enumerate(offered.items())
    )
    return (
        f'<fieldset class="{"wrong" if fault else ""}" aria-describedby="{described}">'
        f"<legend><h1>{legend}</h1></legend>"
        f'<div class="hint" id="{name}-hint">{hint}</div>{fault}{rows}</fieldset>'
    )


def form(address: str, *parts: str, mark: str = "") -> str:
    """A form of ours; its mark says so."""
    hidden = f'<input type="hidden" name="form" value="{escape(mark)}">' if mark else ""
    return f'<form method="post" action="{escape(address)}" novalidate>{hidden}{"".join(parts)}</form>'


def document(
    words: Words, *, heading: str, body: str, prefix: str, here: str, foot: str, has_faults: bool, head: str = ""
) -> str:
    """A whole page in the reader's language, with the same page in the others. `head` is what it loads beside."""
    title = web.error_title(words, unmarked(heading)) if has_faults else heading
    return (
        f'<!DOCTYPE html><html lang="{words.language}"><head><meta charset="utf-8">'
        f"<title>{escape(unmarked(title), quote=False)} - {web.site_name(words)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        '<meta name="format-detection" content="telephone=no">'
        f'<link rel="stylesheet" href="{escape(prefix)}/style.css">{head}</head><body>'
        f'<header><a class="skip" href="#main">{web.skip_link(words)}</a>{_languages(words, here)}</header>'
        f'<main id="main" tabindex="-1">{body}</main><footer>{foot}</footer></body></html>'
    )


def _languages(words: Words, here: str) -> str:
    rows = [
        f'<li><strong lang="{code}" aria-current="true">{name}</strong></li>'
        if code == words.language
        else f'<li><a href="{escape(here)}?lang={code}" lang="{code}" hreflang="{code}">{name}</a></li>'
        for code, name in LANGUAGES.items()
    ]
    return f'<nav aria-label="{escape(unmarked(web.languages_label(words)))}"><ul>{"".join(rows)}</ul></nav>'

"""A statement to an office, in as many languages as its readers have: one A4 page, ready to be signed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.fonts.lettering import Face
from bot.papers.sheet import MARGIN, PRINT, Paper, Paragraph, as_page, as_pdf, height_of, write_paragraphs

_SHRINK = 0.96
_SMALLEST = 0.6
_ADDRESS_AT = 0.42  # the addressee stands on the right, as on every statement here


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementText:
    """The words of a statement in one language."""

    to: str
    sender: tuple[str, ...] = field(repr=False)
    title: str
    body: tuple[str, ...] = field(repr=False)
    signature: str


def draw_statement(languages: Sequence[StatementText], *, title: str, made_at: datetime) -> bytes:
    """The PDF: all languages one under another, smaller where a name or an address is long."""
    layer, paragraphs = PRINT.blank(), [each for text in languages for each in _paragraphs(text)]
    write_paragraphs(layer, PRINT, _fitting(PRINT, paragraphs), PRINT.px(MARGIN * 0.8))
    return as_pdf(as_page(layer), title=title, made_at=made_at)


def _paragraphs(text: StatementText) -> list[Paragraph]:
    head = [Paragraph(text=text.to, face=Face.BOLD, start=_ADDRESS_AT)]
    sender = [Paragraph(text=line, start=_ADDRESS_AT, gap=2) for line in text.sender]
    title = Paragraph(text=text.title, size=12.5, face=Face.BOLD, is_centred=True, gap=7)
    body = [Paragraph(text=line) for line in text.body]
    return [*head, *sender, Paragraph(text=" ", size=4, gap=8), title, *body, Paragraph(text=text.signature, gap=26)]


def _fitting(paper: Paper, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    room, factor = paper.height - 2 * paper.px(MARGIN * 0.8), 1.0
    scaled = list(paragraphs)
    while height_of(paper, scaled) > room and factor > _SMALLEST:
        factor *= _SHRINK
        scaled = [each.scaled(factor) for each in paragraphs]
    return scaled

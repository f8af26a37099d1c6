"""The page of a proof of diligence: what it is not, in large letters; what it states; a code to check it by."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from PIL import Image

from bot.certificate.drawing.code import draw_code
from bot.fonts.lettering import Face, fit, write_fitted
from bot.papers.sheet import MARGIN, PRINT, SCREEN, Paper, Paragraph, as_page, as_pdf, as_png, write_paragraphs

_CODE: Final = 250.0  # points; with its quiet zone, on the left above the foot
_FOOT: Final = 52.0
_SHRINK: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofPage:
    """The words of the page. `rows` are labels with their values."""

    banner: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[tuple[str, str], ...] = field(repr=False)
    notes: tuple[str, ...]
    beside_code: tuple[str, ...]
    foot: str
    code: str
    made_at: datetime


def draw_proof_picture(page: ProofPage) -> bytes:
    """PNG for the chat."""
    return as_png(_page(SCREEN, page))


def draw_proof_pdf(page: ProofPage) -> bytes:
    """PDF for the printer."""
    return as_pdf(_page(PRINT, page), title=page.titles[-1], made_at=page.made_at)


def _page(paper: Paper, page: ProofPage) -> Image.Image:
    layer = paper.blank()
    side, foot_top = paper.px(_CODE), paper.height - paper.px(_FOOT)
    code_top = foot_top - side - paper.px(8)
    head = write_paragraphs(layer, paper, _head(page), paper.px(MARGIN * 0.7))
    _write_rows(layer, paper, page, (head, code_top - paper.px(4)))
    code = draw_code(page.code, side)
    code_left = paper.px(MARGIN) - code.width // 18
    _write_beside(layer, paper, page, (code_left + code.width + paper.px(10), code_top, foot_top))
    write_paragraphs(layer, paper, [Paragraph(text=page.foot, size=7.5, face=Face.SANS)], foot_top)
    drawn = as_page(layer)
    drawn.paste(code, (code_left, code_top))
    return drawn


def _head(page: ProofPage) -> list[Paragraph]:
    banner = Paragraph(text="\n".join(page.banner), size=22, face=Face.BOLD, is_centred=True, is_banner=True, gap=9)
    titles = [Paragraph(text=text, size=11.5, face=Face.BOLD, is_centred=True, gap=1) for text in page.titles]
    return [banner, *titles, Paragraph(text=" ", size=3, gap=10)]


def _write_rows(layer: Image.Image, paper: Paper, page: ProofPage, room: tuple[int, int]) -> None:
    """Labels small, values large, all of them smaller where they would run into the code."""
    factor = 1.0
    while True:
        rows = [each.scaled(factor) for row in page.rows for each in _row(*row)]
        bottom = write_paragraphs(paper.blank(), paper, rows, room[0]) if factor > 0.5 else 0
        if bottom <= room[1]:
            break
        factor *= _SHRINK
    write_paragraphs(layer, paper, rows, room[0])


def _row(label: str, value: str) -> tuple[Paragraph, Paragraph]:
    return (Paragraph(text=label, size=7.5, face=Face.SANS, gap=0.5), Paragraph(text=value, size=11, gap=4))


def _write_beside(layer: Image.Image, paper: Paper, page: ProofPage, place: tuple[int, int, int]) -> None:
    left, top, bottom = place
    texts = (*page.notes, "\n".join(page.beside_code))
    room = paper.width - paper.px(MARGIN) - left, (bottom - top) // len(texts)
    top += paper.px(10)
    for text in texts:
        fitted = fit(text, Face.SERIF, paper.px(10), room)
        write_fitted(layer, (left, top), fitted)
        top += fitted.height + paper.px(6)

"""Everything on the page that is the same for every certificate of an operator; drawn once, then only copied."""

from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

from bot.certificate import form
from bot.certificate.drawing import ink
from bot.certificate.drawing.layout import HAIRLINE, LABEL_SIZE, Box, Cell, Sheet
from bot.certificate.form import Label
from bot.fonts.lettering import Face, fit, font, width, write, write_fitted

SECOND_LANGUAGE_GREY: Final = 84
LINE_GREY: Final = 110
WATERMARK_SIZE: Final = 104
WATERMARK_ANGLE: Final = 33
FOOT_SIZE: Final = 13
FINGERPRINT_SIZE: Final = 10.5


@lru_cache(maxsize=8)
def template(sheet: Sheet, *, sample: bool, online_only: bool, operator: str, fingerprint: str) -> Image.Image:
    """The empty form in page indices. It is shared, so callers copy it before drawing on it."""
    layer = Image.new("L", (sheet.width, sheet.height), ink.PAPER_GREY)
    _heading(layer, sheet)
    for cell in sheet.cells():
        _cell(layer, sheet, cell)
    _captions(layer, sheet, form.ONLY_ONLINE if online_only else form.CHECK)
    _foot(layer, sheet, form.NOT_OF_THE_MINISTRY if sample else form.ISSUED_BY, operator, fingerprint)
    page = ink.over(_coloured_parts(sheet), ink.as_ink(layer))
    return ink.over(page, _watermark(sheet)) if sample else page


def two_languages(
    layer: Image.Image,
    sheet: Sheet,
    box: Box,
    label: Label,
    *,
    size: float = LABEL_SIZE,
    second_grey: int = SECOND_LANGUAGE_GREY,
) -> int:
    """Kazakh above Russian, wrapped to the box; returns where the text ends below."""
    kazakh = fit(label.kk, Face.SANS, sheet.px(size), (box.width, box.height))
    russian = fit(label.ru, Face.SANS, sheet.px(size * 0.94), (box.width, box.height))
    write_fitted(layer, (box.left, box.top), kazakh)
    write_fitted(layer, (box.left, box.top + kazakh.height), russian, second_grey)
    return box.top + kazakh.height + russian.height


def groups_of_four(text: str) -> str:
    """Easier to read aloud and to compare."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _coloured_parts(sheet: Sheet) -> Image.Image:
    page = Image.new("L", (sheet.width, sheet.height), ink.WHITE)
    draw = ImageDraw.Draw(page)
    left, right = sheet.table.left, sheet.table.right
    number_row = next(sheet.cells()).outer
    draw.rectangle((left, number_row.top, right, number_row.bottom), fill=ink.TINT)
    for top, thickness in ((sheet.px(100), 3.0), (sheet.px(105), 1.0), (sheet.foot.top, 1.0)):
        draw.rectangle((left, top, right, top + sheet.px(thickness) - 1), fill=ink.ACCENT)
    return page


def _heading(layer: Image.Image, sheet: Sheet) -> None:
    lines = (
        (form.MINISTRY.kk, Face.BOLD, 21.0, 56, 0),
        (form.MINISTRY.ru, Face.SERIF, 18.5, 84, SECOND_LANGUAGE_GREY),
        (form.TITLE.kk, Face.BOLD, 34.0, 152, 0),
        (form.TITLE.ru, Face.SERIF, 25.0, 187, SECOND_LANGUAGE_GREY),
    )
    for text, face, size, baseline, grey in lines:
        left = (sheet.width - width(text, face, sheet.px(size))) / 2
        write(layer, (round(left), sheet.px(baseline)), text, face, sheet.px(size), grey)


def _cell(layer: Image.Image, sheet: Sheet, cell: Cell) -> None:
    two_languages(layer, sheet, cell.label, cell.field.label)
    box = cell.outer
    line = sheet.px(HAIRLINE)
    # neighbours draw the line between them in the same pixels
    edges = (box.left, box.top, box.right + line - 1, box.bottom + line - 1)
    ImageDraw.Draw(layer).rectangle(edges, outline=LINE_GREY, width=line)


def _captions(layer: Image.Image, sheet: Sheet, how_to_check: Label) -> None:
    """The words beside the code; the values between them come with each certificate."""
    box = sheet.beside_code
    heading = fit(form.QR_CODE, Face.BOLD, sheet.px(19), (box.width, box.height))
    write_fitted(layer, (box.left, box.top), heading)
    below = Box(box.left, box.top + sheet.px(28), box.width, box.height)
    two_languages(layer, sheet, below, how_to_check)
    for label, place in zip(form.BESIDE_CODE, sheet.beside_code_values(), strict=True):
        name = fit(f"{label.kk} · {label.ru}", Face.SANS, sheet.px(LABEL_SIZE * 0.94), (place.width, place.height))
        write_fitted(layer, (place.left, place.top - name.height), name, SECOND_LANGUAGE_GREY)


def _foot(layer: Image.Image, sheet: Sheet, whose: Label, operator: str, fingerprint: str) -> None:
    box = sheet.foot
    said = Label(whose.kk.format(operator=operator), whose.ru.format(operator=operator))
    room = Box(box.left, box.top + sheet.px(7), box.width, sheet.px(36))
    end = two_languages(layer, sheet, room, said, size=FOOT_SIZE, second_grey=0)
    key = f"{form.FINGERPRINT.kk} · {form.FINGERPRINT.ru} (SHA-256): {groups_of_four(fingerprint)}"
    fitted = fit(key, Face.SANS, sheet.px(FINGERPRINT_SIZE), (box.width, box.bottom - end))
    write_fitted(layer, (box.left, end + sheet.px(2)), fitted, SECOND_LANGUAGE_GREY)


def _watermark(sheet: Sheet) -> Image.Image:
    """The word SAMPLE across the table, which holds all that is personal; the code stays untouched below it."""
    letters = font(Face.BOLD.value[0], sheet.px(WATERMARK_SIZE))
    left, top, right, bottom = (int(edge) for edge in letters.getbbox(form.SAMPLE_MARK))
    word = Image.new("L", (right - left, bottom - top), ink.PAPER_GREY)
    ImageDraw.Draw(word).text((-left, -top), form.SAMPLE_MARK, font=letters, fill=0)
    turned = word.rotate(WATERMARK_ANGLE, Image.Resampling.BICUBIC, expand=True, fillcolor=ink.PAPER_GREY)
    layer = Image.new("L", (sheet.width, sheet.height), ink.PAPER_GREY)
    table = sheet.table
    layer.paste(turned, ((sheet.width - turned.width) // 2, table.top + (table.height - turned.height) // 2))
    return ink.as_watermark(layer)

"""A filled certificate: the template, the values, the code; as PNG for the chat and as PDF for the printer."""

import io
import zlib
from typing import Final

from PIL import Image

from bot.certificate import form
from bot.certificate.drawing import ink
from bot.certificate.drawing.code import draw_code
from bot.certificate.drawing.layout import LABEL_SIZE, PRINT, PRINT_DPI, SCREEN, VALUE_SIZE, Box, Cell, Sheet
from bot.certificate.drawing.pdf import one_page_pdf
from bot.certificate.drawing.template import groups_of_four, template, two_languages
from bot.certificate.form import APPLICATION_NUMBER, FormData
from bot.fonts.lettering import Face, can_draw, fit, write_fitted

BITS_A_PIXEL: Final = 4
# Denser packing saves little on a page this empty and takes several times as long; runs of paper are what there is.
PACKING: Final = 3
RUNS: Final = zlib.Z_RLE


def draw_picture(data: FormData, qr_text: str, *, sample: bool) -> bytes:
    """The certificate as a PNG of 905 by 1280 pixels, which Telegram shows as a photo without rescaling.

    Args:
        qr_text: from `seal`, or from `link` when the seal is too long for a code.
        sample: whether it bears the watermark and the line that it is not the ministry's.

    Raises:
        CodeTooLargeError: the text is longer than any that `seal` writes.
    """
    return _png(_page(SCREEN, data, qr_text, sample=sample))


def draw_pdf(data: FormData, qr_text: str, *, sample: bool) -> bytes:
    """The certificate as a PDF of one A4 page at 300 dpi, its colours and modules exact (nothing is JPEG).

    Raises:
        CodeTooLargeError: as `draw_picture`.
    """
    page = _page(PRINT, data, qr_text, sample=sample)
    return one_page_pdf(_png(page), PRINT_DPI, title=form.TITLE.ru, made_at=data.issued_at)


def _page(sheet: Sheet, data: FormData, qr_text: str, *, sample: bool) -> Image.Image:
    layer = Image.new("L", (sheet.width, sheet.height), ink.PAPER_GREY)
    for cell in sheet.cells():
        _value(layer, sheet, cell, data)
    _beside_code(layer, sheet, data, qr_text)
    empty = template(
        sheet,
        sample=sample,
        online_only="#" not in qr_text,
        operator=data.operator,
        fingerprint=data.fingerprint,
    )
    page = ink.over(empty, ink.as_ink(layer))
    code = draw_code(qr_text, sheet.code_box)
    page.paste(code, (sheet.code.left, sheet.code.top + (sheet.code_box - code.height) // 2))
    return page


def _value(layer: Image.Image, sheet: Sheet, cell: Cell, data: FormData) -> None:
    face = Face.BOLD if cell.field is APPLICATION_NUMBER else Face.SERIF
    box = cell.value
    fitted = fit(getattr(data, cell.field.value), face, sheet.px(VALUE_SIZE), (box.width, box.height))
    spare = max(0, box.height - fitted.height)
    write_fitted(layer, (box.left, box.top + spare // (2 if cell.centred else 3)), fitted)


def _beside_code(layer: Image.Image, sheet: Sheet, data: FormData, qr_text: str) -> None:
    box = sheet.beside_code
    place = box
    for place, value in zip(sheet.beside_code_values(), _values_beside_code(data, qr_text), strict=True):
        fitted = fit(value, Face.SERIF, sheet.px(VALUE_SIZE * 0.92), (place.width, place.height))
        write_fitted(layer, (place.left, place.top), fitted)
    if not can_draw(data.full_name + data.address + data.host_name):
        note = Box(box.left, place.bottom + sheet.px(6), box.width, sheet.px(60))
        two_languages(layer, sheet, note, form.MISSING_LETTERS, size=LABEL_SIZE * 0.85)


def _values_beside_code(data: FormData, qr_text: str) -> tuple[str, ...]:
    bot = qr_text.partition("?")[0].removeprefix("https://")
    return groups_of_four(data.certificate_id), data.issued_on, bot


def _png(page: Image.Image) -> bytes:
    page.putpalette(ink.PALETTE)
    file = io.BytesIO()
    page.save(file, "PNG", bits=BITS_A_PIXEL, compress_level=PACKING, compress_type=RUNS)
    return file.getvalue()

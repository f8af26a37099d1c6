"""The certificate as a picture and as a PDF: the annex's words, nothing cut, the code exact."""

import io
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import segno
import segno.consts
import zxingcpp
from PIL import Image, ImageChops
from specimens import BASE, certificate, form_of, quickly_sealed

from bot.certificate import form
from bot.certificate.drawing import draw_pdf, draw_picture
from bot.certificate.drawing.code import CodeTooLargeError, code_modules, draw_code
from bot.certificate.drawing.ink import WHITE
from bot.certificate.drawing.layout import PRINT, SCREEN, Box, Sheet
from bot.certificate.drawing.pdf import picture_in
from bot.certificate.drawing.template import groups_of_four
from bot.certificate.form import ROWS, FormData
from bot.certificate.seal import link
from bot.fonts import lettering
from bot.fonts.lettering import SMALLEST, Face, can_draw, fit, width

PDFTOPPM = shutil.which("pdftoppm")
CLAIMS = certificate(41)
TEXT = quickly_sealed(CLAIMS)
FORM = form_of(CLAIMS)
LONG_ADDRESS = (
    "Солтүстік Қазақстан облысы, Ғабит Мүсірепов атындағы аудан, Шоптыкөл ауылдық округі, Новоишим ауылы, "
    "Ыбырай Алтынсарин атындағы көше, 127/2А үй, 3-кіреберіс, 45"
)
LONGEST = form_of(
    CLAIMS,
    full_name="MUHAMMADJONOVA-ABDURAHMONOVA-QORAQALPOQ " * 2 + "Nguyễn Thị Bích Ngọc Guadalupe Şükrüye " * 2,
    citizenship=(
        "Ұлыбритания және Солтүстік Ирландия Құрама Корольдігі / "
        "Соединенное Королевство Великобритании и Северной Ирландии (GBR)"
    ),
    address=LONG_ADDRESS,
    host_name="Құрманғазыұлы-Жәңгірханов Нұрсұлтан-Әбілмансұр Төлегенұлы Мұхамедқали-Өтеғали Ы",
    document_number="W" * 32,
    application_number="9" * 32,
)
UNBROKEN = form_of(CLAIMS, full_name="Щ" * 161, address="Щ" * 160, host_name="Щ" * 80, citizenship="Щ" * 80)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def drawn(data: FormData = FORM, *, sample: bool = True, text: str = TEXT) -> Image.Image:
    return opened(draw_picture(data, text, sample=sample))


def difference(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(one, other).getbbox()


def test_the_form_has_the_annexes_lines_in_its_order_and_words() -> None:
    """Labels are those of the annex to Order 923, its own spelling included."""
    said = [form.MINISTRY, form.TITLE, *(field.label for row in ROWS for field in row)]

    assert [label.kk for label in said] == [
        "Қазақстан Республикасының Ішкі істер министрлігі",
        "Тіркеу туралы анықтама",
        "өтініш нөмері",
        "тегі аты әкесінің аты (бар болса)",
        "төлкүжаттың сериясы мен нөмері:",
        "азаматтығы:",
        "ҚР болатын (тұратын) мекенжайы:",
        "тұру мерзімі:",
        "Қабылдаушы тұлғаның ЖСН",
        "Қабылдаушы адамның тегі аты әкесінің аты (бар болса)",
    ]
    assert [label.ru for label in said] == [
        "Министерство внутренних дел Республики Казахстан",
        "Справка о регистрации",
        "номер заявления",
        "фамилия имя отчество (при наличии)",
        "серия и номер паспорта:",
        "гражданство:",
        "адрес пребывания (проживания) в РК:",
        "сроки пребывания (проживания):",
        "ИИН принимающего лица",
        "фамилия имя отчество (при наличии) принимающего лица",
    ]
    assert form.QR_CODE == "QR - КОД"


def test_the_picture_is_one_telegram_leaves_alone() -> None:
    """905 by 1280 PNG of sixteen colours, far below the limit of ten megabytes."""
    png = draw_picture(FORM, TEXT, sample=True)
    picture = Image.open(io.BytesIO(png))

    assert (picture.format, picture.mode, picture.size) == ("PNG", "P", (905, 1280))
    assert len(png) < 200_000


@pytest.mark.parametrize("data", [FORM, LONGEST, UNBROKEN], ids=["usual", "longest", "unbroken"])
@pytest.mark.parametrize("sheet", [SCREEN, PRINT], ids=["screen", "print"])
def test_no_value_is_cut_or_leaves_its_box(data: FormData, sheet: Sheet) -> None:
    """Every letter of every value is on some line, every line within its box, in at least the smallest size."""
    for cell in sheet.cells():
        text = getattr(data, cell.field.value)
        box = (cell.value.width, cell.value.height)

        fitted = fit(text, Face.SERIF, sheet.px(22.5), box)

        assert "".join(text.split()) == "".join("".join(fitted.lines).split())
        assert max(width(line, Face.SERIF, fitted.size) for line in fitted.lines) <= box[0]
        assert fitted.height <= box[1], cell.field.value
        assert fitted.size >= SMALLEST


@pytest.mark.parametrize("data", [LONGEST, UNBROKEN], ids=["longest", "unbroken"])
@pytest.mark.parametrize("cell", list(SCREEN.cells()), ids=lambda cell: cell.field.value)
def test_the_ink_of_a_value_stays_inside_its_cell(data: FormData, cell: object) -> None:
    """What changes on the page when one long value changes lies within that value's cell, lines not touched."""
    field, outer = cell.field.value, cell.outer
    if field == "stay":
        changed = replace(FORM, stay_from=date(2025, 10, 28), stay_until=date(2028, 12, 30))
    else:
        changed = replace(FORM, **{field: getattr(data, field)})
    box = difference(drawn(sample=False), drawn(changed, sample=False))

    if getattr(data, field) == getattr(FORM, field) and field != "stay":
        assert box is None
    else:
        assert box is not None
        assert outer.left < box[0]
        assert outer.top < box[1]
        assert box[2] <= outer.right
        assert box[3] <= outer.bottom


@pytest.mark.parametrize("sheet", [SCREEN, PRINT], ids=["screen", "print"])
def test_nothing_on_the_page_overlaps(sheet: Sheet) -> None:
    """Table, code, the words beside it and the foot keep apart and within the page."""
    cells = [cell.outer for cell in sheet.cells()]
    last = list(sheet.beside_code_values())[-1]
    page = Box(0, 0, sheet.width, sheet.height)

    assert max(box.bottom for box in cells) < sheet.code.top
    assert sheet.code.right < sheet.beside_code.left
    assert sheet.code.bottom <= sheet.foot.top
    assert last.bottom + sheet.px(66) <= sheet.foot.top
    assert all(page.left < box.left and box.right < page.right for box in [*cells, sheet.foot, sheet.beside_code])
    assert sheet.foot.bottom < page.bottom


def modules_in(page: Image.Image, sheet: Sheet) -> tuple[int, list[list[bool]]]:
    """Pixels a module and the modules of the code on a page, read from the pixels alone."""
    zone = page.convert("L").crop((sheet.code.left, sheet.code.top, sheet.code.right, sheet.code.bottom))
    dark = zone.point([255] * 100 + [0] * 156).getbbox()
    assert dark is not None
    core = zone.crop(dark)
    pixels = round(core.width / len(code_modules(TEXT)))
    count = core.width // pixels
    assert (core.width, core.height) == (count * pixels, count * pixels)
    grid = [
        [core.crop((x * pixels, y * pixels, (x + 1) * pixels, (y + 1) * pixels)).getextrema() for x in range(count)]
        for y in range(count)
    ]
    assert {extremes for row in grid for extremes in row} == {(0, 0), (255, 255)}
    return pixels, [[cell == (0, 0) for cell in row] for row in grid]


def test_the_code_is_exact_to_the_pixel() -> None:
    """Pure black and white, at least four whole pixels a module, a clean quiet zone of four; watermark or not."""
    for sample in (True, False):
        page = drawn(sample=sample)
        pixels, modules = modules_in(page, SCREEN)
        side = (len(modules) + 8) * pixels
        top = SCREEN.code.top + (SCREEN.code_box - side) // 2
        zone = page.crop((SCREEN.code.left, top, SCREEN.code.left + side, top + side))
        quiet = zone.copy()
        quiet.paste("white", (4 * pixels, 4 * pixels, side - 4 * pixels, side - 4 * pixels))

        assert pixels >= 4
        assert modules == code_modules(TEXT)
        assert quiet.getcolors() == [(side * side, (255, 255, 255))]


def test_on_paper_the_code_has_the_size_the_standards_ask() -> None:
    """At 300 dpi a module is at least 0.339 mm and the code between 35 and 60 mm, for small and large codes."""
    for text in (TEXT, quickly_sealed(certificate(42, address=LONG_ADDRESS, host_name="Ғ" * 80))):
        code = draw_code(text, PRINT.code_box)
        count = len(code_modules(text))
        pixels = code.width // (count + 8)

        assert pixels / 300 * 25.4 >= 0.338
        assert 35 <= count * pixels / 300 * 25.4 <= 60


def test_the_code_has_two_segments_at_level_m() -> None:
    """Byte for the link, numeric for the digits: as small as segno makes the same two segments, and read as such."""
    start, _, digits = TEXT.partition("#")
    segments = [(start + "#", segno.consts.MODE_BYTE), (digits, segno.consts.MODE_NUMERIC)]
    theirs = segno.make_qr(segments, error="m", boost_error=False)

    read = zxingcpp.read_barcodes(drawn(), text_mode=zxingcpp.TextMode.Plain)[0]

    assert len(code_modules(TEXT)) == theirs.symbol_size(border=0)[0]
    assert read.text == TEXT
    assert read.ec_level == "M"
    # mode indicator, count and content of both segments, against all bytes of one byte-mode segment
    assert len(code_modules(TEXT)) < len(code_modules(start + digits))


@pytest.mark.parametrize(("digits", "level"), [(900, "M"), (1400, "L")])
def test_a_code_beyond_version_seventeen_falls_back_to_level_l(digits: int, level: str) -> None:
    """The longest text that is ever sealed still has four pixels a module in the picture."""
    text = f"{link(CLAIMS.cti, 'https://t.me/' + 'B' * 32)}#" + "7" * digits

    code = draw_code(text, SCREEN.code_box)
    read = zxingcpp.read_barcodes(code.point([0] * WHITE + [255] * (256 - WHITE)))[0]

    assert (read.text, read.ec_level) == (text, level)
    assert code.width // (len(code_modules(text)) + 8) >= 4


def test_a_text_too_long_for_the_page_is_refused() -> None:
    """A code that would need smaller modules is not drawn at all."""
    for digits in (4000, 9000):
        with pytest.raises(CodeTooLargeError):
            draw_code("https://t.me/x#" + "1" * digits, SCREEN.code_box)


def test_a_sample_is_marked_across_the_table_and_never_over_the_code() -> None:
    """The watermark colours a broad diagonal of the table, leaves the code's square alone, and the text under it."""
    marked, plain = drawn(sample=True), drawn(sample=False)
    table = SCREEN.table
    rows = (table.left, table.top, table.right, table.bottom)
    red = sum(count for count, (r, g, b) in marked.crop(rows).getcolors(999) if r - b > 20 and r > g)
    code = (SCREEN.code.left, SCREEN.code.top, SCREEN.code.right, SCREEN.code.bottom)

    assert 0.05 < red / (table.width * table.height) < 0.25
    assert difference(marked.crop(code), plain.crop(code)) is None
    # where the plain page has full ink, the marked one has it too
    ink = [
        one == other
        for one, other in zip(*(page.crop(rows).get_flattened_data() for page in (plain, marked)), strict=True)
        if max(one) < 60
    ]
    assert len(ink) > 1000
    assert all(ink)


def test_a_sample_says_whose_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """The foot of a sample says in both languages that the ministry did not issue it, and who did."""
    written: list[str] = []
    write = lettering.write

    def listening(*arguments: object) -> None:
        written.append(str(arguments[2]))
        write(*arguments)

    monkeypatch.setattr(lettering, "write", listening)
    for sample in (True, False):
        written.clear()
        draw_picture(form_of(CLAIMS, operator=f"Қор {sample}"), TEXT, sample=sample)
        foot = " ".join(written)

        assert sample is ("Ішкі істер министрлігі берген жоқ" in foot)
        assert sample is ("не выдан Министерством внутренних дел Республики Казахстан" in foot)
        assert foot.count(f"Қор {sample}") == 2
        assert groups_of_four(FORM.fingerprint) in foot


@pytest.mark.parametrize(
    "text", ["ӘәҒғҚқҢңӨөҰұҮүҺһІі", "Ёё Ўў Ҳҳ Ғғ Љљ", "ĞğŞşİıÇç Əə Ňň Łł Šš Žž Őő", "Nguyễn Thị Ấ Ự ỹ", "№ «» — – ’"]
)
def test_the_letters_of_our_guests_are_in_the_fonts(text: str) -> None:
    """Kazakh, Uzbek, Turkic, Central European and Vietnamese letters have glyphs, and so have Georgian and Armenian."""
    assert can_draw(text)
    assert can_draw("გელაშვილი Հովհաննիսյան")


def test_letters_no_font_has_are_admitted() -> None:
    """A name in another script shows empty boxes and a note that the code holds it in full."""
    box = SCREEN.beside_code
    note = (box.left, list(SCREEN.beside_code_values())[-1].bottom, box.right, SCREEN.foot.top)

    with_note = drawn(form_of(CLAIMS, full_name="王小明"))

    assert not can_draw("王小明")
    assert difference(with_note.crop(note), drawn().crop(note)) is not None


def test_the_text_without_a_seal_is_drawn_as_online_only() -> None:
    """A certificate whose seal did not fit bears the link's code and says that it is checked online."""
    alone = link(CLAIMS.cti, BASE)

    page = drawn(text=alone)

    assert zxingcpp.read_barcodes(page)[0].text == alone
    assert difference(page.crop((460, 800, 845, 880)), drawn().crop((460, 800, 845, 880))) is not None


def test_drawing_is_repeatable_and_safe_in_threads() -> None:
    """Sixteen pictures of two certificates drawn by four threads at once are byte for byte the two drawn alone."""
    other = form_of(certificate(43))
    alone = [draw_picture(FORM, TEXT, sample=True), draw_picture(other, TEXT, sample=True)]

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda turn: draw_picture((FORM, other)[turn % 2], TEXT, sample=True), range(16)))

    assert together == alone * 8
    assert alone[0] != alone[1]


def test_the_pdf_is_an_a4_page_with_the_exact_picture(tmp_path: Path) -> None:
    """One page of 210 by 297 mm; its picture comes back pixel for pixel, and the code from it."""
    pdf = draw_pdf(FORM, TEXT, sample=True)
    media = re.search(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", pdf)
    inside = picture_in(pdf)
    assert media is not None
    assert inside is not None

    page = opened(inside)

    assert [round(float(side) / 72 * 25.4) for side in media.groups()] == [210, 297]
    assert page.size == (2480, 3508)
    assert zxingcpp.read_barcodes(page)[0].text == TEXT
    assert modules_in(page, PRINT)[0] >= 4
    assert len(pdf) < 600_000
    assert picture_in(b"%PDF-1.7 of somebody else") is None


@pytest.mark.skipif(PDFTOPPM is None, reason="poppler-utils is not installed")
def test_another_program_renders_the_pdf_as_we_drew_it(tmp_path: Path) -> None:
    """Poppler draws the page without a complaint, and its code is read."""
    pdf = draw_pdf(FORM, TEXT, sample=True)
    (tmp_path / "page.pdf").write_bytes(pdf)

    ran = subprocess.run(
        [str(PDFTOPPM), "-r", "150", "-png", "page.pdf", "page"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    rendered = Image.open(next(tmp_path.glob("page*.png"))).convert("RGB")

    assert ran.stderr == ""
    assert max(abs(one - other) for one, other in zip(rendered.size, (1240, 1754), strict=True)) <= 1
    assert zxingcpp.read_barcodes(rendered)[0].text == TEXT


def test_the_code_costs_at_most_three_times_segnos() -> None:
    """Code and PNG of the whole page's code take at most three times segno's time for the same text."""

    def cost(action: Callable[[], object]) -> float:
        times = []
        for _ in range(5):
            start = time.process_time()
            action()
            times.append(time.process_time() - start)
        return statistics.median(times)

    def ours() -> None:
        draw_code(TEXT, SCREEN.code_box).save(io.BytesIO(), "PNG")

    def theirs() -> None:
        segno.make_qr(TEXT, error="m", boost_error=False).save(io.BytesIO(), kind="png", scale=5)

    assert cost(ours) <= 3 * cost(theirs)

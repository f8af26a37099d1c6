"""Papers as they are printed: one page, every line inside the margins, every letter drawn."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import cv2
import numpy as np
import zxingcpp
from PIL import Image

from bot.certificate.drawing.pdf import picture_in
from bot.certificate.proof import sign_proof
from bot.domain.address import Address
from bot.domain.case import Case, Event, EventKind
from bot.domain.family import Kinship
from bot.domain.operator import Operator
from bot.domain.people import ChatId
from bot.fonts.lettering import can_draw
from bot.papers.diligence_page import ProofPage, draw_proof_pdf, draw_proof_picture
from bot.papers.statement import draw_statement
from bot.registration.diligence import Proof, claims_of
from bot.registration.lost_passport import TravelPaper
from bot.texts.statements import LOSS_TITLE, NOT_A_REGISTRATION, loss_statement, proof_page
from tests.certificate.specimens import BASE, FINGERPRINT, KEY, RING
from tests.town import ALL_ANSWERED

NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
OPERATOR = Operator(name="Town Hall", bin="240440012345", is_official=False, username="tirkeu_town_bot")
LONG = ALL_ANSWERED.with_(
    family_name="Әбілқайырұлы-Ғұмарова " * 2,
    given_names="Мұхаммедғали Өмірбек Іңкәр Үміт һ",
    address=Address.parse("Алматы облысы, " + "Қарасай ауданы, ұзын көше " * 3 + "10"),
)


def case_of(*events: EventKind, answers=ALL_ANSWERED) -> Case:  # type: ignore[no-untyped-def]
    chain = [Event(kind=EventKind.ASKED, at=NOW - timedelta(days=3))]
    chain += [Event(kind=kind, at=NOW - timedelta(days=2) + timedelta(hours=n)) for n, kind in enumerate(events)]
    chain.append(Event(kind=EventKind.PROOF_ISSUED, at=NOW, reason="A" * 22))
    return Case(number=12, guest=ChatId(1), answers=answers, token="t" * 22, events=tuple(chain))


def page_of_proof(case: Case) -> ProofPage:
    claims = claims_of(case, case.events[-1])
    return proof_page(Proof(case=case, claims=claims), sign_proof(claims, KEY, BASE), OPERATOR, RING.root_fingerprint)


def margins_are_free(png: bytes, points: float) -> bool:
    with Image.open(io.BytesIO(png)) as picture:
        grey = np.array(picture.convert("L"))
    edge = round(points * grey.shape[1] / 595.3)
    strips = (grey[:edge], grey[-edge:], grey[:, :edge], grey[:, -edge:])
    return all(bool((strip > 200).all()) for strip in strips)


def test_the_statement_says_who_what_and_what_is_asked_for() -> None:
    """Both languages name the person, the whole number, the address and the day, and leave room for a signature."""
    kazakh, russian = loss_statement(TravelPaper(case=case_of(), lost_at=NOW), OPERATOR)

    assert kazakh.to == "Көші-қон қызметінің бөлімшесіне"
    assert russian.to == "В подразделение миграционной службы"
    for text in (kazakh, russian):
        said = "\n".join((*text.sender, text.title, *text.body, text.signature))
        for what in ("Ivanov Pyotr", "751234567", "Abay avenue 10", "27.03.1990", "12.11.2026", "21.11.2026, 12:00"):
            assert what in said
        assert "____" in text.signature
        assert can_draw(said)
    assert "Прошу" in "".join(russian.body)
    assert "өтінемін" in "".join(kazakh.body)


def test_a_child_s_statement_is_signed_by_a_representative() -> None:
    """Who files for another leaves room for the own name."""
    paper = TravelPaper(case=case_of(answers=ALL_ANSWERED.with_(kinship=Kinship.CHILD)), lost_at=NOW)

    kazakh, russian = loss_statement(paper, OPERATOR)

    assert any("Заңды өкілі" in line for line in kazakh.sender)
    assert any("Законный представитель" in line for line in russian.sender)


def test_the_statement_is_one_page_however_long_the_name() -> None:
    """The longest name and address make the letters smaller, and run over no margin."""
    for answers in (ALL_ANSWERED, LONG):
        languages = loss_statement(TravelPaper(case=case_of(answers=answers), lost_at=NOW), OPERATOR)
        pdf = draw_statement(languages, title=LOSS_TITLE, made_at=NOW)
        picture = picture_in(pdf)
        assert pdf.startswith(b"%PDF-1.4")
        assert pdf.count(b"/Type /Page ") == 1
        assert picture is not None
        assert margins_are_free(picture, 30)


def test_all_kazakh_letters_have_their_own_shape() -> None:
    """None of the letters that Russian lacks is drawn as an empty box."""
    assert can_draw("ә ғ қ ң ө ұ ү һ і Ә Ғ Қ Ң Ө Ұ Ү Һ І")


def test_the_proof_says_in_three_languages_that_it_is_no_registration() -> None:
    """In the largest letters of the page."""
    assert page_of_proof(case_of()).banner == NOT_A_REGISTRATION
    assert NOT_A_REGISTRATION == ("БҰЛ ТІРКЕУ ЕМЕС", "ЭТО НЕ РЕГИСТРАЦИЯ", "THIS IS NOT A REGISTRATION")


def test_the_proof_names_no_host() -> None:
    """Of the host the last four digits stand on it, of the guest's document as many."""
    page = page_of_proof(case_of(EventKind.OPENED, EventKind.REMINDED))
    said = "\n".join((*page.banner, *page.titles, *(part for row in page.rows for part in row), *page.notes, page.foot))

    assert "••••••••0006" in said
    assert "•••4567" in said
    assert "850412300006" not in said
    assert "751234567" not in said
    assert can_draw(said)


def test_the_code_of_the_proof_is_read_by_both_readers() -> None:
    """In the picture and in the printed page, by ZXing and by OpenCV."""
    page = page_of_proof(case_of(EventKind.OPENED, answers=LONG))
    printed = picture_in(draw_proof_pdf(page))
    assert printed is not None
    for png in (draw_proof_picture(page), printed):
        assert margins_are_free(png, 15)
        with Image.open(io.BytesIO(png)) as picture:
            [code] = zxingcpp.read_barcodes(picture.convert("L"))
        assert code.text == page.code
        seen = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
        assert cv2.QRCodeDetectorAruco().detectAndDecode(seen)[0] == page.code


def test_an_official_operator_is_not_denied() -> None:
    """Only who is no state body says so in the foot."""
    case = case_of()
    proof = Proof(case=case, claims=claims_of(case, case.events[-1]))
    official = proof_page(proof, f"{BASE}?", replace(OPERATOR, is_official=True), FINGERPRINT)

    assert "Not a paper of a state body" in page_of_proof(case).foot
    assert "Not a paper" not in official.foot

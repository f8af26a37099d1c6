"""The annex to the Rules approved by Order 923 of 17 November 2025, as data: its lines, in its order, in its words.

The labels keep the form's own spelling (`нөмері`, `төлкүжаттың`), its letter case and its colons.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from bot.certificate.claims import ALMATY, Claims
from bot.certificate.seal import id_text


@dataclass(frozen=True, slots=True)
class Label:
    """One text of the form in its two languages."""

    kk: str
    ru: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form: its label and the attribute of `FormData` printed under it."""

    label: Label
    value: str


MINISTRY: Final = Label(
    "Қазақстан Республикасының Ішкі істер министрлігі", "Министерство внутренних дел Республики Казахстан"
)
TITLE: Final = Label("Тіркеу туралы анықтама", "Справка о регистрации")
QR_CODE: Final = "QR - КОД"

APPLICATION_NUMBER: Final = Field(Label("өтініш нөмері", "номер заявления"), "application_number")
FULL_NAME: Final = Field(Label("тегі аты әкесінің аты (бар болса)", "фамилия имя отчество (при наличии)"), "full_name")
DOCUMENT: Final = Field(Label("төлкүжаттың сериясы мен нөмері:", "серия и номер паспорта:"), "document_number")
CITIZENSHIP: Final = Field(Label("азаматтығы:", "гражданство:"), "citizenship")
ADDRESS: Final = Field(Label("ҚР болатын (тұратын) мекенжайы:", "адрес пребывания (проживания) в РК:"), "address")
STAY: Final = Field(Label("тұру мерзімі:", "сроки пребывания (проживания):"), "stay")
HOST_IIN: Final = Field(Label("Қабылдаушы тұлғаның ЖСН", "ИИН принимающего лица"), "host_iin")
HOST_NAME: Final = Field(
    Label(
        "Қабылдаушы адамның тегі аты әкесінің аты (бар болса)",
        "фамилия имя отчество (при наличии) принимающего лица",
    ),
    "host_name",
)

ROWS: Final = (
    (APPLICATION_NUMBER,),
    (FULL_NAME,),
    (DOCUMENT, CITIZENSHIP),
    (ADDRESS, STAY),
    (HOST_IIN,),
    (HOST_NAME,),
)

# Around the form, in our words: how to check it, and whose paper it is.
CHECK: Final = Label(
    "Анықтаманың жарамдылығын тексеру үшін телефон камерасын кодқа бағыттаңыз.",
    "Чтобы проверить, действительна ли справка, наведите на код камеру телефона.",
)
ONLY_ONLINE: Final = Label(
    "Бұл анықтама тек онлайн тексеріледі.",
    "Эта справка проверяется только онлайн.",
)
CHECK_AT: Final = Label("тексеру", "проверка")
CERTIFICATE_ID: Final = Label("анықтама белгісі", "идентификатор справки")
ISSUED_ON: Final = Label("берілген күні", "дата выдачи")
BESIDE_CODE: Final = (CERTIFICATE_ID, ISSUED_ON, CHECK_AT)
MISSING_LETTERS: Final = Label(
    "Бұл қаріпте жоқ әріптердің орнында бос белгі тұр; толық жазуы QR-кодта сақталған.",
    "Вместо букв, которых нет в этом шрифте, стоит пустой знак; полное написание хранится в QR-коде.",
)
FINGERPRINT: Final = Label("кілт таңбасы", "отпечаток ключа")
SAMPLE_MARK: Final = "ҮЛГІ · ОБРАЗЕЦ"
NOT_OF_THE_MINISTRY: Final = Label(
    "Бұл құжатты Қазақстан Республикасының Ішкі істер министрлігі берген жоқ. Құжатты жасаған: {operator}.",
    "Этот документ не выдан Министерством внутренних дел Республики Казахстан. Документ составлен: {operator}.",
)
ISSUED_BY: Final = Label("Берген: {operator}.", "Выдано: {operator}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormData:
    """What is printed into the form and around it.

    Args:
        citizenship: as the reader should see it, e.g. `Өзбекстан / Узбекистан (UZB)`.
        certificate_id: the 16 characters of the link, for checking by hand.
        operator: who issues this, named in the foot.
        fingerprint: SHA-256 of the root key, 64 hex digits (`KeyRing.root_fingerprint`).
    """

    application_number: str
    full_name: str = field(repr=False)
    document_number: str = field(repr=False)
    citizenship: str
    address: str = field(repr=False)
    stay_from: date
    stay_until: date
    host_iin: str = field(repr=False)
    host_name: str = field(repr=False)
    issued_at: datetime
    certificate_id: str
    operator: str
    fingerprint: str

    @classmethod
    def of(cls, claims: Claims, *, citizenship: str, operator: str, fingerprint: str) -> "FormData":
        """The form of these claims; country names belong to who speaks, so they come in."""
        return cls(
            application_number=claims.application_number,
            full_name=claims.full_name,
            document_number=claims.document_number,
            citizenship=citizenship,
            address=claims.address,
            stay_from=claims.stay_from,
            stay_until=claims.stay_until,
            host_iin=claims.host_iin,
            host_name=claims.host_name,
            issued_at=claims.issued_at,
            certificate_id=id_text(claims.cti),
            operator=operator,
            fingerprint=fingerprint,
        )

    @property
    def stay(self) -> str:
        """Both days, included; the dash reads the same in both languages."""
        return f"{_day(self.stay_from)} –\n{_day(self.stay_until)}"

    @property
    def issued_on(self) -> str:
        """The day of issue in Almaty."""
        return _day(self.issued_at.astimezone(ALMATY).date())


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"

"""The words of papers that leave the chat. They are read in offices, so they stand in the offices' languages and not in
that of the guest, and in the same words for everybody: like the certificate's form they are no sentences of the talk.
"""

from datetime import datetime

from bot.certificate.proof import Outcome
from bot.domain.operator import Operator
from bot.papers.diligence_page import ProofPage
from bot.papers.statement import StatementText
from bot.registration.diligence import Proof, reminded_at
from bot.registration.lost_passport import TravelPaper
from bot.texts import buttons
from bot.texts.countries import country_name
from bot.texts.words import ALMATY, unmarked, words_of

LOSS_TITLE = "Құжатты жоғалту туралы өтініш / Заявление об утрате документа"
NOT_A_REGISTRATION = ("БҰЛ ТІРКЕУ ЕМЕС", "ЭТО НЕ РЕГИСТРАЦИЯ", "THIS IS NOT A REGISTRATION")
_SIGNATURE_KK = "Күні: «____» ______________ 20____ ж.\nҚолы: ______________________"
_SIGNATURE_RU = "Дата: «____» ______________ 20____ г.\nПодпись: ______________________"
_NONE = "жоқ / нет / no"
_NO_STATE_PAPER = (
    "Мемлекеттік органның құжаты емес / Не документ государственного органа / Not a paper of a state body. "
)


def loss_statement(paper: TravelPaper, operator: Operator) -> tuple[StatementText, StatementText]:
    """To the migration service: the document is lost."""
    return _loss_in_kazakh(paper, operator), _loss_in_russian(paper, operator)


def _loss_in_kazakh(paper: TravelPaper, operator: Operator) -> StatementText:
    case, answers = paper.case, paper.case.answers
    kind, country = _names("kk", paper)
    number = answers.document_number.reveal() if answers.document_number else ""
    expires = f", {_day(answers.document_expires)} дейін жарамды" if answers.document_expires else ""
    return StatementText(
        to="Көші-қон қызметінің бөлімшесіне",
        sender=(
            f"Кімнен: {answers.full_name}",
            f"Азаматтығы: {country}",
            f"Туған күні: {_day(answers.born)}",
            f"Мекенжайы: {_address(paper)}",
            *(("Заңды өкілі: ______________________",) if answers.kinship else ()),
            "Телефоны: ______________________",
        ),
        title="ӨТІНІШ\nқұжаттың жоғалғаны туралы",
        body=(
            f"Жеке басымды куәландыратын құжатымды жоғалтқанымды хабарлаймын: {kind}, нөмірі {number}{expires}.",
            "Жоғалған күні: ____________________\nЖоғалған жері: ______________________________________",
            f"Мен Қазақстан Республикасына {_day(answers.entered)} күні кірдім, жоғарыда көрсетілген мекенжайда "
            f"{_day(answers.until)} дейін тұрамын. Өтінім нөмірі: {case.application_number}.",
            f"Құжаттың жоғалғанын {_moment(paper.lost_at)} «{_plain(operator.name)}» қызметіне хабарладым "
            f"(Telegram, @{operator.username}).",
            "Құжаттың жоғалғанын ескеруіңізді және Қазақстан Республикасында заңды болуым үшін немесе елден шығуым "
            "үшін қандай құжаттар қажет екенін түсіндіруіңізді өтінемін.",
            "Қоса беріледі (бар болса): полицияға өтініш берілгенін растайтын құжат; елшіліктің немесе консулдықтың "
            "құжаты.",
        ),
        signature=_SIGNATURE_KK,
    )


def _loss_in_russian(paper: TravelPaper, operator: Operator) -> StatementText:
    case, answers = paper.case, paper.case.answers
    kind, country = _names("ru", paper)
    number = answers.document_number.reveal() if answers.document_number else ""
    expires = f", действителен до {_day(answers.document_expires)}" if answers.document_expires else ""
    return StatementText(
        to="В подразделение миграционной службы",
        sender=(
            f"От кого: {answers.full_name}",
            f"Гражданство: {country}",
            f"Дата рождения: {_day(answers.born)}",
            f"Адрес: {_address(paper)}",
            *(("Законный представитель: ______________________",) if answers.kinship else ()),
            "Телефон: ______________________",
        ),
        title="ЗАЯВЛЕНИЕ\nоб утрате документа",
        body=(
            f"Сообщаю об утрате документа, удостоверяющего мою личность: {kind}, номер {number}{expires}.",
            "Дата утраты: ____________________\nМесто утраты: ______________________________________",
            f"Въезд в Республику Казахстан: {_day(answers.entered)}. По указанному выше адресу проживаю до "
            f"{_day(answers.until)}. Номер заявки: {case.application_number}.",
            f"Об утрате мной сообщено {_moment(paper.lost_at)} сервису «{_plain(operator.name)}» "
            f"(Telegram, @{operator.username}).",
            "Прошу принять к сведению утрату документа и разъяснить, какие документы нужны для моего законного "
            "пребывания в Республике Казахстан или для выезда из неё.",
            "Прилагаю (при наличии): документ о подаче заявления в полицию; документ посольства или консульства.",
        ),
        signature=_SIGNATURE_RU,
    )


def proof_page(proof: Proof, text: str, operator: Operator, fingerprint: str) -> ProofPage:
    """What was done and when, in three languages, and in the largest letters what it is not."""
    claims = proof.claims
    return ProofPage(
        banner=NOT_A_REGISTRATION,
        titles=(
            "Өтінім жіберілгенінің дәлелі",
            "Подтверждение того, что заявка отправлена",
            "Proof that a request was sent",
        ),
        rows=_proof_rows(proof),
        notes=(
            "Бұл парақ тек өтінім жіберілгенін көрсетеді. Тіркеуді алмастырмайды, болу құқығын бермейді.",
            "Этот лист показывает только то, что заявка отправлена. Он не заменяет регистрацию и не даёт права "
            "пребывания.",
            "This page shows only that a request was sent. It does not replace registration and gives no right to stay.",
        ),
        beside_code=(
            "Тексеру / Проверка / Check:",
            text.partition("?")[0].removeprefix("https://"),
        ),
        foot=(
            f"{_plain(operator.name)}, БСН / БИН {operator.bin}. {'' if operator.is_official else _NO_STATE_PAPER}"
            f"Кілт таңбасы / Отпечаток ключа: {fingerprint}"
        ),
        code=text,
        made_at=claims.issued_at,
    )


def _proof_rows(proof: Proof) -> tuple[tuple[str, str], ...]:
    claims, answers = proof.claims, proof.case.answers
    document = answers.document_number.masked if answers.document_number else ""
    host = f"••••••••{answers.host.masked[-4:]}" if answers.host else ""
    reminded = ", ".join(map(_moment, reminded_at(proof))) or _NONE
    return (
        ("Өтінім нөмірі / Номер заявки / Request number", proof.case.application_number),
        ("Жіберілді / Отправлена / Sent", _moment(claims.sent_at)),
        ("Сілтеме ашылды / Ссылка открыта / Link opened", _moment(claims.opened_at) or _NONE),
        ("Өтінім беруші еске салды / Заявитель напоминал / Reminders by the sender", reminded),
        ("Жауап / Ответ / Answer", _outcome(proof)),
        ("Өтінім беруші, құжаты / Заявитель, документ / Sent by, document", f"{answers.full_name}, {document}"),
        ("Мекенжай / Адрес / Address", _plain(answers.address.line) if answers.address else ""),
        ("Қабылдаушының ЖСН/БСН / ИИН/БИН принимающего / Host's IIN/BIN", host),
    )


def _outcome(proof: Proof) -> str:
    claims = proof.claims
    now, at = _moment(claims.issued_at), _moment(claims.ended_at)
    return {
        Outcome.NO_ANSWER: f"{now} дейін жауап жоқ / до {now} ответа нет / no answer until {now}",
        Outcome.REFUSED: f"{at} қабылдаушы бас тартты / {at} принимающее лицо отказало / the host refused on {at}",
        Outcome.EXPIRED: f"30 күнде, {at} дейін жауап болмады / за 30 дней, до {at}, ответа не было / "
        f"no answer in 30 days, until {at}",
        Outcome.CLOSED: f"{at} сілтеме жабылды: ЖСН бес рет қате енгізілді / {at} ссылка закрыта: пять раз введён "
        f"неверный ИИН / the link was closed on {at}: a wrong IIN was given five times",
    }[claims.outcome]


def _names(language: str, paper: TravelPaper) -> tuple[str, str]:
    words, answers = words_of(language), paper.case.answers
    kind = buttons.document_kind(words, answers.document_kind) if answers.document_kind else ""
    country = country_name(words, answers.citizenship) if answers.citizenship else ""
    return unmarked(kind).lower(), unmarked(country)


def _address(paper: TravelPaper) -> str:
    address = paper.case.answers.address
    return address.line if address else ""


def _plain(text: str) -> str:
    return " ".join(text.split())


def _day(day: object) -> str:
    return f"{day:%d.%m.%Y}" if day else "____________"


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(ALMATY):%d.%m.%Y, %H:%M}" if moment else ""

"""The text of the host's notice to the migration police: official labels in Kazakh and Russian, ready to be copied."""

from collections.abc import Mapping
from datetime import date

from bot.registration.notice_text import Field, NoticeText
from bot.texts import buttons
from bot.texts.countries import country_name
from bot.texts.explaining import cite
from bot.texts.words import Markup, Words, bold, lines, page, plain, unmarked, words_of

# The terms of the forms, Kazakh and Russian: never translated, since the form is filled in by them.
OFFICIAL: Mapping[Field, tuple[str, str]] = {
    Field.FAMILY_NAME: ("Тегі", "Фамилия"),
    Field.GIVEN_NAMES: ("Аты", "Имя"),
    Field.PATRONYMIC: ("Әкесінің аты (бар болса)", "Отчество (при наличии)"),
    Field.PLACE: ("Уақытша болатын (тұратын) жері", "Место временного пребывания (проживания)"),
    Field.BORN: ("Туған күні", "Дата рождения"),
    Field.SEX: ("Жынысы", "Пол"),
    Field.CITIZENSHIP: ("Азаматтығы", "Гражданство"),
    Field.DOCUMENT_KIND: ("Құжаттың түрі", "Вид документа"),
    Field.DOCUMENT_NUMBER: ("Құжаттың сериясы мен нөмірі", "Серия и номер документа"),
    Field.DOCUMENT_ISSUED: ("Берілген күні", "Дата выдачи"),
    Field.DOCUMENT_EXPIRES: ("Қолданылу мерзімі", "Срок действия"),
    Field.PURPOSE: ("Келу мақсаты", "Цель приезда"),
    Field.ARRIVAL: ("Келген күні", "Дата прибытия"),
    Field.DEPARTURE: ("Кететін күні", "Дата убытия"),
}
_OF_THE_FORM = ("kk", "ru")


def notice_text(words: Words, notice: NoticeText) -> str:
    """All fields in the order of the form; who files it, by when, and where."""
    return page(
        words.say("Text of your notice to the migration police"),
        "\n".join(_row(words, notice, field) for field in Field),
        lines(_by_when(words, notice), _came(words, notice)),
        words.say(
            "Where: on paper at the migration service, at vmp.gov.kz or egov.kz with your electronic digital signature (EDS), or in eQonaq. Tap a button to copy a field."
        ),
        bold(words.say("The bot does not tell the police for you.")),
    )


def _row(words: Words, notice: NoticeText, field: Field) -> str:
    value = form_value(words, notice, field)
    return f"{label(words, field)}: {bold(plain(value)) if value else _unknown(words, notice, field)}"


def label(words: Words, field: Field) -> str:
    """The official terms, after the reader's own where the reader reads neither language of the form."""
    kk, ru = OFFICIAL[field]
    own = () if words.language in _OF_THE_FORM else (_own(words)[field],)
    return " / ".join((*own, kk, ru))


def short_label(words: Words, field: Field) -> str:
    """What stands on the button that copies the field."""
    return unmarked(_own(words)[field])


def _own(words: Words) -> Mapping[Field, str]:
    return {
        Field.FAMILY_NAME: words.say("Family name"),
        Field.GIVEN_NAMES: words.say("Given names"),
        Field.PATRONYMIC: words.say("Patronymic"),
        Field.PLACE: words.say("Address"),
        Field.BORN: words.say("Date of birth"),
        Field.SEX: words.say("Sex"),
        Field.CITIZENSHIP: words.say("Citizenship"),
        Field.DOCUMENT_KIND: words.say("Document"),
        Field.DOCUMENT_NUMBER: words.say("Document number"),
        Field.DOCUMENT_ISSUED: words.say("Date of issue"),
        Field.DOCUMENT_EXPIRES: words.say("Document valid until"),
        Field.PURPOSE: words.say("Purpose of the visit"),
        Field.ARRIVAL: words.say("Day of arrival"),
        Field.DEPARTURE: words.say("Day of departure"),
    }


def form_value(words: Words, notice: NoticeText, field: Field) -> str:
    """What goes into the form: in Kazakh for who reads Kazakh, else in Russian; "" where we do not know it."""
    answers, form = notice.answers, words_of("kk" if words.language == "kk" else "ru", words.zone)
    known: Mapping[Field, str] = {
        Field.FAMILY_NAME: answers.family_name or "",
        Field.GIVEN_NAMES: answers.given_names or "",
        Field.PATRONYMIC: answers.patronymic or "",
        Field.PLACE: answers.address.line if answers.address else "",
        Field.BORN: _day(answers.born),
        Field.SEX: unmarked(buttons.sex(form, answers.sex)) if answers.sex else "",
        Field.CITIZENSHIP: unmarked(country_name(form, answers.citizenship or "")),
        Field.DOCUMENT_KIND: unmarked(buttons.document_kind(form, answers.document_kind))
        if answers.document_kind
        else "",
        Field.DOCUMENT_NUMBER: answers.document_number.reveal() if answers.document_number else "",
        Field.DOCUMENT_EXPIRES: _day(answers.document_expires),
        Field.ARRIVAL: _day(notice.arrival),
        Field.DEPARTURE: _day(answers.until),
    }
    return known.get(field, "")


def _unknown(words: Words, notice: NoticeText, field: Field) -> str:
    """What the guest said there is none of, and what the guest was never asked."""
    if field is Field.PATRONYMIC or (field is Field.GIVEN_NAMES and notice.answers.given_names == ""):
        return words.say("none")
    return words.say("ask your guest")


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _by_when(words: Words, notice: NoticeText) -> str:
    duty = notice.duty.notice
    if duty is None:
        return words.say("No notice is needed for this guest.")
    return words.say(
        "You file it yourself, within three working days of the arrival: by {due} ({citation}).",
        due=words.day(duty.due),
        citation=Markup(cite(words, duty.cite)),
    )


def _came(words: Words, notice: NoticeText) -> str:
    if notice.duty.notice is None or notice.duty.is_arrival_told:
        return ""
    return words.say("We know only when your guest asked you. Did they arrive earlier? Then write that day.")

"""Answers as they are shown back: the last look before sending, and each of them by its name."""

from datetime import date

from bot.domain.answers import CHANGEABLE, Answers, Question
from bot.domain.document import DocumentKind
from bot.domain.organisation import Bin
from bot.texts import buttons, organisations
from bot.texts.countries import country_name
from bot.texts.words import Words, lines, page, plain


def review(words: Words, answers: Answers, together: str = "") -> str:
    """All answers, for a last look before sending; `together` is who else is registered with them."""
    rows = [
        f"{label(words, answers, question)}: <b>{answer(words, answers, question)}</b>"
        for question in CHANGEABLE
        if answer(words, answers, question)
    ]
    if answers.moved is not None:
        heading = words.say("A move to a new address")
        rows.append(f"{heading}: <b>{words.day(answers.moved)}</b>")
    return page(
        words.say("Check your answers"),
        "\n".join(rows),
        together,
        organisations.unclear_host(words) if isinstance(answers.host, Bin) else "",
        lines(
            words.say("To change an answer, tap its name."), words.say("Nothing is sent until you tap Send to my host.")
        ),
    )


def label(words: Words, answers: Answers, question: Question) -> str:
    """The name of an answer: an organisation has a BIN, a person an IIN."""
    if question is Question.HOST and isinstance(answers.host, Bin):
        return words.say("Host's BIN")
    return buttons.question(words, question)


def answer(words: Words, answers: Answers, question: Question) -> str:
    """One answer as it is shown back, or "" when there is none to show."""
    return {
        Question.CITIZENSHIP: country_name(words, answers.citizenship) if answers.citizenship else "",
        Question.ENTERED: _day(words, answers.entered),
        Question.FAMILY_NAME: _text(answers.family_name),
        Question.GIVEN_NAMES: _text(answers.given_names) or (words.say("none") if answers.given_names == "" else ""),
        Question.PATRONYMIC: _text(answers.patronymic) or words.say("none"),
        Question.BORN: _day(words, answers.born),
        Question.SEX: buttons.sex(words, answers.sex) if answers.sex else "",
        Question.DOCUMENT_KIND: buttons.document_kind(words, answers.document_kind) if answers.document_kind else "",
        Question.DOCUMENT_NUMBER: _text(answers.document_number.reveal() if answers.document_number else None),
        Question.DOCUMENT_EXPIRES: _day(words, answers.document_expires),
        Question.HOST: _host(words, answers),
        Question.ADDRESS: _text(answers.address.line if answers.address else None),
        Question.PREMISES: buttons.premises(words, answers.premises) if answers.premises else "",
        Question.UNTIL: _day(words, answers.until),
    }.get(question, "")


def short_answer(words: Words, answers: Answers, question: Question) -> str:
    """The same for a button: of an address what tells it from others, which is not its region."""
    if question is Question.ADDRESS and answers.address is not None:
        return plain(answers.address.written)
    return answer(words, answers, question)


def _text(value: str | None) -> str:
    return plain(value) if value else ""


def _day(words: Words, value: date | None) -> str:
    return words.day(value) if value else ""


def _host(words: Words, answers: Answers) -> str:
    if answers.host is None:
        return ""
    return words.say("from the host's link") if answers.host_by_link else answers.host.grouped


def entered_with(kind: DocumentKind | None, words: Words) -> str:
    """The document's kind in words, or a general word."""
    return buttons.document_kind(words, kind) if kind else words.say("Document")

"""Status cards: where a request stands, what happens next, and by when."""

from datetime import date

from bot.domain.answers import CHANGEABLE, Answers, Question
from bot.domain.case import Case, RefusalReason, Stage
from bot.domain.document import DocumentKind
from bot.domain.refusals import RefusalCode
from bot.texts import buttons
from bot.texts.countries import country_name
from bot.texts.words import Words, bold, lines, page, plain


def review(words: Words, answers: Answers) -> str:
    """All answers, for a last look before sending."""
    rows = [
        f"{buttons.question(words, question)}: <b>{answer(words, answers, question)}</b>"
        for question in CHANGEABLE
        if answer(words, answers, question)
    ]
    return page(
        words.say("Check your answers"),
        "\n".join(rows),
        lines(
            words.say("To change an answer, tap its name."), words.say("Nothing is sent until you tap Send to my host.")
        ),
    )


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


def guest_card(words: Words, case: Case, stage: Stage, *, deadline: str, link: str, is_sample: bool) -> str:
    """The guest's card; until the certificate is there it says plainly that the guest is not registered."""
    number = words.say("Request {number}", number=case.application_number)
    if stage.is_live:
        return page(
            f"{number}: {_waiting(words, stage)}",
            lines(bold(words.say("You are not registered until your host agrees.")), deadline),
            *_ask_the_host(words, stage, link),
        )
    return page(f"{number}: {_ended(words, stage)}", _next_step(words, stage, deadline, is_sample=is_sample))


def _ask_the_host(words: Words, stage: Stage, link: str) -> tuple[str, ...]:
    if stage is Stage.OPENED:
        return (words.say("Your host has opened the link. The answer comes here. If it takes long, remind your host."),)
    return words.say("Send this link to your host by any messenger: {link}", link=link), words.say(
        "The host opens it, types their IIN and taps Agree. It takes a minute."
    )


def _waiting(words: Words, stage: Stage) -> str:
    return words.say("sent, the host has not opened it yet") if stage is Stage.SENT else words.say("opened by the host")


def _ended(words: Words, stage: Stage) -> str:
    return {
        Stage.GRANTED: words.say("your host agreed, the certificate is issued"),
        Stage.REFUSED: words.say("your host refused. You are not registered"),
        Stage.DENIED: words.say("refused by law. You are not registered"),
        Stage.EXPIRED: words.say("your host did not answer in 30 days. You are not registered"),
        Stage.CLOSED: words.say("closed after five wrong IINs. You are not registered"),
        Stage.CANCELLED: words.say("you took it back. You are not registered"),
    }[stage]


def _next_step(words: Words, stage: Stage, deadline: str, *, is_sample: bool) -> str:
    if stage is Stage.GRANTED:
        issued = words.say(
            "The certificate is below as a picture and as a file for printing. If you move, register at the new address "
            "within five working days."
        )
        return lines(issued, sample_warning(words) if is_sample else "")
    return deadline


def refused(words: Words, case: Case, deadline: str) -> str:
    """The host said no: why, and what to do by when."""
    reason = case.ending.reason if case.ending else None
    known = RefusalReason(reason) if reason in set(RefusalReason) else RefusalReason.OTHER
    return page(
        words.say("Your host refused. You are not registered"),
        words.say("The host's reason: {reason}", reason=buttons.refusal_reason(words, known)),
        lines(_mend_hint(words, known), deadline),
    )


def _mend_hint(words: Words, reason: RefusalReason) -> str:
    return {
        RefusalReason.STRANGER: words.say("Check the host's IIN, or choose another host, and send again."),
        RefusalReason.ADDRESS: words.say("Write the right address and send again."),
        RefusalReason.DATES: words.say("Choose the right dates and send again."),
        RefusalReason.NOT_ARRIVED: words.say("When you live there, send again."),
        RefusalReason.HAS_LEFT: words.say("Give the address and the host where you live now, and send again."),
        RefusalReason.OTHER: words.say("Talk with your host, mend your answers and send again."),
    }[reason]


def mend_label(words: Words, case: Case) -> str:
    """The one button that mends a refusal."""
    reason = case.ending.reason if case.ending else None
    return {
        RefusalReason.STRANGER.value: words.say("Choose another host"),
        RefusalReason.ADDRESS.value: words.say("Mend the address"),
        RefusalReason.DATES.value: words.say("Mend the dates"),
    }.get(reason or "", words.say("Mend and send again"))


def denied(words: Words, case: Case) -> str:
    """The law does not allow what the host agreed to, with the ground (Order 923, paragraph 4)."""
    ground = case.ending.reason if case.ending else None
    return page(
        words.say("Registration is refused by law. You are not registered"),
        {
            "O923-4-1": words.say("Ground: data found untrue (Order 923, paragraph 4, ground 1)."),
            "O923-4-2": words.say("Ground: your lawful stay has ended (Order 923, paragraph 4, ground 2)."),
            "O923-4-3": words.say("Ground: the host refused (Order 923, paragraph 4, ground 3)."),
            RefusalCode.UNTIL_PAST: words.say("The last day you gave has passed. Choose a new one and send again."),
        }.get(ground or "", words.say("By the law as it stands now you are not one whom Order 923 registers.")),
        words.say(
            "Go to the migration police or call 1414. You can appeal within three months (Administrative Procedure Code, "
            "articles 91 and 92)."
        ),
    )


def silent(words: Words, deadline: str) -> str:
    """The host does not answer: what the guest can do."""
    return page(
        words.say("Your host has not answered yet. You are not registered"),
        deadline,
        words.say("Send the link again, call your host, or choose another host."),
    )


def expired(words: Words, deadline: str) -> str:
    """Thirty days went by."""
    return page(
        words.say("Your host did not answer in 30 days. You are not registered"),
        deadline,
        words.say("The link has ended. Send a new request."),
    )


def link_closed(words: Words, deadline: str) -> str:
    """Somebody gave a wrong IIN five times."""
    return page(
        words.say("The link was closed: a wrong IIN was given five times"),
        words.say("Ask your host for the right IIN, mend it and send again."),
        deadline,
    )


def certificate_caption(words: Words, case: Case, *, is_sample: bool) -> str:
    """Under the picture of the certificate."""
    return lines(
        " ".join((bold(words.say("Your registration certificate")), case.application_number)),
        words.say("Show it when asked. Anyone can check its QR code with a phone's camera."),
        sample_warning(words) if is_sample else "",
    )


def sample_warning(words: Words) -> str:
    """Nobody may believe to be done who is not."""
    return words.say(
        "A sample: the ministry did not issue it and was not told. For the ministry's own register go to the migration police or call 1414."
    )


def certificate_file_caption(words: Words) -> str:
    """Under the file of the certificate."""
    return words.say("The same certificate for printing.")


def own_certificates(words: Words, number: int) -> str:
    """Above one's own certificates."""
    if not number:
        return words.say("You have no certificate yet.")
    return words.count(
        "You have {number} certificate. Tap it to get it again.",
        "You have {number} certificates. Tap one to get it again.",
        number,
    )


def reminded(words: Words, stage: Stage) -> str:
    """After a guest asked to remind the host; the same whether or not the bot knows the IIN."""
    if stage is Stage.OPENED:
        return words.say("Your host is reminded now.")
    return words.say("Your host has not opened the link yet. Send it again: that reaches them for sure.")


def entered_with(kind: DocumentKind | None, words: Words) -> str:
    """The document's kind in words, or a general word."""
    return buttons.document_kind(words, kind) if kind else words.say("Document")

"""Status cards: where a request stands, what happens next, and by when."""

from datetime import date

from bot.domain.answers import CHANGEABLE, Answers, Question
from bot.domain.case import Case, EventKind, RefusalReason, Stage
from bot.domain.document import DocumentKind
from bot.domain.life import is_asked_in_chat, is_own, replaced_by
from bot.domain.organisation import Bin
from bot.domain.refusals import RefusalCode
from bot.registration.granting import ON_THE_WEB
from bot.registration.vouching import has_said_yes, waiting_yes
from bot.texts import buttons, continuing, organisations
from bot.texts.countries import country_name
from bot.texts.words import Words, bold, lines, page, plain


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


def guest_card(words: Words, case: Case, stage: Stage, *, deadline: str, link: str, is_sample: bool) -> str:
    """The guest's card; until the certificate is there it says plainly that the guest is not registered."""
    number = words.say("Request {number}", number=case.application_number)
    if stage.is_live and waiting_yes(case) is not None:
        said = words.say("your host said yes")
        return page(f"{number}: {said}", lines(*awaits_officer(words), deadline))
    if stage.is_live:
        return page(
            f"{number}: {_waiting(words, stage)}",
            lines(bold(_until_the_yes(words, case)), deadline),
            *_ask_the_host(words, case, stage, link),
        )
    return page(
        f"{number}: {_ended_on_the_web(words, case) or _ended(words, case, stage)}",
        _next_step(words, case, stage, deadline, is_sample=is_sample),
    )


def awaits_officer(words: Words) -> tuple[str, ...]:
    """To the guest of a host whom an officer has to vouch for."""
    return (
        bold(words.say("You are not registered yet.")),
        words.say(
            "An officer of this service looks at your host's details once. You need do nothing; the answer comes here."
        ),
    )


def outcome(words: Words, stage: Stage) -> str:
    """Where a request stands, told alike to guest and host."""
    return {
        Stage.SENT: words.say("sent"),
        Stage.OPENED: words.say("the host opened it"),
        Stage.GRANTED: words.say("the host agreed"),
        Stage.REFUSED: words.say("the host refused"),
        Stage.DENIED: words.say("refused by law"),
        Stage.EXPIRED: words.say("ended without an answer"),
        Stage.CLOSED: words.say("closed after five wrong IINs"),
        Stage.CANCELLED: words.say("taken back"),
    }[stage]


def wiped(words: Words, case: Case, stage: Stage) -> str:
    """All that is left of a request whose answers were deleted, for guest and host."""
    number = words.say("Request {number}", number=case.application_number)
    return page(f"{number}: {outcome(words, stage)}", words.say("Its answers are wiped."))


def _until_the_yes(words: Words, case: Case) -> str:
    if continuing.continues(case):
        return continuing.until_the_yes(words)
    return words.say("You are not registered until your host agrees.")


def _ask_the_host(words: Words, case: Case, stage: Stage, link: str) -> tuple[str, ...]:
    if stage is Stage.OPENED:
        return (words.say("Your host has opened the link. The answer comes here. If it takes long, remind your host."),)
    if is_asked_in_chat(case):
        asked = words.say("Your host was asked in their own chat. The answer comes here.")
        return asked, words.say("You can also send this link: {link}", link=link)
    send = words.say("Send this link to your host by any messenger: {link}", link=link)
    then = (
        words.say("Somebody of the organisation opens it, types its BIN and taps Agree.")
        if isinstance(case.answers.host, Bin)
        else words.say("The host opens it, types their IIN and taps Agree. It takes a minute.")
    )
    return send, lines(then, words.say("A host who uses this bot already is asked in the own chat too."))


def _waiting(words: Words, stage: Stage) -> str:
    return words.say("sent, the host has not opened it yet") if stage is Stage.SENT else words.say("opened by the host")


def _ended_on_the_web(words: Words, case: Case) -> str:
    """The same of a host who answered on the web page; "" for every other ending."""
    ending = case.ending
    if ending is not None and ending.kind is EventKind.GRANTED and ending.reason == ON_THE_WEB:
        return words.say("your host agreed on the web page, the certificate is issued")
    if (
        ending is not None
        and ending.kind is EventKind.REFUSED
        and ending.chat is None
        and not continuing.continues(case)
    ):
        return words.say("your host refused on the web page. You are not registered")
    return ""


def _ended(words: Words, case: Case, stage: Stage) -> str:
    newer = replaced_by(case)
    if newer is not None:
        return words.say("replaced by number {number}", number=f"{newer:08d}")
    if case.is_refused_by_officer:
        return words.say("an officer of this service refused it")
    if continuing.continues(case):
        return continuing.ended(words, stage)
    return {
        Stage.GRANTED: words.say("your host agreed, the certificate is issued"),
        Stage.REFUSED: words.say("your host refused. You are not registered"),
        Stage.DENIED: words.say("refused by law. You are not registered"),
        Stage.EXPIRED: words.say("your host's yes was not confirmed in 30 days. You are not registered")
        if has_said_yes(case)
        else words.say("your host did not answer in 30 days. You are not registered"),
        Stage.CLOSED: words.say("closed after five wrong IINs. You are not registered"),
        Stage.CANCELLED: words.say("you took it back. You are not registered"),
    }[stage]


def _next_step(words: Words, case: Case, stage: Stage, deadline: str, *, is_sample: bool) -> str:
    if replaced_by(case) is not None:
        return ""
    if stage is Stage.GRANTED:
        issued = words.say(
            "The certificate is below as a picture and as a file for printing. If you move, register at the new address "
            "within five working days."
        )
        replaces = words.say("It replaces your earlier certificate.") if continuing.continues(case) else ""
        return lines(issued, replaces, sample_warning(words) if is_sample else "")
    return deadline


def refused(words: Words, case: Case, deadline: str) -> str:
    """The host said no: why, and what to do by when."""
    reason = case.ending.reason if case.ending else None
    known = RefusalReason(reason) if reason in set(RefusalReason) else RefusalReason.OTHER
    return page(
        continuing.refused(words)
        if continuing.continues(case)
        else words.say("Your host refused. You are not registered"),
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
    return page(
        _by_officer(words, case)
        if case.is_refused_by_officer
        else continuing.denied(words)
        if continuing.continues(case)
        else words.say("Registration is refused by law. You are not registered")
        if case.answers.kinship is None
        else words.say(
            "Registration of {name} is refused by law. This person is not registered", name=case.answers.full_name
        ),
        ground(words, case),
        words.say(
            "Go to the migration police or call 1414. You can appeal within three months (Administrative Procedure Code, "
            "articles 91 and 92)."
        ),
    )


def _by_officer(words: Words, case: Case) -> str:
    if continuing.continues(case):
        return words.say("An officer of this service refused your request. Your registration stays as it was")
    if case.answers.kinship is not None:
        return words.say(
            "An officer of this service refused the request for {name}. This person is not registered",
            name=case.answers.full_name,
        )
    return words.say("An officer of this service refused your request. You are not registered")


def to_mend(words: Words, case: Case, asked: str, deadline: str) -> str:
    """An officer asks for other answers: what to mend, in the officer's words, and by when to be registered."""
    return page(
        words.say("An officer of this service asks you to mend your request {number}", number=case.application_number),
        plain(asked),
        words.say("The request has ended, so your host cannot answer it. Mend your answers and send it again."),
        deadline,
    )


def ground(words: Words, case: Case) -> str:
    """On which ground a request was denied (Order 923, paragraph 4), or what else stood in its way."""
    return {
        "O923-4-1": words.say("Ground: data found untrue (Order 923, paragraph 4, ground 1)."),
        "O923-4-2": words.say("Ground: your lawful stay has ended (Order 923, paragraph 4, ground 2)."),
        "O923-4-3": words.say("Ground: the host refused (Order 923, paragraph 4, ground 3)."),
        "untrue": words.say("Ground: data found untrue (Order 923, paragraph 4, ground 1)."),
        "term_broken": words.say("Ground: the term of stay was broken (Order 923, paragraph 4, ground 2)."),
        "host_refused": words.say("Ground: the host refused (Order 923, paragraph 4, ground 3)."),
        "to_be_mended": words.say("An officer asked for other answers: mend the request and send it again."),
        RefusalCode.UNTIL_PAST: words.say("The last day you gave has passed. Choose a new one and send again."),
    }.get(
        (case.ending.reason if case.ending else None) or "",
        words.say("By the law as it stands now you are not one whom Order 923 registers."),
    )


def silent(words: Words, case: Case, deadline: str) -> str:
    """The host does not answer: what the guest can do."""
    return page(
        continuing.silent(words)
        if continuing.continues(case)
        else words.say("Your host has not answered yet. You are not registered"),
        deadline,
        words.say("Send the link again, call your host, or choose another host."),
    )


def expired(words: Words, case: Case, deadline: str) -> str:
    """Thirty days went by."""
    return page(
        words.say("No officer has confirmed your host's yes in 30 days. You are not registered by this request")
        if has_said_yes(case)
        else continuing.expired(words)
        if continuing.continues(case)
        else words.say("Your host did not answer in 30 days. You are not registered"),
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
        " ".join((bold(_whose(words, case)), case.application_number)),
        words.say("Show it when asked. Anyone can check its QR code with a phone's camera."),
        sample_warning(words) if is_sample else "",
    )


def _whose(words: Words, case: Case) -> str:
    if is_own(case):
        return words.say("Your registration certificate")
    return words.say("Registration certificate of {name}", name=case.answers.full_name)


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


def reminded(words: Words, case: Case, stage: Stage) -> str:
    """After a guest asked to remind the host; the same whether or not the bot knows a number that the guest typed."""
    if is_asked_in_chat(case):
        return words.say("Your host is reminded now.")
    if stage is Stage.OPENED:
        return words.say("Your host opened the link but has not answered. Send it again: that reaches them for sure.")
    return words.say("Your host has not opened the link yet. Send it again: that reaches them for sure.")


def entered_with(kind: DocumentKind | None, words: Words) -> str:
    """The document's kind in words, or a general word."""
    return buttons.document_kind(words, kind) if kind else words.say("Document")

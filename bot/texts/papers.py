"""A lost document, and the proof that a request was sent: what happened, what to do next, in which order."""

from collections.abc import Sequence

from bot.domain.answers import Answers, Question
from bot.domain.case import Case
from bot.registration.lost_passport import TravelPaper
from bot.registration.reissuing import Unlike
from bot.texts import buttons, shown_answers
from bot.texts.words import Words, bold, lines, page, plain

_OF_THE_DOCUMENT = (
    Question.FAMILY_NAME,
    Question.GIVEN_NAMES,
    Question.BORN,
    Question.CITIZENSHIP,
    Question.DOCUMENT_KIND,
    Question.DOCUMENT_NUMBER,
    Question.DOCUMENT_EXPIRES,
)


def whose(words: Words) -> str:
    """Several documents stand in this chat."""
    return page(words.say("Lost passport"), words.say("Whose document is lost? Choose it."))


def named(words: Words, paper: TravelPaper) -> str:
    """One document on a button: the person's name and the last four of the number."""
    name = plain(paper.case.answers.full_name)
    label = f"{name}, {_masked(paper)}"
    return words.say("{document}: reported lost", document=label) if paper.is_lost else label


def what_to_do(words: Words, paper: TravelPaper | None) -> str:
    """The steps in their order, before anything is marked; without a registration there is nothing to mark."""
    steps = [
        words.say("1. Report the loss to the police and keep the paper they give you."),
        words.say(
            "2. Go to the embassy or consulate of your country: for a new passport, or for a paper to return home."
        ),
        words.say("3. Go to the migration service with a statement."),
    ]
    if paper is None:
        here = words.say("This bot has no current registration or request of yours, so there is nothing to mark here.")
        return page(words.say("Lost passport: what to do"), lines(*steps), here, advice(words))
    here = words.say(
        "4. Here: tap Yes. The certificate is marked at once, so that nobody can use it with the lost document, and I "
        "write the statement in Kazakh and Russian."
    )
    whose_is_it = words.say("Document: {document}", document=f"{paper.case.answers.full_name}, {_masked(paper)}")
    return page(words.say("Lost passport: what to do"), whose_is_it, lines(*steps, here), advice(words))


def advice(words: Words) -> str:
    """What the law says of it is not known here, and that is said."""
    return words.say("This is advice: I know of no deadline in the law for it. Ask 1414.")


def reported(words: Words, paper: TravelPaper) -> str:
    """It is marked; what is left to do."""
    at = words.moment(paper.lost_at) if paper.lost_at else ""
    return page(
        words.say("Reported lost on {at}", at=at),
        words.say("Document: {document}", document=f"{paper.case.answers.full_name}, {_masked(paper)}"),
        lines(
            words.say("Whoever checks the certificate now reads: document reported lost. It is not handed out again."),
            _taken_back(words, paper),
        ),
        _next(words, paper),
        _undo(words, paper),
    )


def _taken_back(words: Words, paper: TravelPaper) -> str:
    if not paper.taken_back:
        return ""
    return words.count(
        "{number} open request with this document was taken back: nobody can be registered by a lost document.",
        "{number} open requests with this document were taken back: nobody can be registered by a lost document.",
        paper.taken_back,
    )


def _next(words: Words, paper: TravelPaper) -> str:
    if paper.can_renew:
        return words.say(
            "Sign the statement and take it to the migration service. When you have the new passport, tap the button: you "
            "get a new certificate at once, your host does not have to answer again."
        )
    return words.say(
        "Sign the statement and take it to the migration service. When you have the new passport, register with it."
    )


def _undo(words: Words, paper: TravelPaper) -> str:
    if not paper.can_take_back:
        return ""
    return words.say("Tapped by mistake? You can take it back within ten minutes. Requests that ended stay ended.")


def taken_back(words: Words, paper: TravelPaper) -> str:
    """The report was a slip of the finger."""
    return page(
        words.say("The report is taken back"),
        words.say("Document: {document}", document=f"{paper.case.answers.full_name}, {_masked(paper)}"),
        words.say("The certificate counts again."),
    )


def statement_caption(words: Words) -> str:
    """Under the statement."""
    return lines(
        bold(words.say("Statement for the migration service, in Kazakh and Russian")),
        words.say("Print it, write the day and the place of the loss, sign it. The bot does not file it."),
    )


def new_document(words: Words, answers: Answers) -> str:
    """The new document, before the certificate is issued again."""
    rows = [
        f"{buttons.question(words, asked)}: <b>{shown_answers.answer(words, answers, asked)}</b>"
        for asked in _OF_THE_DOCUMENT
        if shown_answers.answer(words, answers, asked)
    ]
    return page(
        words.say("Your new document"),
        "\n".join(rows),
        words.say("Host, address and last day stay as they were. Tap the button: your host is told of it."),
    )


def has_to_be_asked(words: Words, why: Unlike) -> str:
    """Why the certificate is not issued at once, and that the host can be asked with one tap."""
    return page(
        words.say("Your host has to answer again"),
        {
            Unlike.NAME: words.say("The name is spelt differently from the one your host agreed to."),
            Unlike.PERSON: words.say(
                "Date of birth or citizenship differs from the lost document. Is it your own passport? If a letter was "
                "read wrongly, change it."
            ),
            Unlike.STAY: words.say("The host, the address, the day of entry or the last day was changed."),
            Unlike.HOST: words.say("Your host cannot be told of it in this chat."),
        }[why],
        words.say("Check the answers and tap Send to my host. Until the yes, the lost document stays marked."),
    )


def reissued(words: Words, case: Case) -> str:
    """To the guest: the new certificate comes below."""
    return page(
        words.say("Registered with the new document, number {number}", number=case.application_number),
        words.say("The new certificate comes below. The old one stays marked as reported lost. Your host is told."),
    )


def host_of_reissued(words: Words, case: Case) -> str:
    """To the host: the same person, a new document."""
    answers = case.answers
    return page(
        words.say("Your guest has a new document"),
        words.say(
            "{name} lost the old one. The new number ends in {ending}. You need not answer: person, address and last day "
            "({until}) are the same.",
            name=answers.full_name,
            ending=answers.document_number.masked.lstrip("•") if answers.document_number else "",
            until=words.day(answers.until) if answers.until else "",
        ),
        words.say("You don't know this person, or they don't live there? Open My address and end the stay."),
    )


def proof_caption(words: Words, number: str) -> str:
    """Under the picture of the proof."""
    return page(
        words.say("Proof that request {number} was sent", number=number),
        bold(words.say("It is not a registration, and gives no right to stay.")),
        words.say("It shows when you sent the request and that no yes came. The deadline of the law runs on."),
    )


def proof_file_caption(words: Words) -> str:
    """Under the file."""
    return words.say("The same proof for printing.")


def labels(words: Words, papers: Sequence[TravelPaper]) -> list[str]:
    """What stands on the buttons that say whose."""
    return [named(words, paper) for paper in papers]


def _masked(paper: TravelPaper) -> str:
    number = paper.case.answers.document_number
    return number.masked if number else ""

"""The questions: one a message, the question itself is the heading, one short hint under it."""

from collections.abc import Callable

from bot.domain.answers import Answers, Question
from bot.texts.words import Words, bold, lines


def ask(words: Words, question: Question, answers: Answers) -> str:
    """The question with its hint."""
    heading, hint = _QUESTIONS[question](words, answers)
    return lines(f"<b>{heading}</b>", hint)


def basis(words: Words) -> str:
    """Asked of those who say that they did not come without a visa."""
    return bold(words.say("On what ground do you stay in Kazakhstan?"))


def host_link(words: Words) -> str:
    """What to do with a host's link."""
    return words.say("Open your host's link, or paste it here.")


Pair = tuple[str, str]


def _citizenship(words: Words, _answers: Answers) -> Pair:
    return words.say("What is your citizenship?"), words.say("Tap your country or type any part of its name.")


def _entered(words: Words, _answers: Answers) -> Pair:
    return (
        words.say("When did you enter Kazakhstan?"),
        words.say(
            "The day you crossed the border this time: see the stamp in your passport or the migration card. Example: 12.11.2026"
        ),
    )


def _family_name(words: Words, _answers: Answers) -> Pair:
    return words.say("What is your family name?"), words.say("As in your passport. No family name? Type your name.")


def _given_names(words: Words, _answers: Answers) -> Pair:
    return words.say("What are your given names?"), words.say("All of them, as in your passport.")


def _patronymic(words: Words, _answers: Answers) -> Pair:
    return words.say("What is your patronymic?"), words.say("Your father's name, only if it is in your passport.")


def _born(words: Words, _answers: Answers) -> Pair:
    return words.say("What is your date of birth?"), words.say("Example: 27.03.1990")


def _sex(words: Words, _answers: Answers) -> Pair:
    return words.say("What sex does your passport state?"), words.say(
        "As printed on the page with your photo: M, F or X."
    )


def _document_kind(words: Words, _answers: Answers) -> Pair:
    return words.say("Which document did you enter with?"), ""


def _document_number(words: Words, _answers: Answers) -> Pair:
    return (
        words.say("What is the series and number of the document?"),
        words.say("Letters and numbers together, as on the page with your photo."),
    )


def _document_expires(words: Words, _answers: Answers) -> Pair:
    return words.say("Until when is the document valid?"), words.say("Its date of expiry. Example: 27.03.2031")


def _host(words: Words, _answers: Answers) -> Pair:
    return (
        words.say("Who gives you the place to live?"),
        words.say(
            "Type the host's IIN, or the BIN of a hotel or dormitory: 12 numbers. Ask the host for it. The host will be asked to agree."
        ),
    )


def _address(words: Words, _answers: Answers) -> Pair:
    return (
        words.say("What is the address where you live?"),
        words.say("In one message, as on an envelope. Example: Almaty, Abay avenue 10, flat 25"),
    )


def _region(words: Words, answers: Answers) -> Pair:
    return words.say("Which region or city is it in?"), _written(words, answers)


def _settlement(words: Words, answers: Answers) -> Pair:
    return words.say("Which city, town or village is it in?"), _written(words, answers)


def _house(words: Words, answers: Answers) -> Pair:
    return words.say("What is the house number?"), lines(_written(words, answers), words.say("Example: 15 or 15/2"))


def _written(words: Words, answers: Answers) -> str:
    return (
        words.say("You wrote: {address}", address=answers.address.written)
        if answers.address and answers.address.parts
        else ""
    )


def _premises(words: Words, _answers: Answers) -> Pair:
    return words.say("What kind of place is it?"), ""


def _until(words: Words, _answers: Answers) -> Pair:
    return (
        words.say("Until when will you live there?"),
        words.say("If you are not sure, choose your last lawful day. You can change it later."),
    )


_QUESTIONS: dict[Question, Callable[[Words, Answers], Pair]] = {
    Question.CITIZENSHIP: _citizenship,
    Question.ENTERED: _entered,
    Question.FAMILY_NAME: _family_name,
    Question.GIVEN_NAMES: _given_names,
    Question.PATRONYMIC: _patronymic,
    Question.BORN: _born,
    Question.SEX: _sex,
    Question.DOCUMENT_KIND: _document_kind,
    Question.DOCUMENT_NUMBER: _document_number,
    Question.DOCUMENT_EXPIRES: _document_expires,
    Question.HOST: _host,
    Question.ADDRESS: _address,
    Question.ADDRESS_REGION: _region,
    Question.ADDRESS_SETTLEMENT: _settlement,
    Question.ADDRESS_HOUSE: _house,
    Question.PREMISES: _premises,
    Question.UNTIL: _until,
}

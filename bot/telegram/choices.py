"""Answers that can be tapped. Whoever cannot tap types the words on the button or its number."""

from datetime import date, timedelta

from bot.domain.address import Premises
from bot.domain.answers import Answers, Question
from bot.domain.document import DocumentKind
from bot.domain.regions import REGIONS, Region
from bot.registration.assessing import assess_answers
from bot.texts import buttons
from bot.texts.countries import FREQUENT, country_name
from bot.texts.words import Words

NONE = "-"
_OFFERED_DOCUMENTS = (
    DocumentKind.PASSPORT,
    DocumentKind.ID_CARD,
    DocumentKind.INTERNAL_PASSPORT,
    DocumentKind.DIPLOMATIC,
    DocumentKind.SERVICE,
    DocumentKind.STATELESS,
)
Choice = tuple[str, str]  # what the button carries, what stands on it


def choices(words: Words, question: Question, answers: Answers, today: date) -> list[Choice]:
    """The answers offered for a question, in order; empty where the answer has to be typed."""
    match question:
        case Question.CITIZENSHIP:
            return countries(words, FREQUENT)
        case Question.ENTERED:
            yesterday = today - timedelta(days=1)
            return [(today.isoformat(), words.say("Today")), (yesterday.isoformat(), words.say("Yesterday"))]
        case Question.PATRONYMIC:
            return [(NONE, words.say("I have none"))]
        case Question.DOCUMENT_KIND:
            return [(kind.value, buttons.document_kind(words, kind)) for kind in _OFFERED_DOCUMENTS]
        case Question.ADDRESS_REGION:
            return [(region.code, region_name(words, region)) for region in REGIONS]
        case Question.PREMISES:
            return [(kind.value, buttons.premises(words, kind)) for kind in Premises]
        case Question.UNTIL:
            return _last_days(words, answers, today)
        case _:
            return []


def countries(words: Words, codes: tuple[str, ...]) -> list[Choice]:
    """States as choices."""
    return [(code, country_name(words, code)) for code in codes]


def region_name(words: Words, region: Region) -> str:
    """A region's official name in the reader's language."""
    return {"kk": region.kk, "ru": region.ru}.get(words.language, region.en)


def _last_days(words: Words, answers: Answers, today: date) -> list[Choice]:
    stay = assess_answers(answers, today).stay
    if stay is None or stay.until < today:
        return []
    return [(stay.until.isoformat(), words.say("Last lawful day: {day}", day=words.day(stay.until)))]


def typed_choice(text: str, offered: list[Choice]) -> str | None:
    """What a typed text picks among the choices: a label, its beginning, or its number."""
    wanted = " ".join(text.casefold().split())
    if wanted.isascii() and wanted.isdigit() and len(wanted) <= 2 and 1 <= int(wanted) <= len(offered):
        return offered[int(wanted) - 1][0]
    exact = [value for value, label in offered if label.casefold() == wanted]
    found = exact or [value for value, label in offered if wanted and label.casefold().startswith(wanted)]
    return found[0] if len(found) == 1 else None

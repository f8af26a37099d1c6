"""Answers that can be tapped. Whoever cannot tap types the words on the button or its number."""

from datetime import date, timedelta

from bot.domain.address import Premises
from bot.domain.answers import Answers, Question
from bot.domain.document import DocumentKind
from bot.domain.person import Sex
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.regions import REGIONS, Region
from bot.law.assessment import Allowance
from bot.registration.assessing import assess_answers
from bot.texts import buttons
from bot.texts.countries import FREQUENT, country_name
from bot.texts.words import Words

_LATIN = str.maketrans("мх", "mx")
NONE = "-"
MAY_BE_NONE = {Question.GIVEN_NAMES, Question.PATRONYMIC}
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
        case Question.UNTIL:
            return last_days(words, assess_answers(answers, today).stay, today)
        case Question.GIVEN_NAMES:
            return [(NONE, words.say("I have no other name"))]
        case Question.PATRONYMIC:
            return [(NONE, words.say("I have none"))]
        case _:
            return _one_of(words, question)


def _one_of(words: Words, question: Question) -> list[Choice]:
    """The same for everybody, on any day."""
    match question:
        case Question.SEX:
            return [(sex.value, buttons.sex(words, sex)) for sex in Sex]
        case Question.DOCUMENT_KIND:
            return [(kind.value, buttons.document_kind(words, kind)) for kind in _OFFERED_DOCUMENTS]
        case Question.ADDRESS_REGION:
            return [(region.code, region_name(words, region)) for region in REGIONS]
        case Question.PREMISES:
            return [(kind.value, buttons.premises(words, kind)) for kind in Premises]
        case _:
            return []


def countries(words: Words, codes: tuple[str, ...]) -> list[Choice]:
    """States as choices."""
    return [(code, country_name(words, code)) for code in codes]


def region_name(words: Words, region: Region) -> str:
    """A region's official name in the reader's language."""
    return {"kk": region.kk, "ru": region.ru}.get(words.language, region.en)


def last_days(words: Words, stay: Allowance | None, today: date, place_until: date | None = None) -> list[Choice]:
    """The last lawful day, where there is one to come, or the last day of the guest's place, where that is earlier."""
    if stay is not None and stay.until < today:
        return []
    if place_until is not None and (stay is None or place_until < stay.until):
        return [(place_until.isoformat(), words.say("Last day at this place: {day}", day=words.day(place_until)))]
    if stay is None:
        return []
    return [(stay.until.isoformat(), words.say("Last lawful day: {day}", day=words.day(stay.until)))]


def day_on(button: str) -> date:
    """The day that a button carries; buttons can be forged. Raises Refusal: STALE."""
    try:
        return date.fromisoformat(button)
    except ValueError:
        raise Refusal(RefusalCode.STALE) from None


def typed_choice(text: str, offered: list[Choice]) -> str | None:
    """What a typed text picks among the choices: a label, its beginning, its number, or a document's letter."""
    wanted = " ".join(text.casefold().split())
    if wanted.isascii() and wanted.isdigit() and len(wanted) <= 2 and 1 <= int(wanted) <= len(offered):
        return offered[int(wanted) - 1][0]
    exact = [value for value, label in offered if wanted == label.casefold() or _is_letter(wanted, value)]
    found = exact or [value for value, label in offered if wanted and label.casefold().startswith(wanted)]
    return found[0] if len(found) == 1 else None


def _is_letter(wanted: str, value: str) -> bool:
    """A document's own letter (M, F, X), typed in either alphabet."""
    return len(value) == 1 and wanted.translate(_LATIN) == value.casefold()

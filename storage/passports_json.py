"""A passport's card as a JSON object and back."""

import json

from bot.domain.answers import Question
from bot.domain.passport import PassportCard
from storage.answers_json import answers_from_json, answers_to_json


def passport_to_json(card: PassportCard) -> str:
    """The card as JSON text, for a sealed column."""
    doubted = sorted(question.value for question in card.doubted)
    return json.dumps({"answers": answers_to_json(card.answers), "doubted": doubted})


def passport_from_json(text: str) -> PassportCard:
    """The card that `passport_to_json` wrote. Raises ValueError for what this version cannot read."""
    written = json.loads(text)
    doubted = frozenset(map(Question, written["doubted"]))
    return PassportCard(answers=answers_from_json(written["answers"]), doubted=doubted)

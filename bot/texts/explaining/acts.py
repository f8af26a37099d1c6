"""All acts put together: the sentence of each rule, the words of each reading."""

from collections.abc import Mapping
from types import ModuleType

from bot.texts.explaining import (
    code_235,
    decree_148,
    entry_and_exit,
    five_days,
    law_477,
    order_923,
    residents_2024,
    treaties,
)
from bot.texts.explaining.sentence import Reading, Sentence

ACTS: tuple[ModuleType, ...] = (
    *(order_923, decree_148, five_days, law_477, treaties),
    *(residents_2024, entry_and_exit, code_235),
)
"""Each has `SENTENCES` by rule id and `READINGS` by code; a new act's module is entered here."""

SENTENCES: Mapping[str, Sentence] = {rule: sentence for act in ACTS for rule, sentence in act.SENTENCES.items()}
READINGS: Mapping[str, Reading] = {code: reading for act in ACTS for code, reading in act.READINGS.items()}

"""Acts by name, as people cite them: (Order 923, paragraph 3)."""

from collections.abc import Callable, Mapping

from bot.law.assessment import Citation
from bot.texts.countries import country_name
from bot.texts.words import Words

Name = Callable[[Words], str]

NAMES: Mapping[str, Name] = {
    "O923": lambda words: words.say("Order 923"),
    "P148": lambda words: words.say("Decree 148"),
    "L477": lambda words: words.say("Law on Migration"),
    "K235": lambda words: words.say("Code of Administrative Offences"),
    "EE2022": lambda words: words.say("rules of entry and exit, as summed up on 6 December 2022"),
    "RESIDENTS": lambda words: words.say("rules for registering residents and refugees"),
    "EAEU-2014": lambda words: words.say("Treaty on the Eurasian Economic Union"),
    "TREATY": lambda words: words.say("international treaty"),
}
"""An act's short name, by the code that rules and tables bear."""

IN_ARTICLES = frozenset({"L477", "K235", "EAEU-2014"})
"""Acts that are divided into articles; the others have paragraphs."""

TREATY_WITH = "KZ-"
"""Treaties in the tables are named by the other state and the year of signing: KZ-RUS-2012."""


def cite(words: Words, citation: Citation) -> str:
    """Where a rule is written, without brackets; only the act where no source shows the number."""
    act = act_name(words, citation.act)
    if citation.paragraph is None:
        return act
    if citation.act == "O923" and "-" in citation.paragraph:
        number, point = citation.paragraph.split("-")  # the grounds of paragraph 4, which the order numbers in it
        return words.say("{act}, paragraph {number}, point {point}", act=act, number=number, point=point)
    if citation.act in IN_ARTICLES or citation.act.startswith(TREATY_WITH):
        return words.say("{act}, article {number}", act=act, number=citation.paragraph)
    return words.say("{act}, paragraph {number}", act=act, number=citation.paragraph)


def act_name(words: Words, act: str) -> str:
    """An act by its name; a treaty by the other state."""
    if act.startswith(TREATY_WITH):
        return _treaty(words, act)
    return NAMES[act](words)


def _treaty(words: Words, act: str) -> str:
    _, state, *year = act.split("-")
    if not year:
        return words.say("treaty with {country}", country=country_name(words, state))
    return words.say("treaty with {country} of {year}", country=country_name(words, state), year=year[0])

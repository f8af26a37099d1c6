"""The facts of a case by name, for saying which of them is missing or was found untrue."""

from collections.abc import Callable, Mapping, Sequence

from bot.texts.words import Words

FACTS: Mapping[str, Callable[[Words], str]] = {
    "stays": lambda words: words.say("the day you entered"),
    "born": lambda words: words.say("the date of birth"),
    "document": lambda words: words.say("the document"),
    "document.kind": lambda words: words.say("the kind of document"),
    "document.expires": lambda words: words.say("the day the document ends"),
    "basis": lambda words: words.say("on what ground you stay: without a visa, with a visa or with a permit"),
    "visa": lambda words: words.say("the first and the last day of the visa"),
    "permit.until": lambda words: words.say("the last day of the permit or contract"),
    "address": lambda words: words.say("the address"),
    "address.kind": lambda words: words.say("what kind of place you live in"),
    "address.since": lambda words: words.say("since when you live at the address"),
    "moved": lambda words: words.say("the day of the move"),
    "host": lambda words: words.say("who gives you the place"),
    "host.kind": lambda words: words.say("whether your host is a person or an organisation"),
    "host.consent": lambda words: words.say("the host's answer"),
    "host.notified": lambda words: words.say("whether and when the host told the migration police"),
    "registered": lambda words: words.say("the day of registration"),
    "citizenship": lambda words: words.say("the citizenship"),
    "untrue": lambda words: words.say("whether anything that was told was found untrue"),
    "circumstances.expelled": lambda words: words.say("the day of the decision on expulsion"),
    "circumstances.entry_bars": lambda words: words.say("whether there is a reason to refuse entry"),
    "circumstances.exit_bars": lambda words: words.say("whether there is a reason to refuse departure"),
    "circumstances.funds_not_asked_of": lambda words: words.say(
        "whether you are an ethnic Kazakh, were born here or were a citizen here, or belong to such a family"
    ),
    "circumstances.works": lambda words: words.say("whether you work, and with a permit or without"),
    "circumstances.host_punished": lambda words: words.say("when the host was punished"),
    "circumstances.travels_as": lambda words: words.say("whether you travel as crew, driver or in transit"),
}
"""By the names that facts have in a case of `tirkeu assess`."""


def fact(words: Words, name: str) -> str:
    """One fact in words; a name that we do not know, from a case written by hand, is told in general."""
    named = FACTS.get(name)
    return named(words) if named else words.say("another fact")


def facts_list(words: Words, names: Sequence[str]) -> str:
    """Several facts in words, each once."""
    return "; ".join(dict.fromkeys(fact(words, name) for name in names))

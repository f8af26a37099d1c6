"""Whom to ask, by name."""

from collections.abc import Callable, Mapping, Sequence

from bot.law.assessment import Body
from bot.texts.words import Words

BODIES: Mapping[Body, Callable[[Words], str]] = {
    Body.MIGRATION_COMMITTEE: lambda words: words.say("the Migration Committee of the Ministry of Internal Affairs"),
    Body.MIGRATION_POLICE: lambda words: words.say("the migration police"),
    Body.LOCAL_EXECUTIVE: lambda words: words.say("the akimat (local executive body)"),
    Body.NATIONAL_SECURITY: lambda words: words.say("the border service of the National Security Committee"),
}


def body(words: Words, asked: Body) -> str:
    """A body's name, as it stands inside a sentence."""
    return BODIES[asked](words)


def whom_to_ask(words: Words, bodies: Sequence[Body]) -> str:
    """The bodies that can say what the law means, and the telephone; "" where there is none to ask."""
    if not bodies:
        return ""
    return words.say("Ask: {bodies}. Telephone: 1414.", bodies="; ".join(body(words, asked) for asked in bodies))

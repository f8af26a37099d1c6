"""What each finding is about, as a short heading: the question of law that its rule answers."""

from collections.abc import Callable, Mapping
from functools import cache

from bot.law.assessment import Finding
from bot.law.engine import RULES
from bot.law.rule import Question
from bot.texts.words import Words

TOPICS: Mapping[Question, Callable[[Words], str]] = {
    Question.IMMIGRANT: lambda words: words.say("Who is an immigrant"),
    Question.TREATY: lambda words: words.say("What a treaty says"),
    Question.REGISTRATION: lambda words: words.say("Whether you register"),
    Question.REGISTER_BY: lambda words: words.say("By when you register"),
    Question.HOST: lambda words: words.say("How the host answers"),
    Question.TRUTH: lambda words: words.say("What you told"),
    Question.TERM: lambda words: words.say("The term of your stay"),
    Question.CONSENT: lambda words: words.say("The host's consent"),
    Question.MOVE: lambda words: words.say("A move to a new address"),
    Question.OLD_ADDRESS: lambda words: words.say("The old address"),
    Question.PREMISES: lambda words: words.say("The place where you live"),
    Question.STAY: lambda words: words.say("How long you may stay"),
    Question.HOST_NOTICE: lambda words: words.say("The host tells the police"),
    Question.RESIDENCE_PERMIT: lambda words: words.say("The temporary residence permit"),
    Question.DOCUMENT: lambda words: words.say("Your document"),
    Question.VISA_AND_DOCUMENT: lambda words: words.say("Visa and passport"),
    Question.MIGRATION_CARD: lambda words: words.say("The migration card"),
    Question.RESIDENT_SERVICE: lambda words: words.say("Registration of residents and refugees"),
    Question.EXPULSION: lambda words: words.say("After an expulsion"),
    Question.ENTRY: lambda words: words.say("Entry"),
    Question.EXIT: lambda words: words.say("Departure"),
    Question.WORK: lambda words: words.say("Work"),
    Question.INVITATION: lambda words: words.say("Inviting guests"),
    Question.GUEST_LIABILITY: lambda words: words.say("What the guest risks"),
    Question.HOST_LIABILITY: lambda words: words.say("What the host risks"),
}


def topic(words: Words, finding: Finding) -> str:
    """The heading of a finding."""
    return TOPICS[question_of(finding)](words)


def question_of(finding: Finding) -> Question:
    """The question of law that the finding answers."""
    return _questions()[finding.rule]


@cache
def _questions() -> Mapping[str, Question]:
    return {rule.name: rule.question for rule in RULES}

"""The service for those who live here permanently and for refugees, in words."""

from collections.abc import Callable, Mapping

from bot.law.assessment import Finding, Outcome
from bot.texts.explaining.sentence import Reading, Sentence, code, codes
from bot.texts.words import Words

PAPERS: Mapping[str, Callable[[Words], str]] = {
    "identity_document": lambda words: words.say("your identity document"),
    "owner_identity_document": lambda words: words.say("the identity document of the owner of the home"),
    "owner_consent": lambda words: words.say("the owner's consent"),
    "institution_request": lambda words: words.say("if you live in an institution: a request of its administration"),
    "identity_documents_above_14": lambda words: words.say("identity documents of everyone above 14"),
    "representative_authority": lambda words: words.say(
        "for a child or a person without legal capacity: papers of the parent, guardian or notarised representative"
    ),
}


def _service(words: Words, finding: Finding) -> str:
    if finding.outcome is Outcome.UNKNOWN:
        return words.say("You register through another service. We have not seen its rules before 16 March 2024.")
    whose = (
        words.say("Refugees register through a service of their own.")
        if code(finding, "person") == "refugee"
        else words.say("Those who live here permanently register through a service of their own.")
    )
    bring = words.say(
        "Bring, original or electronic: {papers}. Where it applies: {others}.",
        papers=_papers(words, finding, "documents"),
        others=_papers(words, finding, "where_it_applies"),
    )
    return " ".join((whose, bring, words.say("Incomplete papers are rejected. You can appeal.")))


def _papers(words: Words, finding: Finding, name: str) -> str:
    return "; ".join(PAPERS[paper](words) for paper in codes(finding, name))


SENTENCES: Mapping[str, Sentence] = {"RESIDENTS-service": _service}

READINGS: Mapping[str, Reading] = {}

"""Registration of those who live here permanently and of refugees: another service than Order 923's, with other papers.

Its rules as renewed on 16 March 2024 were seen only retold; of the rules before that day nothing was seen.
"""

from datetime import date

from bot.law.assessment import Outcome
from bot.law.facts import Basis, DocumentKind, Facts
from bot.law.residence import KAZAKHSTAN
from bot.law.rule import Act, Answer, Question

RENEWED = date(2024, 3, 16)
RESIDENTS = Act("RESIDENTS", since=date(2011, 10, 1))  # with the Law on Migration, whose article 9(5) gives the service
READS = ("basis", "citizenship", "document_kind")

DOCUMENTS = ("identity_document", "owner_identity_document", "owner_consent")
WHERE_IT_APPLIES = ("institution_request", "identity_documents_above_14", "representative_authority")


@RESIDENTS.rule(None, Question.RESIDENT_SERVICE, name="service", reads=READS, until=RENEWED)
def the_earlier_service(facts: Facts) -> Answer | None:
    """Before 16 March 2024 there was such a service, too; what it asked for was not seen."""
    if (person := _whose_service(facts)) is None:
        return None
    return Answer(Outcome.UNKNOWN, {"person": person, "why": "earlier_rules_not_seen"})


@RESIDENTS.rule(None, Question.RESIDENT_SERVICE, name="service", version=2, reads=READS, since=RENEWED)
def papers_for_the_service(facts: Facts) -> Answer | None:
    """What to bring, original or electronic; incomplete papers are rejected, and a decision can be appealed."""
    if (person := _whose_service(facts)) is None:
        return None
    data = {
        "person": person,
        "documents": DOCUMENTS,
        "where_it_applies": WHERE_IT_APPLIES,
        "forms": ("original", "electronic"),
        "incomplete": "rejected",
        "appeal": "possible",
    }
    return Answer(Outcome.MET, data)


def _whose_service(facts: Facts) -> str | None:
    if facts.citizenship == KAZAKHSTAN:
        return None
    if facts.basis is Basis.PERMANENT_RESIDENCE:
        return "permanent_resident"
    if facts.basis is Basis.REFUGEE or facts.document_kind is DocumentKind.REFUGEE:
        return "refugee"
    return None

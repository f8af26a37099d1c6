"""Those who are registered together with a guest: what they share with the guest, and who may file for whom."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.answers import Answers, Basis, Question
from bot.domain.case import Case, EventKind
from bot.domain.family import Kinship, Proof
from bot.domain.life import is_granted, is_own
from bot.domain.people import Companion, Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.law.age import is_under
from bot.registration.ports import Work

MOST_TOGETHER = 10  # as many as an album of Telegram holds
GROWN = 18  # years; no act among the sources says it: a decision of this service, for want of a rule in Order 923
OF_A_PERSON = (
    Question.CITIZENSHIP,
    Question.FAMILY_NAME,
    Question.GIVEN_NAMES,
    Question.PATRONYMIC,
    Question.BORN,
    Question.DOCUMENT_KIND,
    Question.DOCUMENT_NUMBER,
    Question.DOCUMENT_EXPIRES,
)  # what is each person's own; the rest is the guest's, the day of entry unless it is changed
OF_THE_YOUNG = (
    (Kinship.CHILD, Proof.BIRTH_CERTIFICATE),
    (Kinship.CHILD, Proof.ADOPTION),
    (Kinship.WARD, Proof.GUARDIANSHIP),
    (Kinship.WARD, Proof.COURT_DECISION),
    (Kinship.WARD, Proof.NOTARISED_PROXY),
    (Kinship.SPOUSE, None),
)
OF_THE_GROWN = (
    (Kinship.SPOUSE, None),
    (Kinship.RELATIVE, None),
    (Kinship.RELATIVE, Proof.NOTARISED_PROXY),
    (Kinship.WARD, Proof.GUARDIANSHIP),
    (Kinship.WARD, Proof.COURT_DECISION),
)


def people_of(draft: Draft) -> tuple[Companion, ...]:
    """Everybody in the draft, the guest first."""
    return (Companion(answers=draft.answers, card=draft.passport), *draft.companions)


def told_of(one: Companion) -> Answers:
    """What is known of a person: what waits on a card, else what counts already."""
    return one.card.onto(one.answers) if one.card is not None else one.answers


def is_grown(answers: Answers, on: date) -> bool:
    """Whether the person has full capacity by age; one whose birth date is unknown is taken for no child."""
    return answers.born is None or not is_under(GROWN, answers.born, on)


def kinships_for(answers: Answers, on: date) -> tuple[tuple[Kinship, Proof | None], ...]:
    """What a person of this age can be to the one who files, each with the paper that proves it."""
    return OF_THE_GROWN if is_grown(answers, on) else OF_THE_YOUNG


def proposed(one: Companion, others: tuple[Companion, ...], on: date) -> Companion:
    """The person with the likeliest kinship: it counts only once the one who files finds it correct."""
    if told_of(one).born is None:
        return replace(one, answers=one.answers.with_(kinship=None, proof=None))
    kinship, proof = Kinship.CHILD, Proof.BIRTH_CERTIFICATE
    if is_grown(told_of(one), on):
        has_spouse = any(other.answers.kinship is Kinship.SPOUSE for other in others)
        return replace(one, answers=one.answers.with_(kinship=_grown_kinship(has_spouse=has_spouse), proof=None))
    return replace(one, answers=one.answers.with_(kinship=kinship, proof=proof))


def _grown_kinship(*, has_spouse: bool) -> Kinship:
    return Kinship.RELATIVE if has_spouse else Kinship.SPOUSE


def check_kinship(told: Answers, kinship: Kinship | None, proof: Proof | None, on: date) -> None:
    """Let a person be filed for only by one who may: a parent for a child, a representative with a paper.

    Raises:
        Refusal: KINSHIP_UNSAID, or KINSHIP_GROWN from the child's eighteenth birthday on.
    """
    if kinship is None:
        raise Refusal(RefusalCode.KINSHIP_UNSAID)
    if kinship is Kinship.CHILD and is_grown(told, on):
        raise Refusal(RefusalCode.KINSHIP_GROWN)
    if (kinship, proof) not in kinships_for(told, on):
        raise Refusal(RefusalCode.KINSHIP_UNSAID)


def lacking(one: Companion) -> Question | None:
    """The first of a person's own questions without an answer."""
    return next((question for question in OF_A_PERSON if told_of(one).lacks(question)), None)


def joined(person: Answers, guest: Answers) -> Answers:
    """A companion's answers as they are sent: the place, the host and the last day are the guest's."""
    return person.with_(
        entered=person.entered or guest.entered,
        basis=person.basis or _basis_beside(person, guest),
        host=guest.host,
        host_by_link=guest.host_by_link,
        address=guest.address,
        premises=guest.premises,
        until=guest.until,
        place=guest.place,
        moved=guest.moved,
    )


def _basis_beside(person: Answers, guest: Answers) -> Basis | None:
    """Nobody is asked for the basis; a family stays on the ground of the one who brings it."""
    if guest.basis is Basis.EAEU_WORKER:
        return Basis.EAEU_FAMILY
    return guest.basis if person.citizenship == guest.citizenship else None


async def with_party(work: Work, case: Case) -> Case:
    """The request with those that go with it."""
    return case if case.party is not None else _together(case, await work.cases.party(case.number))


async def whole_party(work: Work, number: int) -> Case | None:
    """The same of the request with this number."""
    party = await work.cases.party(number)
    case = next((one for one in party if one.number == number), None)
    return None if case is None else _together(case, party)


def _together(case: Case, party: Sequence[Case]) -> Case:
    return replace(case, together=tuple(other for other in party if other.number != case.number))


def may_be_taken_over(case: Case, on: date) -> bool:
    """Whether the person may have the registration in the own chat: a spouse, or one who is grown by this day."""
    kinship = case.answers.kinship
    is_filed_for = kinship is not None and not is_own(case)
    may_act = kinship is Kinship.SPOUSE or (kinship is not Kinship.WARD and is_grown(case.answers, on))
    is_open = wrong_documents(case) < OWN_LINK_TRIES
    return is_filed_for and may_act and is_open and is_granted(case) and case.answers.document_number is not None


OWN_LINK_TRIES = 5


def wrong_documents(case: Case) -> int:
    """How many wrong document numbers were typed on the link by which one takes over one's own registration."""
    return sum(event.kind is EventKind.WRONG_DOCUMENT for event in case.events)


def all_proposed(people: Sequence[Companion], today: date) -> tuple[Companion, ...]:
    """Each with what is likely after those before."""
    made: tuple[Companion, ...] = ()
    for one in people:  # who counts already was not asked about by this list: it has to be said of them
        made = (*made, proposed(one, made, today) if one.card is not None else unsaid(one))
    return made


def unsaid(one: Companion) -> Companion:
    """Who it is has to be said again."""
    return replace(one, answers=one.answers.with_(kinship=None, proof=None))

"""Whether two requests are one person's: three questions, since a wrong answer costs something else each time.

`is_same_person` lets answers stand in the place of others, or a registration count as somebody's: it asks for what no
new passport changes. `is_of_one_person` is of one chat, where a slip of the pen in birth date or citizenship must not
make two of one. `is_on_one_card` only shows requests side by side to an officer, who judges: it takes any likeness.
What `bot.registration.contradictions` asks is none of them: whether one document is told of in two ways.
"""

from bot.domain.answers import Answers
from bot.domain.case import Case
from bot.domain.ids import NOBODY
from bot.domain.life import is_own
from bot.domain.spelling import person_key


def is_same_person(was: Answers, told: Answers) -> bool:
    """Whether answers are still of whom they were of: names are spelt anew and documents replaced, these two stay."""
    return (was.born, was.citizenship) == (told.born, told.citizenship)


def is_of_one_person(case: Case, other: Case) -> bool:
    """Whether two requests of one chat are about the same person: by the document, or by what one continues."""
    document = case.answers.document_number
    return other.answers.follows == case.number or (document is not None and other.answers.document_number == document)


def is_on_one_card(case: Case, other: Case) -> bool:
    """Whether an officer sees them together: by name and birth date, by the document of one state, or both the chat's
    own. A chat files for its family too, and states number their documents without regard to one another.
    """
    one, two = case.answers, other.answers
    key = person_key(one.family_name, one.born)
    is_same_name = key is not None and key == person_key(two.family_name, two.born)
    is_same_document = one.document_number is not None and (one.document_number, one.citizenship) == (
        two.document_number,
        two.citizenship,
    )
    is_same_chat = case.guest == other.guest != NOBODY and is_own(case) and is_own(other)
    return is_same_name or is_same_document or is_same_chat

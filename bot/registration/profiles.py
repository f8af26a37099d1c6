"""What is kept of a person between stays: answers of person and document, the last host and address.

Only of one who has agreed to the text that names it, and only of the chat's own person. When it goes again is said in
`retention`.
"""

from datetime import datetime

from bot.domain.answers import Answers
from bot.domain.case import Case
from bot.domain.people import ChatId, Profile
from bot.registration.consent import has_agreed_to_newest, has_consented
from bot.registration.ports import Work


async def keep_profile(work: Work, case: Case, now: datetime) -> None:
    """Keep what this request says of its guest, in place of what was kept before."""
    answers = case.answers
    if answers.kinship is not None or answers.is_empty or not await has_agreed_to_newest(work, case.guest):
        return
    await work.profiles.save(Profile(chat=case.guest, answers=_lasting(answers), saved_at=now))


async def profile_of(work: Work, chat: ChatId) -> Answers | None:
    """What is kept of this person; None without the consent."""
    profile = await work.profiles.get(chat) if await has_consented(work, chat) else None
    return profile.answers if profile and profile.answers.document_number else None


def _lasting(answers: Answers) -> Answers:
    """What the next stay will have in common with this one."""
    return answers.anew().with_(entered=None, until=None)

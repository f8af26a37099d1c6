"""The requests with one document: its number and its state, for states number theirs without regard to one another."""

from bot.domain.case import Case
from bot.domain.document import DocumentNumber
from bot.registration.ports import Work


async def with_document_of(work: Work, document: DocumentNumber | None, state: str | None) -> list[Case]:
    """Newest first. The citizenship is sealed: of the few with this number it is compared, and of nobody else."""
    known = await work.cases.with_document(document) if document is not None else ()
    return [case for case in known if case.answers.citizenship == state]

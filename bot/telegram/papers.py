"""Sending papers beside the certificate; the drawing runs away from the event loop."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiogram import Bot
from aiogram.types import BufferedInputFile

from bot.domain.people import ChatId
from bot.registration.diligence import IssueProof, Proof
from bot.registration.lost_passport import ReadLoss, TravelPaper
from bot.registration.notices import NoticeFacts
from bot.telegram import papers_keyboards
from bot.texts import papers
from bot.texts.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Sends the statement of a loss, and proofs of diligence."""

    bot: Bot
    read_loss: ReadLoss
    issue_proof: IssueProof
    statement: Callable[[TravelPaper], Awaitable[bytes]]
    picture: Callable[[Proof], Awaitable[bytes]]
    document: Callable[[Proof], Awaitable[bytes]]

    async def send_statement(self, chat: ChatId, words: Words, number: int) -> None:
        """The statement as a file. Raises Refusal: STALE."""
        paper = await self.read_loss(chat, number)
        file = BufferedInputFile(await self.statement(paper), f"statement-{paper.case.application_number}.pdf")
        await self.bot.send_document(chat, file, caption=papers.statement_caption(words))

    async def send_proof(self, chat: ChatId, words: Words, number: int) -> None:
        """The proof as a picture and as a file. Raises Refusal: NOTHING_TO_PROVE or PROOF_TOO_EARLY."""
        proof = await self.issue_proof(chat, number)
        name = f"proof-{proof.case.application_number}"
        photo = BufferedInputFile(await self.picture(proof), f"{name}.png")
        await self.bot.send_photo(chat, photo, caption=papers.proof_caption(words, proof.case.application_number))
        file = BufferedInputFile(await self.document(proof), f"{name}.pdf")
        await self.bot.send_document(chat, file, caption=papers.proof_file_caption(words))

    async def tell_host(self, words: Words, facts: NoticeFacts) -> None:
        """To the host: the certificate names a new document."""
        text = papers.host_of_reissued(words, facts.need_case())
        await self.bot.send_message(facts.chat, text, reply_markup=papers_keyboards.told_host(words))

"""Drawing certificates and sending them; the drawing runs away from the event loop."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiogram import Bot
from aiogram.types import BufferedInputFile

from bot.domain.operator import Operator
from bot.domain.people import ChatId
from bot.registration.certificates import Certificate, MakeCertificate
from bot.texts import certificate_words
from bot.texts.words import Words

Draw = Callable[[Certificate], Awaitable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """Sends a certificate as a picture and as a file for printing."""

    bot: Bot
    make: MakeCertificate
    picture: Draw
    document: Draw
    operator: Operator

    async def send_picture(self, chat: ChatId, words: Words, number: int) -> None:
        """The picture, with what it is."""
        certificate = await self.make(number, chat)
        caption = certificate_words.certificate_caption(
            words, certificate.case, is_sample=not self.operator.is_official
        )
        photo = BufferedInputFile(await self.picture(certificate), f"{certificate.claims.application_number}.png")
        await self.bot.send_photo(chat, photo, caption=caption)

    async def send_file(self, chat: ChatId, words: Words, number: int) -> None:
        """The file for printing."""
        certificate = await self.make(number, chat)
        file = BufferedInputFile(await self.document(certificate), f"{certificate.claims.application_number}.pdf")
        await self.bot.send_document(chat, file, caption=certificate_words.certificate_file_caption(words))

"""A child process for test_kill: commits requests with all that belongs to them, and says which ones are safe."""

import asyncio
import sys

from storage_samples import ANSWERS, NOW, SECRET, certificate, notice, request

from bot.domain.case import EventKind
from bot.domain.people import Chat, ChatId, Draft
from storage.database import Database


async def main(url: str, run: str) -> None:
    """Write until killed."""
    database = await Database.open(url, SECRET)
    print("ready", flush=True)  # noqa: T201 - the parent reads it
    step = 0
    while True:
        step += 1
        chat = ChatId(int(run) * 1_000_000 + step)
        async with database.begin() as work:
            await work.chats.save(Chat(id=chat, language="kk", consent_version="1", consented_at=NOW))
            await work.drafts.save(Draft(chat=chat, answers=ANSWERS, saved_at=NOW))
            case = await work.cases.add(request(f"token-{chat}", guest=chat))
            await work.cases.save(case.happened(EventKind.GRANTED, NOW))
            await work.certificates.add(certificate(case.number, case.number))
            await work.notices.owe(notice(f"certificate-{case.number}", chat=chat))
            await work.commit()
        print(case.number, chat, flush=True)  # noqa: T201 - the parent reads it


asyncio.run(main(*sys.argv[1:]))

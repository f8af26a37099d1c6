"""Sending all of a person's dates as a calendar file."""

import asyncio
from dataclasses import dataclass

from aiogram.types import BufferedInputFile

from bot.registration.host_duties import ReadHostDuties
from bot.registration.ports import Clock
from bot.registration.prospects import ReadProspect
from bot.telegram.screen import Screen
from bot.texts.calendar_file import FILE_NAME, Entry, calendar_file, entries_of, how_to_use


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendars:
    """One file for both sides of a person: what a guest must do, and what a host owes for each guest."""

    read_prospect: ReadProspect
    read_host_duties: ReadHostDuties
    clock: Clock

    async def send(self, screen: Screen) -> bool:
        """The file with what to do with it; False where there is no date to put in it."""
        entries = await self._entries(screen)
        if entries:
            made = await asyncio.to_thread(
                calendar_file, screen.words, entries, owner=screen.chat, now=self.clock.now()
            )
            caption = how_to_use(screen.words, len(entries))
            await screen.bot.send_document(screen.chat, BufferedInputFile(made, FILE_NAME), caption=caption)
        return bool(entries)

    async def _entries(self, screen: Screen) -> list[Entry]:
        entries: list[Entry] = []
        if screen.talk.has_consented:
            prospect = await self.read_prospect(screen.chat)
            entries = entries_of(prospect.assessment, prospect.facts) if prospect.is_known else []
        for owed in await self.read_host_duties(screen.chat):
            entries += entries_of(owed.assessment, owed.facts, request=owed.case.number)
        return entries

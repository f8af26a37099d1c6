"""Sends a person's own data: two files, to that person's chat only."""

import asyncio
import json
from dataclasses import dataclass

from aiogram.types import BufferedInputFile

from bot.domain.operator import Operator
from bot.registration.own_data import OwnData, ReadOwnData
from bot.telegram import keyboards
from bot.telegram.screen import Screen
from bot.texts import own_data, own_data_file


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDataDesk:
    """Collects the data, writes both files in memory, sends them; nothing of them is kept."""

    read_own_data: ReadOwnData
    operator: Operator

    async def send(self, screen: Screen) -> None:
        """The file for reading, the one for machines, and who answers for copies."""
        found = await self.read_own_data(screen.chat)
        readable, machine = await asyncio.to_thread(self._write, found, screen)
        day = found.made_at.date().isoformat()
        await screen.bot.send_document(
            screen.chat,
            BufferedInputFile(readable, f"my-data-{day}.html"),
            caption=own_data.readable_caption(screen.words),
        )
        await screen.bot.send_document(
            screen.chat,
            BufferedInputFile(machine, f"my-data-{day}.json"),
            caption=own_data.machine_caption(screen.words),
        )
        await screen.say(own_data.made(screen.words, self.operator), keyboards.to_menu(screen.words))

    def _write(self, found: OwnData, screen: Screen) -> tuple[bytes, bytes]:
        readable = own_data_file.document(screen.words, found, self.operator)
        machine = json.dumps(found.as_json(self.operator.keep_days), ensure_ascii=False, indent=1)
        return readable.encode(), machine.encode()
